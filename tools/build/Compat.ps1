# OSTree's own tests, from Debian's package ostree-tests, against our cmdlets.

function Build-Compat([string] $Root) {
    Install-CompatTool
    Invoke-Step 'Compile the look-alike of ostree' {
        Invoke-Tool dotnet @('build', "$Root/tests/compat/Channel", '-c', 'Release', '-v', 'quiet', '-nologo', '-clp:NoSummary')
    }
}

# The scripts call what a minimal system lacks; what is not there, they skip for stock and for us.
function Install-CompatTool {
    if (Test-Path -LiteralPath '/usr/libexec/installed-tests/libostree') { return }
    if ([Environment]::UserName -ne 'root' -or -not (Get-Command apt-get -CommandType Application -ErrorAction Ignore)) { return }
    Invoke-Step 'Install ostree-tests' {
        $env:DEBIAN_FRONTEND = 'noninteractive'
        Invoke-Tool apt-get @('update', '-qq')
        Invoke-Tool apt-get @('install', '-qq', '-y', '--no-install-recommends', 'ostree', 'ostree-tests', 'attr', 'gnupg', 'openssl', 'xz-utils', 'procps')
    }
}

# As one suite of Test: a script is a test. Left out where only some tests are asked for, or the scripts are not to be had.
function Invoke-CompatTests([string] $Root, [hashtable] $Choice) {
    $none = @{ Passed = 0; Failed = 0; Skipped = 0 }
    if ($Choice.Filter -or $Choice.Tag -or $Choice.ExcludeTag -contains 'Slow') { return $none }
    Build-Compat $Root
    if (-not (Test-Path -LiteralPath '/usr/libexec/installed-tests/libostree')) {
        Write-Host "OSTree's own tests are left out: they come with Debian's package ostree-tests."
        return $none
    }
    $result = "$Root/out/test/compat.json"
    Remove-Item -LiteralPath $result -ErrorAction Ignore
    Write-Host "OSTree's own tests"
    & ([Environment]::ProcessPath) -NoProfile -File "$Root/tests/compat/Compat.ps1" -ResultFile $result | Out-Host
    if (-not (Test-Path -LiteralPath $result)) { return @{ Passed = 0; Failed = 1; Skipped = 0 } }
    $counts = Get-Content -LiteralPath $result -Raw | ConvertFrom-Json
    @{ Passed = [int] $counts.Passed; Failed = [int] $counts.Failed; Skipped = [int] $counts.Skipped }
}
