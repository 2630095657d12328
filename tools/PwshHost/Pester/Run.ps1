# The second phase. Each block and each test has a scope of the test file's session, nested as they are written:
#   & { . BeforeAll;  & { . BeforeEach (outer to inner); . It; . AfterEach (inner to outer) };  . AfterAll }

# Runs in the tests' session: what it leaves visible, tests can see.
function New-Frame($Native) {
    $frame = {
        param($______pester)
        try {
            foreach ($______entry in $______pester.Variables.GetEnumerator()) {
                $ExecutionContext.SessionState.PSVariable.Set($______entry.Key, $______entry.Value)
            }
            $______splat = $______pester.Splat
            foreach ($______entry in $______pester.Setup) { . $______entry @______splat }
            $______pester.Item.ExpandedName = & $______pester.Expand $______pester.Item.Name
            if ($______pester.Body) { . $______pester.Body @______splat }
            if ($______pester.Inner) { & $______pester.Inner $______pester.Item }
        }
        catch {
            $______pester.Item.Errors.Add($_)
        }
        finally {
            foreach ($______teardown in $______pester.Teardown) {
                try { . $______teardown } catch { $______pester.Item.Errors.Add($_) }
            }
        }
    }
    Set-Home $frame $Native
    $frame
}

# Replaces <expression> in a name by its value, evaluated where the test runs; `< and `> stand for themselves.
function New-Expander($Native) {
    $expander = {
        param($private:______name)
        if ($______name -notlike '*<*') { return $______name }
        $private:______text = [regex]::Replace($______name, '(?<!`)<([^>`]+)>|`([<>])|([`"$])', {
                param($found)
                if ($found.Groups[1].Success) { '$(& $______pester.Text ($' + $found.Groups[1].Value + '))' }
                elseif ($found.Groups[2].Success) { $found.Groups[2].Value }
                else { '`' + $found.Groups[3].Value }
            })
        . ([scriptblock]::Create('"' + $______text + '"'))
    }
    Set-Home $expander $Native
    $expander
}

function New-FrameData($Item, [scriptblock[]] $Setup, [scriptblock] $Body, [scriptblock] $Inner, [scriptblock[]] $Teardown) {
    $variables = Get-DataVariable $Item
    $splat = @{}
    foreach ($entry in $variables.GetEnumerator()) { if ($entry.Key -ne '_') { $splat[$entry.Key] = $entry.Value } }
    @{
        Item = $Item; Variables = $variables; Splat = $splat
        Setup = @($Setup.Where{ $_ }); Body = $Body; Inner = $Inner; Teardown = @($Teardown.Where{ $_ })
        Expand = New-Expander $script:state.Session; Text = { param($value) Format-Template $value }
    }
}

function Invoke-Block($Block) {
    if ($Block.Skip) {
        Invoke-Child $Block
        return
    }
    $snapshot = Get-TestDriveItem
    $data = New-FrameData $Block -Setup $Block.BeforeAll -Inner { param($item) Invoke-Child $item } -Teardown $Block.AfterAll
    $null = & (New-Frame $script:state.Session) $data
    if ($null -ne $Block.Parent) { Clear-TestDrive $snapshot }
}

function Invoke-Child($Block) {
    foreach ($item in $Block.Order) {
        if (-not $item.ShouldRun) { continue }
        if ($item.Kind -eq 'Block') { Invoke-Block $item } else { Invoke-Test $item }
    }
}

function Invoke-Test($Test) {
    if ($Test.Skip) {
        $Test.Result = 'Skipped'
        return
    }
    $before, $after = @(), @()
    for ($block = $Test.Parent; $null -ne $block; $block = $block.Parent) {
        if ($block.BeforeEach) { $before = @($block.BeforeEach) + $before }
        if ($block.AfterEach) { $after += $block.AfterEach }
    }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $data = New-FrameData $Test -Setup $before -Body $Test.Body -Teardown $after
    $frame = New-Frame $script:state.Session
    $escaped = $true
    try {
        # A stray break or continue ends the test, as under Pester; one with a label would end the run, so it becomes an error.
        try {
            do { $null = & $frame $data } while ($false)
            $escaped = $false
        }
        finally {
            if ($escaped) { throw 'break or continue left the test.' }
        }
    }
    catch {
        $Test.Errors.Add($_)
    }
    $Test.Duration = $watch.Elapsed
    $Test.Result = Get-Verdict $Test
}

function Get-Verdict($Test) {
    if ($Test.Errors.Count -eq 0) { return 'Passed' }
    if ($Test.Errors.FullyQualifiedErrorId -contains 'PesterTestSkipped') { return 'Skipped' }
    if ($Test.Errors.FullyQualifiedErrorId -contains 'PesterTestInconclusive') { return 'Inconclusive' }
    'Failed'
}
