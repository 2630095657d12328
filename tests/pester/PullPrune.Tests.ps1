# Pulls and prunes of one repository keep out of each other's way, in whatever order they come, by us and by stock ostree.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    . "$PSScriptRoot/HttpGround.ps1"
    $module = Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1'
    Set-Content -LiteralPath "$folder/pull.ps1" -Value @'
param($Module, $Repository, $Limit)
Import-Module $Module
Invoke-OstreePull -Repository $Repository -Remote origin -Ref os/testing -BandwidthLimit $Limit | Out-Null
'@

    # A pull in a process of its own, which takes its time.
    function Start-Pull([string] $Repository, [long] $Limit) {
        $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
        foreach ($word in '-NoProfile', '-File', "$folder/pull.ps1", $module, $Repository, "$Limit") { $start.ArgumentList.Add($word) }
        $start.RedirectStandardError = $true
        [Diagnostics.Process]::Start($start)
    }
    function Wait-Until([scriptblock] $Condition) {
        foreach ($round in 1..600) {
            if (& $Condition) { return }
            [Threading.Thread]::Sleep(50)
        }
        throw 'It never came.'
    }
}

AfterAll { Stop-TestServer $server }

Describe 'A prune' {
    It 'is refused while a pull runs, and harms nothing of it' {
        $client = New-Client
        ostree config --repo=$client set core.lock-timeout-secs 0
        $pull = Start-Pull $client 40000
        try {
            Wait-Until { @(find "$client/tmp" -path '*staging-*' -type f -not -name '*-lock').Count -gt 0 -or $pull.HasExited }
            $pull.HasExited | Should -BeFalse
            $thrown = { Invoke-OstreePrune -Repository $client -RefsOnly } | Should -Throw -PassThru
            $thrown.FullyQualifiedErrorId | Should -BeLike 'RepositoryLocked,*'
            "$thrown" | Should -Match "\($($pull.Id)\)"
            ostree prune --repo=$client --refs-only 2>&1 | Out-String | Should -Match 'Locking repo exclusive failed'
            $pull.HasExited | Should -BeFalse
            $pull.WaitForExit(60000) | Should -BeTrue
            $pull.StandardError.ReadToEnd() | Should -BeNullOrEmpty
            $pull.ExitCode | Should -Be 0
        }
        finally {
            if (-not $pull.HasExited) { $pull.Kill() }
            $pull.Dispose()
        }

        $null = Invoke-OstreePrune -Repository $client -RefsOnly
        Get-Tip $client origin:os/testing | Should -BeExactly (Get-Tip $published os/testing)
        Test-Whole $client
    }
}

Describe 'A pull' {
    It 'waits while a prune runs' {
        $client = Copy-Client
        $open = [OstreePS.Core.Repository.OstreeRepository]::Open($client)
        $held = $open.AcquireLock($true, [Threading.CancellationToken]::None)
        $pull = Start-Pull $client 0
        try {
            # It has asked the server, and then finds the repository locked.
            Wait-Until { @(Get-TestServerRequest $server | Where-Object path -like '*os/testing*').Count -gt 0 -or @(Get-TestServerRequest $server | Where-Object path -like '*summary*').Count -gt 0 -or $pull.HasExited }
            $pull.WaitForExit(1500) | Should -BeFalse
            Get-Tip $client origin:os/testing 2>$null | Should -BeNullOrEmpty
            $held.Dispose()
            $pull.WaitForExit(60000) | Should -BeTrue
            $pull.StandardError.ReadToEnd() | Should -BeNullOrEmpty
        }
        finally {
            $held.Dispose()
            $open.Dispose()
            if (-not $pull.HasExited) { $pull.Kill() }
            $pull.Dispose()
        }

        Get-Tip $client origin:os/testing | Should -BeExactly (Get-Tip $published os/testing)
        Test-Whole $client
    }
}
