# The three suites, and their sum.

function Invoke-AllTests([string] $Root, [hashtable] $Choice) {
    Install-TestTool
    Build-Module $Root
    Invoke-Step 'Compile the unit tests' {
        Invoke-Tool dotnet @('build', "$Root/tests/unit", '-v', 'quiet', '-nologo', '-clp:NoSummary')
    }
    Build-TestServer $Root
    $unit = Invoke-UnitTests $Root $Choice
    $pester = Invoke-PesterTests $Root $Choice
    $compat = Invoke-CompatTests $Root $Choice
    @{
        Passed  = $unit.Passed + $pester.Passed + $compat.Passed
        Failed  = $unit.Failed + $pester.Failed + $compat.Failed
        Skipped = $unit.Skipped + $pester.Skipped + $compat.Skipped
    }
}

# The web server of the tests, which the demonstration borrows.
function Build-TestServer([string] $Root) {
    if (-not (Test-Stale "$Root/out/artifacts/bin/OstreePS.TestServer/debug/OstreePS.TestServer.dll" "$Root/tests/server")) { return }
    Invoke-Step 'Compile the web server of the tests' {
        Invoke-Tool dotnet @('build', "$Root/tests/server", '-v', 'quiet', '-nologo', '-clp:NoSummary')
    }
}

# Stock ostree is the judge of the interop tests. On Debian, root gets what is missing.
function Install-TestTool {
    $packages = @{ ostree = 'ostree'; gpg = 'gnupg'; nginx = 'nginx-light'; openssl = 'openssl'; setfattr = 'attr'; xz = 'xz-utils'; zstd = 'zstd'; matchpathcon = 'selinux-utils'; cpio = 'cpio'; 'softhsm2-util' = 'softhsm2'; 'pkcs11-tool' = 'opensc'; 'p11-kit' = 'p11-kit' }
    $missing = @($packages.Keys | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) } | ForEach-Object { $packages[$_] } | Sort-Object)
    if (-not (Test-Path -LiteralPath /etc/selinux/default/contexts/files/file_contexts)) { $missing += 'selinux-policy-default' }
    if (-not (Get-ChildItem -Path '/usr/lib/*/engines-*/pkcs11.so', '/usr/lib64/engines-*/pkcs11.so' -ErrorAction Ignore)) { $missing += 'libengine-pkcs11-openssl' }
    if (-not $missing) { return }
    $isRoot = [Environment]::UserName -eq 'root'
    if (-not $isRoot -or -not (Get-Command apt-get -CommandType Application -ErrorAction Ignore)) {
        Write-Host "The tests need $($missing -join ', '): tests that do will fail until you install them."
        return
    }
    Invoke-Step "Install $($missing -join ', ')" {
        $env:DEBIAN_FRONTEND = 'noninteractive'
        Invoke-Tool apt-get @('update', '-qq')
        Invoke-Tool apt-get (@('install', '-qq', '-y', '--no-install-recommends') + $missing)
    }
}

function Invoke-UnitTests([string] $Root, [hashtable] $Choice) {
    $results = "$Root/out/test"
    $null = New-Item -ItemType Directory -Path $results -Force
    Remove-Item -LiteralPath "$results/unit.xml" -ErrorAction Ignore
    $arguments = @('--results-directory', $results, '--report-xunit-xml', '--report-xunit-xml-filename', 'unit.xml', '--progress', 'off', '--no-ansi')
    if ($Choice.Filter) { $arguments += '--filter-method', $Choice.Filter }
    foreach ($tag in $Choice.Tag) { $arguments += '--filter-trait', "Category=$tag" }
    foreach ($tag in $Choice.ExcludeTag) { $arguments += '--filter-not-trait', "Category=$tag" }

    $watch = [Diagnostics.Stopwatch]::StartNew()
    $output = & "$Root/out/artifacts/bin/OstreePS.UnitTests/debug/OstreePS.UnitTests" @arguments 2>&1 | ForEach-Object { "$_" }
    $nothingMatched = $LASTEXITCODE -eq 8
    $counts = if ($nothingMatched) { @{ Passed = 0; Failed = 0; Skipped = 0 } } else { Read-UnitResult "$results/unit.xml" }
    if (-not $counts) {
        Write-Step '✗' Red 'Unit tests: the run itself failed' $watch
        Write-Host (($output | Select-Object -Last 40) -join "`n")
        return @{ Passed = 0; Failed = 1; Skipped = 0 }
    }
    $mark, $colour = if ($counts.Failed) { '✗', 'Red' } else { '✓', 'Green' }
    Write-Step $mark $colour "Unit tests: $($counts.Passed) passed, $($counts.Failed) failed, $($counts.Skipped) skipped" $watch
    foreach ($failure in $counts.Failures) { Write-Host "    $($PSStyle.Foreground.Red)$($failure.Name)$($PSStyle.Reset)`n$($failure.Text -replace '(?m)^', '      ')" }
    $counts
}

function Read-UnitResult([string] $File) {
    if (-not (Test-Path -LiteralPath $File)) { return }
    $report = [xml] (Get-Content -LiteralPath $File -Raw)
    $counts = @{ Passed = 0; Failed = 0; Skipped = 0; Failures = @() }
    foreach ($assembly in $report.SelectNodes('/assemblies/assembly')) {
        $counts.Passed += [int] $assembly.passed
        $counts.Failed += [int] $assembly.failed + [int] $assembly.errors
        $counts.Skipped += [int] $assembly.skipped + [int] $assembly.GetAttribute('not-run')
    }
    $counts.Failures = @(foreach ($test in $report.SelectNodes('//test[@result="Fail"]')) {
            @{ Name = $test.name; Text = "$($test.SelectSingleNode('failure/message').InnerText)`n$($test.SelectSingleNode('failure/stack-trace').InnerText)".Trim() }
        })
    $counts
}

# In a process of its own: modules of one run cannot be unloaded, and a test may end its process.
function Invoke-PesterTests([string] $Root, [hashtable] $Choice) {
    $result = "$Root/out/test/pester.json"
    $null = New-Item -ItemType Directory -Path "$Root/out/test" -Force
    Remove-Item -LiteralPath $result -ErrorAction Ignore
    @{ Path = @("$Root/tests/pester"); FullName = $Choice.Filter; Tag = $Choice.Tag; ExcludeTag = $Choice.ExcludeTag } |
        ConvertTo-Json | Set-Content -LiteralPath "$Root/out/test/pester-choice.json"

    Write-Host 'Pester suite'
    & ([Environment]::ProcessPath) -NoProfile -File "$Root/tools/build/RunPester.ps1" "$Root/out/test/pester-choice.json" $result | Out-Host
    if (-not (Test-Path -LiteralPath $result)) {
        Write-Host "    The Pester process ended with exit code $LASTEXITCODE and left no result."
        return @{ Passed = 0; Failed = 1; Skipped = 0 }
    }
    $counts = Get-Content -LiteralPath $result -Raw | ConvertFrom-Json
    @{ Passed = [int] $counts.Passed; Failed = [int] $counts.Failed; Skipped = [int] $counts.Skipped }
}
