# What every public cmdlet must have. A cmdlet that lacks one of these is not whole, and the suite says which and why.
$root = Resolve-Path "$PSScriptRoot/../.."
$moduleFolder = Join-Path $root 'out/OstreePS'
Import-Module (Join-Path $moduleFolder 'OstreePS.psd1') -Force

$common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
$cmdlets = @(Get-Command -Module OstreePS | ForEach-Object {
    @{
        Name       = $_.Name
        Command    = $_
        Parameters = @($_.Parameters.Values | Where-Object Name -NotIn $common)
    }
})

# Parameters that name something inside a repository, and so can be completed from it.
$completed = 'Repository', 'Revision', 'Branch', 'Parent', 'Reference', 'Difference', 'Subpath'
$completable = @(foreach ($cmdlet in $cmdlets) {
    foreach ($parameter in $cmdlet.Parameters) {
        $insideCommit = $parameter.Name -eq 'Path' -and $cmdlet.Command.Parameters.ContainsKey('Revision')
        if ($parameter.Name -in $completed -or $insideCommit) {
            @{ Name = $cmdlet.Name; Parameter = $parameter; ParameterName = $parameter.Name }
        }
    }
})

$looking = 'Get', 'Test', 'Compare', 'Resolve', 'Find'
$changers = @($cmdlets | Where-Object { $_.Command.Verb -notin $looking })

$outputs = @(foreach ($cmdlet in $cmdlets) {
    foreach ($output in $cmdlet.Command.OutputType) {
        $type = $output.Type
        if ($type -and -not $type.FullName.StartsWith('System.') -and -not $type.IsEnum) {
            @{ Name = $cmdlet.Name; TypeName = $type.FullName }
        }
    }
})

$faults = @([Enum]::GetValues([OstreePS.Core.Diagnostics.OstreeFault]) | ForEach-Object { @{ Fault = $_ } })

Describe 'The manifest' {
    BeforeAll {
        $folder = Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS'
        $manifest = Import-PowerShellDataFile (Join-Path $folder 'OstreePS.psd1')
        $assembly = [OstreePS.Foundation.OstreeCmdlet].Assembly
    }

    It 'exports exactly the cmdlets of the assembly, each by name' {
        $compiled = foreach ($type in $assembly.GetExportedTypes()) {
            if (-not $type.IsAbstract) {
                foreach ($attribute in $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)) {
                    $attribute.VerbName + '-' + $attribute.NounName
                }
            }
        }
        (@($manifest.CmdletsToExport) | Sort-Object) -join ', ' | Should -BeExactly ((@($compiled) | Sort-Object) -join ', ')
    }

    It 'exports no functions, variables or aliases' {
        @($manifest.FunctionsToExport + $manifest.VariablesToExport + $manifest.AliasesToExport).Count | Should -Be 0
    }

    It 'gives its assembly the version of the manifest' {
        $assembly.GetName().Version.ToString(3) | Should -BeExactly $manifest.ModuleVersion
    }

    It 'keeps the engine in a load context of its own' {
        $engine = [OstreePS.Core.Diagnostics.OstreeFault].Assembly
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($engine).Name | Should -BeExactly 'OstreePS'
        $engine.Location | Should -BeExactly (Join-Path $folder 'isolated/OstreePS.Core.dll')
    }
}

Describe 'The fault <Fault>' -ForEach $faults {
    It 'has a category' {
        $table = [OstreePS.Foundation.OstreeCmdlet].Assembly.GetType('OstreePS.Foundation.FaultRecord')
        $exception = [OstreePS.Core.Diagnostics.OstreeException]::new($Fault, 'What happened.', 'the thing', 'What to do.', $null)
        $record = $table.GetMethod('From').Invoke($null, @($exception))
        $record.CategoryInfo.Category | Should -Not -Be 'NotSpecified'
        $record.FullyQualifiedErrorId | Should -BeExactly "$Fault"
        $record.TargetObject | Should -BeExactly 'the thing'
        $record.ErrorDetails.RecommendedAction | Should -BeExactly 'What to do.'
    }
}

Describe '<Name>' -ForEach $cmdlets {
    It 'has an approved verb' {
        $verbs = 'Common', 'Communications', 'Data', 'Diagnostic', 'Lifecycle', 'Other', 'Security' | ForEach-Object {
            ([type]"System.Management.Automation.Verbs$_").GetFields() | ForEach-Object { $_.GetValue($null) }
        }
        $Command.Verb | Should -BeIn $verbs
    }

    It 'has a singular noun with our prefix' {
        $Command.Noun | Should -MatchExactly '^Ostree[A-Z][A-Za-z]*[^s]$'
    }

    It 'declares what it returns' {
        $Command.OutputType.Count | Should -BeGreaterThan 0
    }

    It 'has help with a synopsis, a description and two examples' {
        $help = Get-Help $Name -Full
        $help.Synopsis.Trim() | Should -Not -Match "^$Name"
        @($help.description | Where-Object { $_.Text.Trim() }).Count | Should -BeGreaterThan 0
        @($help.examples.example).Count | Should -BeGreaterThan 1
    }

    It 'describes each parameter' {
        $help = Get-Help $Name -Full
        foreach ($parameter in $Parameters) {
            $described = @($help.parameters.parameter | Where-Object name -EQ $parameter.Name)
            $described.Count | Should -Be 1 -Because "-$($parameter.Name) must be in the help"
            $described[0].description[0].Text.Trim() | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) must be described"
        }
    }

    It 'does what each example of its help says' {
        # In a fresh folder, where ExampleGround.ps1 made ./repo and ./tree; the examples follow one another as on the page.
        $ground = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath $Name
        $null = New-Item -ItemType Directory -Path $ground -Force
        Push-Location -LiteralPath $ground
        try {
            & {
                $ErrorActionPreference = 'Stop'
                $ConfirmPreference = 'None'
                . "$PSScriptRoot/ExampleGround.ps1"
                foreach ($example in @((Get-Help $Name -Full).examples.example)) {
                    try {
                        . ([scriptblock]::Create($example.code)) | Out-String -Width 100 | Out-Null
                    }
                    catch {
                        throw "$($example.title.Trim(' -')): $_"
                    }
                }
            }
        }
        finally {
            Pop-Location
        }
    }
}

Describe '<Name>, which changes something,' -ForEach $changers {
    It 'supports -WhatIf and -Confirm' {
        $Command.Parameters.ContainsKey('WhatIf') | Should -BeTrue
        $Command.Parameters.ContainsKey('Confirm') | Should -BeTrue
    }
}

Describe '<Name> -<ParameterName>' -ForEach $completable {
    It 'can be completed' {
        @($Parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ArgumentCompleterAttribute] }).Count | Should -Be 1
    }
}

Describe '<TypeName> from <Name>' -ForEach $outputs {
    It 'has a view' {
        $folder = Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS'
        $views = [xml](Get-Content -LiteralPath (Join-Path $folder 'OstreePS.Format.ps1xml') -Raw)
        $TypeName | Should -BeIn @($views.SelectNodes('//ViewSelectedBy/TypeName') | ForEach-Object InnerText)
    }
}
