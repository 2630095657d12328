# A script block decides over what a checkout places; stock ostree with a list of the same paths is the judge.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'checkout-filter'
    foreach ($folder in 'usr/bin', 'usr/share/doc/deep', 'etc') { $null = New-Item -ItemType Directory -Path "$work/tree/$folder" }
    foreach ($number in 1..150) { [IO.File]::WriteAllText("$work/tree/usr/bin/tool$number", "tool $number") }
    [IO.File]::WriteAllText("$work/tree/usr/share/doc/deep/readme", 'read me')
    [IO.File]::WriteAllText("$work/tree/etc/conf", 'a=b')
    $null = [IO.File]::CreateSymbolicLink("$work/tree/usr/bin/link", 'tool1')
    chmod 4750 "$work/tree/usr/bin/tool7"
    foreach ($mode in 'archive', 'bare-user') {
        ostree init --repo=$work/$mode --mode=$mode
        ostree commit --repo=$work/$mode -b main --tree=dir=$work/tree --owner-uid=12 --owner-gid=34 | Out-Null
    }

    $number = 0
    function New-Name { $script:number++; "$work/out$script:number" }
    function Get-Tree([string] $Path) { (find $Path -mindepth 1 -printf '%P %y %m %l\n' | Sort-Object) -join "`n" }
}

Describe 'A filter of a checkout from <_>' -ForEach 'archive', 'bare-user' {
    BeforeAll { $repo = "$work/$_" }

    It 'leaves out what it refuses, as stock ostree does with a list' {
        [IO.File]::WriteAllText("$work/list", "/usr/share/doc/`n/usr/bin/link`n/usr/bin/tool3`n/usr/bin/tool120`n")
        $ours, $stock = (New-Name), (New-Name)
        $result = Invoke-OstreeCheckout -Repository $repo -Revision main -Destination $ours -UserMode -Filter {
            if ($_.Path -eq '/usr/bin/tool3') { $_.Skip = $true }
            $_.Path -notin '/usr/share/doc', '/usr/bin/tool120' -and $_.Kind -ne 'SymbolicLink'
        }
        ostree checkout --repo=$repo -U --skip-list=$work/list main $stock
        Get-Tree $ours | Should -BeExactly (Get-Tree $stock)
        $result.Files | Should -Be 149
        $result.Symlinks | Should -Be 0
    }

    It 'sees everything once, directories before what is in them' {
        $seen = [Collections.Generic.List[object]]::new()
        Invoke-OstreeCheckout -Repository $repo -Revision main -Destination (New-Name) -UserMode -Filter { $seen.Add([pscustomobject] @{
                    Path = $_.Path; Name = $_.Name; Kind = $_.Kind; ModeText = $_.ModeText; Uid = $_.Uid; Gid = $_.Gid; Size = $_.Size; Target = $_.Target; Checksum = $_.Checksum }) } | Out-Null
        $expected = @('/') + @(Get-OstreeChildItem -Repository $repo main -Recurse | ForEach-Object Path)
        ($seen.Path | Sort-Object) -join "`n" | Should -BeExactly (($expected | Sort-Object) -join "`n")
        $order = @($seen.Path)
        foreach ($path in $order | Where-Object { $_ -ne '/' }) {
            $folder = [IO.Path]::GetDirectoryName($path)
            $order.IndexOf($folder) | Should -BeLessThan $order.IndexOf($path)
        }

        $tool = $seen | Where-Object Path -eq '/usr/bin/tool7'
        $tool.Name | Should -BeExactly 'tool7'
        $tool.ModeText | Should -BeExactly '-rwsr-x---'
        $tool.Uid, $tool.Gid, $tool.Size | Should -Be 12, 34, 6
        $tool.Checksum | Should -Be (Get-OstreeChildItem -Repository $repo main /usr/bin/tool7).Checksum
        ($seen | Where-Object Path -eq '/usr/bin/link').Target | Should -BeExactly 'tool1'
        ($seen | Where-Object Path -eq '/etc').Kind | Should -Be 'Directory'
        ($seen | Where-Object Path -eq '/').Name | Should -BeExactly '/'
    }

    It 'goes by the path below the subpath, after the list' {
        [IO.File]::WriteAllText("$work/list", "/share/`n")
        $out = New-Name
        $seen = [Collections.Generic.List[string]]::new()
        Invoke-OstreeCheckout -Repository $repo -Revision main -Subpath /usr -Destination $out -UserMode -SkipList "$work/list" -Filter { $seen.Add($_.Path); $_.Name -notlike 'tool1*' } | Out-Null
        $seen | Should -Not -Contain '/share'
        $seen | Should -Contain '/bin/tool1'
        @(Get-ChildItem -LiteralPath "$out/bin").Count | Should -Be 89
        "$out/share" | Should -Not -Exist
    }

    It 'that refuses the top leaves nothing' {
        $out = New-Name
        Invoke-OstreeCheckout -Repository $repo -Revision main -Destination $out -UserMode -Filter { $false } | Out-Null
        $out | Should -Not -Exist
    }

    It 'that throws ends the checkout, names the path, and leaves nothing' {
        $out = New-Name
        $thrown = { Invoke-OstreeCheckout -Repository $repo -Revision main -Destination $out -UserMode -Filter { if ($_.Name -eq 'conf') { throw 'no' } } } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -BeLike 'FilterFailed,*'
        $thrown.TargetObject | Should -BeExactly '/etc/conf'
        $out | Should -Not -Exist
    }
}
