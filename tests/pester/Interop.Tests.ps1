# Stock ostree is the judge: the same tree gives the same commit, and what we write passes its fsck.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force

    function New-NastyTree([string] $Path) {
        $null = New-Item -ItemType Directory -Path "$Path/dir/deep", "$Path/empty", "$Path/ümlaut-𝒳"
        Set-Content -LiteralPath "$Path/dir/file" -Value 'content'
        Set-Content -LiteralPath "$Path/dir/script" -Value '#!/bin/sh'
        Set-Content -LiteralPath "$Path/dir/empty" -Value '' -NoNewline
        Set-Content -LiteralPath "$Path/ümlaut-𝒳/ß" -Value 'not ASCII'
        ln "$Path/dir/file" "$Path/dir/hardlink"
        ln -s ../nowhere "$Path/dir/link"
        head -c 3000000 /dev/zero > "$Path/dir/deep/big"
        chmod 4755 "$Path/dir/script"
        chmod 1770 "$Path/empty"
        setfattr -n user.test -v value "$Path/dir/file"
        setfattr -n user.dir -v other "$Path/dir"
        chown 1234:5678 "$Path/dir/deep/big"
        chown -h 42:43 "$Path/dir/link"
    }

    $tree = (New-Item -ItemType Directory -Path 'TestDrive:/nasty').FullName
    New-NastyTree $tree
}

Describe 'A commit into a repository of mode <_>' -ForEach 'bare', 'bare-user', 'bare-user-only', 'bare-split-xattrs', 'archive' {
    BeforeAll {
        $ours = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath "ours-$_"
        $theirs = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath "theirs-$_"
        $null = New-OstreeRepository -Path $ours -Mode $_
        $commit = New-OstreeCommit -Repository $ours -Branch test/main -Path $tree -Subject 'A subject' -Body "A body.`n" -Timestamp '@1700000000'
        ostree init --repo=$theirs --mode=$_
    }

    It 'has the checksum that stock ostree gives it, and the same counts' {
        $env:OSTREE_EXP_WRITE_BARE_SPLIT_XATTRS = '1'
        $canonical = if ($_ -eq 'bare-user-only') { '--canonical-permissions' } else { '--owner-uid=-1' }
        $table = ostree commit --repo=$theirs -b test/main --tree=dir=$tree -s 'A subject' -m "A body.`n" --timestamp=@1700000000 $canonical --table-output
        $env:OSTREE_EXP_WRITE_BARE_SPLIT_XATTRS = $null
        $table[0] | Should -BeExactly "Commit: $($commit.Checksum)"
        $table[1] | Should -BeExactly "Metadata Total: $($commit.MetadataTotal)"
        $table[2] | Should -BeExactly "Metadata Written: $($commit.MetadataWritten)"
        $table[3] | Should -BeExactly "Content Total: $($commit.ContentTotal)"
        $table[4] | Should -BeExactly "Content Written: $($commit.ContentWritten)"
        $table[6] | Should -BeExactly "Content Bytes Written: $($commit.ContentBytesWritten)"
    }

    It 'passes the fsck of stock ostree' {
        ostree fsck --repo=$ours 2>&1 | Out-String | Should -Match 'no errors found'
        $LASTEXITCODE | Should -Be 0
    }

    It 'is listed by stock ostree as the tree is' {
        if ($_ -ne 'bare-split-xattrs') {
            (ostree ls --repo=$ours -R -C -X test/main) -join "`n" | Should -BeExactly ((ostree ls --repo=$theirs -R -C -X test/main) -join "`n")
        }
        else {
            (ostree ls --repo=$ours -R -C test/main) -join "`n" | Should -Match 'hardlink'
        }
    }

    It 'leaves nothing in tmp but the cache' {
        Get-ChildItem -LiteralPath "$ours/tmp" | Where-Object Name -NE 'cache' | Should -BeNullOrEmpty
    }
}
