# One line for each step: what it was, whether it went well, how long it took. A tool's output shows only when it failed.

class StepFailed : Exception {
    StepFailed([string] $message) : base($message) {}
}

# The action sees its caller's variables, so the names here are ones that no caller uses.
function Invoke-Step([string] $StepTitle, [scriptblock] $StepAction) {
    $stepWatch = [Diagnostics.Stopwatch]::StartNew()
    try {
        $stepNote = & $StepAction
        Write-Step '✓' Green "$StepTitle$(if ($stepNote) { " ($stepNote)" })" $stepWatch
    }
    catch {
        Write-Step '✗' Red $StepTitle $stepWatch
        Write-Host ($_.Exception.Message -replace '(?m)^', '    ')
        if ($_.Exception -isnot [StepFailed]) { Write-Host "    at $($_.InvocationInfo.ScriptName):$($_.InvocationInfo.ScriptLineNumber)" }
        throw [StepFailed]::new($StepTitle)
    }
}

function Write-Step([string] $Mark, [string] $Colour, [string] $Text, $Watch) {
    $style = $PSStyle.Foreground
    Write-Host "$($style.$Colour)$Mark$($PSStyle.Reset) $Text $($style.BrightBlack)$($Watch.Elapsed.TotalSeconds.ToString('0.0')) s$($PSStyle.Reset)"
}

# Runs a tool silently; what it wrote becomes the message of the failure.
function Invoke-Tool([string] $Tool, [string[]] $Arguments) {
    $text = & $Tool @Arguments 2>&1 | ForEach-Object { "$_" }
    if ($LASTEXITCODE -ne 0) {
        $errors = @($text -match '\b(error|warning) [A-Z]+\d+\b' -replace ' \[[^\[]*proj\]$' -replace [regex]::Escape("$root/") | Sort-Object -Unique)
        throw [StepFailed]::new((@($(if ($errors) { $errors } else { $text }) | Select-Object -Last 40) -join "`n"))
    }
}

# A script in a process of its own, in the same kind of shell, writing to this one's output.
function Invoke-Script([string] $Path) {
    if (-not (Test-Path -LiteralPath $Path)) {
        Write-Host "There is no $Path."
        exit 1
    }
    & ([Environment]::ProcessPath) -NoProfile -File $Path @args | Out-Host
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

# Whether a result is older than one of its sources.
function Test-Stale([string] $Result, [string[]] $Sources) {
    if (-not (Test-Path -LiteralPath $Result)) { return $true }
    $made = [IO.File]::GetLastWriteTimeUtc($Result)
    foreach ($source in $Sources) {
        if (-not (Test-Path -LiteralPath $source)) { continue }
        foreach ($file in Get-ChildItem -LiteralPath $source -Recurse -File) { if ($file.LastWriteTimeUtc -gt $made) { return $true } }
    }
    $false
}
