# Stock ostree is the judge: what its fsck refuses ours refuses, and both repair alike.
$damages = @(
    @{ Title = 'a content object with other bytes'; Type = 'file'; Harm = { param($path) $bytes = [IO.File]::ReadAllBytes($path); $bytes[-2] = $bytes[-2] -bxor 4; [IO.File]::WriteAllBytes($path, $bytes) } }
    @{ Title = 'an empty content object'; Type = 'file'; Harm = { param($path) [IO.File]::WriteAllBytes($path, [byte[]] @()) } }
    @{ Title = 'a missing content object'; Type = 'file'; Harm = { param($path) Remove-Item -LiteralPath $path } }
    @{ Title = 'a dirtree with other bytes'; Type = 'dirtree'; Harm = { param($path) Add-Content -LiteralPath $path -Value 'whoops' } }
    @{ Title = 'a missing dirmeta'; Type = 'dirmeta'; Harm = { param($path) Remove-Item -LiteralPath $path } }
    @{ Title = 'a damaged dirmeta'; Type = 'dirmeta'; Harm = { param($path) Add-Content -LiteralPath $path -Value 'whoops' } }
    @{ Title = 'a damaged commit'; Type = 'commit'; Harm = { param($path) Add-Content -LiteralPath $path -Value 'whoops' } }
    @{ Title = 'a missing commit'; Type = 'commit'; Harm = { param($path) Remove-Item -LiteralPath $path } }
)

BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'check'
    $null = New-Item -ItemType Directory -Path "$work/tree/dir"
    Set-Content -LiteralPath "$work/tree/file" -Value 'first'
    Set-Content -LiteralPath "$work/tree/dir/file" -Value 'second'
    foreach ($mode in 'bare-user', 'archive', 'bare') {
        ostree init --repo=$work/$mode --mode=$mode
        ostree commit --repo=$work/$mode -b main --tree=dir=$work/tree --canonical-permissions --timestamp=@1700000000 | Out-Null
        Set-Content -LiteralPath "$work/tree/only-here" -Value $mode
        ostree commit --repo=$work/$mode -b main --tree=dir=$work/tree --canonical-permissions --timestamp=@1700000001 | Out-Null
        Remove-Item -LiteralPath "$work/tree/only-here"
    }

    # An object of the newest commit only, so that it is known which commit is concerned.
    function Get-Victim([string] $Repository, [string] $Type) {
        $tip = ostree rev-parse --repo=$Repository main
        $checksum = switch ($Type) {
            'commit' { $tip }
            'file' { ((ostree ls --repo=$Repository -C main /only-here) -split ' +')[4] }
            'dirtree' { ((ostree ls --repo=$Repository -d -C main /) -split ' +')[4] }
            'dirmeta' { ((ostree ls --repo=$Repository -d -C main /) -split ' +')[5] }
        }
        (Get-ChildItem "$Repository/objects/$($checksum.Substring(0, 2))" -File | Where-Object { $_.BaseName -eq $checksum.Substring(2) -and $_.Extension -match "^\.${Type}z?$" }).FullName
    }

    function Get-State([string] $Path) {
        $files = @(Get-ChildItem -LiteralPath "$Path/objects", "$Path/state" -Recurse -File).FullName.ForEach{ $_.Substring($Path.Length) }
        $marks = @(Get-ChildItem -LiteralPath "$Path/state" -File | ForEach-Object { "$($_.Name)=$(Get-Content -LiteralPath $_.FullName -Raw)" })
        (($files + $marks) | Sort-Object) -join "`n"
    }

    function Copy-Repository([string] $Mode, [string] $Name) {
        $copy = "$work/$Name"
        Remove-Item -LiteralPath $copy -Recurse -Force -ErrorAction Ignore
        cp -a "$work/$Mode" $copy
        $copy
    }
}

Describe 'A file of an archive that goes on behind its object' {
    It 'is warned of, where stock ostree sees nothing, removed by nobody, and comes along with a pull' -ForEach @(
        @{ What = 'a file'; Path = '/only-here' }
        @{ What = 'an empty file'; Path = '/empty' }
        @{ What = 'a link'; Path = '/link' }
    ) {
        $repo = Copy-Repository 'archive' 'longer'
        $null = New-Item -ItemType Directory -Force -Path "$work/more"
        $null = New-Item -ItemType File -Force -Path "$work/more/empty"
        ln -sfn target "$work/more/link"
        ostree commit --repo=$repo -b main --tree=ref=main --tree=dir=$work/more --canonical-permissions | Out-Null
        Test-OstreeRepository -Repository $repo | Should -BeNullOrEmpty
        $checksum = ((ostree ls --repo=$repo -C main $Path) -split ' +')[4]
        $file = "$repo/objects/$($checksum.Substring(0, 2))/$($checksum.Substring(2)).filez"
        [IO.File]::AppendAllText($file, 'x')
        ostree fsck --repo=$repo | Select-Object -Last 1 | Should -Match 'no errors found'
        $defects = @(Test-OstreeRepository -Repository $repo -Delete)
        "$($defects.Kind) $($defects.Severity) $($defects.Object)" | Should -BeExactly "SurplusBytes Warning $checksum.file"
        $file | Should -Exist
        Test-OstreeRepository -Repository $repo -Quiet | Should -BeTrue
        $target = "$work/longer-pulled"
        Remove-Item -LiteralPath $target -Recurse -Force -ErrorAction Ignore
        ostree init --repo=$target --mode=bare-user
        (Invoke-OstreePull -Repository $target -Source $repo -Untrusted).ContentFetched | Should -BeGreaterThan 2
        ostree fsck --repo=$target | Select-Object -Last 1 | Should -Match 'no errors found'
        Test-OstreeRepository -Repository $target | Should -BeNullOrEmpty
    }
}

Describe 'Test-OstreeRepository in a repository of mode <_>' -ForEach 'bare-user', 'archive', 'bare' {
    BeforeAll { $mode = $_ }

    It 'finds nothing wrong where stock ostree finds nothing' {
        Test-OstreeRepository -Repository "$work/$mode" | Should -BeNullOrEmpty
        Test-OstreeRepository -Repository "$work/$mode" -Quick -Quiet | Should -BeTrue
        $check = Test-OstreeRepository -Repository "$work/$mode" -Summary
        $printed = ostree fsck --repo="$work/$mode" 2>&1 | Out-String
        $printed | Should -Match "integrity of $($check.Commits) commit objects"
        $printed | Should -Match "\(1?$($check.ReachableObjects)/$($check.ReachableObjects)\)"
    }

    It 'finds <Title>, with its commits and refs' -ForEach $damages {
        $repo = Copy-Repository $mode 'damaged'
        $victim = Get-Victim $repo $Type
        & $Harm $victim
        ostree fsck --repo=$(Copy-Repository 'damaged' 'judged') -q 2>&1 | Out-Null
        $LASTEXITCODE | Should -Not -Be 0
        $before = Get-State $repo
        $defects = Test-OstreeRepository -Repository $repo -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Match '^RepositoryDamaged'
        $found = @($defects | Where-Object Severity -EQ Error)
        $found.Count | Should -Be 1
        $found[0].Refs -join ' ' | Should -BeExactly 'main'
        $found[0].Commits | ForEach-Object ToString | Should -Contain (Get-Content "$repo/refs/heads/main")
        if (-not ($Type -eq 'commit' -and $Title -match 'missing')) { "$repo/$($found[0].Path)" | Should -BeExactly $victim }
        Test-OstreeRepository -Repository $repo -Quiet | Should -BeFalse
        Get-State $repo | Should -BeExactly $before
    }

    It 'repairs as stock ostree does: <Title>' -ForEach ($damages | Where-Object Type -NE 'commit' | Where-Object { $_.Type -ne 'dirtree' }) {
        $mine = Copy-Repository $mode 'mine'
        & $Harm (Get-Victim $mine $Type)
        $stock = Copy-Repository 'mine' 'stock'
        ostree fsck --repo=$stock -q -a --delete 2>&1 | Out-Null
        $LASTEXITCODE | Should -Not -Be 0
        $defects = Test-OstreeRepository -Repository $mine -Delete -ErrorAction SilentlyContinue
        ($defects | Where-Object Severity -EQ Error).Repair | Should -Match 'marked as damaged'
        Get-State $mine | Should -BeExactly (Get-State $stock)
        # The mark is a defect until a pull brings what is missing.
        $again = Test-OstreeRepository -Repository $mine -ErrorAction SilentlyContinue
        @($again | Where-Object Severity -EQ Error).Kind | Select-Object -Unique | Should -BeExactly 'DamagedCommit'
    }

    It 'marks commits that miss objects, when asked, as stock ostree always does' {
        $mine = Copy-Repository $mode 'mine'
        Remove-Item -LiteralPath (Get-Victim $mine 'file')
        $stock = Copy-Repository 'mine' 'stock'
        ostree fsck --repo=$stock -q 2>&1 | Out-Null
        Test-OstreeRepository -Repository $mine -MarkPartial -ErrorAction SilentlyContinue | Out-Null
        Get-State $mine | Should -BeExactly (Get-State $stock)
    }
}

Describe 'Test-OstreeRepository, beyond upstream' {
    BeforeEach { $repo = Copy-Repository 'bare-user' 'repo' }

    It 'changes nothing with -WhatIf' {
        Add-Content -LiteralPath (Get-Victim $repo 'file') -Value 'whoops'
        $before = Get-State $repo
        Test-OstreeRepository -Repository $repo -Delete -WhatIf -ErrorAction SilentlyContinue | Out-Null
        Get-State $repo | Should -BeExactly $before
    }

    It 'tells of what no commit needs, and of damage in it' {
        ostree refs --repo=$repo --delete main
        Remove-Item -LiteralPath (Get-ChildItem "$repo/objects" -Recurse -Filter *.commit).FullName
        $defects = Test-OstreeRepository -Repository $repo
        $defects.Kind | Select-Object -Unique | Should -BeExactly 'OrphanObject'
        $defects.Count | Should -Be (Get-ChildItem "$repo/objects" -Recurse -File).Count
        $file = Get-ChildItem "$repo/objects" -Recurse -Filter *.file | Select-Object -First 1
        Add-Content -LiteralPath $file.FullName -Value 'whoops'
        @(Test-OstreeRepository -Repository $repo -ErrorAction SilentlyContinue | Where-Object Kind -EQ ChecksumMismatch).Count | Should -Be 1
    }

    It 'tells of permissions, stray files, leftover staging, damaged refs and refs to nothing' {
        chmod 600 (Get-Victim $repo 'commit')
        Set-Content -LiteralPath "$repo/objects/00/notes.txt" -Value 'not an object' -Force -ErrorAction Ignore
        $null = New-Item -ItemType Directory -Path "$repo/objects/00" -Force
        Set-Content -LiteralPath "$repo/objects/00/notes.txt" -Value 'not an object'
        $boot = (Get-Content /proc/sys/kernel/random/boot_id).Trim()
        $null = New-Item -ItemType Directory -Path "$repo/tmp/staging-$boot-abcdef"
        Set-Content -LiteralPath "$repo/refs/heads/broken" -Value 'nonsense'
        Set-Content -LiteralPath "$repo/refs/heads/dangling" -Value ('0' * 64)
        $kinds = (Test-OstreeRepository -Repository $repo -ErrorAction SilentlyContinue).Kind | Sort-Object { "$_" }
        $kinds -join ' ' | Should -BeExactly 'CorruptRef DanglingRef LeftoverStaging StrayFile WrongPermissions'
    }

    It 'leaves the staging of a transaction that runs alone' {
        $holder = [OstreePS.Core.Repository.OstreeRepository]::Open($repo)
        $transaction = [OstreePS.Core.Repository.Transactions.Transaction]::Begin($holder, $true, [Threading.CancellationToken]::None)
        try {
            Test-OstreeRepository -Repository $repo | Should -BeNullOrEmpty
        }
        finally {
            $transaction.Dispose()
            $holder.Dispose()
        }
    }

    It 'checks bindings and back references as stock ostree does' {
        ostree refs --repo=$repo --create=other main
        ostree fsck --repo=$repo -q --verify-bindings 2>&1 | Out-Null
        $LASTEXITCODE | Should -Not -Be 0
        $defect = Test-OstreeRepository -Repository $repo -VerifyBindings -ErrorAction SilentlyContinue
        "$($defect.Kind) $($defect.Refs)" | Should -BeExactly 'BindingMismatch other'
        ostree refs --repo=$repo --delete other
        Test-OstreeRepository -Repository $repo -VerifyBindings -Quiet | Should -BeTrue
        ostree fsck --repo=$repo -q --verify-back-refs 2>&1 | Out-Null
        $LASTEXITCODE | Should -Not -Be 0
        $defect = Test-OstreeRepository -Repository $repo -VerifyBackRefs -ErrorAction SilentlyContinue
        "$($defect.Kind) $($defect.Commits)" | Should -BeExactly "BackReferenceMismatch $(ostree rev-parse --repo=$repo 'main^')"
    }

    It 'leaves tombstones for parents that are missing, and keeps their children' {
        ostree prune --repo=$repo --refs-only --depth=0 | Out-Null
        $check = Test-OstreeRepository -Repository $repo -AddTombstones -Summary
        $check.TombstonesAdded | Should -Be 1
        Get-Content "$repo/config" -Raw | Should -Match 'tombstone-commits=true'
        $commit = ostree show --repo=$repo --raw main
        $parent = ostree rev-parse --repo=$work/bare-user 'main^'
        Test-Path "$repo/objects/$($parent.Substring(0, 2))/$($parent.Substring(2)).tombstone-commit" | Should -BeTrue
        ostree fsck --repo=$repo -q 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'names a symbolic link in the place of a file, and nothing in it makes it fail' {
        $victim = Get-Victim $repo 'dirtree'
        Remove-Item -LiteralPath $victim
        $null = New-Item -ItemType SymbolicLink -Path $victim -Target /etc/passwd
        $defects = Test-OstreeRepository -Repository $repo -ErrorAction SilentlyContinue
        ($defects | Where-Object Severity -EQ Error).Kind | Should -BeExactly 'WrongFileType'
    }
}
