# What a person sees: one line for each file, and each failure with its place.

function Write-Mark([string] $Mark, [string] $Colour, [string] $Text) {
    Write-Host "  $($PSStyle.Foreground.$Colour)$Mark$($PSStyle.Reset) $Text"
}

function Write-FileReport($Root, [string] $File, [timespan] $Duration) {
    $tests = @(Get-Test $Root | Where-Object ShouldRun)
    $counts = $tests | Group-Object Result -AsHashTable -AsString
    $parts = foreach ($kind in 'Passed', 'Failed', 'Skipped', 'Inconclusive') {
        if ($counts -and $counts[$kind]) { "$(@($counts[$kind]).Count) $($kind.ToLowerInvariant())" }
    }
    $failed = @(Get-Failure $Root)
    $mark, $colour = if ($failed) { '✗', 'Red' } else { '✓', 'Green' }
    Write-Mark $mark $colour "$([IO.Path]::GetFileName($File)): $(if ($parts) { $parts -join ', ' } else { 'nothing to run' }) ($($Duration.TotalSeconds.ToString('0.0')) s)"
    foreach ($item in $failed) { Write-Failure $item $File }
}

# Failed tests, and blocks or files whose own set-up or tear-down failed.
function Get-Failure($Block) {
    if ($Block.Errors.Count) { $Block }
    foreach ($item in $Block.Order) {
        if ($item.Kind -eq 'Block') { Get-Failure $item }
        elseif ($item.Result -eq 'Failed' -and $item.Errors.Count) { $item }
    }
}

function Write-Failure($Item, [string] $File) {
    $name = @(for ($at = $Item; $null -ne $at -and $at.Name; $at = $at.Parent) { $at.ExpandedName })
    [array]::Reverse($name)
    if ($Item.Kind -eq 'Block') { $name += '(set-up or tear-down)' }
    Write-Host "      $($PSStyle.Foreground.Red)$($name -join ' › ')$($PSStyle.Reset)"
    foreach ($problem in $Item.Errors) {
        foreach ($line in (Get-ProblemText $problem) -split "`n") { Write-Host "        $line" }
        Write-Host "        $($PSStyle.Foreground.BrightBlack)at $(Get-ProblemPlace $problem $File $Item)$($PSStyle.Reset)"
    }
}

function Get-ProblemText($Problem) {
    if ($Problem.FullyQualifiedErrorId -like 'PesterAssertionFailed*') { return $Problem.Exception.Message }
    "$($Problem.Exception.GetType().Name): $($Problem.Exception.Message) [$($Problem.FullyQualifiedErrorId)]"
}

function Get-ProblemPlace($Problem, [string] $File, $Item) {
    if ($Problem.TargetObject -is [hashtable] -and $Problem.TargetObject.LineText) {
        return "$($Problem.TargetObject.File):$($Problem.TargetObject.Line): $($Problem.TargetObject.LineText)"
    }
    $own = $Problem.ScriptStackTrace -split "`n" | Where-Object { $_ -like "*$File`:*" } | Select-Object -First 1
    if ($own -match 'line (\d+)') { return "$File`:$($Matches[1])" }
    $place = $Problem.InvocationInfo
    if ($place.ScriptName) { return "$($place.ScriptName):$($place.ScriptLineNumber)" }
    "$File`:$($Item.Line)"
}
