# Several at once on one repository, for two minutes: four who write, two who read, one who prunes, half of them stock ostree.
# OSTREEPS_SOAK_SECONDS sets another time.
BeforeAll {
    $module = Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1'
    Import-Module $module -Force
    $seconds = if ($env:OSTREEPS_SOAK_SECONDS) { [int] $env:OSTREEPS_SOAK_SECONDS } else { 120 }
    $work = "/dev/shm/ostreeps-soak-$([guid]::NewGuid())"
    $null = New-Item -ItemType Directory -Path $work -ErrorAction Ignore
    setfattr -n user.probe -v 1 $work 2>&1 | Out-Null
    if ($LASTEXITCODE -ne 0) { $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'soak' }
    $null = New-Item -ItemType Directory -Path "$work/log" -Force
    $repository = "$work/repo"

    # Each works in turns until the file `end` appears, and notes each turn as a line; what goes wrong ends it, and is its last line.
    Set-Content -LiteralPath "$work/ours.ps1" -Value @'
param($Module, $Work, $Role, $Name)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$repository = "$Work/repo"
$log = [IO.StreamWriter]::new("$Work/log/$Name")
$log.AutoFlush = $true
$random = [Random]::new()
$turn = 0
try {
    while (-not [IO.File]::Exists("$Work/end")) {
        $turn++
        switch ($Role) {
            'write' {
                [IO.File]::WriteAllText("$Work/tree-$Name/changing/$($turn % 7)", "$Name $turn")
                [IO.File]::WriteAllText("$Work/tree-$Name/shared/$($turn % 5)", "$turn")
                New-OstreeCommit -Repository $repository -Branch "os/$Name" -Path "$Work/tree-$Name" | Out-Null
            }
            'read' {
                foreach ($ref in Get-OstreeRef -Repository $repository) {
                    Get-OstreeChildItem -Repository $repository -Revision $ref.Checksum -Recurse | Out-Null
                    Get-OstreeContent -Repository $repository -Revision $ref.Checksum -Path shared/0 | Out-Null
                }
            }
            'prune' {
                Invoke-OstreePrune -Repository $repository -RefsOnly -Depth 60 | Out-Null
                $said = ostree prune --repo=$repository --refs-only --depth=60 2>&1
                if ($LASTEXITCODE) { throw "stock ostree: $said" }
            }
        }
        $log.WriteLine("turn $turn")
        [Threading.Thread]::Sleep($random.Next(20, 120) * $(if ($Role -eq 'prune') { 20 } else { 1 }))
    }
    $log.WriteLine('done')
}
catch { $log.WriteLine("FAILED: $_ $($_.ScriptStackTrace)") }
$log.Dispose()
'@
    Set-Content -LiteralPath "$work/stock.sh" -Value @'
work=$1 role=$2 name=$3 turn=0
exec >"$work/log/$name" 2>&1
while [ ! -e "$work/end" ]; do
    turn=$((turn + 1))
    if [ "$role" = write ]; then
        echo "$name $turn" >"$work/tree-$name/changing/$((turn % 7))"
        echo "$turn" >"$work/tree-$name/shared/$((turn % 5))"
        out=$(ostree commit --repo="$work/repo" -b "os/$name" --tree=dir="$work/tree-$name" 2>&1) || { echo "FAILED: $out"; exit 1; }
    else
        for ref in $(ostree refs --repo="$work/repo"); do
            rev=$(ostree rev-parse --repo="$work/repo" "$ref") || { echo "FAILED: rev-parse"; exit 1; }
            out=$(ostree ls -R -C --repo="$work/repo" "$rev" 2>&1 >/dev/null) || { echo "FAILED: $out"; exit 1; }
            rm -rf "$work/out-$name"
            out=$(ostree checkout -U --repo="$work/repo" "$rev" "$work/out-$name" 2>&1) || { echo "FAILED: $out"; exit 1; }
        done
    fi
    echo "turn $turn"
    sleep 0.0$((turn % 9 + 1))
done
echo done
'@
    $people = @(
        @{ Name = 'ours-1'; Role = 'write'; Ours = $true }, @{ Name = 'ours-2'; Role = 'write'; Ours = $true }
        @{ Name = 'stock-1'; Role = 'write' }, @{ Name = 'stock-2'; Role = 'write' }
        @{ Name = 'reader-ours'; Role = 'read'; Ours = $true }, @{ Name = 'reader-stock'; Role = 'read' }
        @{ Name = 'pruner'; Role = 'prune'; Ours = $true }
    )
    function Start-Person($Person) {
        $start = if ($Person.Ours) { [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath) } else { [Diagnostics.ProcessStartInfo]::new('/bin/sh') }
        $arguments = if ($Person.Ours) { '-NoProfile', '-File', "$work/ours.ps1", $module, $work, $Person.Role, $Person.Name } else { "$work/stock.sh", $work, $Person.Role, $Person.Name }
        foreach ($argument in $arguments) { $start.ArgumentList.Add($argument) }
        [Diagnostics.Process]::Start($start)
    }
}

AfterAll { Remove-Item -LiteralPath $work -Recurse -Force }

Describe 'Four who write, two who read and one who prunes' {
    It 'do not hinder one another, and leave a repository that is whole' {
        $null = New-OstreeRepository -Path $repository -Mode BareUser
        ostree --repo=$repository config set core.min-free-space-percent 0
        foreach ($person in $people | Where-Object Role -EQ write) {
            foreach ($folder in 'changing', 'shared', 'still') { $null = New-Item -ItemType Directory -Path "$work/tree-$($person.Name)/$folder" }
            foreach ($n in 0..40) { [IO.File]::WriteAllText("$work/tree-$($person.Name)/still/$n", "still $n") }
            [IO.File]::WriteAllText("$work/tree-$($person.Name)/shared/0", '0')
            $null = New-OstreeCommit -Repository $repository -Branch "os/$($person.Name)" -Path "$work/tree-$($person.Name)"
        }
        $processes = @($people | ForEach-Object { Start-Person $_ })
        try {
            $end = [DateTime]::UtcNow.AddSeconds($seconds)
            while ([DateTime]::UtcNow -lt $end -and -not ($processes | Where-Object HasExited)) { [Threading.Thread]::Sleep(200) }
        }
        finally {
            [IO.File]::WriteAllText("$work/end", '')
            foreach ($process in $processes) {
                if (-not $process.WaitForExit(60000)) { $process.Kill() }
                $process.Dispose()
            }
        }
        foreach ($person in $people) {
            $lines = [IO.File]::ReadAllLines("$work/log/$($person.Name)")
            $lines[-1] | Should -Be 'done' -Because "$($person.Name) must not fail"
            $lines.Count | Should -BeGreaterThan 4 -Because "$($person.Name) must have had its turns"
        }
        (ostree fsck --repo=$repository 2>&1) -join "`n" | Should -Match 'no errors found'
        Test-OstreeRepository -Repository $repository | Should -BeNullOrEmpty
        @(Get-ChildItem -LiteralPath "$repository/tmp" | Where-Object Name -Like 'staging-*').Count | Should -Be 0
    }
}
