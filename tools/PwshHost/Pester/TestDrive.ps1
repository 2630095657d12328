# A directory for each test file; what a block added to it goes when the block ends.

function New-TestDrive {
    $path = [IO.Directory]::CreateTempSubdirectory('Pester_').FullName
    $null = New-PSDrive -Name TestDrive -PSProvider FileSystem -Root $path -Scope Global -Description 'Pester test drive'
    Set-Variable -Name TestDrive -Scope Global -Value $path
    $script:state.TestDrive = $path
}

function Get-TestDriveItem {
    if ([IO.Directory]::Exists($script:state.TestDrive)) {
        [IO.Directory]::GetFileSystemEntries($script:state.TestDrive, '*', [IO.SearchOption]::AllDirectories)
    }
}

function Clear-TestDrive([string[]] $Keep) {
    $kept = [Collections.Generic.HashSet[string]]::new([string[]] @($Keep))
    foreach ($path in Get-TestDriveItem) {
        if (-not $kept.Contains($path)) { Remove-Tree $path }
    }
}

function Remove-TestDrive {
    Remove-PSDrive -Name TestDrive -Force -Scope Global
    Remove-Tree $script:state.TestDrive
    Remove-Variable -Name TestDrive -Force
}

# Never through a symbolic link.
function Remove-Tree([string] $Path) {
    $item = [IO.FileInfo]::new($Path)
    if ($null -ne $item.LinkTarget -or $item.Exists) { $item.Delete() }
    elseif ([IO.Directory]::Exists($Path)) { [IO.Directory]::Delete($Path, $true) }
}
