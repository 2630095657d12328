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

    It 'is a ref that is not there, and a source that is none' {
        { Invoke-OstreePull -Repository $target -Source $source -Ref nothing } | Should -Throw -ErrorId 'RefNotFound,*'
        { Invoke-OstreePull -Repository $target -Source $work/tree } | Should -Throw -ErrorId 'RepositoryNotFound,*'
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
        $file = find $source/objects -name '*.file' -size +100k | Select-Object -First 1
        Move-Item -LiteralPath $file -Destination "$work/aside"
        { Invoke-OstreePull -Repository $target -Source $source -Ref os/main } | Should -Throw -ErrorId 'ObjectNotFound,*'
        Get-ObjectList $target | Should -BeNullOrEmpty
        $kept = @(find $target/tmp -name '*.filez').Count
        Move-Item -LiteralPath "$work/aside" -Destination $file
        $result = Invoke-OstreePull -Repository $target -Source $source -Ref os/main
        $result.ContentFetched | Should -Be (@(find $target/objects -name '*.filez').Count - $kept)
        ostree fsck --repo=$target | Select-Object -Last 1 | Should -Match 'no errors found'
    }
}
