@{
    # The loader comes first: it is what finds OstreePS.Core, which is nested so that [OstreePS.Core.…] literals resolve.
    RootModule           = 'OstreePS.dll'
    NestedModules        = @('OstreePS.Loader.dll', 'OstreePS.Core')
    ModuleVersion        = '0.1.0'
    GUID                 = '6f6a2f0e-52b7-4f0b-9c43-6a2a5c1d8e7b'
    Author               = 'The OstreePS authors'
    CompanyName          = 'The OstreePS authors'
    Copyright            = 'Copyright (c) 2026 The OstreePS authors. MIT licence.'
    Description          = 'OSTree for PowerShell: commit, inspect, compare and check out operating-system trees, byte-compatible with stock OSTree, without calling it.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('OstreePS.Format.ps1xml')
    TypesToProcess       = @('OstreePS.Types.ps1xml')
    CmdletsToExport      = @(
        'Add-OstreeRemote'
        'Add-OstreeRemoteCookie'
        'Add-OstreeSignature'
        'Compare-OstreeTree'
        'Export-OstreeCommit'
        'Find-OstreeFile'
        'Find-OstreeRemote'
        'Get-OstreeChecksum'
        'Get-OstreeChildItem'
        'Get-OstreeCommit'
        'Get-OstreeConfig'
        'Get-OstreeContent'
        'Get-OstreeFileHistory'
        'Get-OstreeObject'
        'Get-OstreeRef'
        'Get-OstreeRemote'
        'Get-OstreeRemoteCookie'
        'Get-OstreeRemoteRef'
        'Get-OstreeRepository'
        'Get-OstreeRemoteKey'
        'Get-OstreeSignature'
        'Get-OstreeSummary'
        'Get-OstreeVariant'
        'Import-OstreeRemoteKey'
        'Invoke-OstreeCheckout'
        'Invoke-OstreePrune'
        'Invoke-OstreePull'
        'New-OstreeCommit'
        'New-OstreeRef'
        'New-OstreeRepository'
        'New-OstreeSigningKey'
        'New-OstreeUsbRepository'
        'Remove-OstreeConfig'
        'Remove-OstreeRef'
        'Remove-OstreeRemote'
        'Remove-OstreeRemoteCookie'
        'Remove-OstreeSignature'
        'Rename-OstreeRef'
        'Reset-OstreeRef'
        'Resolve-OstreeRevision'
        'Set-OstreeConfig'
        'Set-OstreeRemote'
        'Split-OstreeHardLink'
        'Test-OstreeRepository'
        'Test-OstreeSignature'
        'Update-OstreeSummary'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('Linux', 'PSEdition_Core', 'OSTree', 'libostree', 'image', 'deployment')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
