# Trees from several sources, and what changes on their way: stock ostree is the judge, commit by commit.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $ground = (New-Item -ItemType Directory -Path 'TestDrive:/sources').FullName
    foreach ($folder in 'one/dir/deep', 'one/empty', 'two/dir/deep', 'two/other', 'clash') {
        $null = New-Item -ItemType Directory -Path "$ground/$folder"
    }
    Set-Content -LiteralPath "$ground/one/dir/file" -Value 'from one'
    Set-Content -LiteralPath "$ground/one/dir/deep/kept" -Value 'kept'
    Set-Content -LiteralPath "$ground/two/dir/file" -Value 'from two'
    Set-Content -LiteralPath "$ground/two/dir/deep/new" -Value 'new'
    Set-Content -LiteralPath "$ground/two/other/tool" -Value 'a tool'
    Set-Content -LiteralPath "$ground/clash/dir" -Value 'a file where others have a directory'
    ln -s file "$ground/two/dir/link"
    head -c 2500000 /dev/zero > "$ground/two/other/big"
    chmod 6775 "$ground/two/other/tool"
    chmod 700 "$ground/two/dir"
    chown 12:34 "$ground/two/dir" "$ground/one/dir/file"
    setfattr -n user.one -v 1 "$ground/one/dir/deep/kept"
    Set-Content -LiteralPath "$ground/overrides" -Value "2048 /other/tool`n=448 /dir"
    Set-Content -LiteralPath "$ground/skips" -Value "/dir/deep`n/dir/link"
    Set-Content -LiteralPath "$ground/body" -Value "Line one.`n`nÄnd more."

    function New-Pair([string] $Name, [string] $Mode) {
        foreach ($side in 'ours', 'theirs') {
            ostree init --repo="$ground/$Name-$side" --mode=$Mode
            $null = ostree commit --repo="$ground/$Name-$side" -b base -s 'A base' --add-metadata-string=version=7 --add-metadata='n=uint32 3' --timestamp=@1 --tree=dir="$ground/one" --canonical-permissions
            $null = ostree commit --repo="$ground/$Name-$side" -b side --timestamp=@2 --tree=dir="$ground/two" --canonical-permissions
        }
    }
}

Describe 'A commit of <Name> in mode <Mode>' -ForEach @(
    @{ Mode = 'bare-user'; Name = 'two directories'; Stock = @('--tree=dir=one', '--tree=dir=two'); Ours = @{ Tree = 'dir=one', 'dir=two' } }
    @{ Mode = 'bare-user'; Name = 'a directory over a commit'; Stock = @('--tree=ref=base', '--tree=dir=two'); Ours = @{ Tree = 'ref=base', 'dir=two' } }
    @{ Mode = 'bare-user'; Name = 'a commit over a directory'; Stock = @('--tree=dir=two', '--tree=ref=base'); Ours = @{ Tree = 'dir=two', 'ref=base' } }
    @{ Mode = 'bare-user'; Name = 'two commits'; Stock = @('--tree=ref=base', '--tree=ref=side'); Ours = @{ Tree = 'ref=base', 'ref=side' } }
    @{ Mode = 'bare-user'; Name = 'a single commit'; Stock = @('--tree=ref=side'); Ours = @{ Tree = 'ref=side' } }
    @{ Mode = 'bare-user'; Name = 'a base and a directory'; Stock = @('--base=base', '--tree=dir=two', '--owner-uid=5'); Ours = @{ Base = 'base'; Tree = 'dir=two'; OwnerUid = 5 } }
    @{ Mode = 'bare-user'; Name = 'commits with another owner'; Stock = @('--tree=ref=base', '--tree=ref=side', '--owner-uid=5', '--owner-gid=6'); Ours = @{ Tree = 'ref=base', 'ref=side'; OwnerUid = 5; OwnerGid = 6 } }
    @{ Mode = 'bare-user'; Name = 'a commit without attributes'; Stock = @('--tree=ref=base', '--no-xattrs'); Ours = @{ Tree = 'ref=base'; NoXattrs = $true } }
    @{ Mode = 'bare-user'; Name = 'executables that are read-only'; Stock = @('--tree=dir=two', '--mode-ro-executables'); Ours = @{ Tree = 'dir=two'; ModeReadOnlyExecutables = $true } }
    @{ Mode = 'bare-user'; Name = 'overrides and skips over two layers'; Stock = @('--tree=dir=one', '--tree=dir=two', '--statoverride=overrides', '--skip-list=skips'); Ours = @{ Tree = 'dir=one', 'dir=two'; StatOverride = 'overrides'; SkipList = 'skips' } }
    @{ Mode = 'bare-user'; Name = 'canonical permissions over layers'; Stock = @('--tree=ref=base', '--tree=dir=two', '--canonical-permissions'); Ours = @{ Tree = 'ref=base', 'dir=two'; CanonicalPermissions = $true } }
    @{ Mode = 'bare-user'; Name = 'what the parent had and a body from a file'; Stock = @('--tree=dir=two', '--parent=PARENT', '--keep-metadata=n', '--keep-metadata=version', '--body-file=body'); Ours = @{ Tree = 'dir=two'; Parent = 'base'; KeepMetadata = 'n', 'version'; BodyFile = 'body' } }
    @{ Mode = 'archive'; Name = 'layers and another owner'; Stock = @('--tree=ref=base', '--tree=dir=two', '--tree=ref=side', '--owner-uid=5'); Ours = @{ Tree = 'ref=base', 'dir=two', 'ref=side'; OwnerUid = 5 } }
    @{ Mode = 'archive'; Name = 'overrides and skips over two layers'; Stock = @('--tree=dir=one', '--tree=dir=two', '--statoverride=overrides', '--skip-list=skips'); Ours = @{ Tree = 'dir=one', 'dir=two'; StatOverride = 'overrides'; SkipList = 'skips' } }
    @{ Mode = 'bare-user-only'; Name = 'layers'; Stock = @('--tree=ref=base', '--tree=dir=two', '--tree=ref=side', '--canonical-permissions'); Ours = @{ Tree = 'ref=base', 'dir=two', 'ref=side' } }
    @{ Mode = 'bare'; Name = 'layers'; Stock = @('--tree=ref=base', '--tree=dir=two', '--tree=ref=side'); Ours = @{ Tree = 'ref=base', 'dir=two', 'ref=side' } }
) {
    It 'has the checksum and the counts that stock ostree gives it, and passes its fsck' {
        $pair = "layers-$Mode"
        if (-not (Test-Path -LiteralPath "$ground/$pair-ours")) { New-Pair $pair $Mode }
        Push-Location -LiteralPath $ground
        try {
            $parent = ostree rev-parse --repo=$pair-theirs base
            $table = & ostree commit --repo=$pair-theirs -b new -s 'A subject' --timestamp=@1700000000 --table-output @($Stock -creplace 'PARENT', $parent)
            $commit = New-OstreeCommit -Repository "$pair-ours" -Branch new -Subject 'A subject' -Timestamp '@1700000000' @Ours
            $table[0] | Should -BeExactly "Commit: $($commit.Checksum)"
            $table[1] | Should -BeExactly "Metadata Total: $($commit.MetadataTotal)"
            $table[2] | Should -BeExactly "Metadata Written: $($commit.MetadataWritten)"
            $table[3] | Should -BeExactly "Content Total: $($commit.ContentTotal)"
            $table[4] | Should -BeExactly "Content Written: $($commit.ContentWritten)"
            $table[5] | Should -BeExactly "Content Cache Hits: $($commit.ContentCacheHits)"
            $table[6] | Should -BeExactly "Content Bytes Written: $($commit.ContentBytesWritten)"
            ostree fsck --repo=$pair-ours 2>&1 | Out-String | Should -Match 'no errors found'
        }
        finally { Pop-Location }
    }
}

Describe 'Sources that upstream does not know' {
    BeforeAll { New-Pair placed bare-user }

    It 'puts a source below a directory' {
        $null = New-OstreeCommit -Repository "$ground/placed-ours" -Branch placed -Tree @{ Directory = "$ground/two/dir"; Prefix = 'opt/vendor' } -OwnerUid 0 -OwnerGid 0
        (ostree ls --repo=$ground/placed-ours -R placed --nul-filenames-only) -join '' -replace "`0", ' ' | Should -BeExactly '/ /opt /opt/vendor /opt/vendor/file /opt/vendor/link /opt/vendor/deep /opt/vendor/deep/new '
        (ostree ls --repo=$ground/placed-ours -d placed /opt/vendor) | Should -Match '^d00700 0 0'
    }

    It 'takes a part of a commit, and a single file of one' {
        $null = New-OstreeCommit -Repository "$ground/placed-ours" -Branch part -Base base -Tree @{ Ref = 'side'; Subpath = '/other' ; Prefix = 'taken' }, @{ Ref = 'side'; Subpath = 'dir/file'; Prefix = 'dir' }
        ostree cat --repo=$ground/placed-ours part /dir/file | Should -BeExactly 'from two'
        ostree cat --repo=$ground/placed-ours part /dir/deep/kept | Should -BeExactly 'kept'
        ostree cat --repo=$ground/placed-ours part /taken/tool | Should -BeExactly 'a tool'
        ostree fsck --repo=$ground/placed-ours 2>&1 | Out-String | Should -Match 'no errors found'
    }

    It 'takes the bytes of an archive' {
        tar -C "$ground/one" -cf "$ground/one.tar" .
        $bytes = [IO.File]::ReadAllBytes("$ground/one.tar")
        $expected = (New-OstreeCommit -Repository "$ground/placed-ours" -Branch file -Tree "tar=$ground/one.tar").RootTree
        (New-OstreeCommit -Repository "$ground/placed-ours" -Branch bytes -Tree $bytes).RootTree | Should -Be $expected
        (New-OstreeCommit -Repository "$ground/placed-ours" -Branch bytes -Tree @{ Tar = $bytes }).RootTree | Should -Be $expected
        { New-OstreeCommit -Repository "$ground/placed-ours" -Branch bytes -Tree tar=- } | Should -Throw '*standard input*'
    }

    It 'takes objects: a directory, a commit' {
        $side = New-OstreeCommit -Repository "$ground/placed-ours" -Branch side2 -Path "$ground/two"
        $commit = New-OstreeCommit -Repository "$ground/placed-ours" -Branch objects -Tree (Get-Item -LiteralPath "$ground/one"), $side
        $commit.RootTree | Should -Be (New-OstreeCommit -Repository "$ground/placed-ours" -Branch objects2 -Tree "dir=$ground/one", "dir=$ground/two").RootTree
    }
}

Describe 'Sources that contradict each other, or options that do' {
    BeforeAll { New-Pair wrong bare-user }

    It 'refuses <Case> as <Id>, and leaves the repository as it was' -ForEach @(
        @{ Case = 'a file over a directory'; Id = 'TreeConflict'; Arguments = { @{ Tree = "dir=$ground/one", "dir=$ground/clash" } } }
        @{ Case = 'a directory over a file'; Id = 'TreeConflict'; Arguments = { @{ Tree = "dir=$ground/clash", 'ref=base' } } }
        @{ Case = 'a ref that is none'; Id = 'RefNotFound'; Arguments = { @{ Tree = 'ref=nosuch' } } }
        @{ Case = 'a subpath that is not there'; Id = 'PathNotInCommit'; Arguments = { @{ Tree = @{ Ref = 'base'; Subpath = 'nosuch' } } } }
        @{ Case = 'a prefix that climbs'; Id = 'InvalidPath'; Arguments = { @{ Tree = @{ Ref = 'base'; Prefix = '../up' } } } }
        @{ Case = 'a path beside sources'; Id = 'InvalidOption'; Arguments = { @{ Tree = 'ref=base'; Path = $ground } } }
        @{ Case = 'metadata to keep without a parent'; Id = 'InvalidOption'; Arguments = { @{ Tree = 'ref=base'; KeepMetadata = 'version' } } }
        @{ Case = 'metadata that the parent lacks'; Id = 'KeyNotFound'; Arguments = { @{ Tree = 'ref=base'; Parent = 'base'; KeepMetadata = 'nosuch' } } }
        @{ Case = 'to consume what holds the repository'; Id = 'InvalidOption'; Arguments = { @{ Path = $ground; Consume = $true } } }
        @{ Case = 'a filter that throws'; Id = 'FilterFailed'; Arguments = { @{ Path = "$ground/one"; Filter = { if ($_.Name -eq 'kept') { throw 'no' } } } } }
    ) {
        $before = (Get-ChildItem -LiteralPath "$ground/wrong-ours/objects" -Recurse -File).Count
        $splat = & $Arguments
        $thrown = { New-OstreeCommit -Repository "$ground/wrong-ours" -Branch new @splat } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id*"
        (Get-ChildItem -LiteralPath "$ground/wrong-ours/objects" -Recurse -File).Count | Should -Be $before
        ostree refs --repo=$ground/wrong-ours | Should -Not -Contain 'new'
    }

    It 'names the path on which the filter failed' {
        $thrown = { New-OstreeCommit -Repository "$ground/wrong-ours" -Branch new -Path "$ground/one" -Filter { if ($_.Name -eq 'kept') { throw 'no' } } } | Should -Throw -PassThru
        $thrown.TargetObject | Should -BeExactly '/dir/deep/kept'
    }
}

Describe 'A filter' {
    BeforeAll {
        New-Pair filter bare-user
        function Get-Listing([string] $Branch) { (ostree ls --repo=$ground/filter-ours -R -X $Branch) -join "`n" }
    }

    It 'sees every entry once, the root first' {
        $seen = [System.Collections.Generic.List[string]]::new()
        $null = New-OstreeCommit -Repository "$ground/filter-ours" -Branch seen -Path "$ground/two" -Filter { $seen.Add("$($_.Kind) $($_.Path) $($_.Size) $($_.Target)".Trim()) }
        $seen | Should -Be @(
            'Directory / 0', 'Directory /dir 0', 'Directory /other 0', 'Directory /dir/deep 0', 'File /dir/file 9',
            'SymbolicLink /dir/link 0 file', 'File /dir/deep/new 4', 'File /other/big 2500000', 'File /other/tool 7')
    }

    It 'changes owner, mode and attributes of a <Source>' -ForEach @(@{ Source = 'directory' }, @{ Source = 'commit' }) {
        $tree = if ($Source -eq 'directory') { "dir=$ground/one" } else { 'ref=base' }
        $null = New-OstreeCommit -Repository "$ground/filter-ours" -Branch changed -Tree $tree -Filter {
            $_.Uid = 77
            if ($_.Kind -eq 'File') { $_.SetMode('0640'); $_.SetXattr('user.two', 'zwei'); $_.RemoveXattr('user.one') }
            if ($_.Path -eq '/empty') { $false }
        }
        $listing = Get-Listing changed
        $listing | Should -Match '-00640 77 \d+ +9 \{ \[\(b''user.two'', \[byte 0x7a, 0x77, 0x65, 0x69\]\)\] \} /dir/file'
        $listing | Should -Not -Match 'user.one'
        $listing | Should -Not -Match '/empty'
        ostree fsck --repo=$ground/filter-ours 2>&1 | Out-String | Should -Match 'no errors found'
    }

    It 'takes a mode in text for octal digits' {
        $null = New-OstreeCommit -Repository "$ground/filter-ours" -Branch mode -Path "$ground/one" -Filter { if ($_.Kind -eq 'File') { $_.Mode = '0640' } else { $_.Mode = $_.Mode -band 0xFC0 } }
        ostree ls --repo=$ground/filter-ours mode /dir/file | Should -Match '^-00640 '
        ostree ls --repo=$ground/filter-ours -d mode /dir | Should -Match '^d00700 '
    }

    It 'gives the commit of a plain option when it does what that does' {
        $filtered = New-OstreeCommit -Repository "$ground/filter-ours" -Branch f -Path "$ground/one" -Filter { $_.Uid = 5 }
        $plain = New-OstreeCommit -Repository "$ground/filter-ours" -Branch f -Path "$ground/one" -OwnerUid 5
        $filtered.RootTree | Should -Be $plain.RootTree
        $filtered.RootMeta | Should -Be $plain.RootMeta
    }
}

Describe 'A checkout that is committed again, in mode <_>' -ForEach 'bare', 'bare-user' {
    BeforeAll {
        New-Pair links $_
        foreach ($side in 'ours', 'theirs') {
            ostree checkout --repo=$ground/links-$side -H $(if ($_ -eq 'bare-user') { '-U' } else { '--disable-cache' }) base $ground/checkout-$side
            Set-Content -LiteralPath "$ground/checkout-$side/added" -Value 'added'
            chmod 755 "$ground/checkout-$side"
        }
    }
    AfterAll { Get-ChildItem -LiteralPath $ground | Where-Object Name -match '^(links|checkout)-' | Remove-Item -Recurse -Force }

    It 'hits the cache as stock ostree does with <Stock>' -ForEach @(
        @{ Stock = '--link-checkout-speedup'; Ours = @{ LinkCheckoutSpeedup = $true } }
        @{ Stock = '-I'; Ours = @{ DevinoCanonical = $true } }
        @{ Stock = '--link-checkout-speedup --owner-uid=9'; Ours = @{ LinkCheckoutSpeedup = $true; OwnerUid = 9 } }
        @{ Stock = '-I --owner-uid=9'; Ours = @{ DevinoCanonical = $true; OwnerUid = 9 } }
    ) {
        $table = & ostree commit --repo=$ground/links-theirs --orphan --timestamp=@5 --tree=dir=$ground/checkout-theirs --table-output @($Stock -split ' ')
        $commit = New-OstreeCommit -Repository "$ground/links-ours" -Orphan -Timestamp '@5' -Path "$ground/checkout-ours" @Ours
        $table[0] | Should -BeExactly "Commit: $($commit.Checksum)"
        $table[3] | Should -BeExactly "Content Total: $($commit.ContentTotal)"
        $table[4] | Should -BeExactly "Content Written: $($commit.ContentWritten)"
        $table[5] | Should -BeExactly "Content Cache Hits: $($commit.ContentCacheHits)"
        $commit.ContentCacheHits + $commit.ContentTotal | Should -Be 3
    }
}

Describe 'A tree that is consumed, in mode <_>' -ForEach 'bare', 'bare-user', 'bare-user-only', 'archive' {
    It 'gives the same commit as one that is not, and is gone' {
        New-Pair consume-$_ $_
        Copy-Item -LiteralPath "$ground/two" -Destination "$ground/eaten-$_" -Recurse
        Set-Content -LiteralPath "$ground/eaten-$_/unique" -Value "only here: $_"
        $inode = stat -c %i "$ground/eaten-$_/unique"
        $kept = New-OstreeCommit -Repository "$ground/consume-$_-theirs" -Orphan -Timestamp '@5' -Path "$ground/eaten-$_"
        $eaten = New-OstreeCommit -Repository "$ground/consume-$_-ours" -Orphan -Timestamp '@5' -Path "$ground/eaten-$_" -Consume
        $eaten.Checksum | Should -Be $kept.Checksum
        Test-Path -LiteralPath "$ground/eaten-$_" | Should -BeFalse
        $kept = @(find "$ground/consume-$_-ours/objects" -inum $inode).Count
        $kept | Should -Be $(if ($_ -in 'bare', 'bare-user-only') { 1 } else { 0 }) -Because 'content moves where the repository keeps plain files'
        ostree fsck --repo=$ground/consume-$_-ours 2>&1 | Out-String | Should -Match 'no errors found'
    }

    It 'stays where it was when the commit fails' {
        $null = New-Item -ItemType Directory -Path "$ground/spared-$_"
        Set-Content -LiteralPath "$ground/spared-$_/file" -Value 'spared'
        mkfifo "$ground/spared-$_/pipe"
        { New-OstreeCommit -Repository "$ground/consume-$_-ours" -Orphan -Path "$ground/spared-$_" -Consume } | Should -Throw
        Get-Content -LiteralPath "$ground/spared-$_/file" | Should -BeExactly 'spared'
    }
}
