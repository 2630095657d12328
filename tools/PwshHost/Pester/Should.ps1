# Should: binds the operator and its expectation, judges, and throws what the run takes for a failed assertion.

function Should {
    [CmdletBinding(DefaultParameterSetName = 'None')]
    param(
        [Parameter(ValueFromPipeline, ValueFromRemainingArguments)] $ActualValue,
        [Parameter(Mandatory, ParameterSetName = 'Be')] [switch] $Be,
        [Parameter(Mandatory, ParameterSetName = 'BeExactly')] [switch] $BeExactly,
        [Parameter(Mandatory, ParameterSetName = 'BeNullOrEmpty')] [switch] $BeNullOrEmpty,
        [Parameter(Mandatory, ParameterSetName = 'BeTrue')] [switch] $BeTrue,
        [Parameter(Mandatory, ParameterSetName = 'BeFalse')] [switch] $BeFalse,
        [Parameter(Mandatory, ParameterSetName = 'BeOfType')] [switch] $BeOfType,
        [Parameter(Mandatory, ParameterSetName = 'BeIn')] [switch] $BeIn,
        [Parameter(Mandatory, ParameterSetName = 'Contain')] [switch] $Contain,
        [Parameter(Mandatory, ParameterSetName = 'BeGreaterThan')] [switch] $BeGreaterThan,
        [Parameter(Mandatory, ParameterSetName = 'BeGreaterOrEqual')] [switch] $BeGreaterOrEqual,
        [Parameter(Mandatory, ParameterSetName = 'BeLessThan')] [switch] $BeLessThan,
        [Parameter(Mandatory, ParameterSetName = 'BeLessOrEqual')] [switch] $BeLessOrEqual,
        [Parameter(Mandatory, ParameterSetName = 'Match')] [switch] $Match,
        [Parameter(Mandatory, ParameterSetName = 'MatchExactly')] [switch] $MatchExactly,
        [Parameter(Mandatory, ParameterSetName = 'BeLike')] [switch] $BeLike,
        [Parameter(Mandatory, ParameterSetName = 'BeLikeExactly')] [switch] $BeLikeExactly,
        [Parameter(Mandatory, ParameterSetName = 'HaveCount')] [switch] $HaveCount,
        [Parameter(Mandatory, ParameterSetName = 'Exist')] [switch] $Exist,
        [Parameter(Mandatory, ParameterSetName = 'FileContentMatch')] [switch] $FileContentMatch,
        [Parameter(Mandatory, ParameterSetName = 'FileContentMatchExactly')] [switch] $FileContentMatchExactly,
        [Parameter(Mandatory, ParameterSetName = 'Throw')] [switch] $Throw,

        [Parameter(Position = 0, ParameterSetName = 'Be')]
        [Parameter(Position = 0, ParameterSetName = 'BeExactly')]
        [Parameter(Position = 0, ParameterSetName = 'BeOfType')]
        [Parameter(Position = 0, ParameterSetName = 'BeIn')]
        [Parameter(Position = 0, ParameterSetName = 'Contain')]
        [Parameter(Position = 0, ParameterSetName = 'BeGreaterThan')]
        [Parameter(Position = 0, ParameterSetName = 'BeGreaterOrEqual')]
        [Parameter(Position = 0, ParameterSetName = 'BeLessThan')]
        [Parameter(Position = 0, ParameterSetName = 'BeLessOrEqual')]
        [Parameter(Position = 0, ParameterSetName = 'Match')]
        [Parameter(Position = 0, ParameterSetName = 'MatchExactly')]
        [Parameter(Position = 0, ParameterSetName = 'BeLike')]
        [Parameter(Position = 0, ParameterSetName = 'BeLikeExactly')]
        [Parameter(Position = 0, ParameterSetName = 'HaveCount')]
        [Parameter(Position = 0, ParameterSetName = 'FileContentMatch')]
        [Parameter(Position = 0, ParameterSetName = 'FileContentMatchExactly')]
        [Alias('ExpectedType', 'RegularExpression', 'ExpectedContent')]
        $ExpectedValue,

        [Parameter(Position = 0, ParameterSetName = 'Throw')] [string] $ExpectedMessage,
        [Parameter(Position = 1, ParameterSetName = 'Throw')] [string] $ErrorId,
        [Parameter(Position = 2, ParameterSetName = 'Throw')] [type] $ExceptionType,
        [Parameter(ParameterSetName = 'Throw')] [switch] $PassThru,
        [switch] $Not,
        [string] $Because)

    begin {
        $values = [Collections.Generic.List[object]]::new()
    }
    process {
        $values.Add($ActualValue)
    }
    end {
        $operator = $PSCmdlet.ParameterSetName
        if ($operator -eq 'None') { throw 'Should needs an operator, such as -Be.' }
        $call = $MyInvocation
        if ($operator -eq 'Throw') {
            foreach ($value in $values) { Assert-Throw $value $Not $PassThru $call }
        }
        elseif ($operator -in $script:collectionOperators) {
            $actual = if ($values.Count -eq 0) { $null } else { , $values.ToArray() }
            Assert-Operator $operator $actual $ExpectedValue $Not $call
        }
        elseif ($values.Count -eq 0) { Assert-Operator $operator $null $ExpectedValue $Not $call }
        else {
            foreach ($value in $values) { Assert-Operator $operator $value $ExpectedValue $Not $call }
        }
    }
}

function Assert-Operator([string] $Operator, $a, $e, [bool] $Negated, $Call) {
    $because = Format-Because $Because
    $verdict = & $script:operators[$Operator]
    $holds = if (-not $Negated) { $verdict.Holds } elseif ($verdict.ContainsKey('HoldsNot')) { $verdict.HoldsNot } else { -not $verdict.Holds }
    if (-not $holds) { Stop-Assertion (& $(if ($Negated) { $verdict.SayNot } else { $verdict.Say })) $Call }
}

function Assert-Throw($Body, [bool] $Negated, [bool] $PassThru, $Call) {
    if ($Body -isnot [scriptblock]) { throw [ArgumentException] "Input is missing or not a ScriptBlock. Input to '-Throw' and '-Not -Throw' must be enclosed in curly braces." }
    $caught = $null
    try {
        do { $null = & $Body } until ($true)
    }
    catch {
        $caught = $_
    }
    $because = Format-Because $Because
    if ($Negated) {
        if ($caught) { Stop-Assertion "Expected no exception to be thrown,$because but an exception `"$($caught.Exception.Message)`" was thrown $(Format-Place $caught)." $Call }
        return
    }

    $wanted, $but = @(), @()
    if ($null -ne $ExceptionType) {
        $wanted += "type $(Format-Nicely $ExceptionType)"
        if ($caught -and $caught.Exception -isnot $ExceptionType) { $but += "the exception type was $(Format-Nicely $caught.Exception.GetType())" }
    }
    if (-not [string]::IsNullOrWhiteSpace($ExpectedMessage)) {
        $wanted += "message like $(Format-Nicely $ExpectedMessage)"
        if ($caught -and $caught.Exception.Message -notlike $ExpectedMessage) { $but += "the message was $(Format-Nicely $caught.Exception.Message)" }
    }
    if (-not [string]::IsNullOrWhiteSpace($ErrorId)) {
        $wanted += "FullyQualifiedErrorId $(Format-Nicely $ErrorId)"
        if ($caught -and $caught.FullyQualifiedErrorId -notlike $ErrorId) { $but += "the FullyQualifiedErrorId was $(Format-Nicely $caught.FullyQualifiedErrorId)" }
    }
    if (-not $caught) { $but += 'no exception was thrown' }
    if ($but) {
        Stop-Assertion "Expected an exception$(if ($wanted) { " with $($wanted -join ' and ')" }) to be thrown,$because but $($but -join ' and ').$(if ($caught) { ' ' + (Format-Place $caught) })" $Call
    }
    if ($PassThru) { $caught }
}

function Format-Place($ErrorRecord) {
    $place = $ErrorRecord.InvocationInfo
    if ($place.ScriptName) { "from $($place.ScriptName):$($place.ScriptLineNumber)" }
}

function Stop-Assertion([string] $Message, $Call) {
    $place = @{ Message = $Message; File = $Call.ScriptName; Line = $Call.ScriptLineNumber; LineText = $Call.Line.Trim() }
    throw [Management.Automation.ErrorRecord]::new([Exception]::new($Message), 'PesterAssertionFailed', 'InvalidResult', $place)
}
