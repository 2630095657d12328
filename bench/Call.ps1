# Runs in a fresh process: imports the module, makes one call (the second one with -Later), and prints the seconds that the call took; its output is enumerated
# and dropped.
param([string] $Module, [string] $Call, [string] $Tree, [string] $Work, [string] $Bare, [string] $Archive, [switch] $UserMode, [switch] $Later)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$action = [scriptblock]::Create("$Call | Out-Null")
if ($Later) { . $action }
$watch = [Diagnostics.Stopwatch]::StartNew()
. $action
'{0:F4}' -f $watch.Elapsed.TotalSeconds
