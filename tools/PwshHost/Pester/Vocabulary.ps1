# The words of a test file. During discovery they build the tree; BeforeAll and its kin only leave their script in it.

function New-Block([string] $Name, [scriptblock] $Body, [string[]] $Tag, [bool] $Skip, $Data, [bool] $HasData) {
    $parent = $script:state.Block
    $block = [pscustomobject]@{
        Kind = 'Block'; Name = $Name; ExpandedName = $Name; Parent = $parent
        Path = @(if ($parent.Path) { $parent.Path }) + $Name
        Body = $Body; Tag = $Tag; Skip = $Skip; Data = $Data; HasData = $HasData; Line = $Body.StartPosition.StartLine
        Order = [Collections.Generic.List[object]]::new()
        BeforeAll = $null; AfterAll = $null; BeforeEach = $null; AfterEach = $null
        Include = $false; Exclude = $false; ShouldRun = $false
        Errors = [Collections.Generic.List[object]]::new()
    }
    $parent.Order.Add($block)
    $script:state.Block = $block
    try {
        $setAndRun = {
            param($private:______pester)
            foreach ($private:______entry in $______pester.Variables.GetEnumerator()) {
                $ExecutionContext.SessionState.PSVariable.Set($______entry.Key, $______entry.Value)
            }
            . $______pester.Body
        }
        Set-Home $setAndRun $Body
        $null = & $setAndRun @{ Variables = Get-DataVariable $block; Body = $Body }
    }
    finally {
        $script:state.Block = $parent
    }
}

function Add-Group($Bound, [string] $Name, [scriptblock] $Fixture, [string[]] $Tag, [bool] $Skip, $ForEach) {
    Assert-Discovery 'Describe and Context'
    if ($null -eq $Fixture) { throw 'No test fixture is provided. (Have you put the open curly brace on the next line?)' }
    if (-not $Bound.ContainsKey('ForEach')) {
        New-Block $Name $Fixture $Tag $Skip $null $false
        return
    }
    if ($null -eq $ForEach) { return }
    foreach ($data in @($ForEach)) { New-Block $Name $Fixture $Tag $Skip $data $true }
}

function Describe {
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture,
        [Alias('Tags')] [string[]] $Tag = @(),
        [switch] $Skip,
        $ForEach)
    Add-Group $PSBoundParameters $Name $Fixture $Tag $Skip $ForEach
}

function Context {
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture,
        [Alias('Tags')] [string[]] $Tag = @(),
        [switch] $Skip,
        $ForEach)
    Add-Group $PSBoundParameters $Name $Fixture $Tag $Skip $ForEach
}

function It {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Test,
        [Alias('TestCases')] [object[]] $ForEach,
        [string[]] $Tag,
        [switch] $Skip)
    Assert-Discovery 'It'
    if ($null -eq $Test) { throw 'No test scriptblock is provided. Did you put the opening curly brace on the next line?' }
    $hasData = $PSBoundParameters.ContainsKey('ForEach')
    $line = $MyInvocation.ScriptLineNumber
    if ($hasData) { foreach ($data in $ForEach) { New-Test $Name $Test $Tag $Skip $data $true $line } }
    else { New-Test $Name $Test $Tag $Skip $null $false $line }
}

function New-Test([string] $Name, [scriptblock] $Body, [string[]] $Tag, [bool] $Skip, $Data, [bool] $HasData, [int] $Line) {
    $block = $script:state.Block
    $block.Order.Add([pscustomobject]@{
            Kind = 'Test'; Name = $Name; ExpandedName = $Name; Parent = $block; Path = @($block.Path) + $Name
            Body = $Body; Tag = $Tag; Skip = $Skip; Data = $Data; HasData = $HasData; Line = $Line
            Include = $false; Exclude = $false; ShouldRun = $false; Result = 'NotRun'
            Errors = [Collections.Generic.List[object]]::new(); Duration = [timespan]::Zero
        })
}

function BeforeDiscovery([Parameter(Mandatory)] [scriptblock] $ScriptBlock) {
    if ($script:state.Discovering) { . $ScriptBlock }
}

function BeforeAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) { Set-Setup BeforeAll $Scriptblock }

function AfterAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) { Set-Setup AfterAll $Scriptblock }

function BeforeEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) { Set-Setup BeforeEach $Scriptblock }

function AfterEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) { Set-Setup AfterEach $Scriptblock }

function Set-ItResult {
    param(
        [Parameter(ParameterSetName = 'Inconclusive')] [switch] $Inconclusive,
        [Parameter(ParameterSetName = 'Skipped')] [switch] $Skipped,
        [string] $Because)
    $kind = $PSCmdlet.ParameterSetName
    $reason = Format-Because $Because
    $text = "is $($kind.ToLowerInvariant())$(if ($reason) { ",$($reason.TrimEnd(','))" })"
    throw [Management.Automation.ErrorRecord]::new([Exception]::new($text), "PesterTest$kind", 'InvalidResult', $null)
}

function Set-Setup([string] $Word, [scriptblock] $Body) {
    Assert-Discovery $Word
    $block = $script:state.Block
    if ($null -ne $block.$Word) { throw "$Word is already defined in this block. Each block can only have one $Word. Combine the code into a single $Word block." }
    if ($null -eq $block.Parent -and $Word -like '*Each') { throw "$Word is not supported in root (directly in the file)." }
    $block.$Word = $Body
}

function Assert-Discovery([string] $Word) {
    if (-not $script:state.Discovering) { throw "$Word cannot be used while tests run: it belongs directly in a file, Describe or Context." }
}

# What -ForEach makes visible: $_, and each key of a table. $null leaves $_ as it was, in Pester 5 too.
function Get-DataVariable($Item) {
    $variables = @{}
    if ($Item.HasData -and $null -ne $Item.Data) {
        if ($Item.Data -is [Collections.IDictionary]) { foreach ($entry in $Item.Data.GetEnumerator()) { $variables[[string] $entry.Key] = $entry.Value } }
        if (-not $variables.ContainsKey('_')) { $variables['_'] = $Item.Data }
    }
    $variables
}

# Makes a script of this module run where a script of the tests would: the engine has no public way.
function Set-Home([scriptblock] $Script, $Native) {
    $hidden = [Reflection.BindingFlags] 'Instance, NonPublic'
    $property = [scriptblock].GetProperty('SessionStateInternal', $hidden)
    $target = if ($Native -is [scriptblock]) { $property.GetValue($Native) } else { [Management.Automation.SessionState].GetProperty('Internal', $hidden).GetValue($Native) }
    $property.SetValue($Script, $target)
}
