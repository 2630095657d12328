# What each operator of Should decides: a table of name → script, which gives whether it holds and what to say.
# $a is the actual value, $e the expected one, $because the reason already in words.

$script:operators = @{
    Be                  = { @{ Holds = Test-Same $a $e $false; Say = { Get-SameMessage $a $e $false }; SayNot = { "Expected $(Format-Nicely $e) to be different from the actual value,$because but got the same value." } } }
    BeExactly           = { @{ Holds = Test-Same $a $e $true; Say = { Get-SameMessage $a $e $true }; SayNot = { "Expected $(Format-Nicely $e) to be different from the actual value,$because but got exactly the same value." } } }
    BeNullOrEmpty       = { @{ Holds = Test-NullOrEmpty $a; Say = { "Expected `$null or empty,$because but got $(Format-Nicely $a)." }; SayNot = { "Expected a value,$because but got `$null or empty." } } }
    BeTrue              = { @{ Holds = [bool] $a; Say = { "Expected `$true,$because but got $(Format-Nicely $a)." }; SayNot = { "Expected `$false,$because but got $(Format-Nicely $a)." } } }
    BeFalse             = { @{ Holds = -not $a; Say = { "Expected `$false,$because but got $(Format-Nicely $a)." }; SayNot = { "Expected `$true,$because but got $(Format-Nicely $a)." } } }
    BeOfType            = { @{ Holds = Test-Type $a $e; Say = { "Expected the value to have type $(Format-TypeName $e) or any of its subtypes,$because but got $(Format-Nicely $a) with type $(Format-TypeOf $a)." }; SayNot = { "Expected the value to not have type $(Format-TypeName $e) or any of its subtypes,$because but got $(Format-Nicely $a)." } } }
    BeIn                = { @{ Holds = $e -contains $a; Say = { "Expected collection $(Format-Nicely $e) to contain $(Format-Nicely $a),$because but it was not found." }; SayNot = { "Expected collection $(Format-Nicely $e) to not contain $(Format-Nicely $a),$because but it was found." } } }
    Contain             = { @{ Holds = $a -contains $e; Say = { "Expected $(Format-Nicely $e) to be found in collection $(Format-Nicely $a),$because but it was not found." }; SayNot = { "Expected $(Format-Nicely $e) to not be found in collection $(Format-Nicely $a),$because but it was found." } } }
    BeGreaterThan       = { @{ Holds = -not ($a -le $e); HoldsNot = -not ($a -gt $e); Say = { "Expected the actual value to be greater than $(Format-Nicely $e),$because but got $(Format-Nicely $a)." }; SayNot = { "Expected the actual value to be less than or equal to $(Format-Nicely $e),$because but got $(Format-Nicely $a)." } } }
    BeLessOrEqual       = { @{ Holds = -not ($a -gt $e); HoldsNot = -not ($a -le $e); Say = { "Expected the actual value to be less than or equal to $(Format-Nicely $e),$because but got $(Format-Nicely $a)." }; SayNot = { "Expected the actual value to be greater than $(Format-Nicely $e),$because but got $(Format-Nicely $a)." } } }
    BeLessThan          = { @{ Holds = -not ($a -ge $e); HoldsNot = -not ($a -lt $e); Say = { "Expected the actual value to be less than $(Format-Nicely $e),$because but got $(Format-Nicely $a)." }; SayNot = { "Expected the actual value to be greater than or equal to $(Format-Nicely $e),$because but got $(Format-Nicely $a)." } } }
    BeGreaterOrEqual    = { @{ Holds = -not ($a -lt $e); HoldsNot = -not ($a -ge $e); Say = { "Expected the actual value to be greater than or equal to $(Format-Nicely $e),$because but got $(Format-Nicely $a)." }; SayNot = { "Expected the actual value to be less than $(Format-Nicely $e),$because but got $(Format-Nicely $a)." } } }
    Match               = { @{ Holds = [bool]($a -match $e); Say = { "Expected regular expression $(Format-Nicely $e) to match $(Format-Nicely $a),$because but it did not match." }; SayNot = { "Expected regular expression $(Format-Nicely $e) to not match $(Format-Nicely $a),$because but it did match." } } }
    MatchExactly        = { @{ Holds = [bool]($a -cmatch $e); Say = { "Expected regular expression $(Format-Nicely $e) to case sensitively match $(Format-Nicely $a),$because but it did not match." }; SayNot = { "Expected regular expression $(Format-Nicely $e) to not case sensitively match $(Format-Nicely $a),$because but it did match." } } }
    BeLike              = { @{ Holds = [bool]($a -like $e); Say = { "Expected like wildcard $(Format-Nicely $e) to match $(Format-Nicely $a),$because but it did not match." }; SayNot = { "Expected like wildcard $(Format-Nicely $e) to not match $(Format-Nicely $a),$because but it did match." } } }
    BeLikeExactly       = { @{ Holds = [bool]($a -clike $e); Say = { "Expected case sensitive like wildcard $(Format-Nicely $e) to match $(Format-Nicely $a),$because but it did not match." }; SayNot = { "Expected case sensitive like wildcard $(Format-Nicely $e) to not match $(Format-Nicely $a),$because but it did match." } } }
    HaveCount           = { $n = if ($null -eq $a) { 0 } else { $a.Count }; @{ Holds = $n -eq [int] $e; Say = { "Expected a collection with size $e,$because but got collection with size $n $(Format-Nicely $a)." }; SayNot = { "Expected a collection with size different from $e,$because but got $(Format-Nicely $a)." } } }
    Exist               = { @{ Holds = Test-Path $a; Say = { "Expected path $(Format-Nicely $a) to exist,$because but it did not exist." }; SayNot = { "Expected path $(Format-Nicely $a) to not exist,$because but it did exist." } } }
    FileContentMatch    = { @{ Holds = @((Get-Content $a) -match $e).Count -gt 0; Say = { "Expected $(Format-Nicely $e) to be found in file '$a',$because but it was not found." }; SayNot = { "Expected $(Format-Nicely $e) to not be found in file '$a',$because but it was found." } } }
    FileContentMatchExactly = { @{ Holds = @((Get-Content $a) -cmatch $e).Count -gt 0; Say = { "Expected $(Format-Nicely $e) to be case sensitively found in file '$a',$because but it was not found." }; SayNot = { "Expected $(Format-Nicely $e) to not be case sensitively found in file '$a',$because but it was found." } } }
}

# Operators that judge what came down the pipeline as one collection; the others judge each value.
$script:collectionOperators = 'Be', 'BeExactly', 'BeNullOrEmpty', 'Contain', 'HaveCount'

function Test-Same($Actual, $Expected, [bool] $CaseSensitive) {
    $left, $right = @($Actual), @($Expected)
    $leftEmpty, $rightEmpty = (Test-Void $left), (Test-Void $right)
    if ($leftEmpty -or $rightEmpty) { return $leftEmpty -and $rightEmpty }
    if ($left.Count -ne $right.Count) { return $false }
    for ($i = 0; $i -lt $left.Count; $i++) {
        $same = if ($left[$i] -is [array] -or $right[$i] -is [array]) { Test-Same $left[$i] $right[$i] $CaseSensitive }
        elseif ($CaseSensitive) { $right[$i] -ceq $left[$i] }
        else { $right[$i] -eq $left[$i] }
        if (-not $same) { return $false }
    }
    $true
}

function Test-Void([array] $Values) { $Values.Count -eq 0 -or ($Values.Count -eq 1 -and $null -eq $Values[0]) }

function Test-NullOrEmpty($Value) {
    if ($null -eq $Value -or $Value.Count -eq 0) { return $true }
    if ($Value.Count -ne 1) { return $false }
    $single = $Value[0]
    if ($single -is [hashtable]) { $single.Count -eq 0 } else { [string]::IsNullOrEmpty($single) }
}

function Test-Type($Value, $Type) {
    if ($Type -isnot [string]) { return $Value -is $Type }
    $name = $Type -replace '^\[(.*)\]$', '$1'
    $resolved = $name -as [type]
    if ($null -eq $resolved) { throw [ArgumentException] "Could not find type [$name]. Make sure that the assembly that contains that type is loaded." }
    $Value -is $resolved
}

function Format-TypeName($Type) { if ($Type -is [type]) { Format-Nicely $Type } else { "[$("$Type" -replace '^\[(.*)\]$', '$1')]" } }

function Format-TypeOf($Value) { if ($null -eq $Value) { '$null' } else { Format-Nicely $Value.GetType() } }

function Get-SameMessage($Actual, $Expected, [bool] $CaseSensitive) {
    $single, $wanted = $($Actual), $($Expected)
    if ($single -is [string] -and $wanted -is [string]) { return Format-Difference $wanted $single $CaseSensitive $because }
    $lengths = if ($Actual -is [array] -and $Expected -is [array] -and $Actual.Count -ne $Expected.Count) { " (lengths $($Expected.Count) and $($Actual.Count))" }
    "Expected$(if ($CaseSensitive) { ' exactly' }) $(Format-Nicely $wanted),$because but got $(Format-Nicely $single)$lengths."
}
