# Archives whose entries repeat or contradict one another, that are cut, that are huge: what stock ostree makes of them we make of them.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $ground = (New-Item -ItemType Directory -Path 'TestDrive:/entries').FullName
    . "$PSScriptRoot/TarGround.ps1"
    foreach ($side in 'ours', 'theirs') { ostree init --repo=$ground/$side --mode=bare-user }

    function Get-Objects([string] $Repository) { (find "$Repository/objects" -type f | Sort-Object) -join "`n" }
}

Describe 'Entries that meet' {
    It 'are taken as stock ostree takes them: <_>' -ForEach @(
        'file f one, file f two mode=755'
        'file f one, sym f target'
        'sym l one, sym l two'
        'sym l one, file l two'
        'dir d, file d/x x, dir d mode=700'
        'dir d, file d/x x, dir d/ mode=1777'
        'dir ./ mode=700'
        'file ./f one, file /f two, file f three'
        'dir a, file ./a/./b one, file a//b two'
        'file f one, link h f'
        'link h f, file f one'
        'file f one, link h f, link i h'
        'link i h, link h f, file f one'
        'file f one, link h f, file f two'
        'file f one, link h f, sym f target'
        'file f one, file g two, link g f'
        'file f one, link g f, file g two'
        'file h x, link h h'
        'sym l target, link g l'
        'file f one, link g f mode=777'
    ) {
        New-WordedArchive meeting $_
        $stock = ostree commit --repo=$ground/theirs --orphan --tree=tar=$ground/meeting.tar --timestamp=@0
        $stock | Should -Match '^[0-9a-f]{64}$'
        "$((New-OstreeCommit -Repository "$ground/ours" -Orphan -Tree "tar=$ground/meeting.tar" -Timestamp '@0').Checksum)" | Should -BeExactly $stock
    }

    It 'are refused as <Id>, as stock ostree refuses them: <Entries>' -ForEach @(
        @{ Entries = 'dir d, file d x'; Id = 'TreeConflict' }
        @{ Entries = 'dir d, file d/y y, file d x'; Id = 'TreeConflict' }
        @{ Entries = 'dir d, sym d x'; Id = 'TreeConflict' }
        @{ Entries = 'file f one, dir d, link d f'; Id = 'TreeConflict' }
        @{ Entries = 'file f one, link d f, dir d'; Id = 'TreeConflict' }
        @{ Entries = 'file d x, dir d'; Id = 'TreeConflict' }
        @{ Entries = 'sym d x, dir d'; Id = 'TreeConflict' }
        @{ Entries = 'file f one, file f/g two'; Id = 'MalformedArchive' }
        @{ Entries = 'dir x, sym d x, file d/f through'; Id = 'MalformedArchive' }
        @{ Entries = 'link h h'; Id = 'MalformedArchive' }
        @{ Entries = 'link h i, link i h'; Id = 'MalformedArchive' }
        @{ Entries = 'link g nosuch'; Id = 'MalformedArchive' }
        @{ Entries = 'link g no/such'; Id = 'MalformedArchive' }
        @{ Entries = 'dir d, link g d'; Id = 'MalformedArchive' }
        @{ Entries = 'link g ./'; Id = 'MalformedArchive' }
        @{ Entries = 'link g ../f'; Id = 'InvalidPath' }
    ) {
        New-WordedArchive refused $Entries
        # Of a file that becomes a directory stock ostree dies.
        ostree commit --repo=$ground/theirs --orphan --tree=tar=$ground/refused.tar --timestamp=@0 2>&1 | Out-String | Should -Match 'error'
        $before = Get-Objects "$ground/ours"
        { New-OstreeCommit -Repository "$ground/ours" -Branch refused -Tree "tar=$ground/refused.tar" } | Should -Throw -ErrorId "$Id,*"
        Get-Objects "$ground/ours" | Should -BeExactly $before
        ostree refs --repo=$ground/ours | Should -Not -Contain 'refused'
    }

    It 'are links to links however deep, and in whatever order: stock ostree knows only those that it meets in its own' {
        $chain = (1..60 | ForEach-Object { "link l$_ l$($_ + 1)" }) -join ', '
        New-WordedArchive chain "$chain, file l61 x"
        $commit = New-OstreeCommit -Repository "$ground/ours" -Branch chain -Tree "tar=$ground/chain.tar"
        $commit.ContentTotal | Should -Be 1
        @(ostree ls --repo=$ground/ours -R -C chain | ForEach-Object { if ($_ -match ' ([0-9a-f]{64}) /l\d+$') { $Matches[1] } } | Sort-Object -Unique).Count | Should -Be 1
        @(ostree ls --repo=$ground/ours -R chain).Count | Should -Be 62
    }
}

Describe 'An extended header' {
    It 'of <Size> bytes is refused, and not held in memory' -ForEach @{ Size = 3000000 }, @{ Size = 2000000000 } {
        $file = [IO.File]::Create("$ground/gigantic.tar")
        $header = New-Header 'pax' 'x' $Size
        $file.Write($header, 0, 512)
        $record = [Text.Encoding]::ASCII.GetBytes("$Size comment=")
        $file.Write($record, 0, $record.Length)
        $file.SetLength(512 + [math]::Ceiling($Size / 512) * 512)
        $file.Dispose()
        ostree commit --repo=$ground/theirs --orphan --tree=tar=$ground/gigantic.tar 2>&1 | Should -Match 'error'
        $before = [GC]::GetTotalAllocatedBytes()
        { New-OstreeCommit -Repository "$ground/ours" -Branch refused -Tree "tar=$ground/gigantic.tar" } | Should -Throw -ErrorId 'MalformedArchive,*'
        [GC]::GetTotalAllocatedBytes() - $before | Should -BeLessThan 100MB
    }
}

Describe 'An extended attribute' -Skip:(-not ((id -u) -eq '0' -and (Test-Path /usr/sbin/mkfs.ext4))) {
    It 'that is too large for the file system is named, with its size, and nothing is left' {
        $disk = "$ground/small-attributes"
        $null = New-Item -ItemType Directory -Path $disk
        truncate -s 40M "$ground/ext4.img"
        mkfs.ext4 -q -F -O ^ea_inode "$ground/ext4.img" 2>&1 | Out-Null
        mount -o loop "$ground/ext4.img" $disk
        try {
            ostree init --repo=$disk/repo --mode=bare-user
            $record = 'SCHILY.xattr.user.large=' + 'x' * 20000 + "`n"
            $text = "$($record.Length + 6) $record"
            New-Archive attribute @((New-Header 'pax' 'x' $text.Length), ([Text.Encoding]::ASCII.GetBytes($text.PadRight([math]::Ceiling($text.Length / 512) * 512, [char] 0))), (New-Header 'f'))
            ostree commit --repo=$disk/repo --orphan --tree=tar=$ground/attribute.tar 2>&1 | Out-String | Should -Match 'No space left'
            $before = Get-Objects "$disk/repo"
            $thrown = { New-OstreeCommit -Repository "$disk/repo" -Branch large -Tree "tar=$ground/attribute.tar" } | Should -Throw -PassThru
            $thrown.FullyQualifiedErrorId | Should -BeLike 'InsufficientSpace,*'
            "$thrown" | Should -Match 'user\.ostreemeta.* It has 200\d\d bytes'
            Get-Objects "$disk/repo" | Should -BeExactly $before
        }
        finally { umount $disk }
    }
}

Describe 'An archive that is compressed' {
    BeforeAll {
        $null = New-Item -ItemType Directory -Path "$ground/tree"
        head -c 400000 /dev/urandom > "$ground/tree/random"
        seq 1 200000 > "$ground/tree/numbers"
        tar --format=posix -C "$ground/tree" -cf "$ground/whole.tar" .
        gzip -k "$ground/whole.tar"
        bzip2 -k "$ground/whole.tar"
        xz -0 -k "$ground/whole.tar"
        xz -0 --format=lzma -k "$ground/whole.tar"
        if (Get-Command zstd -ErrorAction Ignore) { zstd -q "$ground/whole.tar" }
        if (Get-Command lz4 -ErrorAction Ignore) { lz4 -q "$ground/whole.tar" "$ground/whole.tar.lz4" }
        foreach ($suffix in 'Z', 'lz') { Copy-Item (Join-Path (Resolve-Path "$PSScriptRoot/../unit/Fixtures/archives") "numbers.tar.$suffix") "$ground/whole.tar.$suffix" }
    }

    It 'with <Suffix> and cut after <Share> % leaves nothing' -ForEach @(
        foreach ($suffix in 'gz', 'bz2', 'xz', 'lzma', 'zst', 'lz4', 'Z', 'lz') { foreach ($share in 3, 50, 95) { @{ Suffix = $suffix; Share = $share } } }
    ) {
        if (-not (Test-Path "$ground/whole.tar.$Suffix")) { Set-ItResult -Skipped -Because "there is nothing that compresses with $Suffix"; return }
        $bytes = [IO.File]::ReadAllBytes("$ground/whole.tar.$Suffix")
        [IO.File]::WriteAllBytes("$ground/cut.tar", $bytes[0..[int]($bytes.Length * $Share / 100)])
        ostree commit --repo=$ground/theirs --orphan --tree=tar=$ground/cut.tar 2>&1 | Should -Match 'error'
        $before = Get-Objects "$ground/ours"
        { New-OstreeCommit -Repository "$ground/ours" -Branch refused -Tree "tar=$ground/cut.tar" } | Should -Throw -ErrorId 'MalformedArchive,*'
        Get-Objects "$ground/ours" | Should -BeExactly $before
        ostree refs --repo=$ground/ours | Should -Not -Contain 'refused'
    }

    It 'with <_> and damaged is refused or read as something else, and breaks nothing' -ForEach 'gz', 'bz2', 'xz', 'lzma', 'zst', 'lz4', 'Z', 'lz' {
        if (-not (Test-Path "$ground/whole.tar.$_")) { Set-ItResult -Skipped -Because "there is nothing that compresses with $_"; return }
        $bytes = [IO.File]::ReadAllBytes("$ground/whole.tar.$_")
        $random = [Random]::new(7)
        $refused = 0
        foreach ($round in 1..15) {
            $damaged = [byte[]] $bytes.Clone()
            foreach ($byte in 1..20) { $damaged[$random.Next(20, $damaged.Length)] = $random.Next(256) }
            [IO.File]::WriteAllBytes("$ground/damaged.tar", $damaged)
            try { New-OstreeCommit -Repository "$ground/ours" -Orphan -Tree "tar=$ground/damaged.tar" -ErrorAction Stop -WarningAction SilentlyContinue | Out-Null }
            catch { $refused++; $_.FullyQualifiedErrorId | Should -Match '^(MalformedArchive|InvalidName|InvalidPath|TreeConflict|NotSupported|InsufficientSpace|EmptyTree),' }
        }
        # lzma and compress have no checksums.
        if ($_ -notin 'lzma', 'Z') { $refused | Should -Be 15 }
        ostree fsck --repo=$ground/ours 2>&1 | Out-String | Should -Match 'no errors found'
    }
}

Describe 'A bomb' -Skip:(-not ((id -u) -eq '0')) {
    BeforeAll {
        # 200 MiB of zeros, which compress to next to nothing.
        $null = New-Item -ItemType Directory -Path "$ground/bomb"
        truncate -s 200M "$ground/bomb/zeros"
        tar --format=posix -C "$ground/bomb" -cf "$ground/bomb.tar" .
        gzip -1 -k "$ground/bomb.tar"
        xz -0 -k "$ground/bomb.tar"
        xz -0 --format=lzma -k "$ground/bomb.tar"
        bzip2 -1 -k "$ground/bomb.tar"
        if (Get-Command zstd -ErrorAction Ignore) { zstd -q "$ground/bomb.tar" }
        if (Get-Command lz4 -ErrorAction Ignore) { lz4 -q "$ground/bomb.tar" "$ground/bomb.tar.lz4" }
        rm "$ground/bomb.tar" "$ground/bomb/zeros"
    }

    It 'in <_> is stopped by the room that is to be left free, as by stock ostree, and leaves nothing' -ForEach 'gz', 'xz', 'lzma', 'bz2', 'zst', 'lz4' {
        if (-not (Test-Path "$ground/bomb.tar.$_")) { Set-ItResult -Skipped -Because "there is nothing that compresses with $_"; return }
        (Get-Item "$ground/bomb.tar.$_").Length | Should -BeLessThan 1MB
        $disk = "$ground/disk-$_"
        $null = New-Item -ItemType Directory -Path $disk
        mount -t tmpfs -o size=100m none $disk
        try {
            foreach ($side in 'ours', 'theirs') {
                ostree init --repo=$disk/$side --mode=bare-user-only
                ostree config --repo=$disk/$side set core.min-free-space-size 60MB
            }

            ostree commit --repo=$disk/theirs --orphan --canonical-permissions --tree=tar=$ground/bomb.tar.$_ 2>&1 | Should -Match 'min-free-space'
            rm -rf "$disk/theirs"
            $thrown = { New-OstreeCommit -Repository "$disk/ours" -Branch bomb -Tree "tar=$ground/bomb.tar.$_" } | Should -Throw -PassThru
            $thrown.FullyQualifiedErrorId | Should -BeLike 'InsufficientSpace,*'
            "$thrown" | Should -Match 'would leave less than 62914560 bytes free'
            Get-Objects "$disk/ours" | Should -BeNullOrEmpty
            [long] ((du -sk "$disk/ours") -split '\s')[0] | Should -BeLessThan 1000
        }
        finally { umount $disk }
    }
}
