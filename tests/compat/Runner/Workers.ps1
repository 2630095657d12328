# Resident workers in the same kind of shell as this one, replaced when they die with their caller.

$script:workerCount = 4

function Start-WorkerPool([string] $Place, [string] $Module, [string] $Channel) {
    $shell = [Environment]::ProcessPath
    $worker = [IO.Path]::GetFullPath("$PSScriptRoot/../Worker.ps1")
    $common = @('-NoProfile', '-File', $worker, '-Channel', [IO.Path]::GetFullPath($Channel), '-Module', [IO.Path]::GetFullPath($Module))
    [IO.File]::WriteAllText("$Place/version", ((& /usr/bin/ostree --version) -join "`n"))
    # For a caller under strace, which has to see the engine's own system calls.
    [IO.File]::WriteAllText("$Place/once", (@($shell) + $common) -join "`n")
    $pool = @{ Place = $Place; Shell = $shell; Arguments = $common; Processes = @{} }
    Update-WorkerPool $pool
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (@(1..$script:workerCount | Where-Object { -not (Test-Path "$Place/$_.sock") }).Count) {
        if ($watch.Elapsed.TotalSeconds -gt 60) { throw "The workers do not start: $(Get-Content "$Place/worker.log" -Raw -ErrorAction Ignore)" }
        [Threading.Thread]::Sleep(50)
    }
    $pool
}

function Update-WorkerPool($Pool) {
    foreach ($n in 1..$script:workerCount) {
        $process = $Pool.Processes[$n]
        if ($process -and -not $process.HasExited) { continue }
        $line = @($Pool.Shell) + $Pool.Arguments + @('-Socket', "$($Pool.Place)/$n.sock") | ForEach-Object { "'$($_ -replace "'", "'\''")'" }
        $start = [Diagnostics.ProcessStartInfo]::new('/bin/sh')
        foreach ($word in '-c', "exec $line </dev/null >>'$($Pool.Place)/worker.log' 2>&1") { $start.ArgumentList.Add($word) }
        $Pool.Processes[$n] = [Diagnostics.Process]::Start($start)
    }
}

function Stop-WorkerPool($Pool) {
    foreach ($process in $Pool.Processes.Values) { if (-not $process.HasExited) { $process.Kill() } }
}
