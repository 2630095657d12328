# The summary is the one that stock ostree writes, byte for byte, and each reads the other's.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $folder = (Resolve-Path 'TestDrive:/').ProviderPath
    $tree = Join-Path $folder 'tree'
    $null = New-Item -ItemType Directory -Path "$tree/usr" -Force
    Set-Content -LiteralPath "$tree/usr/file" -Value 'content'

    function New-Repository([string[]] $Options) {
        $path = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        ostree init --repo=$path --mode=archive @Options
        foreach ($branch in 'zeta', 'alpha/x86_64/stable', 'middle') {
            $null = ostree commit --repo=$path --branch=$branch --timestamp='2026-01-01' --add-metadata-string=version=$branch.1 --tree=dir=$tree
        }
        $path
    }

    function Get-Bytes([string] $Path) { [Convert]::ToBase64String([System.IO.File]::ReadAllBytes($Path)) }

    # Both name the second in which they wrote: tries until it is the same.
    function Compare-Summary([string] $Repository, [scriptblock] $Ours, [scriptblock] $Theirs) {
        foreach ($try in 1..20) {
            & $Ours
            $mine = Get-Bytes "$Repository/summary"
            $first = (Get-OstreeSummary -Repository $Repository).LastModified
            & $Theirs
            if ((Get-OstreeSummary -Repository $Repository).LastModified -eq $first) {
                $mine | Should -BeExactly (Get-Bytes "$Repository/summary")
                return
            }
        }
        throw 'No two summaries were written in the same second.'
    }
}

Describe 'Update-OstreeSummary' {
    It 'writes the bytes of stock ostree' {
        $repo = New-Repository
        Compare-Summary $repo { Update-OstreeSummary -Repository $repo } { ostree summary --repo=$repo -u }
    }

    It 'writes more metadata as stock ostree does' {
        $repo = New-Repository
        Compare-Summary $repo { Update-OstreeSummary -Repository $repo -Metadata "a.b='x'", 'c.d=uint32 4', 'e=@as []' } { ostree summary --repo=$repo -u -m "a.b='x'" -m 'c.d=uint32 4' -m 'e=@as []' }
    }

    It 'lists static deltas as stock ostree does' {
        $repo = New-Repository
        Set-Content -LiteralPath "$tree/usr/other" -Value ([guid]::NewGuid())
        $null = ostree commit --repo=$repo --branch=middle --tree=dir=$tree
        $null = ostree static-delta generate --repo=$repo middle
        $null = ostree static-delta generate --repo=$repo --empty zeta
        Compare-Summary $repo { Update-OstreeSummary -Repository $repo } { ostree summary --repo=$repo -u }
        (Get-OstreeSummary -Repository $repo).StaticDeltas.Count | Should -Be 2
        ostree config --repo=$repo set core.no-deltas-in-summary true
        Compare-Summary $repo { Update-OstreeSummary -Repository $repo } { ostree summary --repo=$repo -u }
        (Get-OstreeSummary -Repository $repo).StaticDeltas | Should -BeNullOrEmpty
    }

    It 'leaves out refs of remotes, and resolves aliases, as stock ostree does' {
        $repo = New-Repository
        ostree refs --repo=$repo --create=far:away middle
        ostree refs --repo=$repo -A --create=also zeta
        Compare-Summary $repo { Update-OstreeSummary -Repository $repo } { ostree summary --repo=$repo -u }
        (Get-OstreeSummary -Repository $repo).Refs.Name | Should -BeExactly 'alpha/x86_64/stable', 'also', 'middle', 'zeta'
    }

    It 'lists other collections as stock ostree does' {
        $repo = New-Repository
        ostree remote add --repo=$repo --collection-id=org.example.Far far http://x
        ostree refs --repo=$repo --create=far:away middle
        ostree refs --repo=$repo --collections --create=org.example.Mirrored:one zeta
        Compare-Summary $repo { Update-OstreeSummary -Repository $repo } { ostree summary --repo=$repo -u }
        (Get-OstreeSummary -Repository $repo).Refs.CollectionId | Where-Object { $_ } | Should -BeExactly 'org.example.Far', 'org.example.Mirrored'
    }

    It 'writes a metadata commit for a repository with a collection, as stock ostree does' {
        $ours = New-Repository '--collection-id=org.example.Os'
        $theirs = New-Repository '--collection-id=org.example.Os'
        foreach ($try in 1..20) {
            foreach ($repo in $ours, $theirs) { if (Test-Path "$repo/refs/heads/ostree-metadata") { ostree refs --repo=$repo --delete ostree-metadata } }
            Update-OstreeSummary -Repository $ours -Metadata "a.b='x'"
            ostree summary --repo=$theirs -u -m "a.b='x'"
            $mine = Get-OstreeCommit -Repository $ours -Revision ostree-metadata
            if ($mine.Timestamp -eq (Get-OstreeCommit -Repository $theirs -Revision ostree-metadata).Timestamp) { break }
        }
        "$($mine.Checksum)" | Should -BeExactly (ostree rev-parse --repo=$theirs ostree-metadata)
        $summary = Get-OstreeSummary -Repository $ours
        $summary.CollectionId | Should -BeExactly 'org.example.Os'
        $summary.Refs.Name | Should -Contain 'ostree-metadata'
        ostree fsck --repo=$ours | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'says when it expires, and shows in stock ostree' {
        $repo = New-Repository
        Update-OstreeSummary -Repository $repo -Expires '2030-01-01T00:00:00Z'
        (Get-OstreeSummary -Repository $repo).Expires | Should -Be ([datetimeoffset] '2030-01-01T00:00:00Z')
        (ostree summary --repo=$repo -v) -join "`n" | Should -Match '(?s)middle.*Expires'
    }

    It 'removes a signature that fits no more' {
        $repo = New-Repository
        Set-Content -LiteralPath "$repo/summary.sig" -Value 'old'
        Update-OstreeSummary -Repository $repo
        Test-Path "$repo/summary.sig" | Should -BeFalse
    }

    It 'changes nothing under -WhatIf' {
        $repo = New-Repository
        Update-OstreeSummary -Repository $repo -WhatIf
        Test-Path "$repo/summary" | Should -BeFalse
    }

    It 'lists a commit that is damaged, as stock ostree does, and warns' {
        $repo = New-Repository
        $tip, $other = 'middle', 'zeta' | ForEach-Object { ostree rev-parse --repo=$repo $_ }
        $files = $tip, $other | ForEach-Object { "$repo/objects/$($_.Substring(0, 2))/$($_.Substring(2)).commit" }
        [System.IO.File]::Copy($files[1], $files[0], $true)
        Compare-Summary $repo { Update-OstreeSummary -Repository $repo 3>$null } { ostree summary --repo=$repo -u }
        $warnings = @(Update-OstreeSummary -Repository $repo 3>&1)
        $warnings.Count | Should -Be 1
        "$warnings" | Should -BeLike "*'middle'*$tip*$other*"
    }

    It 'fails for a ref whose commit is gone, and leaves the summary' {
        $repo = New-Repository
        Update-OstreeSummary -Repository $repo
        $before = Get-Bytes "$repo/summary"
        Set-Content -LiteralPath "$repo/refs/heads/lost" -Value ('0' * 64)
        { Update-OstreeSummary -Repository $repo } | Should -Throw -ErrorId 'ObjectNotFound,*'
        Get-Bytes "$repo/summary" | Should -BeExactly $before
    }
}

Describe 'core.auto-update-summary' {
    It 'keeps the summary up to date: <_>' -ForEach 'auto-update-summary', 'commit-update-summary' {
        $repo = New-Repository
        ostree config --repo=$repo set "core.$_" true
        $null = New-OstreeCommit -Repository $repo -Branch new -Path $tree
        (Get-OstreeSummary -Repository $repo).Refs.Name | Should -Contain 'new'
        $null = New-OstreeRef -Repository $repo -Name copy -Revision new
        (Get-OstreeSummary -Repository $repo).Refs.Name | Should -Contain 'copy'
        Remove-OstreeRef -Repository $repo -Name copy
        (Get-OstreeSummary -Repository $repo).Refs.Name | Should -Not -Contain 'copy'
    }

    It 'is off by default' {
        $repo = New-Repository
        $null = New-OstreeCommit -Repository $repo -Branch new -Path $tree
        Test-Path "$repo/summary" | Should -BeFalse
    }
}

Describe 'Get-OstreeSummary' {
    It 'reads what stock ostree wrote' {
        $repo = New-Repository
        ostree summary --repo=$repo -u -m "org.example.x='y'"
        $summary = Get-OstreeSummary -Repository $repo
        $summary.Mode | Should -BeExactly 'archive-z2'
        $summary.IndexedDeltas | Should -BeTrue
        $summary.TombstoneCommits | Should -BeFalse
        foreach ($entry in $summary.Refs) {
            "$($entry.Checksum)" | Should -BeExactly (ostree rev-parse --repo=$repo $entry.Name)
            $entry.Version | Should -BeExactly "$($entry.Name).1"
            $entry.Timestamp | Should -Be ([datetimeoffset] '2026-01-01T00:00:00Z')
        }
        ($summary.Metadata.Keys | Sort-Object) -join ' ' | Should -BeExactly 'org.example.x ostree.summary.indexed-deltas ostree.summary.last-modified ostree.summary.mode ostree.summary.tombstone-commits'
        Get-OstreeSummary -Repository $repo -MetadataKey org.example.x | Should -BeExactly 'y'
        { Get-OstreeSummary -Repository $repo -MetadataKey nothing } | Should -Throw -ErrorId 'KeyNotFound,*'
        [Convert]::ToBase64String((Get-OstreeSummary -Repository $repo -Raw)) | Should -BeExactly (Get-Bytes "$repo/summary")
    }

    It 'says what is wrong: <What>' -ForEach @(
        @{ What = 'nothing there'; Id = 'SummaryNotFound' }
        @{ What = 'a web page'; Text = '<html><body>404</body></html>'; Id = 'MalformedSummary' }
        @{ What = 'half a file'; Half = $true; Id = 'MalformedSummary' }
    ) {
        $repo = New-Repository
        if ($Text) { Set-Content -LiteralPath "$repo/summary" -Value $Text }
        if ($Half) {
            ostree summary --repo=$repo -u
            $bytes = [System.IO.File]::ReadAllBytes("$repo/summary")
            [System.IO.File]::WriteAllBytes("$repo/summary", $bytes[0..([int] ($bytes.Length / 2))])
        }
        { Get-OstreeSummary -Repository $repo } | Should -Throw -ErrorId "$Id,*"
    }
}
