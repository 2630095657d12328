# Whether memory grows with the tree: the same calls on the tree and on one ten times as large. On disk, since only memory counts.

function Measure-TenTimes {
    $place = mktemp -d "$(if (Test-Path /var/tmp) { '/var/tmp' } else { '/tmp' })/ostreeps-bench-XXXXXX"
    Start-Guard $place
    try {
        Copy-TenTimes "$place/large"
        Write-Host ''
        Write-Host ('{0,-34}{1,10}{2,16}' -f 'peak memory of our process, MB', 'the tree', 'ten times that')
        foreach ($mode in 'bare', 'archive') {
            $peaks = @{}
            foreach ($size in 'small', 'large') {
                $work = "$place/$size-$mode"
                $tree = if ($size -eq 'large') { "$place/large" } else { $script:tree }
                Invoke-Checked mkdir $work
                Invoke-Checked ostree init "--repo=$work/repo" "--mode=$mode"
                $peaks["commit $size"] = (Measure-Ours 'New-OstreeCommit -Repository "$work/repo" -Branch bench -Path $tree').Peak
                if (Get-Command Invoke-OstreeCheckout -ErrorAction Ignore) {
                    $peaks["checkout $size"] = (Measure-Ours 'Invoke-OstreeCheckout -Repository "$work/repo" -Revision bench -Destination "$work/out"').Peak
                }
                Clear-Directory $work
            }
            foreach ($action in @('commit', "commit to $mode"), @('checkout', "checkout from $mode")) {
                $small, $large = $peaks["$($action[0]) small"], $peaks["$($action[0]) large"]
                if ($large) { Write-Host ('{0,-34}{1,10:F0}{2,16:F0}  {3}' -f $action[1], ($small / 1MB), ($large / 1MB), $(if ($large -lt 300MB) { 'reached' } else { 'missed' })) }
            }
        }
    }
    finally {
        Clear-Directory $place
        Remove-Item -LiteralPath $place -Force
    }
}
