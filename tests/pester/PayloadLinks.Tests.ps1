# Files of one payload and different metadata share their blocks, as stock ostree has them share (core.payload-link-threshold).

BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = (Resolve-Path 'TestDrive:/').ProviderPath

    function New-Sharing ([string]$Path, [string]$Mode, [long]$Threshold = 0) {
        ostree init --repo=$Path --mode=$Mode
        Set-OstreeConfig -Repository $Path -Key core.payload-link-threshold -Value $Threshold
    }

    # Each link with where it leads.
    function Get-Links ([string]$Repository) {
        foreach ($link in find "$Repository/objects" -type l -name '*.payload-link' | Sort-Object) {
            "$($link.Substring($Repository.Length)) -> $(readlink $link)"
        }
    }

    function Get-BlockAddress ([string]$File) {
        sync $File
        (filefrag -v $File | Select-String -Pattern '^\s+0:\s+0\.\.\s*\d+:\s*(\d+)\.\.').Matches[0].Groups[1].Value
    }
}

Describe 'Payload links' -Skip:(-not ((id -u) -eq '0' -and (Test-Path /usr/sbin/mkfs.xfs) -and (Test-Path /usr/sbin/filefrag))) {
    BeforeAll {
        $place = "$work/xfs"
        $null = New-Item -ItemType Directory -Path $place
        truncate -s 400M "$work/xfs.img"
        mkfs.xfs -q -m reflink=1 "$work/xfs.img" | Out-Null
        mount -o loop "$work/xfs.img" $place

        $one = "$place/one"
        $two = "$place/two"
        $null = New-Item -ItemType Directory -Path $one, $two
        # Larger than any buffer, smaller than one, and nothing.
        head -c 3000000 /dev/urandom > $one/large
        head -c 50000 /dev/urandom > $one/small
        $null = New-Item -ItemType File -Path $one/empty
        ln -s large $one/link
        cp -a "$one/." $two
        chmod 0644 $one/large $one/small $one/empty
        chmod 0755 $two/large $two/small $two/empty
    }
    AfterAll { umount $place }

    It 'are those of stock ostree in mode <Mode>, and the blocks are shared' -ForEach @(
        @{ Mode = 'bare' }, @{ Mode = 'bare-user' }, @{ Mode = 'bare-user-only' }
    ) {
        $ours = "$place/ours-$Mode"
        $stock = "$place/stock-$Mode"
        New-Sharing $ours $Mode
        New-Sharing $stock $Mode
        foreach ($tree in $one, $two) {
            New-OstreeCommit -Repository $ours -Branch main -Path $tree -Timestamp '@5' | Out-Null
            ostree commit --repo=$stock -b main --tree=dir=$tree --timestamp='@5' | Out-Null
        }

        # Stock ostree makes none for commits to bare-user-only, where it looks at no attributes.
        if ($Mode -ne 'bare-user-only') {
            (Get-Links $ours) -join "`n" | Should -BeExactly ((Get-Links $stock) -join "`n")
        }

        @(Get-Links $ours).Count | Should -Be 3
        foreach ($name in 'large', 'small') {
            $objects = foreach ($revision in 'main^', 'main') { (Get-OstreeChildItem -Repository $ours $revision "/$name").Checksum.ToString() }
            $objects[0] | Should -Not -Be $objects[1]
            $addresses = $objects | ForEach-Object { Get-BlockAddress "$ours/objects/$($_.Substring(0, 2))/$($_.Substring(2)).file" }
            $addresses[0] | Should -Be $addresses[1]
        }

        ostree fsck --repo=$ours | Select-Object -Last 1 | Should -Match 'no errors found'
        Test-OstreeRepository -Repository $ours | Should -BeNullOrEmpty
        ostree checkout --repo=$ours -U main "$place/out-$Mode"
        cmp $one/large "$place/out-$Mode/large"
        $LASTEXITCODE | Should -Be 0
    }

    It 'are none where they are off, and none below the threshold' {
        New-Sharing "$place/off" bare-user -1
        New-Sharing "$place/high" bare-user 1000000
        foreach ($repository in 'off', 'high') {
            New-OstreeCommit -Repository "$place/$repository" -Branch main -Path $one | Out-Null
        }

        Get-Links "$place/off" | Should -BeNullOrEmpty
        @(Get-Links "$place/high").Count | Should -Be 1
    }

    It 'are none in mode <_>' -ForEach 'archive', 'bare-split-xattrs' {
        New-Sharing "$place/none-$_" $_
        New-OstreeCommit -Repository "$place/none-$_" -Branch main -Path $one | Out-Null
        Get-Links "$place/none-$_" | Should -BeNullOrEmpty
    }

    It 'are made for content that is there already, and for what a pull links, as stock ostree does' {
        ostree init --repo=$place/late --mode=bare-user
        New-OstreeCommit -Repository "$place/late" -Branch main -Path $one -Timestamp '@5' | Out-Null
        Get-Links "$place/late" | Should -BeNullOrEmpty
        Set-OstreeConfig -Repository "$place/late" -Key core.payload-link-threshold -Value 0
        New-OstreeCommit -Repository "$place/late" -Branch main -Path $one -Timestamp '@6' | Out-Null
        @(Get-Links "$place/late").Count | Should -Be 3

        New-Sharing "$place/pulled" bare-user
        New-Sharing "$place/pulled-stock" bare-user
        (Invoke-OstreePull -Repository "$place/pulled" -Source "$place/late").ContentLinked | Should -BeGreaterThan 3
        ostree pull-local --repo=$place/pulled-stock $place/late | Out-Null
        (Get-Links "$place/pulled") -join "`n" | Should -BeExactly ((Get-Links "$place/pulled-stock") -join "`n")
        @(Get-Links "$place/pulled").Count | Should -Be 3
    }

    It 'lead within one commit to content that was there before' {
        $repository = "$place/mixed"
        ostree init --repo=$repository --mode=bare-user
        New-OstreeCommit -Repository $repository -Branch main -Path $one | Out-Null
        Set-OstreeConfig -Repository $repository -Key core.payload-link-threshold -Value 1000000
        # The first of the two is there already, and read first; the second is new.
        New-OstreeCommit -Repository $repository -Branch both -Tree @{ Directory = $one; Prefix = "a" }, @{ Directory = $two; Prefix = "b" } | Out-Null
        $addresses = find "$repository/objects" -name '*.file' -size +1000k | ForEach-Object { Get-BlockAddress $_ }
        @($addresses).Count | Should -Be 2
        $addresses[0] | Should -Be $addresses[1]
    }

    It 'let a pull from an archive share blocks' {
        ostree init --repo=$place/served --mode=archive
        foreach ($tree in $one, $two) {
            ostree commit --repo=$place/served -b main --tree=dir=$tree | Out-Null
        }

        New-Sharing "$place/fetched" bare-user 1000000
        Invoke-OstreePull -Repository "$place/fetched" -Source "$place/served" -Ref main -Depth 0 | Out-Null
        Invoke-OstreePull -Repository "$place/fetched" -Source "$place/served" -Ref (ostree rev-parse --repo=$place/served main^) -Depth 0 | Out-Null
        $addresses = find "$place/fetched/objects" -name '*.file' -size +1000k | ForEach-Object { Get-BlockAddress $_ }
        @($addresses).Count | Should -Be 2
        $addresses[0] | Should -Be $addresses[1]
        ostree fsck --repo=$place/fetched | Select-Object -Last 1 | Should -Match 'no errors found'
    }

    It 'do not spread damage' {
        New-Sharing "$place/damaged" bare-user 1000000
        New-OstreeCommit -Repository "$place/damaged" -Branch main -Path $one | Out-Null
        $object = find "$place/damaged/objects" -name '*.file' -size +1000k
        printf X | dd of=$object bs=1 seek=1000 conv=notrunc status=none
        New-OstreeCommit -Repository "$place/damaged" -Branch main -Path $two | Out-Null
        New-OstreeCommit -Repository "$place/damaged" -Branch other -Path $two | Out-Null
        @(Test-OstreeRepository -Repository "$place/damaged" -ErrorAction SilentlyContinue | Where-Object Kind -eq ChecksumMismatch).Count | Should -Be 1
        ostree checkout --repo=$place/damaged -U other "$place/undamaged"
        cmp $two/large "$place/undamaged/large"
        $LASTEXITCODE | Should -Be 0
        # The way leads to the sound object now.
        @(Get-Links "$place/damaged") -match [regex]::Escape((Split-Path -Leaf $object)) | Should -BeNullOrEmpty
    }

    It 'that lead nowhere, or to something else, are replaced: <_>' -ForEach '../00/11', 'nonsense', "../00/$('1' * 62).file", '/etc/passwd', '../../../config' {
        $repository = "$place/wrong-$([guid]::NewGuid())"
        New-Sharing $repository bare-user 1000000
        New-OstreeCommit -Repository $repository -Branch main -Path $one | Out-Null
        $link = find $repository/objects -name '*.payload-link'
        ln -sfn $_ $link
        New-OstreeCommit -Repository $repository -Branch main -Path $two | Out-Null
        readlink $link | Should -Not -BeExactly $_
        readlink -e $link | Should -Not -BeNullOrEmpty
        ostree fsck --repo=$repository | Select-Object -Last 1 | Should -Match 'no errors found'
        Test-OstreeRepository -Repository $repository | Should -BeNullOrEmpty
    }

    It 'that lead to another payload are found by a check, for stock ostree would take it over, and removed on demand' {
        $repository = "$place/crossed"
        New-Sharing $repository bare-user
        New-OstreeCommit -Repository $repository -Branch main -Path $one | Out-Null
        Test-OstreeRepository -Repository $repository | Should -BeNullOrEmpty
        $links = find $repository/objects -name '*.payload-link' | Sort-Object
        ln -sfn (readlink $links[0]) $links[1]
        ln -sfn nonsense $links[2]
        $found = Test-OstreeRepository -Repository $repository -ErrorAction SilentlyContinue
        @($found | ForEach-Object { "$($_.Kind) $($_.Object.Type)" } | Sort-Object) -join ', ' | Should -BeExactly 'ChecksumMismatch PayloadLink, MalformedObject PayloadLink'
        Test-OstreeRepository -Repository $repository -Delete -ErrorAction SilentlyContinue | Out-Null
        Test-OstreeRepository -Repository $repository | Should -BeNullOrEmpty
        @(Get-Links $repository).Count | Should -Be 1
        ostree fsck --repo=$repository | Select-Object -Last 1 | Should -Match 'no errors found'
    }

    It 'of a parent repository share with it' {
        New-Sharing "$place/parent" bare-user 1000000
        New-Sharing "$place/child" bare-user 1000000
        ostree config --repo=$place/child set core.parent "$place/parent"
        New-OstreeCommit -Repository "$place/parent" -Branch main -Path $one | Out-Null
        New-OstreeCommit -Repository "$place/child" -Branch mine -Path $two | Out-Null
        $addresses = foreach ($repository in 'parent', 'child') { Get-BlockAddress (find "$place/$repository/objects" -name '*.file' -size +1000k) }
        $addresses[0] | Should -Be $addresses[1]
        ostree fsck --repo=$place/child | Select-Object -Last 1 | Should -Match 'no errors found'
    }

    It 'go with the content they lead to, and stay with what stays' {
        New-Sharing "$place/pruned" bare-user
        New-OstreeCommit -Repository "$place/pruned" -Branch gone -Path $one | Out-Null
        cp -a $one "$place/three"
        [IO.File]::WriteAllText("$place/three/more", 'only here')
        Remove-Item "$place/three/small"
        New-OstreeCommit -Repository "$place/pruned" -Branch stays -Path "$place/three" | Out-Null
        @(Get-Links "$place/pruned").Count | Should -Be 4
        ostree refs --repo=$place/pruned --delete gone
        cp -a "$place/pruned" "$place/pruned-stock"
        Invoke-OstreePrune -Repository "$place/pruned" -RefsOnly | Out-Null
        ostree prune --repo=$place/pruned-stock --refs-only | Out-Null
        (Get-Links "$place/pruned") -join "`n" | Should -BeExactly ((Get-Links "$place/pruned-stock") -join "`n")
        @(Get-Links "$place/pruned").Count | Should -Be 3
    }
}
