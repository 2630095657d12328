# One line for each script, and what the last words of a failing one were.

function Write-Report($Entries) {
    $failed, $passed, $points, $stockPoints = 0, 0, 0, 0
    Write-Host ('{0,-46} {1,6} {2,6} {3,7}  {4}' -f 'script', 'stock', 'ours', 'seconds', 'verdict')
    foreach ($entry in $Entries) {
        $stock = if ($entry.Stock) { $entry.Stock.Points }
        $ours = if ($entry.Ours) { $entry.Ours.Points }
        $verdict = Get-Verdict $entry
        if ($verdict -like 'FAILS*') { $failed++ }
        elseif ($verdict -like 'passes*') { $passed++ }
        if ($entry.Verdict -eq 'passes') { $points += $ours; $stockPoints += $stock }
        $seconds = if ($entry.Ours) { $entry.Seconds.ToString('0.0', [cultureinfo]::InvariantCulture) }
        Write-Host ('{0,-46} {1,6} {2,6} {3,7}  {4}' -f $entry.Script, $stock, $ours, $seconds, $verdict)
        if ($verdict -like 'FAILS*') { Write-Host ($entry.Told -replace '(?m)^', '      ') }
    }
    $lacking = @($Entries | Where-Object Verdict -EQ 'lacks').Count
    $behind = @($Entries | Where-Object Verdict -EQ 'behind').Count
    $apart = @($Entries | Where-Object Verdict -EQ 'apart').Count
    Write-Host "$points of stock's $stockPoints points; $passed scripts pass, $failed fail, $lacking lack a command, $behind are behind, $apart are not ours to pass"
    @{ Passed = $passed; Failed = $failed; Skipped = $lacking + $behind + $apart }
}

function Get-Verdict($Entry) {
    if ($Entry.Verdict -eq 'apart') { return $Entry.Note }
    $whole = $Entry.Ours.Code -eq 0 -and (-not $Entry.Stock -or $Entry.Ours.Points -ge $Entry.Stock.Points)
    $lacking = $Entry.Lacking -join ', '
    if ($Entry.Verdict -in 'lacks', 'behind') {
        if ($whole -and -not $lacking) { return "passes now: say so in expected.txt (was: $($Entry.Verdict) $($Entry.Note))" }
        return "$($Entry.Verdict) $(if ($lacking) { $lacking } else { $Entry.Note })"
    }
    # What stock cannot do here either is the machine's fault.
    if ($Entry.Stock.Code -ne 0 -and $Entry.Ours.Points -ge $Entry.Stock.Points) { return "passes as far as stock, which fails here" }
    if (-not $whole) { return "FAILS$(if ($lacking) { " (lacks $lacking)" })" }
    if ($Entry.Stock.Skipped) { return 'passes (skipped here)' }
    'passes'
}
