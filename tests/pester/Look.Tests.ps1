# Looking into commits: stock ostree and we read the same repositories, whoever made them, and say the same of them.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force

    function New-NastyTree([string] $Path) {
        $null = New-Item -ItemType Directory -Path "$Path/usr/lib", "$Path/etc", "$Path/empty", "$Path/ümlaut-𝒳", "$Path/with space"
        Set-Content -LiteralPath "$Path/usr/lib/os-release" -Value "NAME=Nasty`nID=nasty"
        Set-Content -LiteralPath "$Path/usr/lib/nothing" -Value '' -NoNewline
        Set-Content -LiteralPath "$Path/usr/lib/unended" -Value "one`ntwo" -NoNewline
        Set-Content -LiteralPath "$Path/ümlaut-𝒳/ß" -Value 'Grüße 𝒳'
        Set-Content -LiteralPath "$Path/with space/[x]" -Value 'brackets'
        Set-Content -LiteralPath "$Path/with space/x" -Value 'no brackets'
        head -c 300000 /dev/urandom > "$Path/usr/lib/random"
        ln "$Path/usr/lib/os-release" "$Path/usr/lib/hardlink"
        ln -s usr/lib "$Path/lib"
        ln -s ../lib/os-release "$Path/etc/os-release"
        ln -s nowhere "$Path/etc/dangling"
        ln -s loop2 "$Path/etc/loop1"
        ln -s loop1 "$Path/etc/loop2"
        chmod 4755 "$Path/usr/lib/unended"
        chmod 1777 "$Path/empty"
        chmod 640 "$Path/usr/lib/random"
        setfattr -n user.binary -v 0x00ff10 "$Path/usr/lib/os-release"
        setfattr -n user.b -v two "$Path/usr"
        setfattr -n user.a -v one "$Path/usr"
        chown 1234:5678 "$Path/usr/lib/random"
        chown -h 42:43 "$Path/etc/dangling"
    }

    # What `ostree ls -C` prints of an item, with -X where stock ostree can.
    function Format-LikeLs($Item, [bool] $Xattrs) {
        $type = @{ File = '-'; Directory = 'd'; SymbolicLink = 'l' }["$($Item.Kind)"]
        $mode = [Convert]::ToString($Item.Mode -band 0xFFF, 8).PadLeft(4, '0')
        $line = "${type}0$mode $($Item.Uid) $($Item.Gid) $("$($Item.Size)".PadLeft(6)) $($Item.Checksum) "
        if ($Item.MetaChecksum) { $line += "$($Item.MetaChecksum) " }
        if ($Xattrs) {
            # GVariant text names the type of the first byte only.
            $prefix = 'byte '
            $texts = foreach ($xattr in $Item.Xattrs) {
                $hex = foreach ($byte in $xattr.Value.ToArray()) { '0x' + $byte.ToString('x2') }
                "(b'$($xattr.Name)', [$prefix$($hex -join ', ')])"
                $prefix = ''
            }
            $line += if ($texts) { "{ [$($texts -join ', ')] } " } else { '{ @a(ayay) [] } ' }
        }
        $line += $Item.Path
        if ($Item.Target) { $line += " -> $($Item.Target)" }
        $line
    }

    function Invoke-Stock([string[]] $Arguments) {
        # In another locale it prints a question mark for each letter that is not ASCII.
        $env:LC_ALL = 'C.UTF-8'
        ostree @Arguments
    }

    $root = (New-Item -ItemType Directory -Path 'TestDrive:/look').FullName
    $tree = "$root/tree"
    New-NastyTree $tree
}

Describe 'A <Mode> repository made by <Maker>' -ForEach @(
    foreach ($mode in 'bare', 'bare-user', 'bare-user-only', 'bare-split-xattrs', 'archive') {
        foreach ($maker in 'us', 'stock ostree') {
            # Stock ostree cannot write this mode whole.
            if ($mode -ne 'bare-split-xattrs' -or $maker -eq 'us') { @{ Mode = $mode; Maker = $maker } }
        }
    }) {
    BeforeAll {
        $repo = "$root/$Mode-$($Maker.Replace(' ', ''))"
        if ($Maker -eq 'us') {
            $null = New-OstreeRepository -Path $repo -Mode $Mode
            $null = New-OstreeCommit -Repository $repo -Branch main -Path $tree -Subject Look
        }
        else {
            $canonical = if ($Mode -eq 'bare-user-only') { '--canonical-permissions' } else { '--owner-uid=-1' }
            ostree init --repo=$repo --mode=$Mode
            $null = ostree commit --repo=$repo -b main --tree=dir=$tree $canonical
        }
    }

    It 'is listed as stock ostree lists it' {
        $xattrs = $Mode -ne 'bare-split-xattrs'
        $theirs = Invoke-Stock (@('ls', "--repo=$repo", '-R', '-C') + $(if ($xattrs) { '-X' }) + 'main')
        $top = Get-OstreeChildItem -Repository $repo -Revision main -Path / -DirOnly
        $ours = @($top) + @(Get-OstreeChildItem -Repository $repo -Revision main -Recurse) | ForEach-Object { Format-LikeLs $_ $xattrs }
        $ours -join "`n" | Should -BeExactly ($theirs -join "`n")
    }

    It 'gives the bytes of each file' {
        $files = @(Get-OstreeChildItem -Repository $repo -Revision main -Recurse | Where-Object Kind -EQ 'File')
        $files.Count | Should -Be 8
        foreach ($file in $files) {
            $bytes = $file | Get-OstreeContent -AsByteStream -Raw
            $disk = [System.IO.File]::ReadAllBytes($tree + $file.Path)
            [Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData([byte[]]$bytes)) |
                Should -BeExactly ([Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($disk))) -Because $file.Path
        }
    }

    It 'reads text through links as the tree has it' {
        (Get-OstreeContent -Repository $repo main etc/os-release) -join '|' | Should -BeExactly 'NAME=Nasty|ID=nasty'
        Get-OstreeContent -Repository $repo main /ümlaut-𝒳/ß | Should -BeExactly 'Grüße 𝒳'
    }

    It 'lists the objects that are there' {
        $files = find "$repo/objects" -mindepth 2 -type f -o -mindepth 2 -type l
        $objects = @(Get-OstreeObject -Repository $repo)
        $objects.Count | Should -Be @($files).Count
        (($objects | ForEach-Object StoredSize) | Measure-Object -Sum).Sum |
            Should -Be (($files | ForEach-Object { [long](stat -c %s $_) }) | Measure-Object -Sum).Sum
    }

    It 'reads each object, and names it by its type' {
        foreach ($object in Get-OstreeObject -Repository $repo) {
            $read = $object | Get-OstreeObject
            $read.Name | Should -BeExactly $object.Name
            $null -eq $read.Value | Should -BeFalse
        }
    }

    It 'prints the commit as GVariant like stock ostree' {
        $theirs = ostree show --repo=$repo --raw main
        $object = Get-OstreeObject -Repository $repo main
        $object.Text | Should -BeExactly $theirs[1]
        $object.Value.Subject | Should -BeExactly $(if ($Maker -eq 'us') { 'Look' } else { '' })
    }
}

Describe 'Get-OstreeChildItem' {
    BeforeAll {
        $repo = "$root/list"
        $null = New-OstreeRepository -Path $repo -Mode Archive
        $commit = New-OstreeCommit -Repository $repo -Branch main -Path $tree -Subject Look
    }

    It 'lists the children of the root by default, files first' {
        @(Get-OstreeChildItem -Repository $repo main).Path -join ' ' | Should -BeExactly '/lib /empty /etc /usr /with space /ümlaut-𝒳'
    }

    It 'takes a path with or without a slash in front' {
        @(Get-OstreeChildItem -Repository $repo main usr//./lib/).Count | Should -Be 5
        @(Get-OstreeChildItem -Repository $repo main /usr/lib).Count | Should -Be 5
    }

    It 'goes as deep as -Depth says' {
        @(Get-OstreeChildItem -Repository $repo main /usr -Depth 0).Count | Should -Be 1
        @(Get-OstreeChildItem -Repository $repo main /usr -Depth 1).Count | Should -Be 6
    }

    It 'returns a file, and with -DirOnly a directory, itself' {
        (Get-OstreeChildItem -Repository $repo main /usr/lib/os-release).Name | Should -BeExactly 'os-release'
        (Get-OstreeChildItem -Repository $repo main /usr/lib -DirOnly).Path | Should -BeExactly '/usr/lib'
    }

    It 'takes wildcards, and literally what is there literally' {
        @(Get-OstreeChildItem -Repository $repo main '/*/[ld]*').Path -join ' ' | Should -BeExactly '/etc/dangling /etc/loop1 /etc/loop2 /usr/lib'
        (Get-OstreeChildItem -Repository $repo main '/with space/[x]').Name | Should -BeExactly '[x]'
        @(Get-OstreeChildItem -Repository $repo main '/u*' -Recurse).Count | Should -Be 7
        Get-OstreeChildItem -Repository $repo main '/nothing*' | Should -BeNullOrEmpty
    }

    It 'takes a commit from the pipeline, and items of its own' {
        @($commit | Get-OstreeChildItem).Count | Should -Be 6
        @($commit | Get-OstreeChildItem | Where-Object Name -EQ 'usr' | Get-OstreeChildItem).Path | Should -BeExactly '/usr/lib'
    }

    It 'shows a line of mode, owner, size and path' {
        $text = Get-OstreeChildItem -Repository $repo main /usr/lib/random, /etc/dangling | Out-String -Width 100
        $text | Should -Match '(?m)^-rw-r----- 1234:5678 +300,000 /usr/lib/random *$'
        $text | Should -Match '(?m)^lrwxrwxrwx 42:43 +/etc/dangling -> nowhere *$'
    }

    It 'completes a path inside the commit' {
        $line = "Get-OstreeChildItem -Repository $repo -Revision main -Path /usr/lib/o"
        @((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText) | Should -BeExactly '/usr/lib/os-release'
        $line = "Get-OstreeContent -Repository $repo -Revision main -Path 'with space/"
        @((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText) -join ' ' | Should -BeExactly "'with space/[x]' 'with space/x'"
    }

    It 'refuses <Path> with <Id>' -ForEach @(
        @{ Path = '/nothing'; Id = 'PathNotInCommit' }
        @{ Path = '/usr/lib/os-release/x'; Id = 'NotADirectory' }
        @{ Path = '/lib/os-release'; Id = 'NotADirectory' }
        @{ Path = '../etc'; Id = 'InvalidPath' }
    ) {
        { Get-OstreeChildItem -Repository $repo main $Path } | Should -Throw -ErrorId "$Id,OstreePS.Cmdlets.Trees.GetOstreeChildItemCommand"
    }

    It 'goes on with the next path after one that is not there' {
        $items = Get-OstreeChildItem -Repository $repo main /nothing, /usr -ErrorAction SilentlyContinue -ErrorVariable faults
        $items.Path | Should -BeExactly '/usr/lib'
        $faults.Count | Should -Be 1
    }

    It 'refuses a revision that is not there' {
        { Get-OstreeChildItem -Repository $repo nothing } | Should -Throw -ErrorId 'RefNotFound,OstreePS.Cmdlets.Trees.GetOstreeChildItemCommand'
    }

    It 'lists 100,000 entries in one directory' -Tag Slow {
        $wide = (New-Item -ItemType Directory -Path "$root/wide").FullName
        bash -c "cd '$wide' && seq 100000 | xargs touch"
        $null = New-OstreeCommit -Repository $repo -Branch wide -Path $wide -Subject Wide
        $items = @(Get-OstreeChildItem -Repository $repo wide)
        $items.Count | Should -Be 100000
        $items[0].Name | Should -BeExactly '1'
        $items[-1].Name | Should -BeExactly '99999'
    }
}

Describe 'Get-OstreeChildItem of a commit that is partly here' {
    It 'lists what is here, and tells of the rest' {
        $partial = "$root/partial"
        ostree init --repo=$root/whole --mode=bare-user
        $null = ostree commit --repo=$root/whole --branch=main --tree=dir=$tree
        ostree init --repo=$partial --mode=bare-user
        ostree remote add --repo=$partial --no-gpg-verify whole "file://$root/whole"
        ostree pull --repo=$partial --subpath=/usr/lib whole main 2>&1 | Out-Null
        $items = @(Get-OstreeChildItem -Repository $partial -Revision whole:main -Recurse -ErrorAction SilentlyContinue -ErrorVariable missed)
        $items.Path | Should -Contain '/usr/lib/os-release'
        $missed[0].FullyQualifiedErrorId | Should -Match '^ObjectNotFound'
        $missed.TargetObject | Should -Contain '/etc'
        @($missed.TargetObject | Sort-Object -Unique).Count | Should -Be $missed.Count
        { Get-OstreeChildItem -Repository $partial -Revision whole:main -Recurse -ErrorAction Stop } | Should -Throw -ErrorId 'ObjectNotFound,*'
        { Get-OstreeChildItem -Repository $partial -Revision whole:main -Path /etc } | Should -Throw -ErrorId 'ObjectNotFound,*'
    }
}

Describe 'Get-OstreeContent' {
    BeforeAll {
        $repo = "$root/content"
        $null = New-OstreeRepository -Path $repo -Mode BareUser
        $null = New-OstreeCommit -Repository $repo -Branch main -Path $tree -Subject Look
        function Get-ObjectFile([string] $Path) {
            $hex = "$((Get-OstreeChildItem -Repository $repo main $Path).Checksum)"
            "$repo/objects/$($hex.Substring(0, 2))/$($hex.Substring(2)).file"
        }
    }

    It 'gives lines, one string, or bytes' {
        @(Get-OstreeContent -Repository $repo main usr/lib/unended).Count | Should -Be 2
        Get-OstreeContent -Repository $repo main usr/lib/unended -Raw | Should -BeExactly "one`ntwo"
        @(Get-OstreeContent -Repository $repo main usr/lib/unended -AsByteStream) -join ' ' | Should -BeExactly '111 110 101 10 116 119 111'
        , (Get-OstreeContent -Repository $repo main usr/lib/unended -AsByteStream -Raw) | Should -BeOfType ([byte[]])
        @(Get-OstreeContent -Repository $repo main usr/lib/nothing).Count | Should -Be 0
    }

    It 'reads only what -TotalCount asks for' {
        Get-OstreeContent -Repository $repo main usr/lib/os-release -TotalCount 1 | Should -BeExactly 'NAME=Nasty'
        @(Get-OstreeContent -Repository $repo main usr/lib/os-release -AsByteStream -TotalCount 4) -join ' ' | Should -BeExactly '78 65 77 69'
    }

    It 'reads with an encoding' {
        Get-OstreeContent -Repository $repo main /ümlaut-𝒳/ß -Encoding latin1 | Should -BeExactly ([System.Text.Encoding]::Latin1.GetString([System.Text.Encoding]::UTF8.GetBytes('Grüße 𝒳')))
        { Get-OstreeContent -Repository $repo main /lib -Encoding nonsense } | Should -Throw
    }

    It 'refuses <Path> with <Id>' -ForEach @(
        @{ Path = '/usr'; Id = 'IsADirectory' }
        @{ Path = '/lib'; Id = 'IsADirectory' }
        @{ Path = '/etc/dangling'; Id = 'PathNotInCommit' }
        @{ Path = '/etc/loop1'; Id = 'SymlinkLoop' }
        @{ Path = '/usr/../etc'; Id = 'InvalidPath' }
    ) {
        { Get-OstreeContent -Repository $repo main $Path } | Should -Throw -ErrorId "$Id,OstreePS.Cmdlets.Trees.GetOstreeContentCommand"
    }

    It 'says where a symbolic link leads that leads nowhere' {
        { Get-OstreeContent -Repository $repo main /etc/dangling } | Should -Throw "*'/etc/dangling' in commit * leads to '/*', which is not there*"
    }

    It 'finds damage while it reads' {
        $file = Get-ObjectFile /usr/lib/random
        $bytes = [System.IO.File]::ReadAllBytes($file)
        $bytes[250000] = $bytes[250000] -bxor 1
        chmod 644 $file
        [System.IO.File]::WriteAllBytes($file, $bytes)
        { Get-OstreeContent -Repository $repo main /usr/lib/random -AsByteStream -Raw } |
            Should -Throw -ErrorId 'CorruptObject,OstreePS.Cmdlets.Trees.GetOstreeContentCommand'
    }

    It 'says which object is missing' {
        $file = Get-ObjectFile /usr/lib/unended
        Remove-Item -LiteralPath $file
        { Get-OstreeContent -Repository $repo main /usr/lib/unended } | Should -Throw '*.file*' -ErrorId 'ObjectNotFound,OstreePS.Cmdlets.Trees.GetOstreeContentCommand'
        { Get-OstreeChildItem -Repository $repo main /usr/lib -ErrorAction Stop } | Should -Throw '*.file*' -ErrorId 'ObjectNotFound,OstreePS.Cmdlets.Trees.GetOstreeChildItemCommand'
    }
}

Describe 'Get-OstreeObject' {
    BeforeAll {
        $parent = "$root/parent"
        $child = "$root/child"
        $null = New-OstreeRepository -Path $parent -Mode BareUser
        $old = New-OstreeCommit -Repository $parent -Branch main -Path $tree -Subject Old
        $null = New-OstreeRepository -Path $child -Mode BareUser
        Add-Content -LiteralPath "$child/config" -Value "parent=$parent"
        $new = New-OstreeCommit -Repository $child -Branch next -Path "$tree/etc" -Subject New
    }

    It 'names the objects of a parent as such, and leaves them out when asked' {
        $all = @(Get-OstreeObject -Repository $child)
        $own = @(Get-OstreeObject -Repository $child -NoParent)
        $own.Name | Should -Contain "$($new.Checksum).commit"
        $own.Name | Should -Not -Contain "$($old.Checksum).commit"
        @($all | Where-Object IsInParent).Name | Should -Contain "$($old.Checksum).commit"
        @($all.Name | Sort-Object -Unique).Count | Should -Be $all.Count
    }

    It 'lists only the types asked for' {
        Get-OstreeObject -Repository $parent -Type commit | ForEach-Object Name | Should -BeExactly "$($old.Checksum).commit"
        @(Get-OstreeObject -Repository $parent -Type DirTree, dirmeta | ForEach-Object { "$($_.Type)" } | Sort-Object -Unique) -join ' ' | Should -BeExactly 'DirMeta DirTree'
    }

    It 'parses directories and files' {
        $usr = Get-OstreeChildItem -Repository $parent main /usr -DirOnly
        ($usr | Get-OstreeObject).Value.Directories[0].Name | Should -BeExactly 'lib'
        (Get-OstreeObject -Repository $parent "$($usr.MetaChecksum).dirmeta").Value.Xattrs[1].Name | Should -BeExactly 'user.b'
        $file = Get-OstreeChildItem -Repository $parent main /usr/lib/random | Get-OstreeObject
        $file.Value.Uid | Should -Be 1234
        $file.ContentSize | Should -Be 300000
    }

    It 'refuses <Checksum> with <Id>' -ForEach @(
        @{ Checksum = '0' * 64; Id = 'ObjectNotFound' }
        @{ Checksum = 'nothing'; Id = 'RefNotFound' }
        @{ Checksum = ('0' * 64) + '.nonsense'; Id = 'InvalidName' }
    ) {
        { Get-OstreeObject -Repository $parent $Checksum } | Should -Throw -ErrorId "$Id,OstreePS.Cmdlets.Objects.GetOstreeObjectCommand"
    }

    It 'refuses a damaged object' {
        $hex = "$($old.RootTree)"
        $file = "$parent/objects/$($hex.Substring(0, 2))/$($hex.Substring(2)).dirtree"
        chmod 644 $file
        Add-Content -LiteralPath $file -Value 'x'
        { Get-OstreeObject -Repository $parent $hex -Type DirTree } | Should -Throw -ErrorId 'CorruptObject,OstreePS.Cmdlets.Objects.GetOstreeObjectCommand'
        { Get-OstreeChildItem -Repository $parent main } | Should -Throw -ErrorId 'CorruptObject,OstreePS.Cmdlets.Trees.GetOstreeChildItemCommand'
    }
}

Describe 'Get-OstreeChecksum' {
    It 'agrees with stock ostree on everything in a tree' {
        $paths = @(find $tree)
        foreach ($path in $paths) {
            "$((Get-OstreeChecksum $path).Checksum)" | Should -BeExactly (ostree checksum $path) -Because $path
            "$((Get-OstreeChecksum $path -IgnoreXattrs).Checksum)" | Should -BeExactly (ostree checksum --ignore-xattrs $path) -Because $path
        }
    }

    It 'takes files from the pipeline' {
        @(Get-ChildItem -LiteralPath "$tree/usr/lib" | Get-OstreeChecksum).Count | Should -Be 5
        @(Get-OstreeChecksum $tree, "$tree/lib").Type -join ' ' | Should -BeExactly 'DirMeta File'
    }

    It 'refuses what is not there, and what no commit can hold' {
        { Get-OstreeChecksum "$tree/nothing" } | Should -Throw -ErrorId 'PathNotFound,OstreePS.Cmdlets.Objects.GetOstreeChecksumCommand'
        mkfifo "$root/fifo"
        { Get-OstreeChecksum "$root/fifo" } | Should -Throw -ErrorId 'UnsupportedFileType,OstreePS.Cmdlets.Objects.GetOstreeChecksumCommand'
    }
}
