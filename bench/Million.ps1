# Whether memory stays small with a million objects: they are listed, checked and pruned, each in a process of its own.

function Measure-Million([int] $Count = 1000000) {
    $place = mktemp -d "$(if (Test-Path /var/tmp) { '/var/tmp' } else { '/tmp' })/ostreeps-bench-XXXXXX"
    Start-Guard $place
    try {
        $work = $place
        $null = Invoke-Gauge archive "$place/many.tar" $Count
        Invoke-Checked mkdir "$place/empty"
        Invoke-Checked ostree init "--repo=$place/repo" --mode=archive
        $null = Measure-Ours 'New-OstreeCommit -Repository "$work/repo" -Branch bench -Tree "tar=$work/many.tar" -DisableFsync'
        $null = Measure-Ours 'New-OstreeCommit -Repository "$work/repo" -Branch bench -Path "$work/empty" -DisableFsync'
        Write-Host ''
        Write-Host ('{0,-34}{1,10}{2,16}' -f "$($Count.ToString('N0')) objects", 'seconds', 'peak MB')
        foreach ($call in @(
                @{ Name = 'list the objects'; Call = 'Get-OstreeObject -Repository "$work/repo"' }
                @{ Name = 'list the tree'; Call = 'Get-OstreeChildItem -Repository "$work/repo" -Revision bench^ -Recurse' }
                @{ Name = 'find a name'; Call = 'Find-OstreeFile -Repository "$work/repo" -Name f99 -Revision bench^' }
                @{ Name = 'check'; Call = 'Test-OstreeRepository -Repository "$work/repo"' }
                @{ Name = 'prune'; Call = 'Invoke-OstreePrune -Repository "$work/repo" -RefsOnly -Depth 0' })) {
            $run = Measure-Ours $call.Call
            Write-Host ('{0,-34}{1,10:F1}{2,16:F0}  {3}' -f $call.Name, $run.Seconds, ($run.Peak / 1MB), $(if ($run.Peak -lt 300MB) { 'reached' } else { 'missed' }))
        }
    }
    finally {
        Clear-Directory $place
        Remove-Item -LiteralPath $place -Force
    }
}
