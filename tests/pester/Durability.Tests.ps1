# A commit that is killed, at any moment, leaves a repository that stock ostree finds whole, and in which the next commit succeeds.
BeforeAll {
    $module = Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1'
    Import-Module $module -Force
    # In memory where that file system has attributes: a kill is no power cut, and a disk's sync would take most of the time.
    $work = "/dev/shm/ostreeps-durability-$([guid]::NewGuid())"
    $null = New-Item -ItemType Directory -Path $work -ErrorAction Ignore
    setfattr -n user.probe -v 1 $work 2>&1 | Out-Null
    if ($LASTEXITCODE -ne 0) { $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'durability' }
    $null = New-Item -ItemType Directory -Path "$work/tree" -Force
    foreach ($folder in 1..20) {
        $null = New-Item -ItemType Directory -Path "$work/tree/$folder"
        foreach ($file in 1..50) { [IO.File]::WriteAllText("$work/tree/$folder/$file", "$folder $file") }
    }

    # Another owner is another object for every file, so that each commit writes all of them anew.
    Set-Content -LiteralPath "$work/commit.ps1" -Value @'
param($Module, $Repository, $Tree)
Import-Module $Module
Get-OstreeRef -Repository $Repository | Out-Null
[Console]::Out.WriteLine('ready')
$owner = [int] [Console]::In.ReadLine()
while ($true) {
    New-OstreeCommit -Repository $Repository -Branch main -Path $Tree -OwnerUid $owner | Out-Null
    $owner++
}
'@

    function Start-Committer([string] $Repository) {
        $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
        foreach ($argument in '-NoProfile', '-File', "$work/commit.ps1", $module, $Repository, "$work/tree") { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $start.UseShellExecute = $false
        [Diagnostics.Process]::Start($start)
    }
}

AfterAll { Remove-Item -LiteralPath $work -Recurse -Force }

Describe 'A <Mode> repository' -ForEach @{ Mode = 'bare-user' }, @{ Mode = 'archive' } {
    It 'survives 25 commits that are killed' {
        $repository = "$work/$Mode"
        $null = New-OstreeRepository -Path $repository -Mode $Mode
        $first = New-OstreeCommit -Repository $repository -Branch main -Path "$work/tree"
        $random = [Random]::new()
        $staged = 0
        $next = Start-Committer $repository
        try {
            foreach ($round in 1..25) {
                $victim = $next
                $victim.StandardOutput.ReadLine() | Should -Be 'ready'
                $victim.StandardInput.WriteLine($round * 10000)
                $delay = $random.Next(5, 400)
                [Threading.Thread]::Sleep($delay)
                $victim.HasExited | Should -BeFalse -Because 'it must still be at work when it is killed'
                $victim.Kill()
                $victim.WaitForExit()
                $victim.Dispose()
                # The next one starts while this one's remains are looked at.
                $next = Start-Committer $repository
                if (Get-ChildItem -LiteralPath "$repository/tmp" | Where-Object Name -Like 'staging-*') { $staged++ }

                $said = (ostree fsck --repo=$repository 2>&1) -join "`n"
                $LASTEXITCODE | Should -Be 0 -Because "killed after $delay ms: $said"
                ostree refs --repo=$repository | Should -Be 'main'
                $commit = New-OstreeCommit -Repository $repository -Branch main -Path "$work/tree" -OwnerUid $round
                ostree rev-parse --repo=$repository main | Should -Be "$($commit.Checksum)"
                Get-ChildItem -LiteralPath "$repository/tmp" | Where-Object Name -NE 'cache' | Should -BeNullOrEmpty
                # Keeps the check of the next round short.
                ostree prune --repo=$repository --refs-only --depth=0 | Out-Null
            }
        }
        finally {
            $next.Kill()
            $next.Dispose()
        }
        $staged | Should -BeGreaterThan 2 -Because 'some must have been killed in the middle of a transaction'
        (ostree fsck --repo=$repository 2>&1) -join "`n" | Should -Match 'no errors found'
    }
}
