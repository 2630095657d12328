# What stock ostree prints with each option of `show`, and where it is found here.

BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'show'
    $null = New-Item -ItemType Directory -Path "$work/tree/usr/bin"
    [IO.File]::WriteAllText("$work/tree/usr/bin/tool", 'some content')
    $null = [IO.File]::CreateSymbolicLink("$work/tree/usr/bin/link", 'tool')
    setfattr -n user.test -v value "$work/tree/usr/bin/tool"
    $repo = "$work/repo"
    ostree init --repo=$repo --mode=archive
    ostree commit --repo=$repo -b main --tree=dir=$work/tree -s Subject -m 'Subject' --generate-sizes --timestamp=@1700000000 --add-metadata-string=version=1 `
        "--add-metadata=number=uint32 16909060" "--add-metadata=bytes=[byte 0x01, 0xff]" --add-metadata="mixed=<{'a': <int64 -2>}>" --add-detached-metadata-string=note=hello | Out-Null
    $commit = Get-OstreeCommit -Repository $repo main

    # Stock ostree shows numbers as if all were big-endian.
    function Show ($Variant) { if ([BitConverter]::IsLittleEndian) { $Variant.Byteswap().Print($true) } else { $Variant.Print($true) } }
    function PathOf ([string]$Checksum, [string]$Type) { "$repo/objects/$($Checksum.Substring(0, 2))/$($Checksum.Substring(2)).$Type" }
}

Describe 'ostree show' {
    It '--raw of a <_>' -ForEach 'commit', 'dirtree', 'dirmeta' {
        $checksum = @{ commit = $commit.Checksum; dirtree = $commit.RootTree; dirmeta = $commit.RootMeta }[$_]
        $stock = @(ostree show --repo=$repo --raw $checksum)
        $stock[0] | Should -BeExactly "$_ $checksum"
        (Get-OstreeObject -Repository $repo "$checksum.$_").Text | Should -BeExactly ($stock[1..9] -join "`n")
        $stock = @(ostree show --repo=$repo --raw -B $checksum)
        (Get-OstreeObject -Repository $repo "$checksum.$_").RawText | Should -BeExactly $stock[1]
    }

    It '--list-metadata-keys and --list-detached-metadata-keys' {
        # Stock ostree has these options only since 2023.
        @($commit.Metadata.Keys | Sort-Object) -join ' ' | Should -BeExactly 'bytes mixed number ostree.ref-binding ostree.sizes version'
        @($commit.DetachedMetadata.Keys) -join ' ' | Should -BeExactly 'note'
    }

    It '--print-metadata-key <_>, with and without -B' -ForEach 'version', 'number', 'bytes', 'mixed', 'ostree.ref-binding', 'ostree.sizes' {
        Show $commit.MetadataVariant.LookUp($_) | Should -BeExactly (ostree show --repo=$repo --print-metadata-key=$_ main)
        $commit.MetadataVariant.LookUp($_).Print($true) | Should -BeExactly (ostree show --repo=$repo -B --print-metadata-key=$_ main)
    }

    It '--print-metadata-key of a key that is not there' {
        $commit.MetadataVariant.LookUp('absent') | Should -BeNullOrEmpty
        ostree show --repo=$repo --print-metadata-key=absent main 2>&1 | Should -Match 'No such metadata key'
    }

    It '--print-detached-metadata-key' {
        Show $commit.DetachedMetadataVariant.LookUp('note') | Should -BeExactly (ostree show --repo=$repo --print-detached-metadata-key=note main)
    }

    It '--print-sizes' {
        $sizes = (Get-OstreeCommit -Repository $repo main -CountNeeded).Sizes
        $stock = ostree show --repo=$repo --print-sizes main
        $stock[2] | Should -BeExactly "Number of objects (needed/total): $($sizes.NeededObjects)/$($sizes.Objects)"
        (($stock[1] -split ': ')[1] -replace '[^0-9/]') | Should -BeExactly "$($sizes.NeededUnpackedBytes)/$($sizes.UnpackedBytes)"
        (($stock[0] -split ': ')[1] -replace '[^0-9/]') | Should -BeExactly "$($sizes.NeededStoredBytes)/$($sizes.StoredBytes)"
    }

    It '--print-related' {
        # Nobody writes such commits, so one is made by hand.
        $variant = (Get-OstreeObject -Repository $repo main).Variant
        $digits = -join (1..32 | ForEach-Object { '0x{0:x2}, ' -f $_ })
        $parts = 0..7 | ForEach-Object { $variant[$_].Print($true) }
        $parts[2] = "[('other', [byte $($digits.TrimEnd(', '))])]"
        $related = [OstreePS.Core.Formats.GVariant.Variant]::Parse("($($parts -join ', '))", $variant.Type)
        [IO.File]::WriteAllBytes("$work/related", $related.Data.ToArray())
        $checksum = (sha256sum "$work/related").Substring(0, 64)
        $null = New-Item -ItemType Directory -Path (Split-Path (PathOf $checksum commit)) -Force
        Copy-Item "$work/related" (PathOf $checksum commit)
        $stock = ostree show --repo=$repo --print-related $checksum
        $stock | Should -Match '^other 0102'
        $shown = (Get-OstreeCommit -Repository $repo $checksum).Related
        "$($shown[0].Key) $($shown[0].Value)" | Should -BeExactly $stock
    }

    It 'of a file object' {
        foreach ($name in 'tool', 'link') {
            $item = Get-OstreeChildItem -Repository $repo main "/usr/bin/$name"
            $object = Get-OstreeObject -Repository $repo $item.Checksum
            $stock = (ostree show --repo=$repo $item.Checksum) -join "`n"
            $stock | Should -Match ("Mode: 0{0}`n" -f [Convert]::ToString([long]$object.Value.Mode, 8))
            $stock | Should -Match "Uid: $($object.Value.Uid)`n"
            if ($name -eq 'link') { $stock | Should -Match "Target: $($object.Value.SymlinkTarget)`n" }
            else { $stock | Should -Match "Size: $($object.ContentSize)`n" }
            $stock | Should -Match ([regex]::Escape("Extended Attributes: { $($object.Variant[5].Print($true)) }"))
        }
    }
}

Describe 'Get-OstreeObject -ReachableFrom' {
    BeforeAll {
        $history = "$work/history"
        ostree init --repo=$history --mode=bare-user
        foreach ($turn in 1..3) {
            [IO.File]::WriteAllText("$work/tree/usr/bin/tool", "content $turn")
            ostree commit --repo=$history -b main --tree=dir=$work/tree --timestamp=@$turn | Out-Null
        }

        # Each checksum that stock ostree names of a commit, its own included.
        function Get-StockSet([string[]] $Revisions) {
            @($Revisions | ForEach-Object {
                    ostree rev-parse --repo=$history $_
                    ostree ls --repo=$history -R -C $_ | Select-String -Pattern '[0-9a-f]{64}' -AllMatches | ForEach-Object { $_.Matches.Value }
                } | Sort-Object -Unique) -join ' '
        }
        function Get-OurSet([hashtable] $Arguments) { @(Get-OstreeObject -Repository $history @Arguments | ForEach-Object { "$($_.Checksum)" } | Sort-Object -Unique) -join ' ' }
    }

    It 'lists what stock ostree names of <Revisions>' -ForEach @(
        @{ Arguments = @{ ReachableFrom = 'main' }; Revisions = @(, 'main') }
        @{ Arguments = @{ ReachableFrom = 'main^' }; Revisions = @(, 'main^') }
        @{ Arguments = @{ ReachableFrom = 'main'; Depth = 1 }; Revisions = 'main', 'main^' }
        @{ Arguments = @{ ReachableFrom = 'main'; Depth = -1 }; Revisions = 'main', 'main^', 'main^^' }
        @{ Arguments = @{ ReachableFrom = 'main', 'main^^' }; Revisions = 'main', 'main^^' }
    ) {
        Get-OurSet $Arguments | Should -BeExactly (Get-StockSet $Revisions)
    }

    It 'lists only some types, each object once' {
        $files = @(Get-OstreeObject -Repository $history -ReachableFrom main -Depth -1 -Type File)
        $files.Type | Sort-Object -Unique | Should -Be 'File'
        $files.Count | Should -Be 4
    }

    It 'refuses a commit that is not there' {
        { Get-OstreeObject -Repository $history -ReachableFrom ('0' * 64) } | Should -Throw -ErrorId 'ObjectNotFound,*'
    }
}

Describe 'Get-OstreeVariant' {
    It 'shows what --print-variant-type <Type> prints of <Name>' -ForEach @(
        @{ Name = 'a summary'; File = 'repo/summary'; Type = '(a(s(taya{sv}))a{sv})' }
        @{ Name = 'a commit'; File = 'commit'; Type = '(a{sv}aya(say)sstayay)' }
        @{ Name = 'detached metadata'; File = 'commitmeta'; Type = 'a{sv}' }
        @{ Name = 'a dirtree'; File = 'dirtree'; Type = '(a(say)a(sayay))' }
        @{ Name = 'a dirmeta'; File = 'dirmeta'; Type = '(uuua(ayay))' }
        @{ Name = 'bytes'; File = 'repo/config'; Type = 'ay' }
        # What is of another type reads as GLib reads it.
        @{ Name = 'a text as a string'; File = 'repo/config'; Type = 's' }
        @{ Name = 'a text as a dictionary'; File = 'repo/config'; Type = 'a{sv}' }
        @{ Name = 'a text as a tuple'; File = 'repo/config'; Type = '(qau)' }
        @{ Name = 'a commit as numbers'; File = 'commit'; Type = 'an' }
        @{ Name = 'a dirtree as a commit'; File = 'dirtree'; Type = '(a{sv}aya(say)sstayay)' }
        @{ Name = 'nothing as a number'; File = 'empty'; Type = 't' }
        @{ Name = 'nothing as a tuple'; File = 'empty'; Type = '(sa{sv})' }
    ) {
        if (-not (Test-Path "$repo/summary")) { ostree summary --repo=$repo -u }
        [IO.File]::WriteAllText("$work/empty", '')
        $path = switch ($File) {
            'commit' { PathOf "$($commit.Checksum)" commit }
            'commitmeta' { PathOf "$($commit.Checksum)" commitmeta }
            'dirtree' { PathOf "$($commit.RootTree)" dirtree }
            'dirmeta' { PathOf "$($commit.RootMeta)" dirmeta }
            default { "$work/$File" }
        }
        $stock = (ostree show --repo=$repo --print-variant-type=$Type $path) -join "`n"
        $ours = Get-OstreeVariant -Path $path -Type $Type
        $ours.Text | Should -BeExactly $stock
        $ours.Path | Should -BeExactly $path
        $ours.Type.ToString() | Should -BeExactly $Type
    }

    It 'takes files from the pipeline, through links, with values as objects' {
        $path = PathOf "$($commit.Checksum)" commitmeta
        $null = [IO.File]::CreateSymbolicLink("$work/alias", $path)
        $found = Get-Item "$work/alias" | Get-OstreeVariant -Type 'a{sv}'
        $found.Value['note'] | Should -BeExactly 'hello'
        $found.IsNormalForm | Should -BeTrue
        (Get-OstreeVariant "$repo/config" 'a{sv}').IsNormalForm | Should -BeFalse
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a type that is none'; File = 'repo/config'; Type = 'a{'; Id = 'MalformedVariantText' }
        @{ Name = 'a type that stands for many'; File = 'repo/config'; Type = 'a*'; Id = 'MalformedVariant' }
        @{ Name = 'a file that is not there'; File = 'nothing'; Type = 's'; Id = 'PathNotFound' }
        @{ Name = 'a directory'; File = 'tree'; Type = 's'; Id = 'NotSupported' }
    ) {
        { Get-OstreeVariant -Path "$work/$File" -Type $Type } | Should -Throw -ErrorId "$Id,*"
    }
}
