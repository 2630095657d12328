# Stock ostree is the judge: with the same options, on a copy of the same repository, the same objects survive and the totals agree.
$optionSets = @(
    @{ Title = 'nothing'; Ours = @{}; Theirs = @() }
    @{ Title = '--refs-only'; Ours = @{ RefsOnly = $true }; Theirs = '--refs-only' }
    @{ Title = '--depth=1'; Ours = @{ Depth = 1 }; Theirs = '--depth=1' }
    @{ Title = '--refs-only --depth=0'; Ours = @{ RefsOnly = $true; Depth = 0 }; Theirs = '--refs-only', '--depth=0' }
    @{ Title = '--refs-only --depth=1'; Ours = @{ RefsOnly = $true; Depth = 1 }; Theirs = '--refs-only', '--depth=1' }
    @{ Title = '--refs-only --depth=2 --commit-only'; Ours = @{ RefsOnly = $true; Depth = 2; CommitOnly = $true }; Theirs = '--refs-only', '--depth=2', '--commit-only' }
    @{ Title = '--commit-only'; Ours = @{ CommitOnly = $true }; Theirs = '--commit-only' }
    @{ Title = '--keep-younger-than, a date'; Ours = @{ KeepYoungerThan = '2020-01-03 00:00:00 +0000' }; Theirs = '--keep-younger-than=2020-01-03 00:00:00 +0000' }
    @{ Title = '--keep-younger-than, words'; Ours = @{ KeepYoungerThan = '1 week ago' }; Theirs = '--keep-younger-than=1 week ago' }
    @{ Title = '--retain-branch-depth'; Ours = @{ Depth = 0; RetainBranchDepth = @{ 'os/stable' = 2 } }; Theirs = '--depth=0', '--retain-branch-depth=os/stable=2' }
    @{ Title = '--retain-branch-depth and --keep-younger-than'; Ours = @{ KeepYoungerThan = '2020-01-04'; RetainBranchDepth = 'os/stable=-1', 'os/devel=1' }
        Theirs = '--keep-younger-than=2020-01-04', '--retain-branch-depth=os/stable=-1', '--retain-branch-depth=os/devel=1' }
    @{ Title = '--only-branch'; Ours = @{ Depth = 0; OnlyBranch = 'os/devel' }; Theirs = '--depth=0', '--only-branch=os/devel' }
    @{ Title = '--only-branch twice, --retain-branch-depth'; Ours = @{ Depth = 0; OnlyBranch = 'os/devel', 'os/stable'; RetainBranchDepth = @{ 'os/stable' = 1 } }
        Theirs = '--depth=0', '--only-branch=os/devel', '--only-branch=os/stable', '--retain-branch-depth=os/stable=1' }
    @{ Title = '--delete-commit'; Ours = @{ DeleteCommit = 'ORPHAN' }; Theirs = '--delete-commit=ORPHAN' }
    @{ Title = '--delete-commit --static-deltas-only'; Ours = @{ DeleteCommit = 'TARGET'; StaticDeltasOnly = $true }; Theirs = '--delete-commit=TARGET', '--static-deltas-only' }
)

BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'prune'
    $null = New-Item -ItemType Directory -Path $work

    # Two branches of five commits each, a commit that no ref names, a partial one, detached metadata, static deltas, objects nobody needs.
    function New-Ground([string] $Path, [string] $Mode) {
        ostree init --repo=$Path --mode=$Mode
        $tree = "$work/tree-$Mode"
        $null = New-Item -ItemType Directory -Path "$tree/common", "$tree/own"
        Set-Content -LiteralPath "$tree/common/file" -Value 'the same everywhere'
        foreach ($branch in 'os/stable', 'os/devel') {
            foreach ($day in 1..5) {
                Set-Content -LiteralPath "$tree/own/file" -Value "$branch on day $day"
                Set-Content -LiteralPath "$tree/own/day$day" -Value "$branch, day $day"
                ostree commit --repo=$Path -b $branch --tree=dir=$tree --timestamp="2020-01-0$day 12:00:00 +0000" --add-metadata-string=version=$day -s "Day $day" --canonical-permissions | Out-Null
            }
        }
        Set-Content -LiteralPath "$tree/own/file" -Value 'an orphan'
        $script:orphan = ostree commit --repo=$Path --orphan --tree=dir=$tree --add-detached-metadata-string=key=value -s orphan --canonical-permissions
        Set-Content -LiteralPath "$tree/own/file" -Value 'part'
        $part = ostree commit --repo=$Path -b os/part --tree=dir=$tree -s part --canonical-permissions
        $null = New-Item -ItemType File -Path "$Path/state/$part.commitpartial" -Force
        $file = ((ostree ls --repo=$Path -C os/part /own/file) -split ' +')[4]
        if ($Mode -eq 'archive') { Remove-Item "$Path/objects/$($file.Substring(0, 2))/$($file.Substring(2)).filez" } else { Remove-Item "$Path/objects/$($file.Substring(0, 2))/$($file.Substring(2)).file" }
        $script:target = ostree rev-parse --repo=$Path os/stable
        $script:first = ostree rev-parse --repo=$Path 'os/devel^^^^'
        if ($Mode -eq 'archive') {
            ostree static-delta generate --repo=$Path --empty os/stable 2>&1 | Out-Null
            ostree static-delta generate --repo=$Path --from='os/stable^' --to=os/stable 2>&1 | Out-Null
            ostree static-delta generate --repo=$Path --empty 'os/devel^^' 2>&1 | Out-Null
        }
    }

    function Get-Survivors([string] $Path) {
        (@(Get-ChildItem -LiteralPath "$Path/objects", "$Path/state", "$Path/deltas" -Recurse -File -ErrorAction Ignore).FullName.ForEach{ $_.Substring($Path.Length) } | Sort-Object) -join "`n"
    }

    # What upstream prints as 4.9 kB: units of a thousand, one digit.
    function Format-Upstream([long] $Bytes) {
        if ($Bytes -lt 1000) { return $Bytes -eq 1 ? '1 byte' : "$Bytes bytes" }
        $unit = 0
        $value = [double] $Bytes
        while ($value -ge 1000) { $value /= 1000; $unit++ }
        '{0} {1}B' -f $value.ToString('0.0', [cultureinfo]::InvariantCulture), ('kMGT'[$unit - 1])
    }
}

Describe 'Invoke-OstreePrune in a repository of mode <_>' -ForEach 'bare-user', 'archive' {
    BeforeAll {
        $source = "$work/source-$_"
        New-Ground $source $_
        $mode = $_
    }

    It 'leaves what stock ostree leaves with <Title>' -ForEach $optionSets {
        $mine = "$work/ours"
        $stock = "$work/theirs"
        Remove-Item -LiteralPath $mine, $stock -Recurse -Force -ErrorAction Ignore
        cp -a $source $mine
        cp -a $source $stock
        $parameters = $Ours.Clone()
        if ($parameters.DeleteCommit) { $parameters.DeleteCommit = $parameters.DeleteCommit.Replace('ORPHAN', $orphan).Replace('TARGET', $target) }
        $arguments = @($Theirs | ForEach-Object { $_.Replace('ORPHAN', $orphan).Replace('TARGET', $target) })
        $printed = ostree prune --repo=$stock @arguments
        $LASTEXITCODE | Should -Be 0
        $plan = Invoke-OstreePrune -Repository $mine @parameters -WhatIf 6>$null
        $plan.IsPlan | Should -BeTrue
        Get-Survivors $mine | Should -BeExactly (Get-Survivors $source)
        $result = Invoke-OstreePrune -Repository $mine @parameters
        Get-Survivors $mine | Should -BeExactly (Get-Survivors $stock)
        "$($result.ObjectsDeleted) $($result.BytesFreed)" | Should -BeExactly "$($plan.ObjectsDeleted) $($plan.BytesFreed)"
        # Stock counts the commit that is named before it looks what is left; ours is part of the plan.
        $named = [int] ($null -ne $parameters.DeleteCommit -and -not $parameters.StaticDeltasOnly)
        ($printed | Select-String '^Total.*objects: (\d+)$').Matches[0].Groups[1].Value | Should -BeExactly "$($result.ObjectsTotal)"
        if (-not $named) {
            $expected = $result.ObjectsDeleted -eq 0 ? 'No unreachable objects' : "Deleted $($result.ObjectsDeleted) objects, $(Format-Upstream $result.BytesFreed) freed"
            ($printed | Select-Object -Last 1).Replace([char] 0xA0, ' ') | Should -BeExactly $expected
        }
        ostree fsck --repo=$mine -q 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
        Test-OstreeRepository -Repository $mine -Quiet | Should -BeTrue
        if ($named) {
            Get-Content "$mine/config" -Raw | Should -Match 'tombstone-commits=true'
        }
    }
}

Describe 'Invoke-OstreePrune beyond upstream' {
    BeforeAll {
        $source = "$work/source"
        New-Ground $source 'bare-user'
    }

    BeforeEach {
        $repo = "$work/repo"
        Remove-Item -LiteralPath $repo -Recurse -Force -ErrorAction Ignore
        cp -a $source $repo
    }

    It 'refuses to delete a commit that a ref names' {
        { Invoke-OstreePrune -Repository $repo -DeleteCommit $target } | Should -Throw -ErrorId 'CommitReferenced*'
        Get-Survivors $repo | Should -BeExactly (Get-Survivors $source)
    }

    It 'keeps by a policy, says why, and keeps the same when it is asked again' {
        $policy = @{ 'os/*' = @{ KeepLast = 2 }; 'os/stable' = @{ KeepLast = 1; KeepTags = '2' }; 'os/part' = @{ KeepLast = 1 } }
        $decisions = Invoke-OstreePrune -Repository $repo -Policy $policy -Explain
        $staying = { ($args[0] | Where-Object Stays | Sort-Object Subject, Version | ForEach-Object { "$($_.Subject) $($_.Version)" }) -join ', ' }
        & $staying $decisions | Should -BeExactly 'Day 2 2, Day 4 4, Day 5 5, Day 5 5, part '
        ($decisions | Where-Object { $_.Stays -and $_.Version -eq 2 }).Reason | Should -BeExactly 'os/stable: its version is 2'
        ($decisions | Where-Object { -not $_.Stays -and $_.Version -eq 3 }).Reason | Should -Contain 'os/stable keeps the last 1, versions 2'
        & $staying (Invoke-OstreePrune -Repository $repo -Policy $policy -Explain) | Should -BeExactly 'Day 2 2, Day 4 4, Day 5 5, Day 5 5, part '
        ostree fsck --repo=$repo -q 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'takes a depth of 0 at its word, which stock ostree passes over' {
        $result = Invoke-OstreePrune -Repository $repo -KeepYoungerThan '2020-01-01' -RetainBranchDepth @{ 'os/devel' = 0 }
        @($result.Commits | Where-Object { -not $_.Stays -and $_.Reason -eq 'more than 0 steps before os/devel' }).Count | Should -Be 4
        @($result.Commits | Where-Object Stays).Count | Should -Be 7
    }

    It 'refuses a rule that keeps nothing, unless forced' {
        { Invoke-OstreePrune -Repository $repo -Policy @{ 'os/*' = @{ KeepLast = 0 } } } | Should -Throw -ErrorId 'RetentionTooStrict*'
        (Invoke-OstreePrune -Repository $repo -Policy @{ 'os/*' = @{ KeepLast = 0 } } -Force).CommitsDeleted | Should -Be 9
    }

    It 'refuses to leave nothing, unless forced' {
        Remove-Item -LiteralPath "$repo/refs/heads/os" -Recurse
        { Invoke-OstreePrune -Repository $repo -RefsOnly } | Should -Throw -ErrorId 'RetentionTooStrict*'
        (Invoke-OstreePrune -Repository $repo -RefsOnly -Force).CommitsDeleted | Should -Be 12
    }

    It 'fits a size: the oldest go first, what refs name stays' {
        $all = (Get-ChildItem "$repo/objects" -Recurse -File | ForEach-Object { [math]::Ceiling($_.Length / 4096) * 4096 } | Measure-Object -Sum).Sum
        $result = Invoke-OstreePrune -Repository $repo -MaxSize ($all * 0.7)
        $gone = @($result.Commits | Where-Object { -not $_.Stays -and $_.Version })
        $gone.Count | Should -BeGreaterThan 0
        $kept = @($result.Commits | Where-Object { $_.Stays -and $_.Version -and $_.Reason -notmatch 'names it' })
        ($gone.Timestamp | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual ($kept.Timestamp | Measure-Object -Minimum).Minimum
        $result.BudgetMet | Should -BeTrue
        $smallest = Invoke-OstreePrune -Repository $repo -MaxSize 1 -WarningVariable warned -WarningAction SilentlyContinue
        $smallest.BudgetMet | Should -BeFalse
        "$warned" | Should -Match 'takes more than the size'
        @($smallest.Commits | Where-Object Stays).Count | Should -Be 3
        ostree fsck --repo=$repo -q 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'keeps what mirrors of other collections name' {
        ostree refs --repo=$repo --collections --create=org.example.Other:mirrored $first
        Invoke-OstreePrune -Repository $repo -KeepYoungerThan '1 week ago' | Out-Null
        Test-Path "$repo/objects/$($first.Substring(0, 2))/$($first.Substring(2)).commit" | Should -BeTrue
    }

    It 'reads what a parent repository has, and leaves it alone' {
        $child = "$work/child"
        Remove-Item -LiteralPath $child -Recurse -Force -ErrorAction Ignore
        ostree init --repo=$child --mode=bare-user
        ostree config --repo=$child set core.parent $repo
        ostree commit --repo=$child -b mine --tree=ref=os/stable -s child | Out-Null
        $before = Get-Survivors $repo
        (Invoke-OstreePrune -Repository $child).ObjectsDeleted | Should -Be 0
        Get-Survivors $repo | Should -BeExactly $before
    }

    It 'removes nothing when a directory cannot be read' {
        $tree = Get-ChildItem "$repo/objects" -Recurse -Filter '*.dirtree' | Select-Object -First 1
        Remove-Item -LiteralPath $tree.FullName
        $before = Get-Survivors $repo
        { Invoke-OstreePrune -Repository $repo } | Should -Throw
        Get-Survivors $repo | Should -BeExactly $before
    }

    It 'removes unpacked objects that no checkout uses any more on demand' {
        $place = "$work/cached"
        $null = New-Item -ItemType Directory -Path "$place/tree"
        foreach ($name in 'one', 'two') { [IO.File]::WriteAllText("$place/tree/$name", "content of $name") }
        ostree init --repo=$place/repo --mode=archive
        ostree commit --repo=$place/repo -b main --tree=dir=$place/tree | Out-Null
        Invoke-OstreeCheckout -Repository "$place/repo" -Revision main -Destination "$place/out" -UserMode | Out-Null
        @(find "$place/repo/uncompressed-objects-cache" -name '*.file').Count | Should -Be 2
        rm "$place/out/one"
        (Invoke-OstreePrune -Repository "$place/repo").CachedDeleted | Should -Be 0
        (Invoke-OstreePrune -Repository "$place/repo" -CleanCache -WhatIf).CachedDeleted | Should -Be 1
        @(find "$place/repo/uncompressed-objects-cache" -name '*.file').Count | Should -Be 2
        $result = Invoke-OstreePrune -Repository "$place/repo" -CleanCache
        $result.CachedDeleted | Should -Be 1
        $result.BytesFreed | Should -Be 'content of one'.Length
        Get-Content (find "$place/repo/uncompressed-objects-cache" -name '*.file') | Should -BeExactly 'content of two'
        ostree fsck --repo=$place/repo 2>&1 | Out-String | Should -Match 'no errors found'
    }

    It 'waits for the lock as long as the config says, and names who holds it' {
        ostree config --repo=$repo set core.lock-timeout-secs 0
        $holder = [OstreePS.Core.Repository.OstreeRepository]::Open($repo)
        $transaction = [OstreePS.Core.Repository.Transactions.Transaction]::Begin($holder, $true, [Threading.CancellationToken]::None)
        try {
            { Invoke-OstreePrune -Repository $repo } | Should -Throw -ErrorId 'RepositoryLocked*'
            (Invoke-OstreePrune -Repository $repo -WhatIf).IsPlan | Should -BeTrue
        }
        finally {
            $transaction.Dispose()
            $holder.Dispose()
        }
    }
}
