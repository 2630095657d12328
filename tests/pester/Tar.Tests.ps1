# Archives as sources: stock ostree gives each of them the same checksum, and hostile ones leave nothing behind.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $ground = (New-Item -ItemType Directory -Path 'TestDrive:/tar').FullName
    $null = New-Item -ItemType Directory -Path "$ground/tree/usr/bin", "$ground/tree/usr/lib", "$ground/tree/etc", "$ground/tree/ümlaut", "$ground/upper/usr/bin"
    Set-Content -LiteralPath "$ground/tree/usr/bin/tool" -Value 'a tool'
    Set-Content -LiteralPath "$ground/tree/usr/bin/empty" -Value '' -NoNewline
    Set-Content -LiteralPath "$ground/tree/etc/motd" -Value 'welcome'
    Set-Content -LiteralPath "$ground/tree/ümlaut/ß" -Value 'not ASCII'
    Set-Content -LiteralPath "$ground/upper/usr/bin/tool" -Value 'a newer tool'
    head -c 3000000 /dev/urandom > "$ground/tree/usr/lib/big"
    ln "$ground/tree/usr/bin/tool" "$ground/tree/usr/lib/linked"
    ln "$ground/tree/usr/bin/empty" "$ground/tree/usr/lib/empty-too"
    ln -s tool "$ground/tree/usr/bin/sl"
    ln "$ground/tree/usr/bin/sl" "$ground/tree/usr/lib/sl-too"
    chmod 4755 "$ground/tree/usr/bin/tool"
    chmod 1777 "$ground/tree/ümlaut"
    chown 3000000:70000 "$ground/tree/etc/motd"
    setfattr -n user.one -v value "$ground/tree/usr/lib/big"
    setfattr -n user.dir -v other "$ground/tree/etc"
    $deep = "$ground/tree/" + (('d' * 60 + '/') * 4)
    $null = New-Item -ItemType Directory -Path $deep
    Set-Content -LiteralPath "$deep/$('n' * 120)" -Value 'a long name'
    ln -s ('t' * 150) "$deep/long-link"
    Push-Location -LiteralPath $ground
    try {
        tar --format=posix --xattrs --xattrs-include='*' -C tree -cf posix.tar .
        tar --format=gnu -C tree -cf gnu.tar .
        tar --format=posix -C tree -cf plain.tar usr etc
        tar --format=posix -C tree -cf bare-names.tar usr/bin/tool usr/lib/linked etc/motd
        tar --format=posix -C upper -cf upper.tar .
        tar -P --format=posix -cf absolute.tar "$ground/tree/usr"
        gzip -k posix.tar
        xz -0 -k posix.tar
        xz --format=lzma -0 -k posix.tar
        bzip2 -1 -k posix.tar
        # As parallel compressors write it: several streams.
        split -b 1000000 posix.tar part-
        foreach ($part in Get-ChildItem -Path part-*) { bzip2 -c $part.FullName >> several.tar.bz2 }
        Copy-Item -Path (Join-Path (Resolve-Path "$PSScriptRoot/../unit/Fixtures/archives") 'numbers.tar.*') -Destination .
        cp posix.tar.xz twice.tar.xz
        tar --format=posix -cf empty.tar -T /dev/null
        if (Get-Command zstd -ErrorAction Ignore) { zstd -q posix.tar }
        if (Get-Command lz4 -ErrorAction Ignore) { lz4 -q posix.tar posix.tar.lz4; Get-ChildItem -Path part-* | ForEach-Object { lz4 -q -c $_.FullName >> several.tar.lz4 } }
        if (Get-Command bsdtar -ErrorAction Ignore) { bsdtar --format=pax -C tree -cf bsd.tar . }
        Set-Content -LiteralPath overrides -Value '64 /usr/bin/tool'
        Set-Content -LiteralPath skips -Value '/etc/motd'
    }
    finally { Pop-Location }
    foreach ($side in 'ours', 'theirs') {
        foreach ($mode in 'bare-user', 'archive', 'bare-user-only') { ostree init --repo=$ground/$mode-$side --mode=$mode }
    }
}

Describe 'An archive as a source: <Name>' -ForEach @(
    @{ Name = 'PAX with attributes'; Stock = '--tree=tar=posix.tar'; Ours = @{ Tree = 'tar=posix.tar' } }
    @{ Name = 'PAX with gzip'; Stock = '--tree=tar=posix.tar.gz'; Ours = @{ Tree = 'tar=posix.tar.gz' } }
    @{ Name = 'PAX with xz'; Stock = '--tree=tar=posix.tar.xz'; Ours = @{ Tree = 'tar=posix.tar.xz' } }
    @{ Name = 'PAX with bzip2'; Stock = '--tree=tar=posix.tar.bz2'; Ours = @{ Tree = 'tar=posix.tar.bz2' } }
    @{ Name = 'PAX with bzip2 in several streams'; Stock = '--tree=tar=several.tar.bz2'; Ours = @{ Tree = 'tar=several.tar.bz2' } }
    @{ Name = 'PAX with lzma'; Stock = '--tree=tar=posix.tar.lzma'; Ours = @{ Tree = 'tar=posix.tar.lzma' } }
    @{ Name = 'PAX with lz4'; Needs = 'lz4'; Stock = '--tree=tar=posix.tar.lz4'; Ours = @{ Tree = 'tar=posix.tar.lz4' } }
    @{ Name = 'PAX with lz4 in several frames'; Needs = 'lz4'; Stock = '--tree=tar=several.tar.lz4'; Ours = @{ Tree = 'tar=several.tar.lz4' } }
    @{ Name = 'compress'; Stock = '--tree=tar=numbers.tar.Z'; Ours = @{ Tree = 'tar=numbers.tar.Z' } }
    @{ Name = 'lzip'; Stock = '--tree=tar=numbers.tar.lz'; Ours = @{ Tree = 'tar=numbers.tar.lz' } }
    @{ Name = 'GNU with long names'; Stock = '--tree=tar=gnu.tar'; Ours = @{ Tree = 'tar=gnu.tar' } }
    @{ Name = 'in archive mode'; Mode = 'archive'; Stock = '--tree=tar=posix.tar'; Ours = @{ Tree = 'tar=posix.tar' } }
    @{ Name = 'in bare-user-only mode'; Mode = 'bare-user-only'; Stock = '--tree=tar=posix.tar --canonical-permissions'; Ours = @{ Tree = 'tar=posix.tar' } }
    @{ Name = 'two layers'; Stock = '--tree=tar=posix.tar --tree=tar=upper.tar'; Ours = @{ Tree = 'tar=posix.tar', 'tar=upper.tar' } }
    @{ Name = 'over a directory'; Stock = '--tree=dir=tree --tree=tar=upper.tar'; Ours = @{ Tree = 'dir=tree', 'tar=upper.tar' } }
    @{ Name = 'without directories'; Stock = '--tree=tar=bare-names.tar --tar-autocreate-parents'; Ours = @{ Tree = 'tar=bare-names.tar'; TarAutocreateParents = $true } }
    @{ Name = 'without a root'; Stock = '--tree=tar=plain.tar --tar-autocreate-parents'; Ours = @{ Tree = 'tar=plain.tar'; TarAutocreateParents = $true } }
    @{ Name = 'empty'; Stock = '--tree=tar=empty.tar --tar-autocreate-parents --owner-uid=5 --owner-gid=6'; Ours = @{ Tree = 'tar=empty.tar'; TarAutocreateParents = $true; OwnerUid = 5; OwnerGid = 6 } }
    @{ Name = 'absolute names'; Stock = '--tree=tar=absolute.tar --tar-autocreate-parents'; Ours = @{ Tree = 'tar=absolute.tar'; TarAutocreateParents = $true } }
    @{ Name = 'overrides and skips'; Stock = '--tree=tar=posix.tar --statoverride=overrides --skip-list=skips'; Ours = @{ Tree = 'tar=posix.tar'; StatOverride = 'overrides'; SkipList = 'skips' } }
    @{ Name = 'canonical permissions'; Stock = '--tree=tar=posix.tar --canonical-permissions'; Ours = @{ Tree = 'tar=posix.tar'; CanonicalPermissions = $true } }
    @{ Name = 'no attributes, other owners'; Stock = '--tree=tar=posix.tar --no-xattrs --owner-uid=1'; Ours = @{ Tree = 'tar=posix.tar'; NoXattrs = $true; OwnerUid = 1 } }
    @{ Name = 'a path filter that prefixes'; Stock = '--tree=tar=posix.tar --tar-autocreate-parents --tar-pathname-filter=^,foo/'; Ours = @{ Tree = 'tar=posix.tar'; TarAutocreateParents = $true; TarPathnameFilter = '^,foo/' } }
    @{ Name = 'a path filter with groups'; Stock = '--tree=tar=posix.tar --tar-autocreate-parents --tar-pathname-filter=^usr/(bin|lib)/,usr/\1-new/'; Ours = @{ Tree = 'tar=posix.tar'; TarAutocreateParents = $true; TarPathnameFilter = '^usr/(bin|lib)/,usr/\1-new/' } }
    @{ Name = 'from bsdtar'; Needs = 'bsdtar'; Stock = '--tree=tar=bsd.tar --no-xattrs'; Ours = @{ Tree = 'tar=bsd.tar'; NoXattrs = $true } }
) {
    It 'has the checksum and the counts that stock ostree gives it, and passes its fsck' {
        if ($Needs -and -not (Get-Command $Needs -ErrorAction Ignore)) { Set-ItResult -Skipped -Because "there is no $Needs"; return }
        $repository = if ($Mode) { $Mode } else { 'bare-user' }
        Push-Location -LiteralPath $ground
        try {
            $table = & ostree commit --repo=$repository-theirs --orphan -s 'A subject' --timestamp=@1700000000 --table-output @($Stock -split ' ')
            $commit = New-OstreeCommit -Repository $repository-ours -Orphan -Subject 'A subject' -Timestamp '@1700000000' @Ours
            $table[0] | Should -BeExactly "Commit: $($commit.Checksum)"
            $table[1] | Should -BeExactly "Metadata Total: $($commit.MetadataTotal)"
            $table[2] | Should -BeExactly "Metadata Written: $($commit.MetadataWritten)"
            $table[3] | Should -BeExactly "Content Total: $($commit.ContentTotal)"
            $table[4] | Should -BeExactly "Content Written: $($commit.ContentWritten)"
            $table[6] | Should -BeExactly "Content Bytes Written: $($commit.ContentBytesWritten)"
            ostree fsck --repo=$repository-ours 2>&1 | Out-String | Should -Match 'no errors found'
        }
        finally { Pop-Location }
    }
}

Describe 'An archive as a source' {
    It 'is read from a stream as from a file, and with zstd as without' {
        $plain = New-OstreeCommit -Repository "$ground/bare-user-ours" -Orphan -Tree "tar=$ground/posix.tar"
        $stream = [IO.File]::OpenRead("$ground/posix.tar.gz")
        try { (New-OstreeCommit -Repository "$ground/bare-user-ours" -Orphan -Tree $stream).RootTree | Should -Be $plain.RootTree }
        finally { $stream.Dispose() }
        if (Get-Command zstd -ErrorAction Ignore) {
            (New-OstreeCommit -Repository "$ground/bare-user-ours" -Orphan -Tree (Get-Item -LiteralPath "$ground/posix.tar.zst")).RootTree | Should -Be $plain.RootTree
        }
    }

    It 'is the commit of the directory that it was made from' {
        $directory = New-OstreeCommit -Repository "$ground/bare-user-ours" -Orphan -Path "$ground/tree"
        (New-OstreeCommit -Repository "$ground/bare-user-ours" -Orphan -Tree "tar=$ground/posix.tar.xz").RootTree | Should -Be $directory.RootTree
    }

    It 'puts etc to usr/etc on demand, and everything below a prefix' {
        $null = New-OstreeCommit -Repository "$ground/bare-user-ours" -Branch etc -Tree "tar=$ground/posix.tar" -TarOstreeConvention -TarAutocreateParents
        ostree cat --repo=$ground/bare-user-ours etc /usr/etc/motd | Should -BeExactly 'welcome'
        ostree ls --repo=$ground/bare-user-ours etc / | Out-String | Should -Not -Match ' /etc'
        $null = New-OstreeCommit -Repository "$ground/bare-user-ours" -Branch below -Tree @{ Tar = "$ground/posix.tar"; Prefix = 'layers/one' }
        ostree cat --repo=$ground/bare-user-ours below /layers/one/usr/lib/linked | Should -BeExactly 'a tool'
    }

    It 'is filtered entry by entry' {
        $null = New-OstreeCommit -Repository "$ground/bare-user-ours" -Branch filtered -Tree "tar=$ground/posix.tar" -Filter { if ($_.Name -eq 'big') { $false }; $_.Uid = 9; $_.RemoveXattr('user.dir') }
        $listing = ostree ls --repo=$ground/bare-user-ours -R -X filtered | Out-String
        $listing | Should -Not -Match '/big|user\.'
        $listing | Should -Match '-04755 9 .* /usr/bin/tool'
    }
}

Describe 'An archive that cannot be taken' {
    BeforeAll {
        . "$PSScriptRoot/TarGround.ps1"
        New-Archive climbing @(, (New-Header 'a/../../b'))
        New-Archive nothing-linked @(, (New-Header 'a' '1' -Link 'nosuch'))
        New-Archive directory-linked @((New-Header 'd/' '5'), (New-Header 'a' '1' -Link 'd'))
        New-Archive device @(, (New-Header 'null' '3'))
        New-Archive conflict @((New-Header 'd/' '5'), (New-Header 'd'))
        New-Archive through-file @((New-Header 'f'), (New-Header 'f/below'))
        New-Archive no-parent @(, (New-Header 'missing/f'))
        New-Archive huge-extension @(, (New-Header 'pax' 'x' 9000000000))
        New-Archive broken-extension @((New-Header 'pax' 'x' 512), ([Text.Encoding]::ASCII.GetBytes('99 path=x'.PadRight(512, '9'))), (New-Header 'f'))
        New-Archive sparse @(, (New-Header 'holes' 'S'))
        New-Archive bomb @(, (New-Header 'bomb' '0' 8000000000))
        New-Archive cut-content @((New-Header 'f' '0' 5000), [byte[]]::new(512)) -Open
        New-Archive cut-large @((New-Header 'f' '0' 3000000), [byte[]]::new(1500000)) -Open
        New-Archive root-file @(, (New-Header './' '0'))
        New-Archive empty-link @(, (New-Header 'l' '2'))
        [IO.File]::WriteAllBytes("$ground/cut.tar.gz", [IO.File]::ReadAllBytes("$ground/posix.tar.gz")[0..5000])
        [IO.File]::WriteAllBytes("$ground/cut.tar.xz", [IO.File]::ReadAllBytes("$ground/posix.tar.xz")[0..5000])
        $damaged = [IO.File]::ReadAllBytes("$ground/posix.tar.xz"); $damaged[3000] = $damaged[3000] -bxor 255
        [IO.File]::WriteAllBytes("$ground/damaged.tar.xz", $damaged)
        [IO.File]::WriteAllText("$ground/text.tar", 'This is no archive at all. ' * 100)
        [IO.File]::WriteAllText("$ground/other.tar", "PK$([char] 3)$([char] 4)")
        ostree config --repo=$ground/bare-user-ours set core.min-free-space-percent 3
    }

    It 'is refused as <Id>: <File>' -ForEach @(
        @{ File = 'climbing.tar'; Id = 'InvalidPath' }
        @{ File = 'nothing-linked.tar'; Id = 'MalformedArchive' }
        @{ File = 'directory-linked.tar'; Id = 'MalformedArchive' }
        @{ File = 'device.tar'; Id = 'UnsupportedFileType' }
        @{ File = 'conflict.tar'; Id = 'TreeConflict' }
        @{ File = 'through-file.tar'; Id = 'MalformedArchive' }
        @{ File = 'no-parent.tar'; Id = 'MalformedArchive' }
        @{ File = 'huge-extension.tar'; Id = 'MalformedArchive' }
        @{ File = 'broken-extension.tar'; Id = 'MalformedArchive' }
        @{ File = 'sparse.tar'; Id = 'NotSupported' }
        @{ File = 'bomb.tar'; Id = '(InsufficientSpace|MalformedArchive)' }
        @{ File = 'cut-content.tar'; Id = 'MalformedArchive' }
        @{ File = 'cut-large.tar'; Id = 'MalformedArchive' }
        @{ File = 'root-file.tar'; Id = 'MalformedArchive' }
        @{ File = 'empty-link.tar'; Id = 'MalformedArchive' }
        @{ File = 'cut.tar.gz'; Id = 'MalformedArchive' }
        @{ File = 'cut.tar.xz'; Id = 'MalformedArchive' }
        @{ File = 'damaged.tar.xz'; Id = 'MalformedArchive' }
        @{ File = 'text.tar'; Id = 'MalformedArchive' }
        @{ File = 'other.tar'; Id = 'NotSupported' }
        @{ File = 'plain.tar'; Id = 'EmptyTree' }
        @{ File = 'nosuch.tar'; Id = 'PathNotFound' }
        @{ File = 'tree'; Id = 'IsADirectory' }
    ) {
        $before = (Get-ChildItem -LiteralPath "$ground/bare-user-ours/objects" -Recurse -File).Count
        $thrown = { New-OstreeCommit -Repository "$ground/bare-user-ours" -Branch refused -Tree "tar=$ground/$File" } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Match "^$Id,"
        (Get-ChildItem -LiteralPath "$ground/bare-user-ours/objects" -Recurse -File).Count | Should -Be $before
        ostree refs --repo=$ground/bare-user-ours | Should -Not -Contain 'refused'
    }

    It 'may leave out devices on demand' {
        $commit = New-OstreeCommit -Repository "$ground/bare-user-ours" -Orphan -Tree "tar=$ground/device.tar" -TarIgnoreUnsupported
        $commit.ContentTotal | Should -Be 0
    }

    It 'is warned of when the mark of its end is missing, and taken as stock ostree takes it' {
        New-Archive no-mark @(, (New-Header 'f')) -Open
        $commit = New-OstreeCommit -Repository "$ground/bare-user-ours" -Orphan -Timestamp '@1' -Tree "tar=$ground/no-mark.tar" -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match 'may have been cut'
        ostree commit --repo=$ground/bare-user-theirs --orphan --timestamp=@1 --tree=tar=$ground/no-mark.tar | Should -BeExactly "$($commit.Checksum)"
    }

    It 'refuses a path filter that is none' {
        foreach ($filter in 'no comma', '(,x') {
            $thrown = { New-OstreeCommit -Repository "$ground/bare-user-ours" -Orphan -Tree "tar=$ground/posix.tar" -TarPathnameFilter $filter } | Should -Throw -PassThru
            $thrown.FullyQualifiedErrorId | Should -BeLike 'InvalidOption*'
        }
    }
}
