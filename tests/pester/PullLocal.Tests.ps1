# Stock ostree is the judge: what it pulls locally we pull, with the same objects, and it accepts what we pulled.
$modes = 'bare', 'bare-user', 'bare-user-only', 'archive', 'bare-split-xattrs'
$pairs = foreach ($from in $modes) { foreach ($to in $modes) { @{ From = $from; To = $to } } }

BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'pull'
    $null = New-Item -ItemType Directory -Path "$work/tree/usr/bin", "$work/tree/etc/sub"
    [IO.File]::WriteAllText("$work/tree/usr/bin/tool", "#!/bin/sh`n")
    chmod 755 "$work/tree/usr/bin/tool"
    $null = [IO.File]::CreateSymbolicLink("$work/tree/usr/bin/link", 'tool')
    [IO.File]::WriteAllText("$work/tree/etc/sub/conf", "a=b`n")
    [IO.File]::WriteAllText("$work/tree/etc/empty", '')
    [IO.File]::WriteAllBytes("$work/tree/usr/large", [byte[]] (1..700000 | ForEach-Object { $_ % 251 }))

    function New-Source([string] $Mode) {
        $repo = "$work/source-$Mode"
        $null = New-OstreeRepository -Path $repo -Mode ($Mode -replace '-')
        foreach ($n in 1..3) {
            [IO.File]::WriteAllText("$work/tree/etc/version", "$n`n")
            $null = New-OstreeCommit -Repository $repo -Branch os/main -Path "$work/tree" -CanonicalPermissions -NoXattrs -Subject "Build $n" -Timestamp "@170000000$n"
        }
        $null = New-OstreeCommit -Repository $repo -Branch os/other -Tree "ref=os/main^" -Subject 'Other' -Timestamp '@1700000009'
    }
    foreach ($mode in 'bare', 'bare-user', 'bare-user-only', 'archive', 'bare-split-xattrs') { New-Source $mode }

    function New-Target([string] $Mode) {
        $repo = "$work/target-$([guid]::NewGuid())"
        $null = New-OstreeRepository -Path $repo -Mode ($Mode -replace '-')
        $repo
    }
    function Get-ObjectList([string] $Repository) { find "$Repository/objects" -type f -o -type l | ForEach-Object { $_.Substring("$Repository/objects/".Length) } | Sort-Object }
}

Describe 'A local pull from <From> to <To>' -ForEach $pairs {
    It 'brings all refs, which stock ostree accepts' {
        $target = New-Target $To
        $result = Invoke-OstreePull -Repository $target -Source "$work/source-$From" -Depth -1
        $result.Refs.Ref.Name | Should -Be 'os/main', 'os/other'
        $result.Commits.Count | Should -Be 4
        $LASTEXITCODE = 0
        ostree fsck --repo=$target | Select-Object -Last 1 | Should -Be 'object fsck of 4 commits completed successfully - no errors found.'
        ostree rev-parse --repo=$target os/main | Should -Be (ostree rev-parse --repo=$work/source-$From os/main)
        Test-OstreeRepository -Repository $target | Should -BeNullOrEmpty
    }

    It 'links what can be linked, and as much as stock ostree' -Skip:($To -eq 'bare-split-xattrs') {
        $ours = New-Target $To
        $theirs = New-Target $To
        $result = Invoke-OstreePull -Repository $ours -Source "$work/source-$From" -Ref os/main
        ostree pull-local --repo=$theirs "$work/source-$From" os/main | Out-Null
        $LASTEXITCODE | Should -Be 0
        Get-ObjectList $ours | Should -Be (Get-ObjectList $theirs)
        $linked = { param($repo) @(find "$repo/objects" -type f -links +1).Count }
        & $linked $ours | Should -BeGreaterOrEqual (& $linked $theirs)
        if ($From -eq $To) { $result.ContentFetched | Should -Be 0 }
    }
}

Describe 'What a local pull brings' {
    It 'is as much history as was asked for, as with stock ostree' -ForEach @(@{ Depth = 0; Count = 1 }, @{ Depth = 1; Count = 2 }, @{ Depth = -1; Count = 3 }) {
        $target = New-Target archive
        (Invoke-OstreePull -Repository $target -Source "$work/source-bare" -Ref os/main -Depth $Depth).Commits.Count | Should -Be $Count
        @(find $target/objects -name '*.commit').Count | Should -Be $Count
    }

    It 'is said to come from where the remote says it is, the first time and the next, and beforehand' {
        $target = New-Target bare-user
        $url = "file://$work/source-archive"
        Add-OstreeRemote -Repository $target -Name near -Url $url -NoSignatureCheck
        (Invoke-OstreePull -Repository $target -Remote near -Ref os/main -DryRun).Source | Should -Be $url
        (Invoke-OstreePull -Repository $target -Remote near -Ref os/main).Source | Should -Be $url
        (Invoke-OstreePull -Repository $target -Remote near -Ref os/main).Source | Should -Be $url
    }

    It 'is a part of the tree, marked as partial, and the rest with the next pull' {
        $target = New-Target bare-user
        Invoke-OstreePull -Repository $target -Source "$work/source-archive" -Ref os/main -Subpath /etc/sub, /usr/bin/tool | Out-Null
        $stock = New-Target bare-user
        $uri = "file://$work/source-archive"
        ostree remote add --repo=$stock --no-gpg-verify o $uri
        ostree pull --repo=$stock --subpath=/etc/sub --subpath=/usr/bin/tool o os/main | Out-Null
        Get-ObjectList $target | Should -Be (Get-ObjectList $stock)
        $commit = ostree rev-parse --repo=$target os/main
        "$target/state/$commit.commitpartial" | Should -Exist
        Invoke-OstreePull -Repository $target -Source "$work/source-archive" -Ref os/main | Out-Null
        "$target/state/$commit.commitpartial" | Should -Not -Exist
        ostree fsck --repo=$target | Select-Object -Last 1 | Should -Match 'no errors found'
    }

    It 'is the commit alone with -CommitMetadataOnly' {
        $target = New-Target archive
        Invoke-OstreePull -Repository $target -Source "$work/source-archive" -Ref os/main -CommitMetadataOnly | Out-Null
        Get-ObjectList $target | Should -HaveCount 1
        "$((Get-OstreeCommit -Repository $target -Revision os/main).State)" | Should -Be 'Partial'
    }

    It 'goes under the name of a remote, and to a checksum, and to another commit than the ref names' {
        $target = New-Target archive
        $first = ostree rev-parse --repo=$work/source-archive 'os/main^^'
        (Invoke-OstreePull -Repository $target -Source "$work/source-archive" -Ref "os/main@$first" -Remote origin).Refs[0].Ref.ToString() | Should -Be 'origin:os/main'
        ostree rev-parse --repo=$target origin:os/main | Should -Be $first
        (Invoke-OstreePull -Repository $target -Source "$work/source-archive" -Ref $first).Refs.Count | Should -Be 0
    }

    It 'has the detached metadata, also of a commit that was here' {
        $target = New-Target archive
        $source = New-Target archive
        Invoke-OstreePull -Repository $source -Source "$work/source-archive" -Ref os/main | Out-Null
        Invoke-OstreePull -Repository $target -Source $source -Ref os/main | Out-Null
        $commit = "$(ostree rev-parse --repo=$source os/main)"
        $file = "objects/$($commit.Substring(0, 2))/$($commit.Substring(2)).commitmeta"
        ostree commit --repo=$source -b signed --tree=ref=os/main --add-detached-metadata-string=k=v | Out-Null
        Invoke-OstreePull -Repository $target -Source $source -Ref signed | Out-Null
        $signed = "$(ostree rev-parse --repo=$source signed)"
        (Get-FileHash "$target/objects/$($signed.Substring(0, 2))/$($signed.Substring(2)).commitmeta").Hash |
            Should -Be (Get-FileHash "$source/objects/$($signed.Substring(0, 2))/$($signed.Substring(2)).commitmeta").Hash
        Copy-Item "$source/objects/$($signed.Substring(0, 2))/$($signed.Substring(2)).commitmeta" "$source/$file"
        Invoke-OstreePull -Repository $target -Source $source -Ref os/main | Out-Null
        "$target/$file" | Should -Exist
    }

    It 'is refused as a whole where the source has refs of remotes, which cannot be told from its own here, as by stock ostree; what is named comes' {
        $source = New-Target archive
        ostree commit --repo=$source -b mine --tree=dir=$work/tree | Out-Null
        Invoke-OstreePull -Repository $source -Source "$work/source-archive" -Ref os/main -Remote origin | Out-Null
        $target = New-Target archive
        $said = ostree pull-local --repo=$target $source 2>&1
        $LASTEXITCODE | Should -Not -Be 0
        "$said" | Should -Match 'Invalid ref name origin:os/main'
        { Invoke-OstreePull -Repository $target -Source $source } | Should -Throw 'Invalid ref name origin:os/main*' -ErrorId 'InvalidRefName,*'
        { Invoke-OstreePull -Repository $target -Source $source -DryRun } | Should -Throw -ErrorId 'InvalidRefName,*'
        Get-ObjectList $target | Should -BeNullOrEmpty
        Invoke-OstreePull -Repository $target -Source $source -Ref mine | Out-Null
        $theirs = New-Target archive
        ostree pull-local --repo=$theirs $source mine | Out-Null
        Get-ObjectList $target | Should -Be (Get-ObjectList $theirs)
        # Stock ostree finds no ref of a remote by its name; we do.
        Invoke-OstreePull -Repository $target -Source $source -Ref os/main | Out-Null
        ostree refs --repo=$target | Sort-Object | Should -Be 'mine', 'os/main'
        ostree rev-parse --repo=$target os/main | Should -Be (ostree rev-parse --repo=$source origin:os/main)
    }

    It 'is nothing with -WhatIf' {
        $target = New-Target archive
        Invoke-OstreePull -Repository $target -Source "$work/source-archive" -WhatIf
        Get-ObjectList $target | Should -BeNullOrEmpty
    }
}

Describe 'What a local pull refuses' {
    BeforeEach {
        $target = New-Target archive
        $source = "$work/broken-$([guid]::NewGuid())"
        cp -a "$work/source-bare-user" $source
    }
    AfterEach {
        Get-ObjectList $target | Should -BeNullOrEmpty
        ostree refs --repo=$target | Should -BeNullOrEmpty
    }

    It 'is content that is damaged' {
        $file = find $source/objects -name '*.file' -size +100k | Select-Object -First 1
        $bytes = [IO.File]::ReadAllBytes($file)
        $bytes[7] = $bytes[7] -bxor 1
        [IO.File]::WriteAllBytes($file, $bytes)
        { Invoke-OstreePull -Repository $target -Source $source } | Should -Throw -ErrorId 'CorruptObject,*'
    }

    It 'is content that is damaged and would only be linked, with -Untrusted' {
        $file = find $source/objects -name '*.file' -size +100k | Select-Object -First 1
        [IO.File]::AppendAllText($file, 'x')
        $other = New-Target bare-user
        { Invoke-OstreePull -Repository $other -Source $source -Untrusted } | Should -Throw -ErrorId 'CorruptObject,*'
        Get-ObjectList $other | Should -BeNullOrEmpty
    }

    It 'is a directory that is damaged, and one that is missing' -ForEach 'damaged', 'missing' {
        $file = find $source/objects -name '*.dirtree' | Select-Object -First 1
        if ($_ -eq 'damaged') { [IO.File]::AppendAllText($file, 'x') } else { Remove-Item -LiteralPath $file }
        $id = if ($_ -eq 'damaged') { 'CorruptObject,*' } else { 'ObjectNotFound,*' }
        { Invoke-OstreePull -Repository $target -Source $source -Depth -1 } | Should -Throw -ErrorId $id
    }

    It 'is a commit that is another, unless upstream''s trust is enough: into <_>' -ForEach 'archive', 'bare-user' {
        $tip, $before = 'os/main', 'os/main^' | ForEach-Object { "$(Resolve-OstreeRevision -Repository $source $_)" }
        $files = $tip, $before | ForEach-Object { "$source/objects/$($_.Substring(0, 2))/$($_.Substring(2)).commit" }
        [IO.File]::Copy($files[1], $files[0], $true)
        $other, $stock = (New-Target $_), (New-Target $_)
        { Invoke-OstreePull -Repository $other -Source $source -Ref os/main } | Should -Throw -ErrorId 'CorruptObject,*'
        { Invoke-OstreePull -Repository $other -Source $source -Ref os/main -SkipChecksumCheck -Untrusted } | Should -Throw -ErrorId 'CorruptObject,*'
        Get-ObjectList $other | Should -BeNullOrEmpty
        $null = Invoke-OstreePull -Repository $other -Source $source -Ref os/main -SkipChecksumCheck
        ostree pull-local --repo=$stock $source os/main 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
        Get-ObjectList $other | Should -BeExactly (Get-ObjectList $stock)
        cmp "$other/objects/$($tip.Substring(0, 2))/$($tip.Substring(2)).commit" $files[0]
        $LASTEXITCODE | Should -Be 0
    }

    It 'is a ref that is not there, and a source that is none' {
        { Invoke-OstreePull -Repository $target -Source $source -Ref nothing } | Should -Throw -ErrorId 'RefNotFound,*'
        { Invoke-OstreePull -Repository $target -Source $work/tree } | Should -Throw -ErrorId 'RepositoryNotFound,*'
    }

    It 'is <Name>, before anything is read' -ForEach @(
        @{ Name = 'a path outside the refs'; Ref = '../../config'; Id = 'InvalidRefName,*' }
        @{ Name = 'an empty name'; Ref = ''; Id = 'ParameterArgumentTransformationError,*' }
        @{ Name = 'an empty name among others'; Ref = @('os/main', ''); Id = 'ParameterArgumentTransformationError,*' }
    ) {
        { Invoke-OstreePull -Repository $target -Source $source -Ref $Ref } | Should -Throw -ErrorId $Id
        Add-OstreeRemote -Repository $target -Name r -Url "file://$source" -NoSignatureCheck
        { Invoke-OstreePull -Repository $target -Remote r -Ref $Ref } | Should -Throw -ErrorId $Id
    }

    It 'is not a ref that is named twice' {
        $other = New-Target archive
        (Invoke-OstreePull -Repository $other -Source $source -Ref os/main, os/main).Refs.Count | Should -Be 1
        ostree rev-parse --repo=$other os/main | Should -Be (ostree rev-parse --repo=$source os/main)
    }

    It 'is a commit that is bound to another ref, unless told otherwise' {
        [IO.File]::WriteAllText("$source/refs/heads/os/wrong", [IO.File]::ReadAllText("$source/refs/heads/os/main"))
        { Invoke-OstreePull -Repository $target -Source $source -Ref os/wrong } | Should -Throw -ErrorId 'BindingMismatch,*'
        $other = New-Target archive
        (Invoke-OstreePull -Repository $other -Source $source -Ref os/wrong -DisableVerifyBindings).Refs.Count | Should -Be 1
    }

    It 'is an older commit, with -TimestampCheck' {
        $other = New-Target archive
        Invoke-OstreePull -Repository $other -Source $source -Ref os/main | Out-Null
        $tip = ostree rev-parse --repo=$other os/main
        ostree reset --repo=$source os/main 'os/main^'
        { Invoke-OstreePull -Repository $other -Source $source -Ref os/main -TimestampCheck } | Should -Throw -ErrorId 'CommitTooOld,*'
        ostree rev-parse --repo=$other os/main | Should -Be $tip
    }

    It 'is the check of times along with ancestors, which are older anyway' {
        { Invoke-OstreePull -Repository $target -Source $source -Ref os/main -TimestampCheck -Depth 1 } | Should -Throw -ErrorId 'InvalidOption,*'
    }

    It 'is a file that everybody may write, with -BareUserOnlyFiles' {
        [IO.File]::WriteAllText("$work/open", 'x')
        $null = New-Item -ItemType Directory -Path "$work/opentree"
        Copy-Item "$work/open" "$work/opentree/open"
        chmod 777 "$work/opentree/open"
        $null = New-OstreeCommit -Repository $source -Branch open -Path "$work/opentree"
        { Invoke-OstreePull -Repository $target -Source $source -Ref open -BareUserOnlyFiles } | Should -Throw -ErrorId 'InvalidMode,*'
        Remove-Item -LiteralPath "$work/opentree", "$work/open" -Recurse
    }
}

Describe 'A pull that was cut' {
    It 'leaves nothing visible, and what was complete is not copied again' {
        $target = New-Target archive
        $source = "$work/cut"
        cp -a "$work/source-bare-user" $source
        $null = "$(ostree ls -C --repo=$source os/main /etc/sub/conf)" -match '[0-9a-f]{64}'
        $file = "$source/objects/$($Matches[0].Substring(0, 2))/$($Matches[0].Substring(2)).file"
        Move-Item -LiteralPath $file -Destination "$work/aside"
        { Invoke-OstreePull -Repository $target -Source $source -Ref os/main } | Should -Throw -ErrorId 'ObjectNotFound,*'
        Get-ObjectList $target | Should -BeNullOrEmpty
        $kept = @(find $target/tmp -name '*.filez').Count
        $kept | Should -BeGreaterThan 0 -Because 'else the next pull has nothing to use'
        Move-Item -LiteralPath "$work/aside" -Destination $file
        $result = Invoke-OstreePull -Repository $target -Source $source -Ref os/main
        $result.ContentFetched | Should -Be (@(find $target/objects -name '*.filez').Count - $kept)
        ostree fsck --repo=$target | Select-Object -Last 1 | Should -Match 'no errors found'
    }
}

Describe 'A pull that cannot link' {
    BeforeAll {
        $far = "/dev/shm/ostreeps-$([guid]::NewGuid())"
        $null = New-Item -ItemType Directory -Path $far
        $stock = "$work/stock-archive"
        ostree init --repo=$stock --mode=archive
        ostree commit --repo=$stock -b os/main --tree=dir=$work/tree -s Stock | Out-Null
    }
    AfterAll { Remove-Item -LiteralPath $far -Recurse -Force }

    It 'copies the bytes of an archive as they are' {
        New-OstreeRepository -Path "$far/archive" -Mode Archive | Out-Null
        $result = Invoke-OstreePull -Repository "$far/archive" -Source $stock
        $result.ContentLinked | Should -Be 0
        $result.ContentFetched | Should -BeGreaterThan 3
        diff -r $stock/objects $far/archive/objects | Should -BeNullOrEmpty
    }

    It 'refuses an object of an archive that is damaged, whole as its file may seem' {
        $source = "$work/damaged-archive"
        cp -a $stock $source
        $file = find $source/objects -name '*.filez' -size +1k | Select-Object -First 1
        $bytes = [IO.File]::ReadAllBytes($file)
        $bytes[$bytes.Length - 40] = $bytes[$bytes.Length - 40] -bxor 4
        [IO.File]::WriteAllBytes($file, $bytes)
        New-OstreeRepository -Path "$far/refused" -Mode Archive | Out-Null
        { Invoke-OstreePull -Repository "$far/refused" -Source $source } | Should -Throw -ErrorId 'CorruptObject,*'
        Get-ObjectList "$far/refused" | Should -BeNullOrEmpty
    }
}

Describe 'A pull on a file system that shares blocks' -Skip:(-not ((id -u) -eq '0' -and (Test-Path /usr/sbin/mkfs.xfs) -and (Test-Path /usr/sbin/filefrag))) {
    BeforeAll {
        $place = "$work/xfs"
        $null = New-Item -ItemType Directory -Path $place
        truncate -s 400M "$work/xfs.img"
        mkfs.xfs -q -m reflink=1 "$work/xfs.img" | Out-Null
        mount -o loop "$work/xfs.img" $place
    }
    AfterAll { umount $place }

    It 'shares those of a file whose owner or attributes only lie elsewhere, from <From> to <To>' -ForEach @(
        @{ From = 'bare'; To = 'bare-user' }, @{ From = 'bare-user'; To = 'bare' }, @{ From = 'bare'; To = 'bare-split-xattrs' }
    ) {
        $source = "$place/$From-$To-source"
        $target = "$place/$From-$To-target"
        New-OstreeRepository -Path $source -Mode ($From -replace '-') | Out-Null
        New-OstreeRepository -Path $target -Mode ($To -replace '-') | Out-Null
        New-OstreeCommit -Repository $source -Branch os/main -Path "$work/tree" -NoXattrs | Out-Null
        sync
        $result = Invoke-OstreePull -Repository $target -Source $source
        $result.ContentLinked | Should -Be 0
        $file = find $target/objects -name '*.file' -size +100k | Select-Object -First 1
        (filefrag -v $file) -join "`n" | Should -Match 'shared'
        ostree fsck --repo=$target | Select-Object -Last 1 | Should -Match 'no errors found'
        Test-OstreeRepository -Repository $target | Should -BeNullOrEmpty
    }

    It 'refuses one that is damaged' {
        $source = "$place/damaged"
        $target = "$place/clean"
        New-OstreeRepository -Path $source -Mode Bare | Out-Null
        New-OstreeRepository -Path $target -Mode BareUser | Out-Null
        New-OstreeCommit -Repository $source -Branch os/main -Path "$work/tree" -NoXattrs | Out-Null
        $file = find $source/objects -name '*.file' -size +100k | Select-Object -First 1
        $bytes = [IO.File]::ReadAllBytes($file)
        $bytes[9] = $bytes[9] -bxor 1
        [IO.File]::WriteAllBytes($file, $bytes)
        { Invoke-OstreePull -Repository $target -Source $source } | Should -Throw -ErrorId 'CorruptObject,*'
        Get-ObjectList $target | Should -BeNullOrEmpty
    }
}

Describe 'A pull from a repository with a collection' {
    BeforeAll {
        $collected = "$work/collected"
        ostree init --repo=$collected --mode=archive --collection-id=org.example.Os
        ostree commit --repo=$collected -b os/main --tree=dir=$work/tree -s One | Out-Null
        ostree commit --repo=$collected -b os/other --tree=dir=$work/tree -s Two | Out-Null
    }

    It 'mirrors its refs with -Mirror, as stock ostree sees them' {
        $target = New-Target archive
        $result = Invoke-OstreePull -Repository $target -Source $collected -Mirror
        $result.Refs.Count | Should -Be 2
        "$target/refs/mirrors/org.example.Os/os/main" | Should -Exist
        ostree refs --repo=$target --collections | Sort-Object | Should -Be '(org.example.Os, os/main)', '(org.example.Os, os/other)'
        ostree fsck --repo=$target --verify-bindings | Select-Object -Last 1 | Should -Match 'no errors found'
    }

    It 'makes them its own where it is of that collection itself' {
        $target = "$work/same-collection"
        ostree init --repo=$target --mode=archive --collection-id=org.example.Os
        Invoke-OstreePull -Repository $target -Source $collected -Mirror | Out-Null
        "$target/refs/heads/os/main" | Should -Exist
        "$target/refs/mirrors/org.example.Os" | Should -Not -Exist
    }

    It 'pulls a mirrored ref from a mirror' {
        $between = New-Target archive
        Invoke-OstreePull -Repository $between -Source $collected -Mirror | Out-Null
        $target = New-Target bare-user
        $wanted = [OstreePS.Core.Pull.PullRef]::new('os/main', 'org.example.Os')
        Invoke-OstreePull -Repository $target -Source $between -Ref $wanted -Mirror | Out-Null
        ostree refs --repo=$target --collections | Should -Be '(org.example.Os, os/main)'
    }

    It 'refuses commits that are bound to another collection' {
        $forged = "$work/forged-collection"
        cp -a $collected $forged
        ostree config --repo=$forged set core.collection-id org.example.Other
        $target = New-Target archive
        { Invoke-OstreePull -Repository $target -Source $forged } | Should -Throw -ErrorId 'BindingMismatch,*'
        Get-ObjectList $target | Should -BeNullOrEmpty
    }
}

Describe 'A local pull that demands signatures' {
    BeforeAll {
        $keys = "$PSScriptRoot/../unit/Fixtures/2026.4/signatures/keys/gpg"
        $signed = New-Target archive
        Invoke-OstreePull -Repository $signed -Source "$work/source-archive" -Ref os/main | Out-Null
        $target = New-Target archive
        Add-OstreeRemote -Repository $target -Name origin -Url 'http://example.org/repo'
        Import-OstreeRemoteKey -Repository $target -Name origin -Path "$keys/ed25519.pub.asc" | Out-Null
    }

    It 'needs a remote whose keys are trusted' {
        { Invoke-OstreePull -Repository $target -Source $signed -GpgVerify } | Should -Throw -ErrorId 'InvalidOption,*'
        { Invoke-OstreePull -Repository $target -Source $signed -GpgVerify -Remote nobody } | Should -Throw -ErrorId 'RemoteNotFound,*'
    }

    It 'refuses a commit and a summary without one, and leaves nothing' {
        { Invoke-OstreePull -Repository $target -Source $signed -GpgVerify -Remote origin } | Should -Throw -ErrorId 'SignatureMissing,*'
        { Invoke-OstreePull -Repository $target -Source $signed -GpgVerifySummary -Remote origin } | Should -Throw -ErrorId 'SummaryNotFound,*'
        Get-ObjectList $target | Should -BeNullOrEmpty
    }

    It 'takes those with a good one, and says whose' {
        Add-OstreeSignature -Repository $signed os/main -GpgKeyFile "$keys/ed25519.sec.asc" | Out-Null
        (Invoke-OstreePull -Repository $target -Source $signed -GpgVerify -Remote origin).VerifiedBy | Should -Match '^gpg '
        ostree pull-local --repo=$target --remote=origin --gpg-verify $signed os/main | Out-Null
        $LASTEXITCODE | Should -Be 0
    }
}
