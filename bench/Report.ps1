# What the bench says.

function Write-BenchHead($Sample, [string] $Place, [int] $Runs) {
    $load = ((Get-Content -LiteralPath /proc/loadavg) -split ' ')[0]
    Write-Host ''
    Write-Host "Tree: $($Sample.Files) files, $(Format-Size $Sample.Bytes), from /usr. Place: $Place."
    Write-Host "$(ostree --version | Select-String 'Version' | ForEach-Object { 'ostree' + ($_.Line -replace '.*Version:\s*', ' ' -replace "'", '') }); $([Environment]::ProcessorCount) cores, load $load before the first job. Medians of $Runs; page cache warm, fsync on for both."
    Write-Host 'Ours: the cmdlet alone, as the first call of a fresh process (an up-to-date pull as a later one). Stock: its whole process. Memory: the most that the whole process had, in MB.'
    Write-Host ''
    Write-Host ('{0,-24}{1,8}{2,8}{3,8}{4,8}{5,8}  {6,-18}{7,6}{8,7}' -f 'job', 'ours s', 'stock s', 'ratio', 'target', 'limit s', 'verdict', 'ours', 'stock')
}

function Write-BenchLine([hashtable] $Job, [hashtable] $Result, [hashtable] $Limits) {
    $ratio = $Result.Stock / $Result.Ours
    $limit = if ($Job.Limit) { $Limits[$Job.Limit] }
    $target = if ($Job.Budget) { "$($Job.Budget) s" } else { '{0:F1}' -f $Job.Target }
    $verdict, $colour = if ($Job.Budget ? $Result.Ours -le $Job.Budget : $ratio -ge $Job.Target) { 'reached', 'Green' }
    elseif ($limit -and $Result.Ours -le 1.25 * $limit) { 'reached by limit', 'Green' }
    else { 'missed', 'Red' }
    $style = $PSStyle.Foreground
    Write-Host ('{0,-24}{1,8:F2}{2,8:F2}{3,8:F2}{4,8}{5,8:F2}  {6}{7,-18}{8}{9,6:F0}{10,7:F0}' -f
        $Job.Name, $Result.Ours, $Result.Stock, $ratio, $target, $limit, $style.$colour, $verdict, $PSStyle.Reset, ($Result.OursPeak / 1MB), ($Result.StockPeak / 1MB))
}

function Write-BenchFoot([hashtable] $Limits, [hashtable] $Import) {
    $texts = Get-LimitText
    Write-Host ''
    foreach ($name in $Limits.Keys | Sort-Object) { Write-Host ('Limit {0,-9}{1,6:F2} s  {2}' -f $name, $Limits[$name], $texts[$name]) }
    $more = ($Import.Ours - $Import.Empty) * 1000
    Write-Host ('Import: {0:F0} ms, an empty module {1:F0} ms: {2:F0} ms more; target: less than 100, {3}' -f ($Import.Ours * 1000), ($Import.Empty * 1000), $more, $(if ($more -lt 100) { 'reached' } else { 'missed' }))
}
