# Whatever is wrong with what we are given: one error, with a stable id, the thing concerned and what to do about it;
# the repository is as it was, and nothing temporary stays behind.
$configs = @(
    @{ Title = 'of another version'; Text = "[core]`nrepo_version=2`nmode=bare-user`n" }
    @{ Title = 'of no version'; Text = "[core]`nmode=bare-user`n" }
    @{ Title = 'of a mode that does not exist'; Text = "[core]`nrepo_version=1`nmode=squashfs`n" }
    @{ Title = 'of the oldest archive format'; Text = "[core]`nrepo_version=1`nmode=archive`narchive=true`n" }
    @{ Title = 'with a value that means nothing'; Text = "[core]`nrepo_version=1`nmode=bare-user`nmin-free-space-size=lots`n" }
    @{ Title = 'that is no key file'; Text = "what is this`n" }
    @{ Title = 'that is empty'; Text = '' }
    @{ Title = 'that is binary'; Text = "`0`0`0`0" }
)
$options = @(
    @{ Title = 'a branch that no ref can have'; Fault = 'InvalidRefName'; Arguments = @{ Branch = '../escape' } }
    @{ Title = 'a branch like a checksum'; Fault = 'InvalidRefName'; Arguments = @{ Branch = 'a' * 64 } }
    @{ Title = 'a branch below a ref'; Fault = 'RefConflict'; Arguments = @{ Branch = 'main/below' } }
    @{ Title = 'a bound ref that no ref can have'; Fault = 'InvalidRefName'; Arguments = @{ Branch = 'main'; BindRef = 'a b' } }
    @{ Title = 'a parent that is not there'; Fault = 'RefNotFound'; Arguments = @{ Branch = 'main'; Parent = 'nowhere' } }
    @{ Title = 'a skip list that is not there'; Fault = 'PathNotFound'; Arguments = @{ Branch = 'main'; SkipList = '/no/such/list' } }
    @{ Title = 'a stat override that is not there'; Fault = 'PathNotFound'; Arguments = @{ Branch = 'main'; StatOverride = '/no/such/list' } }
    @{ Title = 'no kernel in a bootable tree'; Fault = ''; Arguments = @{ Branch = 'main'; Bootable = $true } }
    @{ Title = 'an owner beside canonical permissions'; Fault = ''; Arguments = @{ Branch = 'main'; CanonicalPermissions = $true; OwnerUid = 5 } }
)
$damages = @(
    @{ Title = 'cut short'; Type = 'commit'; Fault = 'CorruptObject'; Harm = 'truncate -s 20 "$1"' }
    @{ Title = 'empty'; Type = 'commit'; Fault = 'CorruptObject'; Harm = 'truncate -s 0 "$1"' }
    @{ Title = 'with other bytes'; Type = 'commit'; Fault = 'CorruptObject'; Harm = 'printf X | dd of="$1" bs=1 seek=40 conv=notrunc status=none' }
    @{ Title = 'missing'; Type = 'commit'; Fault = 'ObjectNotFound'; Harm = 'rm "$1"' }
    @{ Title = 'cut short'; Type = 'dirtree'; Fault = 'CorruptObject'; Harm = 'truncate -s 20 "$1"' }
    @{ Title = 'missing'; Type = 'dirtree'; Fault = 'ObjectNotFound'; Harm = 'rm "$1"' }
    @{ Title = 'a directory'; Type = 'dirtree'; Fault = 'CorruptObject'; Harm = 'rm "$1"; mkdir "$1"' }
    @{ Title = 'a fifo'; Type = 'dirtree'; Fault = 'CorruptObject'; Harm = 'rm "$1"; mkfifo "$1"' }
    @{ Title = 'cut short'; Type = 'filez'; Fault = 'CorruptObject'; Harm = 'truncate -s -1 "$1"' }
    @{ Title = 'empty'; Type = 'filez'; Fault = 'CorruptObject'; Harm = 'truncate -s 0 "$1"' }
    @{ Title = 'with other bytes'; Type = 'filez'; Fault = 'CorruptObject'; Harm = 'printf X | dd of="$1" bs=1 seek=45 conv=notrunc status=none' }
    @{ Title = 'missing'; Type = 'filez'; Fault = 'ObjectNotFound'; Harm = 'rm "$1"' }
    @{ Title = 'a directory'; Type = 'filez'; Fault = 'CorruptObject'; Harm = 'rm "$1"; mkdir "$1"' }
    @{ Title = 'a fifo'; Type = 'filez'; Fault = 'CorruptObject'; Harm = 'rm "$1"; mkfifo "$1"' }
)
$oddities = @(
    @{ Title = 'a fifo'; Fault = 'UnsupportedFileType'; Make = 'mkfifo "$1/odd"'; NeedsRoot = $false }
    @{ Title = 'a character device'; Fault = 'UnsupportedFileType'; Make = 'mknod "$1/odd" c 1 3'; NeedsRoot = $true }
    @{ Title = 'a block device'; Fault = 'UnsupportedFileType'; Make = 'mknod "$1/odd" b 7 99'; NeedsRoot = $true }
    @{ Title = 'a name that is not UTF-8'; Fault = 'InvalidName'; Make = 'printf x > "$1/$(printf "od\377d")"'; NeedsRoot = $false }
    @{ Title = 'a directory whose name is not UTF-8'; Fault = 'InvalidName'; Make = 'mkdir "$1/$(printf "od\377d")"'; NeedsRoot = $false }
    @{ Title = 'a link whose target is not UTF-8'; Fault = 'InvalidName'; Make = 'ln -s "$(printf "od\377d")" "$1/odd"'; NeedsRoot = $false }
)
$isRoot = [Environment]::UserName -eq 'root'

BeforeAll {
    $module = Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1'
    Import-Module $module -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'bad'
    $null = New-Item -ItemType Directory -Path "$work/tree/dir"
    [IO.File]::WriteAllText("$work/tree/dir/file", (1..200 -join ' '))
    $null = New-OstreeRepository -Path "$work/pristine" -Mode Archive
    $good = New-OstreeCommit -Repository "$work/pristine" -Branch main -Path "$work/tree"

    # Every name in a folder with its kind, mode and content. The lock file may come and go, and a cache may begin, but with nothing in it.
    function Get-Snapshot([string] $Path) {
        sh -c 'cd "$1" && { find . ! -name .lock ! -name uncompressed-objects-cache -printf "%p %y %m %l\n"; find . -type f ! -name .lock -exec sha256sum {} +; } | sort' sh $Path
    }

    function Copy-Pristine {
        $copy = "$work/$([guid]::NewGuid())"
        cp -a "$work/pristine" $copy
        $copy
    }

    # Runs something that must fail with one fault, and returns the error.
    function Get-Fault([scriptblock] $Action, [string] $Fault) {
        $caught = $null
        try { & $Action | Out-Null }
        catch { $caught = $_ }
        $caught | Should -Not -BeNullOrEmpty -Because 'an error was expected'
        $caught.Exception.GetType().FullName | Should -Be 'OstreePS.Core.Diagnostics.OstreeException' -Because "$caught"
        if ($Fault) { $caught.FullyQualifiedErrorId | Should -BeLike "$Fault,*" -Because "$caught" }
        $caught.TargetObject | Should -Not -BeNullOrEmpty -Because "$caught"
        $caught.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty -Because "$caught"
        $caught.Exception.Message | Should -Not -Match "`n"
        $caught
    }

    function Get-ObjectPath([string] $Repository, [string] $Type) {
        (Get-ChildItem -LiteralPath "$Repository/objects" -Recurse -File | Where-Object Name -Like "*.$Type" | Sort-Object Length | Select-Object -Last 1).FullName
    }
}

Describe 'A repository' {
    It 'is not made where there is no folder for it' {
        (Get-Fault { New-OstreeRepository -Path "$work/no/such/folder" -Mode BareUser } PathNotFound).TargetObject | Should -BeLike '*/no/such'
    }

    It 'is not made below a file' { Get-Fault { New-OstreeRepository -Path "$work/tree/dir/file/repo" -Mode BareUser } NotADirectory }

    It 'is not made in place of a file' { Get-Fault { New-OstreeRepository -Path "$work/tree/dir/file" -Mode BareUser } NotADirectory }

    It 'has no mode that does not exist' {
        { New-OstreeRepository -Path "$work/new" -Mode squashfs } | Should -Throw '*squashfs*'
        "$work/new" | Should -Not -Exist
    }

    It 'has no collection without a reverse domain name' {
        Get-Fault { New-OstreeRepository -Path "$work/new" -Mode BareUser -CollectionId plain } InvalidRefName
        "$work/new" | Should -Not -Exist
    }

    It 'is not found at <_>' -ForEach 'no/such/path', 'tree', 'tree/dir/file' {
        Get-Fault { Get-OstreeRepository -Repository "$work/$_" } RepositoryNotFound
        Get-Fault { New-OstreeCommit -Repository "$work/$_" -Branch main -Path "$work/tree" } RepositoryNotFound
    }

    It 'is not opened with a config <Title>' -ForEach $configs {
        $repository = Copy-Pristine
        [IO.File]::WriteAllText("$repository/config", $Text)
        $before = Get-Snapshot $repository
        (Get-Fault { Get-OstreeRepository -Repository $repository } InvalidConfig).TargetObject | Should -BeLike "$repository*"
        Get-Fault { New-OstreeCommit -Repository $repository -Branch main -Path "$work/tree" } InvalidConfig
        Get-Snapshot $repository | Should -Be $before
    }
}

Describe 'A commit' {
    It 'is refused for <Title>' -ForEach $options {
        $repository = Copy-Pristine
        $before = Get-Snapshot $repository
        Get-Fault { New-OstreeCommit -Repository $repository -Path "$work/tree" @Arguments } $Fault
        Get-Snapshot $repository | Should -Be $before
    }

    It 'is refused for a source at <_>' -ForEach 'nowhere', 'tree/dir/file' {
        $repository = Copy-Pristine
        $before = Get-Snapshot $repository
        (Get-Fault { New-OstreeCommit -Repository $repository -Branch main -Path "$work/$_" }).TargetObject | Should -Be "$work/$_"
        Get-Snapshot $repository | Should -Be $before
    }

    It 'is refused for a date that is none' {
        $repository = Copy-Pristine
        $before = Get-Snapshot $repository
        foreach ($epoch in 'soon', '-1', '99999999999999999999', '999999999999999') {
            $env:SOURCE_DATE_EPOCH = $epoch
            try { Get-Fault { New-OstreeCommit -Repository $repository -Branch main -Path "$work/tree" } InvalidOption }
            finally { $env:SOURCE_DATE_EPOCH = $null }
        }
        Get-Snapshot $repository | Should -Be $before
    }

    It 'is refused for <Title> in the tree' -ForEach $oddities {
        if ($NeedsRoot -and [Environment]::UserName -ne 'root') { Set-ItResult -Skipped -Because 'only root makes devices' }
        $repository = Copy-Pristine
        $before = Get-Snapshot $repository
        $tree = "$work/$([guid]::NewGuid())"
        cp -a "$work/tree" $tree
        sh -c $Make sh $tree
        # .NET cannot remove a name that is not UTF-8.
        try { (Get-Fault { New-OstreeCommit -Repository $repository -Branch main -Path $tree } $Fault).TargetObject | Should -BeLike "$tree*od*" }
        finally { rm -rf $tree }
        Get-Snapshot $repository | Should -Be $before
    }

    It 'is refused for a socket in the tree' {
        $repository = Copy-Pristine
        $before = Get-Snapshot $repository
        $tree = "$work/$([guid]::NewGuid())"
        cp -a "$work/tree" $tree
        $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
        $path = "/tmp/$([guid]::NewGuid())"
        try {
            $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new($path))
            mv $path "$tree/odd"
            (Get-Fault { New-OstreeCommit -Repository $repository -Branch main -Path $tree } UnsupportedFileType).TargetObject | Should -Be "$tree/odd"
        }
        finally { $socket.Dispose() }
        Get-Snapshot $repository | Should -Be $before
    }

    # What /sys shows has less in it than its size says, just as a file that shrinks.
    It 'is refused for a file that has not its size' -Skip:(-not $isRoot) {
        $repository = Copy-Pristine
        $before = Get-Snapshot $repository
        $tree = "$work/$([guid]::NewGuid())"
        cp -a "$work/tree" $tree
        mount --bind /sys/kernel/uevent_seqnum "$tree/dir/file"
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'nothing can be mounted here' }
        try { (Get-Fault { New-OstreeCommit -Repository $repository -Branch main -Path $tree -NoXattrs } FileChanged).TargetObject | Should -Be "$tree/dir/file" }
        finally { umount "$tree/dir/file" }
        Get-Snapshot $repository | Should -Be $before
    }

    It 'is refused on a full disk, and leaves room for the next (<Config>)' -Skip:(-not $isRoot) -ForEach @(
        @{ Config = 'min-free-space-percent=0'; Mode = 'BareUserOnly' }
        @{ Config = 'min-free-space-percent=0'; Mode = 'Archive' }
        @{ Config = 'min-free-space-percent=3'; Mode = 'BareUserOnly' }
        @{ Config = 'fsync=true'; Mode = 'Archive' }
    ) {
        $disk = "$work/disk-$([guid]::NewGuid())"
        $null = New-Item -ItemType Directory -Path $disk
        mount -t tmpfs -o size=3m none $disk
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'nothing can be mounted here' }
        try {
            $null = New-OstreeRepository -Path "$disk/repo" -Mode $Mode
            [IO.File]::AppendAllText("$disk/repo/config", "$Config`n")
            $null = New-OstreeCommit -Repository "$disk/repo" -Branch main -Path "$work/tree"
            $before = Get-Snapshot "$disk/repo"
            $large = "$work/$([guid]::NewGuid())"
            $null = New-Item -ItemType Directory -Path $large
            sh -c 'head -c 1500000 /dev/urandom > "$1/one"; head -c 3000000 /dev/urandom > "$1/two"' sh $large
            Get-Fault { New-OstreeCommit -Repository "$disk/repo" -Branch main -Path $large } InsufficientSpace
            Get-Snapshot "$disk/repo" | Should -Be $before
            [IO.File]::Delete("$large/two")
            $null = New-OstreeCommit -Repository "$disk/repo" -Branch main -Path $large
            (ostree fsck --repo=$disk/repo 2>&1) -join "`n" | Should -Match 'no errors found'
        }
        finally { umount $disk }
    }
}

Describe 'Without permission' {
    BeforeAll {
        # As another user, in a process of its own; what went wrong comes back as text.
        Set-Content -LiteralPath "$work/nobody.ps1" -Value @'
param($Module, $Command)
Import-Module $Module
try { & ([scriptblock]::Create($Command)) | Out-Null; 'no error' }
catch { $_.FullyQualifiedErrorId; "$($_.TargetObject)"; $_.ErrorDetails.RecommendedAction }
'@
        $open = "/tmp/ostreeps-nobody-$([guid]::NewGuid())"
        $null = New-Item -ItemType Directory -Path $open
        cp -a "$work/pristine" "$open/repo"
        cp -a "$work/tree" "$open/tree"
        cp "$work/nobody.ps1" $open
        chmod 0755 $open
        chmod 0600 "$open/tree/dir/file"

        function Invoke-AsNobody([string] $Command) {
            if ([Environment]::UserName -ne 'root') { Set-ItResult -Skipped -Because 'only root can become nobody' }
            $program = [Environment]::ProcessPath
            setpriv --reuid=65534 --regid=65534 --clear-groups -- test -r $module -a -x $program 2>&1 | Out-Null
            if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'nobody may not read this folder, or cannot be become' }
            setpriv --reuid=65534 --regid=65534 --clear-groups -- env "HOME=$open" $program -NoProfile -File "$open/nobody.ps1" $module $Command
        }
    }

    AfterAll { Remove-Item -LiteralPath $open -Recurse -Force }

    It 'nothing is committed into a repository of someone else' {
        $before = Get-Snapshot "$open/repo"
        $said = Invoke-AsNobody "New-OstreeCommit -Repository $open/repo -Branch main -Path $open/repo/config"
        $said[0] | Should -BeLike 'RepositoryReadOnly,*'
        $said[1] | Should -Be "$open/repo"
        $said[2] | Should -Not -BeNullOrEmpty
        Get-Snapshot "$open/repo" | Should -Be $before
    }

    It 'no repository is made in a folder of someone else' {
        $said = Invoke-AsNobody "New-OstreeRepository -Path $open/new -Mode BareUser"
        $said[0] | Should -BeLike 'PermissionDenied,*'
        $said[1] | Should -BeLike "$open*"
        "$open/new" | Should -Not -Exist
    }

    It 'a file that cannot be read is named, and nothing is committed' {
        $own = "$open/own"
        $null = New-Item -ItemType Directory -Path $own
        cp -a "$open/repo" "$own/repo"
        chown -R 65534:65534 $own
        $before = Get-Snapshot "$own/repo"
        $said = Invoke-AsNobody "New-OstreeCommit -Repository $own/repo -Branch main -Path $open/tree"
        $said[0] | Should -BeLike 'PermissionDenied,*'
        $said[1] | Should -Be "$open/tree/dir/file"
        Get-Snapshot "$own/repo" | Should -Be $before
    }

    It 'a bare repository gets no owners that its writer may not give' {
        $own = "$open/bare"
        $null = New-OstreeRepository -Path $own -Mode Bare
        chown -R 65534:65534 $own
        $before = Get-Snapshot $own
        $said = Invoke-AsNobody "New-OstreeCommit -Repository $own -Branch main -Path $open/repo/refs"
        $said[0] | Should -BeLike 'PermissionDenied,*'
        Get-Snapshot $own | Should -Be $before
    }
}

Describe 'An object' {
    It 'of type <Type> that is <Title> is noticed' -ForEach $damages {
        $repository = Copy-Pristine
        $path = Get-ObjectPath $repository $Type
        sh -c $Harm sh $path
        $before = Get-Snapshot $repository
        Get-Fault { Get-OstreeContent -Repository $repository -Revision main -Path /dir/file } $Fault
        Get-Fault { Invoke-OstreeCheckout -Repository $repository -Revision main -Destination "$repository-out" -UserMode } $Fault
        Get-Snapshot $repository | Should -Be $before
    }

    It 'that names something outside its directory is refused, and nothing is written there (<_>)' -ForEach '../escaped', '..', '.', '/escaped', 'dir/escaped' {
        $repository = Copy-Pristine
        $variant = [OstreePS.Core.Formats.GVariant.Variant]
        $file = Split-Path (Get-ObjectPath $repository filez) -Leaf
        $content = (Get-ObjectPath $repository filez).Substring("$repository/objects/".Length, 2) + $file.Substring(0, 62)
        $meta = (Get-ObjectPath $repository dirmeta).Substring("$repository/objects/".Length).Replace('/', '').Substring(0, 64)
        $entry = $variant::Tuple([OstreePS.Core.Formats.GVariant.Variant[]]@($variant::String($_), $variant::Bytes([Convert]::FromHexString($content))))
        $files = $variant::Array([OstreePS.Core.Formats.GVariant.VariantType]::Parse('(say)'), [OstreePS.Core.Formats.GVariant.Variant[]]@($entry))
        $none = $variant::Array([OstreePS.Core.Formats.GVariant.VariantType]::Parse('(sayay)'), [OstreePS.Core.Formats.GVariant.Variant[]]@())
        $tree = $variant::Tuple([OstreePS.Core.Formats.GVariant.Variant[]]@($files, $none)).Data.ToArray()

        function Add-Object([byte[]] $Bytes, [string] $Type) {
            $hex = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($Bytes)).ToLowerInvariant()
            $null = New-Item -ItemType Directory -Path "$repository/objects/$($hex.Substring(0, 2))" -Force
            [IO.File]::WriteAllBytes("$repository/objects/$($hex.Substring(0, 2))/$($hex.Substring(2)).$Type", $Bytes)
            $hex
        }
        $root = Add-Object $tree dirtree
        $commit = [OstreePS.Core.Formats.GVariant.Variant]::Tuple([OstreePS.Core.Formats.GVariant.Variant[]]@(
                $variant::Parse('@a{sv} {}'), $variant::Bytes([byte[]]@()), $variant::Parse('@a(say) []'), $variant::String('hostile'), $variant::String(''),
                $variant::UInt64(0), $variant::Bytes([Convert]::FromHexString($root)), $variant::Bytes([Convert]::FromHexString($meta)))).Data.ToArray()
        $hostile = Add-Object $commit commit

        $ground = "$repository-ground"
        $null = New-Item -ItemType Directory -Path $ground
        Get-Fault { Invoke-OstreeCheckout -Repository $repository -Revision $hostile -Destination "$ground/out" -UserMode } InvalidName
        Get-Fault { Get-OstreeChildItem -Repository $repository -Revision $hostile -Recurse } InvalidName
        Get-ChildItem -LiteralPath $ground -Recurse -File | Should -BeNullOrEmpty
    }
}

Describe 'A revision' {
    It 'that is not there names nothing (<Revision>)' -ForEach @(
        @{ Revision = 'nowhere'; Fault = 'RefNotFound' }
        @{ Revision = 'origin:main'; Fault = 'RefNotFound' }
        @{ Revision = 'main^'; Fault = 'RevisionNotFound' }
        @{ Revision = '../main'; Fault = 'InvalidRefName' }
        @{ Revision = '0' * 64; Fault = 'ObjectNotFound' }
    ) {
        (Get-Fault { Get-OstreeCommit -Repository "$work/pristine" -Revision $Revision } $Fault).TargetObject | Should -BeLike "*$Revision*"
        Get-Fault { Get-OstreeChildItem -Repository "$work/pristine" -Revision $Revision } $Fault
        Get-Fault { Get-OstreeContent -Repository "$work/pristine" -Revision $Revision -Path /dir/file } $Fault
    }

    It 'that fits several commits is ambiguous' {
        $repository = Copy-Pristine
        $null = New-Item -ItemType Directory -Path "$repository/objects/ab"
        foreach ($digit in '1', '2') { [IO.File]::WriteAllText("$repository/objects/ab/cde$($digit * 59).commit", 'any') }
        (Get-Fault { Resolve-OstreeRevision -Repository $repository -Revision abcde } AmbiguousRevision).TargetObject | Should -Be 'abcde'
    }

    It 'in a damaged ref is refused (<Title>)' -ForEach @(
        @{ Title = 'text'; Harm = 'echo nonsense > "$1"' }
        @{ Title = 'empty'; Harm = 'truncate -s 0 "$1"' }
        @{ Title = 'cut short'; Harm = 'truncate -s 40 "$1"' }
        @{ Title = 'binary'; Harm = 'head -c 65 /dev/zero > "$1"' }
        @{ Title = 'a fifo'; Harm = 'rm "$1"; mkfifo "$1"' }
    ) {
        $repository = Copy-Pristine
        sh -c $Harm sh "$repository/refs/heads/main"
        $before = Get-Snapshot $repository
        (Get-Fault { Resolve-OstreeRevision -Repository $repository -Revision main } CorruptRef).TargetObject | Should -BeLike "*/refs/heads/main"
        Get-Fault { New-OstreeCommit -Repository $repository -Branch main -Path "$work/tree" } CorruptRef
        Get-Snapshot $repository | Should -Be $before
    }

    It 'with a path that is not in it' {
        (Get-Fault { Get-OstreeContent -Repository "$work/pristine" -Revision main -Path /dir/nothing } PathNotInCommit).TargetObject | Should -BeLike '*/dir/nothing'
    }
}
