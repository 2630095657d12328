# A resident process that answers calls of the look-alike, or answers the one call it was started for.
param([Parameter(Mandatory)] [string] $Channel, [Parameter(Mandatory)] [string] $Module, [string] $Socket, [string] $ArgumentFile)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$ConfirmPreference = 'None'
[void] [Reflection.Assembly]::LoadFrom($Channel)
Import-Module $Module
foreach ($part in Get-ChildItem -LiteralPath "$PSScriptRoot/Commands" -Filter *.ps1) { . $part.FullName }

if (-not $Socket) {
    $call = [OstreePS.Compat.Call]::OfThisProcess([IO.File]::ReadAllLines($ArgumentFile))
    $code = Invoke-Call $call
    $call.Finish($code)
    exit $code
}

$listener = [OstreePS.Compat.Listener]::new($Socket)
while ($true) {
    $call = $listener.Accept()
    Set-Location -LiteralPath ([IO.Directory]::GetCurrentDirectory())
    $code = 134
    try { $code = Invoke-Call $call } finally { $call.Finish($code); $call.Dispose() }
}
