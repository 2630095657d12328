# Archives of commits: GNU tar unpacks them to what a checkout gives, stock ostree takes them back as the same commit.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $ground = (New-Item -ItemType Directory -Path 'TestDrive:/export').FullName
    $null = New-Item -ItemType Directory -Path "$ground/tree/usr/bin", "$ground/tree/usr/lib/$('d' * 120)", "$ground/tree/empty", "$ground/tree/ümlaut"
    Set-Content -LiteralPath "$ground/tree/usr/bin/tool" -Value 'a tool'
    Set-Content -LiteralPath "$ground/tree/usr/bin/nothing" -Value '' -NoNewline
    Set-Content -LiteralPath "$ground/tree/ümlaut/ß" -Value 'not ASCII'
    Set-Content -LiteralPath "$ground/tree/usr/lib/$('d' * 120)/file" -Value 'far down'
    head -c 3000001 /dev/urandom > "$ground/tree/usr/lib/big"
    cp -p "$ground/tree/usr/bin/tool" "$ground/tree/usr/bin/tool-too"
    ln -s ../lib/big "$ground/tree/usr/bin/link"
    ln -s ('t' * 140) "$ground/tree/usr/bin/long-link"
    chmod 4755 "$ground/tree/usr/bin/nothing"
    chmod 1777 "$ground/tree/empty"
    chown 3000000:5 "$ground/tree/ümlaut/ß"
    setfattr -n user.one -v 0x00ff0a "$ground/tree/usr/lib/big"
    cp -a "$ground/tree/usr/lib/big" "$ground/tree/usr/lib/big-too"
    setfattr -n user.long -v ('v' * 900) "$ground/tree/usr"
    foreach ($mode in 'bare', 'bare-user', 'archive') {
        ostree init --repo=$ground/$mode --mode=$mode
        $null = ostree commit --repo=$ground/$mode -b main --tree=dir=$ground/tree --timestamp=@1700000000 -s 'A subject'
    }
    function Get-Snapshot([string] $Path) {
        Push-Location -LiteralPath $Path
        try {
            $entries = find . -printf '%y %m %U %G %p -> %l\n' | Sort-Object
            $sums = find . -type f -exec sha256sum '{}' + | Sort-Object
            $xattrs = find . -exec getfattr -h -d -e hex -m '^user' '{}' + | Out-String
            ($entries -join "`n"), ($sums -join "`n"), $xattrs -join "`n--`n"
        }
        finally { Pop-Location }
    }
    function Expand-Archive2([string] $Archive, [string] $To) {
        $null = New-Item -ItemType Directory -Path $To
        tar --xattrs '--xattrs-include=*' --numeric-owner -xpf $Archive -C $To
        $LASTEXITCODE | Should -Be 0
    }
}

Describe 'An export from mode <_>' -ForEach 'bare', 'bare-user', 'archive' {
    BeforeAll {
        $result = Export-OstreeCommit -Repository "$ground/$_" -Revision main -OutFile "$ground/$_.tar"
    }

    It 'is unpacked by GNU tar as the tree that was committed, with attributes' {
        Expand-Archive2 "$ground/$_.tar" "$ground/unpacked-$_"
        Get-Snapshot "$ground/unpacked-$_" | Should -BeExactly (Get-Snapshot "$ground/tree")
    }

    It 'has the time of the commit everywhere, and hard links for what is the same' {
        $listing = tar --full-time --utc -tvf "$ground/$_.tar"
        @($listing | Where-Object { $_ -notmatch '2023-11-14 22:13:20' }).Count | Should -Be 0
        @($listing | Where-Object { $_ -match ' link to ' }).Count | Should -Be 2
        $result.HardLinks | Should -Be 2
        $result.Entries | Should -Be $listing.Count
        $result.Size | Should -Be (Get-Item -LiteralPath "$ground/$_.tar").Length
    }

    It 'is taken back by stock ostree and by us as the same tree' {
        $root = (Get-OstreeCommit -Repository "$ground/$_" -Revision main).ContentChecksum
        $null = ostree commit --repo=$ground/$_ -b back --tree=tar="$ground/$_.tar" --timestamp=@1700000000 -s 'A subject'
        (Get-OstreeCommit -Repository "$ground/$_" -Revision back).ContentChecksum | Should -Be $root
        $null = New-OstreeCommit -Repository "$ground/$_" -Branch ours -Tree "tar=$ground/$_.tar"
        (Get-OstreeCommit -Repository "$ground/$_" -Revision ours).ContentChecksum | Should -Be $root
    }

    It 'is the same again' {
        $null = Export-OstreeCommit -Repository "$ground/$_" -Revision main -OutFile "$ground/again.tar"
        (sha256sum "$ground/again.tar") -replace ' .*' | Should -BeExactly ((sha256sum "$ground/$_.tar") -replace ' .*')
    }
}

Describe 'An export beside that of stock ostree' {
    It 'unpacks to the same with <Stock>' -ForEach @(
        @{ Stock = ''; Ours = @{ NoXattrs = $true } }
        @{ Stock = '--subpath=usr'; Ours = @{ Subpath = 'usr'; NoXattrs = $true } }
        @{ Stock = '--subpath=/usr/bin --prefix=opt/x/'; Ours = @{ Subpath = '/usr/bin'; Prefix = 'opt/x'; NoXattrs = $true } }
    ) {
        & ostree export --repo=$ground/bare-user main -o "$ground/theirs.tar" @($Stock -split ' ' | Where-Object { $_ })
        $null = Export-OstreeCommit -Repository "$ground/bare-user" -Revision main -OutFile "$ground/ours.tar" @Ours
        foreach ($side in 'ours', 'theirs') { Expand-Archive2 "$ground/$side.tar" "$ground/x-$side" }
        Get-Snapshot "$ground/x-ours" | Should -BeExactly (Get-Snapshot "$ground/x-theirs")
        (tar tf "$ground/ours.tar") -join "`n" | Should -BeExactly ((tar tf "$ground/theirs.tar") -join "`n")
        Remove-Item -LiteralPath "$ground/x-ours", "$ground/x-theirs" -Recurse -Force
    }
}

Describe 'An export into the pipeline' {
    It 'has the bytes of the file' {
        $null = Export-OstreeCommit -Repository "$ground/bare-user" -Revision main -OutFile "$ground/file.tar"
        $bytes = [System.IO.MemoryStream]::new()
        Export-OstreeCommit -Repository "$ground/bare-user" -Revision main -AsByteStream | ForEach-Object { $bytes.Write($_, 0, $_.Length) }
        [Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($bytes.ToArray())) | Should -Be ((sha256sum "$ground/file.tar") -replace ' .*')
    }
}

Describe 'Refs in the pipeline' {
    It 'are exported and checked out to where a script block says' {
        ostree refs --repo=$ground/archive --create=os/other main
        $exports = Get-OstreeRef -Repository $ground/archive | Export-OstreeCommit -OutFile { "$ground/of-$($_.Name -replace '/', '_').tar" }
        $exports.Path | Sort-Object | Should -BeExactly "$ground/of-main.tar", "$ground/of-os_other.tar"
        $places = Get-OstreeRef -Repository $ground/archive | Invoke-OstreeCheckout -UserMode -Destination { "$ground/at-$($_.Name -replace '/', '_')" }
        $places.Destination | Sort-Object | Should -BeExactly "$ground/at-main", "$ground/at-os_other"
        ostree refs --repo=$ground/archive --delete os/other
    }
}

Describe 'An export that cannot be' {
    It 'refuses <Case> as <Id>, and leaves no file' -ForEach @(
        @{ Case = 'a part that is not there'; Id = 'PathNotInCommit'; Arguments = @{ Revision = 'main'; Subpath = 'nosuch' } }
        @{ Case = 'a file as the part'; Id = 'NotADirectory'; Arguments = @{ Revision = 'main'; Subpath = 'usr/bin/tool' } }
        @{ Case = 'a prefix that climbs'; Id = 'InvalidPath'; Arguments = @{ Revision = 'main'; Prefix = '../up' } }
        @{ Case = 'a ref that is none'; Id = 'RefNotFound'; Arguments = @{ Revision = 'nosuch' } }
    ) {
        $thrown = { Export-OstreeCommit -Repository "$ground/bare-user" -OutFile "$ground/none.tar" @Arguments } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id*"
        Test-Path -LiteralPath "$ground/none.tar" | Should -BeFalse
    }

    It 'refuses a directory as the file, and one that does not exist' {
        ({ Export-OstreeCommit -Repository "$ground/bare-user" -Revision main -OutFile $ground } | Should -Throw -PassThru).FullyQualifiedErrorId | Should -BeLike 'IsADirectory*'
        ({ Export-OstreeCommit -Repository "$ground/bare-user" -Revision main -OutFile "$ground/no/such.tar" } | Should -Throw -PassThru).FullyQualifiedErrorId | Should -BeLike 'PathNotFound*'
    }

    It 'leaves an earlier archive as it was when an object is damaged' {
        cp -a "$ground/bare-user" "$ground/damaged"
        $file = (Get-OstreeChildItem -Repository "$ground/damaged" -Revision main -Path usr/lib/big).Checksum.ToString()
        Set-Content -LiteralPath "$ground/keep.tar" -Value 'the earlier one'
        'x' | dd of="$ground/damaged/objects/$($file.Substring(0, 2))/$($file.Substring(2)).file" bs=1 seek=1000 conv=notrunc 2>$null
        ({ Export-OstreeCommit -Repository "$ground/damaged" -Revision main -OutFile "$ground/keep.tar" } | Should -Throw -PassThru).FullyQualifiedErrorId | Should -BeLike 'CorruptObject*'
        Get-Content -LiteralPath "$ground/keep.tar" | Should -BeExactly 'the earlier one'
    }

    It 'writes nothing with -WhatIf' {
        Export-OstreeCommit -Repository "$ground/bare-user" -Revision main -OutFile "$ground/whatif.tar" -WhatIf
        Test-Path -LiteralPath "$ground/whatif.tar" | Should -BeFalse
    }
}
