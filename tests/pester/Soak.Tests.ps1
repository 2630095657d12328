# Four writers, two readers and a pruner on one repository at once, half of them stock ostree: locks are held and released as upstream
# does it, nobody meets an error, and stock fsck finds the repository whole. OSTREEPS_SOAK_SECONDS shortens it.
BeforeAll {
    $module = Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1'
    Import-Module $module -Force
    $seconds = if ($env:OSTREEPS_SOAK_SECONDS) { [int] $env:OSTREEPS_SOAK_SECONDS } else { 120 }
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'soak'
    $repository = "$work/repo"
    $null = New-Item -ItemType Directory -Path "$work/base"
    foreach ($file in 1..200) { [IO.File]::WriteAllText("$work/base/$file", "base $($file % 150)`n") }
    $null = New-OstreeRepository -Path $repository -Mode BareUserOnly
    ostree config --repo=$repository set core.min-free-space-percent 0
    # What is tested are the locks; a sync each time would only slow the others down.
    ostree config --repo=$repository set core.fsync false
    New-OstreeCommit -Repository $repository -Branch base -Path "$work/base" -CanonicalPermissions -NoXattrs | Out-Null

    # Every worker works until a file appears, then says how often it did its work. The first error ends it.
    Set-Content -LiteralPath "$work/ours.ps1" -Value @'
param([string] $Module, [string] $Work, [string] $Part, [string] $Name)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$repository = "$Work/repo"
$random = [Random]::new()
$count = 0
while (-not [IO.File]::Exists("$Work/stop")) {
    switch ($Part) {
        'write' {
            [IO.File]::WriteAllText("$Work/tree-$Name/changing", "$Name $count")
            [IO.File]::WriteAllText("$Work/tree-$Name/shared", "all $count")
            New-OstreeCommit -Repository $repository -Branch $Name -Path "$Work/tree-$Name" -CanonicalPermissions -NoXattrs | Out-Null
        }
        'read' {
            Invoke-OstreeCheckout -Repository $repository -Revision base -Destination "$Work/out-$Name" -UserMode | Out-Null
            $entries = @(Get-OstreeChildItem -Repository $repository -Revision base -Recurse).Count
            if ($entries -ne 200) { throw "base has $entries entries" }
            if ([IO.Directory]::GetFiles("$Work/out-$Name").Length -ne 200) { throw 'the checkout lacks files' }
            [IO.Directory]::Delete("$Work/out-$Name", $true)
            Get-OstreeRef -Repository $repository | Out-Null
        }
        'prune' {
            Invoke-OstreePrune -Repository $repository -RefsOnly -Depth 2 -Confirm:$false | Out-Null
            $said = ostree prune --repo=$repository --refs-only --depth=1 2>&1
            if ($LASTEXITCODE) { throw "stock ostree: $said" }
        }
    }
    $count++
    [Threading.Thread]::Sleep($random.Next(100, 900))
}
"$count"
'@
    Set-Content -LiteralPath "$work/stock.sh" -Value @'
set -e
work=$1 part=$2 name=$3 count=0
while [ ! -e "$work/stop" ]; do
    case $part in
        write)
            printf '%s %s' "$name" $count > "$work/tree-$name/changing"
            printf 'all %s' $count > "$work/tree-$name/shared"
            ostree commit --repo="$work/repo" -b "$name" --canonical-permissions --no-xattrs --tree=dir="$work/tree-$name" > /dev/null ;;
        read)
            ostree checkout --repo="$work/repo" -U base "$work/out-$name"
            [ "$(ostree ls --repo="$work/repo" -R base | wc -l)" = 201 ]
            [ "$(ls "$work/out-$name" | wc -l)" = 200 ]
            rm -rf "$work/out-$name"
            ostree refs --repo="$work/repo" > /dev/null ;;
    esac
    count=$((count + 1))
    sleep 0.$((count * 7 % 9 + 1))
done
echo $count
'@

    function Start-Worker([string] $Name, [string] $Part, [switch] $Stock) {
        if ($Part -eq 'write') { Invoke-Copy "$work/tree-$Name" }
        $program, $arguments = if ($Stock) { 'sh', @("$work/stock.sh", $work, $Part, $Name) }
        else { [Environment]::ProcessPath, @('-NoProfile', '-File', "$work/ours.ps1", $module, $work, $Part, $Name) }
        $start = [Diagnostics.ProcessStartInfo]::new($program)
        foreach ($argument in $arguments) { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $start.UseShellExecute = $false
        $process = [Diagnostics.Process]::Start($start)
        @{ Name = $Name; Process = $process; Errors = $process.StandardError.ReadToEndAsync(); Output = $process.StandardOutput.ReadToEndAsync() }
    }

    function Invoke-Copy([string] $Target) { cp -r "$work/base" $Target }
}

Describe 'One repository, seven processes' {
    It 'is whole in the end, and no one met an error' {
        $workers = @(
            Start-Worker writer-1 write
            Start-Worker writer-2 write
            Start-Worker writer-3 write -Stock
            Start-Worker writer-4 write -Stock
            Start-Worker reader-1 read
            Start-Worker reader-2 read -Stock
            Start-Worker pruner prune)
        try {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            while ($watch.Elapsed.TotalSeconds -lt $seconds -and -not ($workers | Where-Object { $_.Process.HasExited })) { [Threading.Thread]::Sleep(200) }
            [IO.File]::WriteAllText("$work/stop", '')
            foreach ($worker in $workers) {
                $worker.Process.WaitForExit(60000) | Should -BeTrue -Because "$($worker.Name) must end"
                $errors = $worker.Errors.Result
                $worker.Process.ExitCode | Should -Be 0 -Because "$($worker.Name): $errors"
                $errors | Should -BeExactly '' -Because $worker.Name
                [int] $worker.Output.Result | Should -BeGreaterThan 0 -Because "$($worker.Name) must have worked"
            }
        }
        finally {
            foreach ($worker in $workers) {
                if (-not $worker.Process.HasExited) { $worker.Process.Kill($true) }
                $worker.Process.Dispose()
            }
        }
        (ostree fsck --repo=$repository 2>&1) -join "`n" | Should -Match 'no errors found'
        $LASTEXITCODE | Should -Be 0
        @(Test-OstreeRepository -Repository $repository | Where-Object Severity -NE Information).Count | Should -Be 0
        Get-ChildItem -LiteralPath "$repository/tmp" | Where-Object Name -Like 'staging-*' | Should -BeNullOrEmpty
        @(ostree refs --repo=$repository).Count | Should -Be 5
        foreach ($number in 1..4) { @(Get-OstreeChildItem -Repository $repository -Revision "writer-$number").Count | Should -Be 202 }
    }
}
