# Values as text, for messages and for names.

function Format-Nicely($Value) {
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [bool]) { return "`$$("$Value".ToLowerInvariant())" }
    if ($Value -is [string]) { return $(if ($Value) { "'$Value'" } else { '<empty>' }) }
    if ($Value -is [datetime]) { return $Value.ToString('o') }
    if ($Value -is [type]) { return "[$($Value.FullName -replace '^System\.(?=[^.]+$)')]" }
    if ($Value -is [scriptblock]) { return "{$Value}" }
    if ($Value -is [Collections.IEnumerable] -and $Value -isnot [Collections.IDictionary]) {
        return "@($(@(foreach ($item in $Value) { Format-Nicely $item }) -join ', '))"
    }
    [string] $Value
}

# In a name, text stands without quotes.
function Format-Template($Value) {
    if ($Value -is [string]) { return $Value }
    if ($Value -is [Collections.IEnumerable] -and $Value -isnot [Collections.IDictionary]) { return @(foreach ($item in $Value) { Format-Template $item }) -join ', ' }
    Format-Nicely $Value
}

function Format-Because([string] $Because) {
    $reason = "$Because".Trim()
    if ($reason) { " because $($reason -replace '^because\s'),"  }
}

# Two strings with the place where they part marked; the reason is already in words.
function Format-Difference([string] $Expected, [string] $Actual, [bool] $CaseSensitive, [string] $Because) {
    $at = 0
    while ($at -lt $Expected.Length -and $at -lt $Actual.Length -and
        $(if ($CaseSensitive) { $Expected[$at] -ceq $Actual[$at] } else { $Expected[$at] -eq $Actual[$at] })) { $at++ }
    $from = [Math]::Max(0, $at - 40)
    $cut = { param($text) $(if ($from) { '...' }) + $text.Substring($from, [Math]::Min(90, $text.Length - $from)).Replace("`n", '\n').Replace("`r", '\r').Replace("`t", '\t') + $(if ($text.Length -gt $from + 90) { '...' }) }
    $before = (& $cut $Expected.Substring(0, $at)).Length
    @(
        "Expected strings to be the same,$Because but they were different."
        "Lengths: expected $($Expected.Length), actual $($Actual.Length). They differ at index $at."
        "Expected: '$(& $cut $Expected)'"
        "But was:  '$(& $cut $Actual)'"
        (' ' * 11) + ('-' * [Math]::Max(0, $before)) + '^'
    ) -join "`n"
}
