# One run of one side, and what several of them come to.

function Invoke-Gauge {
    & $gauge @args
    if ($LASTEXITCODE -ne 0) { throw "Gauge failed: $args" }
}

# Ours: the call alone, in a fresh process that has imported the module, or, as a later call, made it once before. Memory is that
# of the whole process.
function Measure-Ours([string] $Call, [bool] $Later) {
    $arguments = @('-NoProfile', '-File', "$PSScriptRoot/Call.ps1", '-Module', $module, '-Call', $Call, '-Tree', $tree, '-Work', $work, '-Bare', $bare, '-Archive', $archive)
    if ($userMode) { $arguments += '-UserMode' }
    if ($Later) { $arguments += '-Later' }
    $run = Watch-Process ([Environment]::ProcessPath) $arguments
    @{ Seconds = [double]($run.Output | Select-Object -Last 1); Peak = $run.Peak }
}

function Measure-Stock([string[]] $Arguments) {
    $run = Watch-Process 'ostree' $Arguments
    @{ Seconds = $run.Seconds; Peak = $run.Peak }
}

function Watch-Process([string] $Tool, [string[]] $Arguments) {
    $seconds, $peak, $code = (Invoke-Gauge watch $outputFile $Tool @Arguments) -split ' '
    $output = @(Get-Content -LiteralPath $outputFile -Tail 1)
    if ($code -ne '0') { throw "$Tool $Arguments`nended with $code`: $((Get-Content -LiteralPath "$outputFile.errors" -Raw) + $output)" }
    @{ Seconds = [double]$seconds; Peak = [long]$peak; Output = $output }
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    $middle = [Math]::Floor($sorted.Count / 2)
    if ($sorted.Count % 2) { $sorted[$middle] } else { ($sorted[$middle - 1] + $sorted[$middle]) / 2 }
}

# Both sides in turn, so that what else the machine does hits them alike.
function Measure-Job([hashtable] $Job, [int] $Runs) {
    $ours = @()
    $stock = @()
    for ($run = 0; $run -lt $Runs; $run++) {
        Initialize-Job $Job
        $stock += Measure-Stock (& $Job.Stock)
        Initialize-Job $Job
        $ours += Measure-Ours $Job.Ours ([bool] $Job.Later)
    }
    Clear-Work
    @{
        Ours      = Get-Median $ours.Seconds
        Stock     = Get-Median $stock.Seconds
        OursPeak  = ($ours.Peak | Measure-Object -Maximum).Maximum
        StockPeak = ($stock.Peak | Measure-Object -Maximum).Maximum
    }
}

function Initialize-Job([hashtable] $Job) {
    Clear-Work
    if ($Job.Setup) { & $Job.Setup $Job }
    sync -f $work
}

# How much longer our module takes to import than one with nothing in it.
function Measure-Import([int] $Runs) {
    $null = New-Item -ItemType Directory -Path "$work/Empty" -Force
    Set-Content -LiteralPath "$work/Empty/Empty.psd1" -Value "@{ ModuleVersion = '1.0'; GUID = '5b6c1f7e-8a57-4c60-9a55-0c53d3c6f6a1'; RootModule = 'Empty.psm1'; FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @() }"
    Set-Content -LiteralPath "$work/Empty/Empty.psm1" -Value ''
    $times = @{ Empty = @(); Ours = @() }
    for ($run = 0; $run -lt $Runs; $run++) {
        foreach ($pair in @('Empty', "$work/Empty/Empty.psd1"), @('Ours', $module)) {
            $text = "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$($pair[1])'; '{0:F4}' -f `$w.Elapsed.TotalSeconds"
            $result = Watch-Process ([Environment]::ProcessPath) @('-NoProfile', '-Command', $text)
            $times[$pair[0]] += [double]$result.Output[-1]
        }
    }
    @{ Empty = Get-Median $times.Empty; Ours = Get-Median $times.Ours }
}
