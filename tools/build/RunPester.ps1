# The Pester suite in this process: real Pester under pwsh, our runner in our host.
param([string] $ChoiceFile, [string] $ResultFile)

$choice = Get-Content -LiteralPath $ChoiceFile -Raw | ConvertFrom-Json
if ($Host.Name -eq 'PwshHost') { Import-Module "$PSScriptRoot/../PwshHost/Pester/Pester.psm1" }
else { Import-Module Pester -MinimumVersion 5.0 }

$configuration = New-PesterConfiguration -Hashtable @{
    Run    = @{ Path = @($choice.Path); PassThru = $true }
    Filter = @{ Tag = @($choice.Tag); ExcludeTag = @($choice.ExcludeTag); FullName = @($choice.FullName | Where-Object { $_ }) }
}
# Pester 6 refuses an empty -ForEach unless told; Pester 5 has no such setting.
if ($configuration -isnot [hashtable] -and $configuration.Run.PSObject.Properties['FailOnNullOrEmptyForEach']) { $configuration.Run.FailOnNullOrEmptyForEach = $false }

$result = Invoke-Pester -Configuration $configuration
$failed = $result.FailedCount + $result.FailedContainersCount
# A tear-down that fails leaves its tests passed; the run has failed all the same.
if (-not $failed) { $failed = $result.FailedBlocksCount }
@{ Passed = $result.PassedCount; Failed = $failed; Skipped = $result.SkippedCount + $result.InconclusiveCount } |
    ConvertTo-Json | Set-Content -LiteralPath $ResultFile
