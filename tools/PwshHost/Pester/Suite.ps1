# Invoke-Pester: files in, result out. Each file is discovered, then run.

function New-PesterConfiguration([hashtable] $Hashtable = @{}) { $Hashtable }

function Invoke-Pester {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string[]] $Path, [hashtable] $Configuration = @{})

    $paths = if ($Path) { $Path } else { $Configuration.Run.Path }
    $filter = $Configuration.Filter
    $result = [pscustomobject]@{
        Result = 'Passed'; PassedCount = 0; FailedCount = 0; SkippedCount = 0; InconclusiveCount = 0; NotRunCount = 0; TotalCount = 0
        FailedBlocksCount = 0; FailedContainersCount = 0; Duration = [timespan]::Zero
    }
    foreach ($file in Get-TestFile $paths) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $root = New-Root
        $script:state = @{ Discovering = $true; Block = $root; Session = $PSCmdlet.SessionState; TestDrive = $null }
        Find-Test $root $file
        if ($root.Errors.Count -eq 0) {
            Select-Item $root @{ Tag = $filter.Tag; ExcludeTag = $filter.ExcludeTag; FullName = $filter.FullName }
            $script:state.Discovering = $false
            if ($root.ShouldRun) { Invoke-Root $root }
        }
        else {
            $result.FailedContainersCount++
        }
        Add-Count $result $root
        $result.Duration += $watch.Elapsed
        if ($root.ShouldRun -or $root.Errors.Count) { Write-FileReport $root $file $watch.Elapsed }
    }
    if ($result.FailedCount -or $result.FailedBlocksCount -or $result.FailedContainersCount) { $result.Result = 'Failed' }
    if ($Configuration.Run.PassThru) { $result }
}

function Get-TestFile([string[]] $Paths) {
    foreach ($path in $Paths) {
        $full = (Resolve-Path $path).ProviderPath
        if ([IO.Directory]::Exists($full)) { [IO.Directory]::GetFiles($full, '*.Tests.ps1', [IO.SearchOption]::AllDirectories) | Sort-Object }
        else { $full }
    }
}

function New-Root {
    [pscustomobject]@{
        Kind = 'Block'; Name = ''; ExpandedName = ''; Parent = $null; Path = @(); Tag = @(); Skip = $false; Data = $null; HasData = $false; Line = 1
        Order = [Collections.Generic.List[object]]::new(); BeforeAll = $null; AfterAll = $null; BeforeEach = $null; AfterEach = $null
        Include = $false; Exclude = $false; ShouldRun = $false; Errors = [Collections.Generic.List[object]]::new()
    }
}

function Find-Test($Root, [string] $File) {
    $read = { param($private:file) . $private:file }
    Set-Home $read $script:state.Session
    try { $null = & $read $File } catch { $Root.Errors.Add($_) }
}

function Invoke-Root($Root) {
    $enter = { param($private:scope, $private:body) & $private:scope $private:body }
    Set-Home $enter $script:state.Session
    $run = { Invoke-Block $script:state.Block }
    New-TestDrive
    try { . $enter "$PSScriptRoot/ScriptScope.ps1" $run }
    finally { Remove-TestDrive }
}

function Add-Count($Result, $Root) {
    foreach ($test in Get-Test $Root) {
        $Result.TotalCount++
        # A test that should have run and did not has a parent whose set-up failed.
        if ($test.ShouldRun -and $test.Result -eq 'NotRun') { $test.Result = 'Failed' }
        $Result."$($test.Result)Count"++
    }
    $Result.FailedBlocksCount += @(Get-Block $Root | Where-Object { $_.Errors.Count -and $_.Parent }).Count
    if ($Root.Errors.Count -and $Root.ShouldRun) { $Result.FailedBlocksCount++ }
}
