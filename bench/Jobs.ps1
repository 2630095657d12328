# What is measured: one entry a job. `Setup` makes what the job needs in $work, which is empty before each run; `Ours` is the text
# of the call, `Stock` the arguments of ostree; `Target` is how many times as fast as stock we are to be; `Limit` names what bounds
# the job physically (Limits.ps1), if anything does.
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
}
