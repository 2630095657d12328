#requires -Version 7.4
<#
.SYNOPSIS
    Builds, shows, tests, measures and packs OstreePS.
.DESCRIPTION
    Build    an importable module in out/OstreePS (the default)
    Demo     the main job on real input, step by step
    Test     the unit tests and the Pester suite; ends with `N passed, N failed, N skipped`
    Compat   OSTree's own installed tests, by stock ostree and by our cmdlets
    Bench    our times beside those of stock ostree
    Pack     out/OstreePS-<version>.zip and the .nupkg that a PowerShell repository takes
    Api      writes down the public surface of the engine, after it was changed on purpose
    Clean    removes out/
.EXAMPLE
    ./build.sh Test -Filter '*checkout*' -Fast
#>
param(
    [Parameter(Position = 0)] [ValidateSet('Build', 'Demo', 'Test', 'Compat', 'Bench', 'Pack', 'Api', 'Clean')] [string] $Task = 'Build',
    # Test: names of tests, with wildcards.
    [string] $Filter,
    # Test: only these tags.
    [string[]] $Tag = @(),
    # Test: not these tags.
    [string[]] $ExcludeTag = @(),
    # Test: leaves out what is tagged Slow.
    [switch] $Fast,
    # Demo, Bench and Compat: arguments of the script.
    [Parameter(ValueFromRemainingArguments)] [string[]] $Rest = @())

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
foreach ($part in 'Steps', 'Module', 'Tests', 'Compat', 'Package', 'PublicApi') { . "$root/tools/build/$part.ps1" }

try {
    switch ($Task) {
        'Build' { Build-Module $root }
        'Demo' { Build-Module $root; Build-TestServer $root; Invoke-Script "$root/examples/Demo.ps1" @Rest }
        'Bench' { Build-Module $root; Invoke-Script "$root/bench/Bench.ps1" @Rest }
        'Compat' { Build-Module $root; Build-Compat $root; Invoke-Script "$root/tests/compat/Compat.ps1" @Rest }
        'Pack' { Build-Module $root; Export-Package $root }
        'Api' { Update-PublicApi $root }
        'Clean' { Invoke-Step 'Remove out/' { Remove-Item -LiteralPath "$root/out" -Recurse -Force -ErrorAction Ignore } }
        'Test' {
            # From a shell, `-Tag a,b` arrives as one text.
            $Tag = @($Tag -split ',' -ne '')
            $ExcludeTag = @($ExcludeTag -split ',' -ne '')
            if ($Fast) { $ExcludeTag += 'Slow' }
            $counts = Invoke-AllTests $root @{ Filter = $Filter; Tag = $Tag; ExcludeTag = $ExcludeTag }
            Write-Host "$($counts.Passed) passed, $($counts.Failed) failed, $($counts.Skipped) skipped"
            if ($counts.Failed -or -not $counts.Passed) { exit 1 }
        }
    }
}
catch [StepFailed] {
    if ($Task -eq 'Test') { Write-Host '0 passed, 1 failed, 0 skipped' }
    exit 1
}
