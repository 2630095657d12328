# Checkouts: stock ostree and we make the same tree of the same repository, whoever made that, in every mode and with every option.
$modes = 'bare', 'bare-user', 'bare-user-only', 'bare-split-xattrs', 'archive'

# Our parameters beside upstream's options. What stock refuses we refuse, with the fault named.
$plain = @(
    @{ Options = '';                      Ours = @{} }
    @{ Options = '-U';                    Ours = @{ UserMode = $true } }
    @{ Options = '-C';                    Ours = @{ ForceCopy = $true } }
    @{ Options = '-U -C';                 Ours = @{ UserMode = $true; ForceCopy = $true } }
    @{ Options = '-H';                    Ours = @{ RequireHardlinks = $true } }
    @{ Options = '-U -H';                 Ours = @{ UserMode = $true; RequireHardlinks = $true } }
    @{ Options = '-M';                    Ours = @{ BareUserOnlyDirs = $true } }
    @{ Options = '-U --disable-cache';    Ours = @{ UserMode = $true; DisableCache = $true } }
    @{ Options = '--fsync=false';         Ours = @{ DisableFsync = $true } }
    @{ Options = '--fsync=true';          Ours = @{ Fsync = $true } }
    @{ Options = '--subpath=/';           Ours = @{ Subpath = '/' } }
    @{ Options = '--subpath=/usr/lib';    Ours = @{ Subpath = '/usr/lib' } }
    @{ Options = '--subpath=usr/lib -U';  Ours = @{ Subpath = 'usr/lib'; UserMode = $true } }
    @{ Options = '--subpath=usr/bin/run'; Ours = @{ Subpath = 'usr/bin/run' } }
    @{ Options = '--subpath=/lib';        Ours = @{ Subpath = '/lib' } }
    @{ Options = '--subpath=/none --allow-noent'; Ours = @{ Subpath = '/none'; AllowNoent = $true } }
    @{ Options = '--skip-list=skip';      Ours = @{ SkipList = 'skip' } }
    @{ Options = '--skip-list=skip --subpath=/usr'; Ours = @{ SkipList = 'skip'; Subpath = '/usr' } }
    @{ Options = '--skip-list=skip-all';  Ours = @{ SkipList = 'skip-all' } }
)
$layers = @(
    @{ Options = '';                        Ours = @{} }
    @{ Options = '--union';                 Ours = @{ Union = $true } }
    @{ Options = '--union -U';              Ours = @{ Union = $true; UserMode = $true } }
    @{ Options = '--union -C';              Ours = @{ Union = $true; ForceCopy = $true } }
    @{ Options = '--union-add';             Ours = @{ UnionAdd = $true } }
    @{ Options = '--union-add -U';          Ours = @{ UnionAdd = $true; UserMode = $true } }
    @{ Options = '--union-identical -H';    Ours = @{ UnionIdentical = $true; RequireHardlinks = $true } }
    @{ Options = '--union-identical -H -U'; Ours = @{ UnionIdentical = $true; RequireHardlinks = $true; UserMode = $true } }
    @{ Options = '--whiteouts --union';     Ours = @{ Whiteouts = $true; Union = $true } }
    @{ Options = '--whiteouts --union-add'; Ours = @{ Whiteouts = $true; UnionAdd = $true } }
    @{ Options = '--process-passthrough-whiteouts --union'; Ours = @{ ProcessPassthroughWhiteouts = $true; Union = $true } }
    @{ Options = '--process-passthrough-whiteouts --union -U'; Ours = @{ ProcessPassthroughWhiteouts = $true; Union = $true; UserMode = $true } }
)
# OSTree 2022.7 does not write bare-split-xattrs whole.
$ourRepositories = @(foreach ($mode in $modes) { @{ Mode = $mode; Maker = 'ours' } })
$repositories = $ourRepositories + @(foreach ($mode in $modes -ne 'bare-split-xattrs') { @{ Mode = $mode; Maker = 'theirs' } })

BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $ground = (New-Item -ItemType Directory -Path 'TestDrive:/checkout').FullName

    # All that can be seen of a tree. Times are 0 or now; of files, who shares an inode with whom, and with the outside.
    [IO.File]::WriteAllText("$ground/list.sh", @'
cd "$1" 2>/dev/null || { ls -ld "$1" >/dev/null 2>&1 && echo no directory || echo nothing; exit; }
export LC_ALL=C
find . -type d -printf '%P\t%y %m %U:%G %T@\n' | sed 's/ [1-9][0-9.]*$/ now/' | sort
find . ! -type d -printf '%P\t%y %m %U:%G %s %l %T@\n' | sed 's/ [1-9][0-9.]*$/ now/' | sort
find . ! -type d -printf '%P\t%i %n\n' | sort | awk -F '\t' '{ split($2, n, " "); if (!(n[1] in first)) first[n[1]] = $1; print $1, "is", first[n[1]], (n[2] > 1 ? "shared" : "alone") }'
find . -type f -print0 | sort -z | xargs -0r sha256sum
find . -print0 | sort -z | xargs -0r getfattr -h -d -m - -e hex 2>/dev/null
true
'@)

    function Get-Listing([string] $Path) { (sh "$ground/list.sh" $Path) -join "`n" }

    function New-Tree([string] $Path) {
        $null = New-Item -ItemType Directory -Path "$Path/usr/bin", "$Path/usr/lib/deep/er", "$Path/sticky", "$Path/empty", "$Path/ümlaut-𝒳", "$Path/gone/sub", "$Path/opaque/sub"
        Set-Content -LiteralPath "$Path/usr/bin/run" -Value '#!/bin/sh'
        Set-Content -LiteralPath "$Path/usr/bin/suid" -Value 'suid'
        Set-Content -LiteralPath "$Path/usr/lib/shadow" -Value 'secret'
        Set-Content -LiteralPath "$Path/usr/lib/empty" -Value '' -NoNewline
        Set-Content -LiteralPath "$Path/usr/lib/own" -Value 'mine'
        Set-Content -LiteralPath "$Path/ümlaut-𝒳/ß" -Value 'not ASCII'
        Set-Content -LiteralPath "$Path/gone/sub/file" -Value 'to be hidden'
        Set-Content -LiteralPath "$Path/opaque/sub/file" -Value 'to be hidden, too'
        head -c 700000 /dev/urandom > "$Path/usr/lib/deep/er/big"
        ln "$Path/usr/bin/run" "$Path/usr/bin/run-again"
        ln -s usr/lib "$Path/lib"
        ln -s ../nowhere "$Path/usr/dangling"
        chmod 755 "$Path/usr/bin/run"
        chmod 6755 "$Path/usr/bin/suid"
        chmod 000 "$Path/usr/lib/shadow"
        chmod 1777 "$Path/sticky"
        chmod 2770 "$Path/empty"
        setfattr -n user.test -v value "$Path/usr/lib/own"
        setfattr -n user.dir -v other "$Path/usr/lib/deep"
        chown 1234:5678 "$Path/usr/lib/own" "$Path/usr/lib/deep/er"
        chown -h 42:43 "$Path/usr/dangling"
    }

    function New-Layer([string] $Path) {
        $null = New-Item -ItemType Directory -Path "$Path/usr/bin", "$Path/opaque", "$Path/new/dir"
        Set-Content -LiteralPath "$Path/usr/bin/run" -Value '#!/bin/sh -e'
        Set-Content -LiteralPath "$Path/usr/bin/more" -Value 'more'
        Set-Content -LiteralPath "$Path/opaque/fresh" -Value 'fresh'
        Set-Content -LiteralPath "$Path/new/dir/.ostree-wh.hidden" -Value 'quoted'
        foreach ($name in 'opaque/.wh..wh..opq', '.wh.gone', 'usr/bin/.wh.suid', 'new/.wh.absent') {
            Set-Content -LiteralPath "$Path/$name" -Value '' -NoNewline
        }
        chmod 640 "$Path/new/dir/.ostree-wh.hidden"
        chown 7:8 "$Path/new/dir/.ostree-wh.hidden"
    }

    New-Tree "$ground/tree"
    New-Layer "$ground/layer"
    [IO.File]::WriteAllText("$ground/skip", "/usr/bin/run`n/usr/lib/deep/`n/sticky/`n/bin/suid`n/not/there`n")
    [IO.File]::WriteAllText("$ground/skip-all", "/`n")

    function New-Repository([string] $Maker, [string] $Mode) {
        $path = "$ground/$Maker-$Mode"
        if (Test-Path -LiteralPath $path) { return $path }
        if ($Maker -eq 'ours') {
            $null = New-OstreeRepository -Path $path -Mode $Mode
            foreach ($name in 'tree', 'layer') { $null = New-OstreeCommit -Repository $path -Branch "test/$name" -Path "$ground/$name" }
        }
        else {
            $canonical = if ($Mode -eq 'bare-user-only') { '--canonical-permissions' } else { '--owner-uid=-1' }
            ostree init --repo=$path --mode=$Mode
            foreach ($name in 'tree', 'layer') { $null = ostree commit --repo=$path -b "test/$name" --tree=dir="$ground/$name" $canonical }
        }
        $path
    }

    # Runs both, each on a ground that $Prepare makes for it, and says what became of it.
    function Compare-Checkout([string] $Repository, [string] $Revision, [string] $Options, [hashtable] $Ours, [scriptblock] $Prepare) {
        $results = foreach ($who in 'stock', 'ours') {
            rm -rf "$ground/out" "$Repository/uncompressed-objects-cache"
            if ($Prepare) { & $Prepare "$ground/out" }
            Push-Location -LiteralPath $ground
            try {
                $fault = $null
                if ($who -eq 'stock') {
                    $words = @($Options -split ' ' -ne '')
                    $null = ostree checkout --repo=$Repository @words $Revision "$ground/out" 2>&1
                    $failed = $LASTEXITCODE -ne 0
                }
                else {
                    try { $null = Invoke-OstreeCheckout -Repository $Repository -Revision $Revision -Destination "$ground/out" @Ours -ErrorAction Stop }
                    catch { $fault = $_ }
                    $failed = [bool] $fault
                }
            }
            finally { Pop-Location }
            $listing = Get-Listing "$ground/out"
            # Stock ostree leaves out the owner of a link that it replaces by a copy. We do not; a test below holds us to it.
            if ($Options -match '--union( |$)') { $listing = $listing -replace '\tl 777 \d+:\d+', "`tl 777" }
            @{ Failed = $failed; Fault = $fault; Listing = $listing }
        }
        $because = "of '$Options' on $Repository; our fault: $($results[1].Fault)"
        $results[1].Failed | Should -Be $results[0].Failed -Because $because
        if ($results[0].Failed) {
            $results[1].Fault.FullyQualifiedErrorId | Should -Match '^(NotSupported|CheckoutConflict|InvalidOption),' -Because $because
        }
        else {
            $results[1].Listing | Should -BeExactly $results[0].Listing -Because $because
        }
    }
}

Describe 'A checkout of a <Mode> repository that is <Maker>' -ForEach $repositories {
    BeforeAll { $repository = New-Repository $Maker $Mode }

    It 'is that of stock ostree with the options "<Options>"' -ForEach $plain {
        Compare-Checkout $repository test/tree $Options $Ours
    }
}

Describe 'A checkout of a <Mode> repository over another tree' -ForEach $ourRepositories {
    BeforeAll { $repository = New-Repository $Maker $Mode }

    It 'is that of stock ostree with the options "<Options>"' -ForEach $layers {
        $user = if ($Options -match '-U') { '-U' } else { '--fsync=true' }
        Compare-Checkout $repository test/layer $Options $Ours { param($out) ostree checkout --repo=$repository $user test/tree $out }
        Compare-Checkout $repository test/tree $Options $Ours { param($out) ostree checkout --repo=$repository -C $user --skip-list="$ground/skip" test/tree $out }
    }
}

Describe 'A checkout' {
    BeforeAll {
        $repository = New-Repository ours bare
        $archive = New-Repository ours archive
        $userOnly = New-Repository ours bare-user
    }

    BeforeEach { rm -rf "$ground/out" "$archive/uncompressed-objects-cache" }

    It 'says what it came to' {
        $result = Invoke-OstreeCheckout -Repository $repository -Revision test/tree -Destination "$ground/out"
        $result.Commit | Should -Be (Resolve-OstreeRevision -Repository $repository -Revision test/tree)
        $result.Destination | Should -BeExactly "$ground/out"
        $result.Files | Should -Be ([int] (sh -c 'find "$1" -type f | wc -l' - "$ground/out"))
        $result.Symlinks | Should -Be ([int] (sh -c 'find "$1" -type l | wc -l' - "$ground/out"))
        $result.Directories | Should -Be ([int] (sh -c 'find "$1" -type d | wc -l' - "$ground/out"))
        $result.Linked | Should -Be ($result.Files - 1)
        $result.Copied | Should -Be 1
        ($result | Out-String -Width 100) | Should -Match "Destination\s*: .*/out"
    }

    It 'takes a commit object, from the pipeline too' {
        $commit = Get-OstreeCommit -Repository $repository -Revision test/tree
        $null = Invoke-OstreeCheckout -Repository $repository -Revision $commit -Destination "$ground/out"
        $commit | Invoke-OstreeCheckout -Destination "$ground/out" -UnionAdd | ForEach-Object Kept | Should -BeGreaterThan 0
    }

    It 'without a destination makes one with the name of the revision, as upstream does' {
        Push-Location -LiteralPath $ground
        try {
            $commit = "$(Resolve-OstreeRevision -Repository $repository -Revision test/tree)"
            (Invoke-OstreeCheckout -Repository $repository -Revision $commit).Destination | Should -BeExactly "$ground/$commit"
            rm -rf "$ground/$commit"
            { Invoke-OstreeCheckout -Repository $repository -Revision test/tree } | Should -Throw -ErrorId 'PathNotFound,*'
        }
        finally { Pop-Location }
    }

    It 'does nothing under -WhatIf' {
        Invoke-OstreeCheckout -Repository $repository -Revision test/tree -Destination "$ground/out" -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath "$ground/out" | Should -BeFalse
    }

    It 'fills the cache of an archive repository with what stock ostree links from, and the other way round' {
        $null = Invoke-OstreeCheckout -Repository $archive -Revision test/tree -Destination "$ground/out" -UserMode
        $cached = sh -c 'cd "$1" && find . -type f -printf "%P %m %s\n" | sort' - "$archive/uncompressed-objects-cache"
        rm -rf "$ground/out"
        ostree checkout --repo=$archive -U test/tree "$ground/out"
        sh -c 'cd "$1" && find . -type f -links 1' - "$archive/uncompressed-objects-cache" | Should -BeNullOrEmpty
        rm -rf "$ground/out" "$archive/uncompressed-objects-cache"
        ostree checkout --repo=$archive -U test/tree "$ground/out"
        sh -c 'cd "$1" && find . -type f -printf "%P %m %s\n" | sort' - "$archive/uncompressed-objects-cache" | Should -BeExactly $cached
        rm -rf "$ground/out"
        (Invoke-OstreeCheckout -Repository $archive -Revision test/tree -Destination "$ground/out" -UserMode).Linked | Should -Be ($cached.Count + 1) -Because 'two files are the same object'
    }

    It 'leaves the cache alone where the config says so' {
        ostree --repo=$archive config set core.enable-uncompressed-cache false
        (Invoke-OstreeCheckout -Repository $archive -Revision test/tree -Destination "$ground/out" -UserMode).Linked | Should -Be 0
        ostree --repo=$archive config unset core.enable-uncompressed-cache
        Test-Path -LiteralPath "$archive/uncompressed-objects-cache" | Should -BeFalse
    }

    It 'links from a parent repository as stock ostree does' {
        foreach ($parent in $repository, $userOnly) {
            rm -rf "$ground/child"
            ostree init --repo="$ground/child" --mode=bare
            ostree --repo="$ground/child" config set core.parent $parent
            $commit = ostree --repo=$parent rev-parse test/tree
            foreach ($ours in @{}, @{ UserMode = $true }) {
                Compare-Checkout "$ground/child" $commit $(if ($ours.UserMode) { '-U' } else { '' }) $ours
            }
        }
    }

    It 'goes through a link that stays within the destination, and through no other' {
        $prepare = { param($out) $null = New-Item -ItemType Directory -Path "$out/real"; ln -s real "$out/usr" }
        Compare-Checkout $repository test/tree '--union' @{ Union = $true } $prepare
        foreach ($target in '../elsewhere', "$ground/elsewhere") {
            rm -rf "$ground/out" "$ground/elsewhere"
            $null = New-Item -ItemType Directory -Path "$ground/out", "$ground/elsewhere"
            ln -s $target "$ground/out/usr"
            { Invoke-OstreeCheckout -Repository $repository -Revision test/tree -Destination "$ground/out" -Union } | Should -Throw -ErrorId 'CheckoutConflict,*'
            Get-ChildItem -LiteralPath "$ground/elsewhere" | Should -BeNullOrEmpty
        }
    }

    It 'leaves out a directory that is listed without a slash, where stock ostree wants one' {
        [IO.File]::WriteAllText("$ground/skip-bare", "/usr/lib`n")
        $null = Invoke-OstreeCheckout -Repository $repository -Revision test/tree -Destination "$ground/out" -SkipList "$ground/skip-bare"
        Test-Path -LiteralPath "$ground/out/usr/lib" | Should -BeFalse
        Test-Path -LiteralPath "$ground/out/usr/bin/run" | Should -BeTrue
    }

    It 'gives a link that it replaces its owner, which stock ostree leaves out' {
        foreach ($pass in 1..2) { $null = Invoke-OstreeCheckout -Repository $archive -Revision test/tree -Destination "$ground/out" -Union }
        (stat -c '%u:%g' "$ground/out/usr/dangling") | Should -BeExactly '42:43'
    }

    It 'lets a whiteout layer change the kind of a file, as OSTree 2026.4 does and 2022.7 does not' {
        $null = New-Item -ItemType Directory -Path "$ground/out/usr/bin/run", "$ground/out/new"
        Set-Content -LiteralPath "$ground/out/new/dir" -Value 'a file'
        ln -s new "$ground/out/opaque"
        $null = Invoke-OstreeCheckout -Repository $repository -Revision test/layer -Destination "$ground/out" -Whiteouts -Union
        Test-Path -LiteralPath "$ground/out/usr/bin/run" -PathType Leaf | Should -BeTrue
        Test-Path -LiteralPath "$ground/out/new/dir" -PathType Container | Should -BeTrue
        (stat -c '%F' "$ground/out/opaque") | Should -BeExactly 'directory'
    }

    It 'refuses a whiteout that would remove the directory above' {
        $null = New-Item -ItemType Directory -Path "$ground/hostile/dir" -Force
        Set-Content -LiteralPath "$ground/hostile/dir/.wh..." -Value '' -NoNewline
        $null = New-OstreeCommit -Repository $repository -Branch test/hostile -Path "$ground/hostile"
        { Invoke-OstreeCheckout -Repository $repository -Revision test/hostile -Destination "$ground/out" -Whiteouts } | Should -Throw -ErrorId 'InvalidName,*'
        Test-Path -LiteralPath "$ground/out" | Should -BeFalse
        Test-Path -LiteralPath "$ground/tree/usr" | Should -BeTrue
    }

    It 'never places a damaged file, and takes away what it has made' {
        $object = (Get-OstreeChildItem -Repository $archive -Revision test/tree -Path /usr/lib/deep/er/big -DirOnly).Checksum.ToString()
        $file = "$archive/objects/$($object.Substring(0, 2))/$($object.Substring(2)).filez"
        $bytes = [IO.File]::ReadAllBytes($file)
        $bytes[300000] = $bytes[300000] -bxor 1
        [IO.File]::WriteAllBytes($file, $bytes)
        foreach ($user in $true, $false) {
            { Invoke-OstreeCheckout -Repository $archive -Revision test/tree -Destination "$ground/out" -UserMode:$user } | Should -Throw -ErrorId 'CorruptObject,*'
            Test-Path -LiteralPath "$ground/out" | Should -BeFalse
        }
        Test-Path -LiteralPath "$archive/uncompressed-objects-cache/$($object.Substring(0, 2))/$($object.Substring(2)).file" | Should -BeFalse
        $bytes[300000] = $bytes[300000] -bxor 1
        [IO.File]::WriteAllBytes($file, $bytes)
    }

    It 'refuses <Because>' -ForEach @(
        @{ Because = 'a destination that exists';    Id = 'CheckoutConflict'; Ours = @{ Destination = 'tree' } }
        @{ Because = 'a destination that is a file'; Id = 'CheckoutConflict'; Ours = @{ Destination = 'skip'; Union = $true } }
        @{ Because = 'a destination below nothing';  Id = 'PathNotFound';     Ours = @{ Destination = 'no/such/out' } }
        @{ Because = 'a subpath that is not there';  Id = 'PathNotInCommit';  Ours = @{ Subpath = '/none' } }
        @{ Because = 'a subpath through a file';     Id = 'NotADirectory';    Ours = @{ Subpath = '/usr/bin/run/x'; AllowNoent = $true } }
        @{ Because = 'a subpath that climbs';        Id = 'InvalidPath';      Ours = @{ Subpath = '/usr/../..' } }
        @{ Because = 'a missing skip list';          Id = 'PathNotFound';     Ours = @{ SkipList = 'no-such-list' } }
        @{ Because = 'two unions';                   Id = 'InvalidOption';    Ours = @{ Union = $true; UnionAdd = $true } }
        @{ Because = 'identity without links';       Id = 'InvalidOption';    Ours = @{ UnionIdentical = $true } }
        @{ Because = 'links and copies at once';     Id = 'InvalidOption';    Ours = @{ RequireHardlinks = $true; ForceCopy = $true } }
        @{ Because = 'a revision that is not there'; Id = 'RefNotFound';      Ours = @{ Revision = 'no/such/ref' } }
        @{ Because = 'a repository that is none';    Id = 'RepositoryNotFound'; Ours = @{ Repository = 'tree' } }
        @{ Because = 'links to another file system'; Id = 'NotSupported';     Ours = @{ Destination = '/dev/shm/ostreeps-checkout-test'; RequireHardlinks = $true } }
    ) {
        $arguments = @{ Repository = $repository; Revision = 'test/tree'; Destination = "$ground/out" }
        foreach ($name in $Ours.Keys) { $arguments[$name] = $Ours[$name] }
        Push-Location -LiteralPath $ground
        try {
            $before = Get-Listing "$ground/tree"
            { Invoke-OstreeCheckout @arguments } | Should -Throw -ErrorId "$Id,*"
            Get-Listing "$ground/tree" | Should -BeExactly $before
            Test-Path -LiteralPath "$ground/out" | Should -BeFalse
            Test-Path -LiteralPath '/dev/shm/ostreeps-checkout-test' | Should -BeFalse
        }
        finally { Pop-Location }
    }

    It 'completes subpaths' {
        $line = "Invoke-OstreeCheckout -Repository $repository -Revision test/tree -Subpath /usr/b"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain '/usr/bin'
    }

    It 'copes with a directory of 100,000 entries and a tree of 1,000 levels' -Tag Slow {
        sh -c 'mkdir -p "$1/wide" && cd "$1/wide" && seq -f "file-%g" 100000 | xargs touch && cd .. && deep=$(printf "d/%.0s" $(seq 1000)) && mkdir -p "$deep" && echo end > "$deep/end"' - "$ground/huge"
        try {
            $null = New-OstreeCommit -Repository $repository -Branch test/huge -Path "$ground/huge" -DisableFsync
            $result = Invoke-OstreeCheckout -Repository $repository -Revision test/huge -Destination "$ground/out"
            $result.Files | Should -Be 100001
            $result.Directories | Should -Be 1002
            sh -c 'cd "$1" && find . | sort | sha256sum' - "$ground/out" | Should -BeExactly (sh -c 'cd "$1" && find . | sort | sha256sum' - "$ground/huge")
        }
        finally { rm -rf "$ground/huge" "$ground/out" }
    }
}
