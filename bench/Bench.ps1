<#
.SYNOPSIS
    Measures the same jobs done by this module and by stock ostree, on the same tree, in one run.
.DESCRIPTION
    As root it works on an ext4 image in memory, otherwise on disk, and says which. Both sides have a warm page cache and sync as
    they do by default. Our time is that of the cmdlet in a fresh process, its first call there; stock's is that of its process.
    A job reaches its target by its ratio to stock, or by coming within 1.25 times the physical limit measured beside it.
.EXAMPLE
    ./build.sh Bench
.EXAMPLE
    ./build.sh Bench -Runs 1 -Megabytes 100 -Files 2000 -Job 'commit*'
.EXAMPLE
    ./build.sh Bench -TenTimes -Million -Job none
#>
param(
    # Runs of each side; the median counts.
    [ValidateRange(1, 100)] [int] $Runs = 5,
    # The jobs to measure: names, with wildcards.
    [string] $Job = '*',
    # The tree has at least so many megabytes of content,
    [int] $Megabytes = 1024,
    # and so many files.
    [int] $Files = 20000,
    # Also measures peak memory with a tree ten times as large, on disk: takes minutes, and the room for two such trees.
    [switch] $TenTimes,
    # Also measures memory with a million objects, on disk: takes minutes, and 10 GB.
    [switch] $Million)

$ErrorActionPreference = 'Stop'
foreach ($part in 'Jobs', 'Limits', 'Ground', 'Tree', 'Measure', 'Report', 'TenTimes', 'Million', 'Web') { . "$PSScriptRoot/$part.ps1" }

$root = Split-Path $PSScriptRoot
$module = "$root/out/OstreePS/OstreePS.psd1"
$gauge = "$root/out/artifacts/bin/Gauge/release/Gauge"
$userMode = [Environment]::UserName -ne 'root'

if (-not (Get-Command ostree -CommandType Application -ErrorAction Ignore)) {
    Write-Host 'The bench needs stock ostree to compare with: on Debian, apt-get install ostree.'
    exit 1
}
Invoke-Checked dotnet build "$root/bench/Gauge" -c Release -v quiet -nologo
Import-Module $module

$scratch = mktemp -d /tmp/ostreeps-bench-XXXXXX
Start-Guard $scratch
$listFile = "$scratch/list"
$outputFile = "$scratch/output"
try {
    $sample = Get-Sample ($Megabytes * 1MB) $Files
    # The tree, both repositories, what a job writes, and room for the blocks that small files waste.
    $ground, $place = New-Ground (512MB + 5 * $sample.Bytes + 20KB * $sample.Files)
    $tree, $work, $bare, $archive = 'tree', 'work', 'bare', 'archive' | ForEach-Object { "$ground/$_" }
    Copy-Sample
    Initialize-Repository
    Write-BenchHead $sample $place $Runs

    $limits = @{}
    $hasWeb = [bool](Get-Command nginx -CommandType Application -ErrorAction Ignore)
    if ($hasWeb) { Start-Web $ground $scratch } else { Write-Host 'Without nginx, pulls over HTTP are not measured.' }
    $results = foreach ($entry in Get-BenchJob | Where-Object Name -Like $Job) {
        if ($entry.NeedsWeb -and -not $hasWeb) { continue }
        if (-not (Get-Command $entry.Cmdlet -ErrorAction Ignore)) {
            Write-Host "$($entry.Name): there is no $($entry.Cmdlet) yet."
            continue
        }
        if ($entry.Limit -and -not $limits.ContainsKey($entry.Limit)) {
            $limits[$entry.Limit] = Get-Median @(for ($run = 0; $run -lt [Math]::Min($Runs, 3); $run++) { Measure-Limit $entry.Limit })
        }
        Write-BenchLine $entry (Measure-Job $entry $Runs) $limits
    }
    Write-BenchFoot $limits (Measure-Import ([Math]::Max($Runs, 3)))
    if ($TenTimes) { Measure-TenTimes }
    if ($Million) { Measure-Million }
}
finally {
    Stop-Web
    Remove-Ground
    Remove-Item -LiteralPath $scratch -Recurse -Force -ErrorAction Ignore
}
