# A runner for the Pester 5 vocabulary that this project's tests use, for machines without pwsh and Pester.
# It follows Pester's two phases and its scoping; what it does not know it refuses, so that no test passes only here.

$script:state = $null

foreach ($part in 'Vocabulary', 'Filter', 'Run', 'TestDrive', 'Text', 'Operators', 'Should', 'Report', 'Suite') {
    . "$PSScriptRoot/$part.ps1"
}

Export-ModuleMember -Function @(
    'Describe', 'Context', 'It', 'BeforeDiscovery', 'BeforeAll', 'AfterAll', 'BeforeEach', 'AfterEach',
    'Should', 'Set-ItResult', 'Invoke-Pester', 'New-PesterConfiguration')
