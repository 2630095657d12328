# What jobs and remote sessions return: copies that have the properties of an object, and not its type. They look like the object, and
# the next cmdlet takes them from the pipeline.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $ground = (New-Item -ItemType Directory -Path 'TestDrive:/jobs').FullName
    $repo = "$ground/repo"
    $null = New-Item -ItemType Directory -Path "$ground/tree/usr/bin"
    Set-Content -LiteralPath "$ground/tree/usr/bin/tool" -Value 'one'
    ln -s tool "$ground/tree/usr/bin/link"
    ostree init --repo=$repo --mode=bare-user
    $null = ostree commit --repo=$repo -b os/stable -s First --add-metadata-string=version=1 --tree=dir=$ground/tree --canonical-permissions
    Set-Content -LiteralPath "$ground/tree/usr/bin/tool" -Value 'two and more'
    $null = ostree commit --repo=$repo -b os/stable -s Second --tree=dir=$ground/tree --canonical-permissions
    ostree init --repo=$ground/target --mode=archive
    Add-OstreeRemote -Repository $ground/target -Name origin -Url "file://$repo" -SignVerify 'ed25519=inline:AAAA'

    function Copy-ByJob($Object) { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Object, 1)) }
}

Describe 'The copy of what <Name> returns' -ForEach @(
    @{ Name = 'Get-OstreeChildItem'; Make = { Get-OstreeChildItem -Repository $repo -Revision os/stable -Recurse } }
    @{ Name = 'Find-OstreeFile'; Make = { Find-OstreeFile -Repository $repo -Revision os/stable -Name '*' } }
    @{ Name = 'Get-OstreeFileHistory'; Make = { Get-OstreeFileHistory -Repository $repo -Revision os/stable -Path usr/bin/tool } }
    @{ Name = 'Get-OstreeCommit'; Make = { Get-OstreeCommit -Repository $repo -Revision os/stable -History } }
    @{ Name = 'Get-OstreeRef'; Make = { Get-OstreeRef -Repository $repo } }
    @{ Name = 'Get-OstreeRemote'; Make = { Get-OstreeRemote -Repository "$ground/target" } }
    @{ Name = 'Compare-OstreeTree'; Make = { Compare-OstreeTree -Repository $repo -Reference os/stable } }
    @{ Name = 'New-OstreeCommit'; Make = { New-OstreeCommit -Repository $repo -Branch other -Path "$ground/tree" } }
    @{ Name = 'Invoke-OstreeCheckout'; Make = { Invoke-OstreeCheckout -Repository $repo -Revision os/stable -Destination "$ground/checkout" } }
    @{ Name = 'Export-OstreeCommit'; Make = { Export-OstreeCommit -Repository $repo -Revision os/stable -OutFile "$ground/tree.tar" } }
    @{ Name = 'Invoke-OstreePull'; Make = { Invoke-OstreePull -Repository "$ground/target" -Source $repo -Ref os/stable } }
    @{ Name = 'Invoke-OstreePull -DryRun'; Make = { Invoke-OstreePull -Repository "$ground/target" -Source $repo -DryRun } }
    @{ Name = 'Test-OstreeRepository'; Make = {
            cp -a $repo "$ground/damaged"
            Remove-Item -LiteralPath (Get-ChildItem -Path "$ground/damaged/objects" -Recurse -Filter '*.file' | Select-Object -First 1).FullName
            Test-OstreeRepository -Repository "$ground/damaged" -ErrorAction SilentlyContinue
        }
    }
) {
    It 'looks as the object does' {
        $object = @(& $Make)
        $object.Count | Should -BeGreaterThan 0
        $shown = ($object | Out-String -Width 100).Trim()
        (Copy-ByJob $object | Out-String -Width 100).Trim() | Should -BeExactly $shown
    }
}

Describe 'A copy in the pipeline' {
    It 'is followed to its commit, its directory and its content' {
        (Copy-ByJob (Get-OstreeRef -Repository $repo -Name os/stable) | Get-OstreeCommit).Subject | Should -BeExactly 'Second'
        $item = Copy-ByJob (Copy-ByJob (Get-OstreeCommit -Repository $repo -Revision os/stable) | Get-OstreeChildItem -Path usr/bin/tool)
        $item | Get-OstreeContent | Should -BeExactly 'two and more'
    }
}

Describe 'The text of a result' {
    It 'says the one thing that it is about' {
        $commit = New-OstreeCommit -Repository $repo -Branch text -Path "$ground/tree"
        "$commit" | Should -BeExactly (ostree rev-parse --repo=$repo text)
        "$(Invoke-OstreeCheckout -Repository $repo -Revision text -Destination "$ground/text")" | Should -BeExactly "$ground/text"
        "$(Export-OstreeCommit -Repository $repo -Revision text -OutFile "$ground/text.tar")" | Should -BeExactly "$ground/text.tar"
        "$(Invoke-OstreePull -Repository "$ground/target" -Source $repo -Ref text)" | Should -BeExactly "text $("$($commit.Checksum)".Substring(0, 10)) (new) from $repo"
        "$(Invoke-OstreePull -Repository "$ground/target" -Source $repo -Ref text -DryRun)" | Should -BeExactly "text $("$($commit.Checksum)".Substring(0, 10)) (as before) from $repo"
        "$(Get-OstreeChecksum -Path "$ground/tree/usr/bin/tool")" | Should -Match '^[0-9a-f]{64}$'
    }
}
