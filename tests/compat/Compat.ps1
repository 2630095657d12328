<#
.SYNOPSIS
    Runs OSTree's own installed tests against our cmdlets, beside stock ostree.
.DESCRIPTION
    Puts client/ostree in front of the PATH, keeps a few resident workers behind it, and runs the scripts of Debian's
    package ostree-tests twice: with stock ostree, and with ours. A point is an `ok` that was not skipped. expected.txt
    says which scripts have to win all of stock's points, which lack a command, and which are no business of ours.
.EXAMPLE
    ./build.sh Compat test-basic* test-refs.sh
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    # Scripts to run, with wildcards; all of them when none is named.
    [Parameter(ValueFromRemainingArguments)] [string[]] $Name = @(),
    # The module to judge.
    [string] $Module = "$PSScriptRoot/../../out/OstreePS/OstreePS.psd1",
    # The channel between client and worker.
    [string] $Channel = "$PSScriptRoot/../../out/artifacts/bin/OstreePS.Compat.Channel/release/OstreePS.Compat.Channel.dll",
    # Where the counts go, as JSON.
    [string] $ResultFile,
    # Also takes stock's points for what we are known to lack.
    [switch] $Full)

$ErrorActionPreference = 'Stop'
foreach ($part in 'Expectation', 'Workers', 'Script', 'Report') { . "$PSScriptRoot/Runner/$part.ps1" }

$tests = '/usr/libexec/installed-tests/libostree'
if (-not [IO.Directory]::Exists($tests)) {
    Write-Host "There are no tests in ${tests}: install Debian's package ostree-tests."
    exit 1
}
$entries = @(Read-Expectation "$PSScriptRoot/expected.txt" $tests | Where-Object { Test-Wanted $_.Script $Name })
$place = [IO.Path]::Combine('/var/tmp', "ostreeps-compat-$PID")
$null = [IO.Directory]::CreateDirectory($place)
$pool = Start-WorkerPool $place $Module $Channel
try {
    $results = @(Invoke-Script $entries $tests $place $pool $Full)
}
finally {
    Stop-WorkerPool $pool
    if (-not $env:OSTREE_COMPAT_KEEP) { & rm -rf $place }
}
$counts = Write-Report $results
if ($ResultFile) { $counts | ConvertTo-Json | Set-Content -LiteralPath $ResultFile }
exit [int] [bool] $counts.Failed
