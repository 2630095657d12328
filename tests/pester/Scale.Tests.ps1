# Trees beyond the usual: deep, wide and large. Stock ostree agrees, and memory does not grow with them.
BeforeAll {
    $module = Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1'
    Import-Module $module -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'scale'
    $null = New-Item -ItemType Directory -Path $work

    # In a process of its own, whose peak of memory is then known, in KiB.
    Set-Content -LiteralPath "$work/commit.ps1" -Value @'
param($Module, $Repository, $Tree)
Import-Module $Module
$commit = New-OstreeCommit -Repository $Repository -Branch main -Path $Tree -Timestamp '@1700000000' -CanonicalPermissions
"$($commit.Checksum)"
([IO.File]::ReadAllLines('/proc/self/status') | Where-Object { $_ -like 'VmHWM:*' }) -replace '[^0-9]'
'@

    function Invoke-Commit([string] $Repository, [string] $Tree) {
        $lines = & ([Environment]::ProcessPath) -NoProfile -File "$work/commit.ps1" $module $Repository $Tree
        $LASTEXITCODE | Should -Be 0 -Because ($lines -join "`n")
        @{ Checksum = $lines[0]; PeakMiB = [int] $lines[1] / 1024 }
    }

    function New-Repository([string] $Name, [string] $Mode) {
        $null = New-OstreeRepository -Path "$work/$Name" -Mode $Mode
        # The reserve of three percent is a matter of the machine, not of this test.
        ostree --repo=$work/$Name config set core.min-free-space-percent 0
        "$work/$Name"
    }

    function Assert-Whole([string] $Repository) {
        (ostree fsck --repo=$Repository 2>&1) -join "`n" | Should -Match 'no errors found'
    }
}

Describe 'A tree of 1,000 levels' {
    BeforeAll {
        $bottom = "$work/deep/" + ('d/' * 1000)
        $null = [IO.Directory]::CreateDirectory($bottom)
        [IO.File]::WriteAllText("${bottom}file", "deep`n")
        $repository = New-Repository deep-repo BareUserOnly
        $deep = Invoke-Commit $repository "$work/deep"
    }

    It 'is the commit that stock ostree makes' {
        ostree commit --repo=$repository --orphan --tree=dir=$work/deep --canonical-permissions --no-xattrs --timestamp=@1700000000 --add-metadata="ostree.ref-binding=['main']" --no-bindings |
            Should -Be $deep.Checksum
        Assert-Whole $repository
    }

    It 'is listed, read and checked out' {
        $path = '/' + ('d/' * 1000) + 'file'
        @(Get-OstreeChildItem -Repository $repository -Revision main -Recurse).Count | Should -Be @(ostree ls --repo=$repository -R main | Where-Object { $_ -notlike '* /' }).Count
        Get-OstreeContent -Repository $repository -Revision main -Path $path | Should -Be 'deep'
        $null = Invoke-OstreeCheckout -Repository $repository -Revision main -Destination "$work/deep-out" -UserMode
        [IO.File]::ReadAllText("$work/deep-out$path") | Should -Be "deep`n"
        @(Compare-OstreeTree -Repository $repository -Reference main -Difference "$work/deep-out" -NoXattrs -OwnerUid 0 -OwnerGid 0).Count | Should -Be 0
    }
}

Describe 'A directory of 100,000 entries' {
    BeforeAll {
        # Every tenth has content of its own.
        sh -c 'mkdir "$1" && cd "$1" && seq 1 90000 | xargs touch && seq 90001 100000 | split -l 1 -a 5 -d - file-' sh "$work/wide"
        $repository = New-Repository wide-repo BareUserOnly
        $wide = Invoke-Commit $repository "$work/wide"
    }

    It 'is committed within the bounds of memory' { $wide.PeakMiB | Should -BeLessThan 300 }

    It 'is whole, and listed as stock ostree lists it' {
        Assert-Whole $repository
        $listed = @(Get-OstreeChildItem -Repository $repository -Revision main | ForEach-Object Path)
        $listed.Count | Should -Be 100000
        $theirs = @(ostree ls --repo=$repository main | ForEach-Object { ($_ -split ' ')[-1] } | Where-Object { $_ -ne '/' })
        [Linq.Enumerable]::SequenceEqual([string[]] $listed, [string[]] $theirs) | Should -BeTrue
    }
}

Describe 'A sparse file of 5 GiB' -Tag Slow {
    BeforeAll {
        $null = New-Item -ItemType Directory -Path "$work/large"
        truncate -s 5G "$work/large/file"
        $repository = New-Repository large-repo Archive
        $large = Invoke-Commit $repository "$work/large"
    }

    It 'is committed within the bounds of memory' { $large.PeakMiB | Should -BeLessThan 300 }

    It 'is whole, and has its size' {
        Assert-Whole $repository
        ostree ls --repo=$repository main /file | Should -Match ' 5368709120 /file$'
        (Get-OstreeChildItem -Repository $repository -Revision main -Path /file).Size | Should -Be 5368709120
    }
}
