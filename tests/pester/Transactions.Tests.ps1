# What happens around a commit: refs of remotes, commits that return, an end at the worst moment, a lock that someone else holds.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'transactions'
    $null = New-Item -ItemType Directory -Path "$work/tree/usr"
    [IO.File]::WriteAllText("$work/tree/usr/file", 'content')

    function New-Place([string] $Name) {
        foreach ($side in 'ours', 'theirs') { ostree init --repo=$work/$Name-$side --mode=bare-user }
        "$work/$Name-ours", "$work/$Name-theirs"
    }
    function Get-Listing([string] $Repository, [string] $Folder) { @(find "$Repository/$Folder" -mindepth 1 -printf '%P %y %m\n' | Sort-Object) -join "`n" }
}

Describe 'A commit' {
    It 'sets the ref of a remote, as stock ostree does' {
        $ours, $theirs = New-Place remote
        foreach ($branch in 'origin:os/main', 'main') {
            New-OstreeCommit -Repository $ours -Branch $branch -Path "$work/tree" -Timestamp '@1' | Out-Null
            New-OstreeCommit -Repository $ours -Branch $branch -Path "$work/tree" -Timestamp '@2' | Out-Null
            ostree commit --repo=$theirs -b $branch --tree=dir=$work/tree --timestamp=@1 | Out-Null
            ostree commit --repo=$theirs -b $branch --tree=dir=$work/tree --timestamp=@2 | Out-Null
        }

        foreach ($ref in 'remotes/origin/os/main', 'heads/main') {
            Get-Content "$ours/refs/$ref" | Should -BeExactly (Get-Content "$theirs/refs/$ref")
        }
        Get-Listing $ours refs | Should -BeExactly (Get-Listing $theirs refs)
    }

    It 'refuses refs that are none: <_>' -ForEach 'origin:', ':main', 'or/igin:main', 'a:b:c', '-x', 'a//b', 'a..b/.' {
        $ours, $theirs = New-Place "none-$([guid]::NewGuid())"
        ostree commit --repo=$theirs "--branch=$_" --tree=dir=$work/tree 2>&1 | Out-String | Should -Match 'error'
        $branch = $_
        { New-OstreeCommit -Repository $ours -Branch $branch -Path "$work/tree" } | Should -Throw -ErrorId 'InvalidRefName,*'
        @(find "$ours/refs" -type f).Count | Should -Be 0
    }

    It 'makes tmp anew where it was removed, as stock ostree does' {
        $ours, $theirs = New-Place tmp
        rm -rf "$ours/tmp" "$theirs/tmp"
        New-OstreeCommit -Repository $ours -Branch main -Path "$work/tree" | Out-Null
        ostree commit --repo=$theirs -b main --tree=dir=$work/tree | Out-Null
        stat -c '%F %a' "$ours/tmp" | Should -BeExactly (stat -c '%F %a' "$theirs/tmp")
        foreach ($repository in $ours, $theirs) { @(find "$repository/tmp" -type f).Count | Should -Be 0 }
        # Whoever only looks does not fail for it either.
        rm -rf "$ours/tmp"
        (Get-OstreeCommit -Repository $ours main).Checksum | Should -Not -BeNullOrEmpty
    }

    It 'that returns <How> loses its tombstone' -ForEach @(@{ How = 'by being made again' }, @{ How = 'with a pull' }, @{ How = 'with a pull that links' }) {
        $ours, $source = New-Place "tomb-$([guid]::NewGuid())"
        if ($How -eq 'with a pull') { rm -rf $source; ostree init --repo=$source --mode=archive }
        $first = (New-OstreeCommit -Repository $ours -Branch main -Path "$work/tree" -Timestamp '@1').Checksum
        ostree pull-local --repo=$source $ours $first | Out-Null
        New-OstreeCommit -Repository $ours -Branch main -Parent none -Path "$work/tree" -Timestamp '@2' | Out-Null
        ostree config --repo=$ours set core.tombstone-commits true
        ostree prune --repo=$ours --delete-commit=$first | Out-Null
        $tomb = "$ours/objects/$("$first".Substring(0, 2))/$("$first".Substring(2)).tombstone-commit"
        $tomb | Should -Exist
        if ($How -like '*made again') { New-OstreeCommit -Repository $ours -Branch other -Path "$work/tree" -Timestamp '@1' -NoBindings | Out-Null; New-OstreeCommit -Repository $ours -Branch main -Parent none -Path "$work/tree" -Timestamp '@1' | Out-Null }
        else { Invoke-OstreePull -Repository $ours -Source $source -Ref $first | Out-Null }
        (Get-OstreeCommit -Repository $ours $first).Checksum | Should -Be $first
        $tomb | Should -Not -Exist
    }
}

Describe 'OSTREE_REPO_TEST_ERROR=pre-commit' {
    BeforeAll { $env:OSTREE_REPO_TEST_ERROR = 'pre-commit' }
    AfterAll { Remove-Item Env:OSTREE_REPO_TEST_ERROR -ErrorAction Ignore }

    It 'ends a commit before anything is visible, and leaves what is staged, as stock ostree does' {
        $ours, $theirs = New-Place error
        $stock = ostree commit --repo=$theirs -b main --tree=dir=$work/tree 2>&1 | Out-String
        $stock | Should -Match 'OSTREE_REPO_TEST_ERROR_PRE_COMMIT'
        $thrown = { New-OstreeCommit -Repository $ours -Branch main -Path "$work/tree" } | Should -Throw -PassThru
        "$thrown" | Should -Match 'OSTREE_REPO_TEST_ERROR_PRE_COMMIT'
        foreach ($repository in $ours, $theirs) {
            @(find "$repository/objects" -type f).Count | Should -Be 0
            @(find "$repository/refs" -type f).Count | Should -Be 0
            @(find "$repository/tmp" -name '*.file').Count | Should -Be 1
        }

        # What is staged is taken up by the next one.
        $env:OSTREE_REPO_TEST_ERROR = ''
        New-OstreeCommit -Repository $ours -Branch main -Path "$work/tree" | Out-Null
        @(find "$ours/tmp" -name '*.file').Count | Should -Be 0
        ostree fsck --repo=$ours 2>&1 | Out-String | Should -Match 'no errors found'
    }
}

Describe 'A lock that stock ostree holds' {
    It 'is waited for as long as the config says, and the error names the process' {
        $ours, $theirs = New-Place lock
        New-OstreeCommit -Repository $ours -Branch main -Path "$work/tree" | Out-Null
        ostree config --repo=$ours set core.lock-timeout-secs 1
        $start = [Diagnostics.ProcessStartInfo]::new('ostree', "commit --repo=$ours -b other --tree=tar=-")
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $holder = [Diagnostics.Process]::Start($start)
        try {
            # It holds the lock as soon as it reads.
            foreach ($round in 1..100) {
                if (@(find "$ours/tmp" -name 'staging-*').Count) { break }
                [Threading.Thread]::Sleep(50)
            }

            $took = Measure-Command {
                $thrown = { Invoke-OstreePrune -Repository $ours } | Should -Throw -PassThru
            }
            $thrown.FullyQualifiedErrorId | Should -BeLike 'RepositoryLocked,*'
            "$thrown" | Should -Match ([regex]::Escape("ostree ($($holder.Id))"))
            $took.TotalSeconds | Should -BeGreaterThan 0.9
            $took.TotalSeconds | Should -BeLessThan 20
            # Those who only add are not kept out.
            (New-OstreeCommit -Repository $ours -Branch main -Path "$work/tree").Checksum | Should -Not -BeNullOrEmpty
        }
        finally {
            $holder.StandardInput.Close()
            $holder.WaitForExit()
            $holder.Dispose()
        }

        Invoke-OstreePrune -Repository $ours | Out-Null
    }
}
