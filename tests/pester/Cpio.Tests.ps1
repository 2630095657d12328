# Archives of cpio as sources, and files without a size: stock ostree gives each the same checksum.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $ground = (New-Item -ItemType Directory -Path 'TestDrive:/cpio').FullName
    $null = New-Item -ItemType Directory -Path "$ground/tree/usr/bin", "$ground/tree/etc", "$ground/tree/ümlaut"
    Set-Content -LiteralPath "$ground/tree/usr/bin/tool" -Value 'a tool'
    Set-Content -LiteralPath "$ground/tree/usr/bin/empty" -Value '' -NoNewline
    Set-Content -LiteralPath "$ground/tree/ümlaut/ß" -Value 'not ASCII'
    head -c 3000001 /dev/urandom > "$ground/tree/usr/big"
    ln "$ground/tree/usr/bin/tool" "$ground/tree/etc/linked"
    ln "$ground/tree/usr/bin/tool" "$ground/tree/usr/linked"
    ln "$ground/tree/usr/bin/empty" "$ground/tree/etc/empty-too"
    ln -s tool "$ground/tree/usr/bin/sl"
    chmod 4755 "$ground/tree/usr/bin/tool"
    foreach ($format in 'newc', 'crc', 'odc') { sh -c "cd '$ground/tree' && find . | sort | cpio --quiet -o -H $format > ../$format.cpio" }
    sh -c "cd '$ground/tree' && find usr etc -depth | cpio --quiet -o -H newc > ../depth.cpio"
    gzip -k "$ground/newc.cpio"
    xz -0 -k "$ground/newc.cpio"
    if (Get-Command zstd -ErrorAction Ignore) { zstd -q "$ground/newc.cpio" }
    ostree init --repo=$ground/repo --mode=bare-user
}

Describe 'An archive of cpio' {
    It 'gives the checksum of stock ostree: <_>' -ForEach 'newc.cpio', 'crc.cpio', 'odc.cpio', 'newc.cpio.gz', 'newc.cpio.xz', 'newc.cpio.zst' {
        if (-not (Test-Path "$ground/$_")) { Set-ItResult -Skipped -Because 'there is nothing to compress it with'; return }
        $ours = New-OstreeCommit -Repository "$ground/repo" -Tree "tar=$ground/$_" -Orphan -NoBindings -Timestamp '@1700000000'
        "$($ours.Checksum)" | Should -Be (ostree commit --repo=$ground/repo --orphan --no-bindings --tree=tar=$ground/$_ --timestamp=@1700000000)
        ostree cat --repo=$ground/repo $ours.Checksum /etc/linked | Should -Be 'a tool'
    }

    It 'may have directories after what is in them, or lack them' {
        $ours = New-OstreeCommit -Repository "$ground/repo" -Tree "tar=$ground/depth.cpio" -TarAutocreateParents -Orphan -NoBindings -Timestamp '@1700000000'
        "$($ours.Checksum)" | Should -Be (ostree commit --repo=$ground/repo --orphan --no-bindings --tree=tar=$ground/depth.cpio --tar-autocreate-parents --timestamp=@1700000000)
    }

    It 'is refused where it is damaged' {
        $bytes = [IO.File]::ReadAllBytes("$ground/newc.cpio")
        [IO.File]::WriteAllBytes("$ground/cut.cpio", $bytes[0..2000000])
        { New-OstreeCommit -Repository "$ground/repo" -Tree "tar=$ground/cut.cpio" -Branch x } | Should -Throw -ErrorId 'MalformedArchive,*'
        $bytes[20] = 0x7A
        [IO.File]::WriteAllBytes("$ground/bad.cpio", $bytes)
        { New-OstreeCommit -Repository "$ground/repo" -Tree "tar=$ground/bad.cpio" -Branch x } | Should -Throw -ErrorId 'MalformedArchive,*'
        ostree refs --repo=$ground/repo | Should -BeNullOrEmpty
    }
}

Describe 'A file that has no size until it is read' -Skip:(-not (Test-Path /proc/sys/fs/inotify)) {
    It 'is committed with its bytes' {
        $ours = New-OstreeCommit -Repository "$ground/repo" -Path /proc/sys/fs/inotify -Orphan
        foreach ($file in Get-ChildItem /proc/sys/fs/inotify -File) {
            ostree cat --repo=$ground/repo $ours.Checksum "/$($file.Name)" | Should -Be ([IO.File]::ReadAllText($file.FullName).Trim())
        }
        ostree fsck --repo=$ground/repo --quiet
        $LASTEXITCODE | Should -Be 0
    }
}

Describe 'Attributes that a repository does not read' -Skip:([Environment]::UserName -ne 'root') {
    It 'do not make its objects wrong' {
        ostree init --repo=$ground/plain --mode=bare
        ostree config --repo=$ground/plain set core.disable-xattrs true
        $null = New-OstreeCommit -Repository "$ground/plain" -Branch main -Path "$ground/tree"
        # As a kernel with SELinux gives each new file a label.
        find "$ground/plain/objects" -name '*.file' -type f -exec setfattr -n user.kernel -v label '{}' +
        ostree fsck --repo=$ground/plain --quiet
        $LASTEXITCODE | Should -Be 0
        @(Test-OstreeRepository -Repository "$ground/plain" -ErrorAction Stop | Where-Object Object).Count | Should -Be 0
    }
}
