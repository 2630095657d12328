# The scripts, two at a time, each in a directory of its own that is gone afterwards. The two sides of one script never run at
# once: some listen on a port of their own choice.

function Invoke-Script($Entries, [string] $Tests, [string] $Place, $Pool, [bool] $Full) {
    $waiting = [Collections.Generic.List[object]]::new()
    foreach ($entry in $Entries) {
        $entry | Add-Member -NotePropertyMembers @{ Stock = $null; Ours = $null; Lacking = @(); Seconds = 0.0; Told = '' }
        if ($entry.Verdict -eq 'apart') { continue }
        if ($Full -or $entry.Verdict -eq 'passes') { $waiting.Add(@{ Entry = $entry; Side = 'Stock' }) }
        $waiting.Add(@{ Entry = $entry; Side = 'Ours' })
    }
    $running = @()
    while ($waiting.Count -or $running) {
        Update-WorkerPool $Pool
        while ($running.Count -lt 2) {
            $next = $waiting | Where-Object { $running.Entry -notcontains $_.Entry } | Select-Object -First 1
            if (-not $next) { break }
            $null = $waiting.Remove($next)
            $running += Start-Run $next $Tests $Place
        }
        [Threading.Thread]::Sleep(40)
        foreach ($run in @($running)) { if ($run.Process.HasExited) { Complete-Run $run } }
        $running = @($running | Where-Object { -not $_.Process.HasExited -or -not $_.Done })
    }
    $Entries
}

function Start-Run($Run, [string] $Tests, [string] $Place) {
    $Run.Directory = "$Place/$($Run.Entry.Script).$($Run.Side)"
    $null = [IO.Directory]::CreateDirectory("$($Run.Directory)/work")
    $limit = if ($Run.Side -eq 'Stock' -or $Run.Entry.Verdict -eq 'passes') { 240 } else { 60 }
    $start = [Diagnostics.ProcessStartInfo]::new('/bin/sh')
    foreach ($word in '-c', "cd '$($Run.Directory)/work' && exec timeout -k 5 $limit '$Tests/$($Run.Entry.Script)' </dev/null >../out 2>../err") { $start.ArgumentList.Add($word) }
    $environment = $start.Environment
    $environment['G_TEST_SRCDIR'] = $environment['G_TEST_BUILDDIR'] = $Tests
    $environment['OSTREE_TEST_SUDO'] = $environment['OSTREE_TEST_ALLOW_RANDOM'] = '1'
    if ($Run.Side -eq 'Ours') {
        $environment['PATH'] = [IO.Path]::GetFullPath("$PSScriptRoot/../client") + ":$env:PATH"
        $environment['OSTREE_COMPAT_DIR'] = $Place
        $environment['OSTREE_COMPAT_WORKERS'] = "$script:workerCount"
        $environment['OSTREE_COMPAT_LOG'] = "$($Run.Directory)/unmapped"
    }
    $Run.Watch = [Diagnostics.Stopwatch]::StartNew()
    $Run.Process = [Diagnostics.Process]::Start($start)
    $Run.Done = $false
    $Run
}

function Complete-Run($Run) {
    if ($Run.Done) { return }
    $Run.Done = $true
    $lines = @([IO.File]::ReadAllLines("$($Run.Directory)/out"))
    $points = @($lines | Where-Object { $_ -cmatch '^ok\b' -and $_ -notmatch '#\s*SKIP' }).Count
    $skipped = [bool] ($lines -cmatch '^1\.\.0 ')
    $entry = $Run.Entry
    $entry.($Run.Side) = @{ Points = $points; Code = $Run.Process.ExitCode; Skipped = $skipped }
    if ($Run.Side -eq 'Ours') {
        $entry.Seconds = $Run.Watch.Elapsed.TotalSeconds
        if (Test-Path -LiteralPath "$($Run.Directory)/unmapped") { $entry.Lacking = @([IO.File]::ReadAllLines("$($Run.Directory)/unmapped") | Sort-Object -Unique) }
        $entry.Told = @([IO.File]::ReadAllLines("$($Run.Directory)/err") | Where-Object { $_ -notmatch '^gpg-connect-agent|^$' } | Select-Object -Last 4) -join "`n"
    }
    if (-not $env:OSTREE_COMPAT_KEEP) { & chmod -R u+rwX "$($Run.Directory)" 2>$null; & rm -rf $Run.Directory }
}
