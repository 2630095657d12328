# What is measured: one entry a job. `Setup` makes what the job needs in $work, which is empty before each run; `Ours` is the text
# of the call, `Stock` the arguments of ostree; `Target` is how many times as fast as stock we are to be; `Limit` names what bounds
# the job physically (Limits.ps1), if anything does; `Budget` is the seconds that a first call may take where .NET's own part in it
# takes longer than stock's whole run.
# $tree is the sample; $bare, $archive are repositories of stock ostree that hold it as the ref `bench`; $userMode is set without root.

function Get-BenchJob {
    foreach ($mode in 'bare', 'bare-user', 'archive') {
        @{
            Name   = "commit to $mode"
            Cmdlet = 'New-OstreeCommit'
            Mode   = $mode
            Setup  = { param($job) Invoke-Checked ostree init "--repo=$work/repo" "--mode=$($job.Mode)" }
            Ours   = 'New-OstreeCommit -Repository "$work/repo" -Branch bench -Path $tree'
            Stock  = { 'commit', "--repo=$work/repo", '-b', 'bench', $tree }
            Target = if ($mode -eq 'archive') { 4 } else { 2.5 }
            Limit  = if ($mode -eq 'archive') { 'deflate' } else { 'copy' }
        }
    }
    @{
        Name   = 'second commit to bare'
        Cmdlet = 'New-OstreeCommit'
        Ours   = 'New-OstreeCommit -Repository $bare -Branch bench -Path $tree'
        Stock  = { 'commit', "--repo=$bare", '-b', 'bench', $tree }
        Target = 5
        Limit  = 'hash'
    }
    @{
        Name   = 'checkout, hard links'
        Cmdlet = 'Invoke-OstreeCheckout'
        Ours   = 'Invoke-OstreeCheckout -Repository $bare -Revision bench -Destination "$work/out"'
        Stock  = { 'checkout', "--repo=$bare", 'bench', "$work/out" }
        Target = 1
    }
    @{
        Name   = 'checkout from archive'
        Cmdlet = 'Invoke-OstreeCheckout'
        Ours   = 'Invoke-OstreeCheckout -Repository $archive -Revision bench -Destination "$work/out" -UserMode:$userMode'
        Stock  = { @('checkout', "--repo=$archive", 'bench', "$work/out") + @(if ($userMode) { '--user-mode' }) }
        Target = 2.5
        Limit  = 'copy'
    }
    @{
        Name   = 'recursive listing'
        Cmdlet = 'Get-OstreeChildItem'
        Ours   = 'Get-OstreeChildItem -Repository $bare -Revision bench -Recurse'
        Stock  = { 'ls', "--repo=$bare", '-R', 'bench' }
        Target = 1
    }
    foreach ($pair in @{ From = 'bare'; To = 'bare'; Target = 1 }, @{ From = 'archive'; To = 'bare-user'; Target = 3 }) {
        @{
            Name   = "pull $($pair.From) to $($pair.To)"
            Cmdlet = 'Invoke-OstreePull'
            Mode   = $pair.To
            Setup  = { param($job) Invoke-Checked ostree init "--repo=$work/repo" "--mode=$($job.Mode)" }
            Ours   = "Invoke-OstreePull -Repository `"`$work/repo`" -Source `$$($pair.From) -Ref bench"
            Stock  = [scriptblock]::Create("'pull-local', `"--repo=`$work/repo`", `$$($pair.From), 'bench'")
            Target = $pair.Target
            Limit  = if ($pair.From -eq 'archive') { 'copy' }
        }
    }
    $pulls = @(
        @{ Name = 'HTTP pull'; Target = 3 }
        @{ Name = 'HTTP pull, 20 ms away'; Target = 3; Far = $true }
        @{ Name = 'HTTP pull, up to date'; Target = 1; Again = $true; Later = $true }
        @{ Name = 'HTTP pull, first call'; Budget = 0.15; Again = $true }
    )
    foreach ($pull in $pulls) {
        @{
            Name     = $pull.Name
            Cmdlet   = 'Invoke-OstreePull'
            NeedsWeb = $true
            Pull     = $pull
            Setup    = {
                param($job)
                Invoke-Checked ostree init "--repo=$work/repo" --mode=bare-user
                Invoke-Checked ostree remote add "--repo=$work/repo" --no-gpg-verify origin "$(if ($job.Pull.Far) { $far } else { $near })/archive"
                if ($job.Pull.Again) { Invoke-Checked ostree pull "--repo=$work/repo" origin bench }
            }
            Ours     = 'Invoke-OstreePull -Repository "$work/repo" -Remote origin -Ref bench'
            Later    = $pull.Later
            Stock    = { 'pull', "--repo=$work/repo", 'origin', 'bench' }
            Target   = $pull.Target
            Budget   = $pull.Budget
            Limit    = if (-not $pull.Again -and -not $pull.Far) { 'download' }
        }
    }
    foreach ($mode in 'bare', 'archive') {
        @{
            Name   = "check of $mode"
            Cmdlet = 'Test-OstreeRepository'
            Ours   = "Test-OstreeRepository -Repository `$$mode"
            Stock  = [scriptblock]::Create("'fsck', `"--repo=`$$mode`"")
            Target = 5
            Limit  = if ($mode -eq 'bare') { 'hash' } else { 'inflate' }
        }
    }
    @{
        Name   = 'prune of an old commit'
        Cmdlet = 'Invoke-OstreePrune'
        Setup  = {
            Invoke-Checked cp -al $archive "$work/repo"
            $null = New-Item -ItemType Directory -Path "$work/empty"
            Invoke-Checked ostree commit "--repo=$work/repo" -b bench "--tree=dir=$work/empty"
        }
        Ours   = 'Invoke-OstreePrune -Repository "$work/repo" -RefsOnly -Depth 0'
        Stock  = { 'prune', "--repo=$work/repo", '--refs-only', '--depth=0' }
        Target = 1
    }
    @{
        Name   = 'difference of commits'
        Cmdlet = 'Compare-OstreeTree'
        Setup  = {
            $null = New-Item -ItemType Directory -Path "$work/empty"
            Invoke-Checked ostree commit "--repo=$bare" -b empty "--tree=dir=$work/empty"
        }
        Ours   = 'Compare-OstreeTree -Repository $bare -Reference empty -Difference bench'
        Stock  = { 'diff', "--repo=$bare", 'empty', 'bench' }
        Target = 1
    }
    @{
        Name   = 'import of a tar'
        Cmdlet = 'New-OstreeCommit'
        Setup  = {
            if (-not (Test-Path -LiteralPath "$work/../tree.tar")) { Invoke-Checked tar -cf "$work/../tree.tar" -C $tree . }
            Invoke-Checked ostree init "--repo=$work/repo" --mode=bare
        }
        Ours   = 'New-OstreeCommit -Repository "$work/repo" -Branch bench -Tree "tar=$work/../tree.tar"'
        Stock  = { 'commit', "--repo=$work/repo", '-b', 'bench', "--tree=tar=$work/../tree.tar" }
        Target = 2
        Limit  = 'copy'
    }
    @{
        Name   = 'export as a tar'
        Cmdlet = 'Export-OstreeCommit'
        Ours   = 'Export-OstreeCommit -Repository $bare -Revision bench -OutFile "$work/out.tar"'
        Stock  = { 'export', "--repo=$bare", 'bench', '-o', "$work/out.tar" }
        Target = 2
        Limit  = 'copy'
    }
}
