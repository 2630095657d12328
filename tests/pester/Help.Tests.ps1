# A help page that says something else than its cmdlet, or leaves something out, must stop the build.
$pages = @(Get-ChildItem -Path (Join-Path $PSScriptRoot '../../src/Module/Help') -Filter '*-*.md' | Select-Object -First 1 | ForEach-Object {
    @{ Page = $_.FullName; PageName = $_.Name }
})

$faults = @(
    @{ What = 'without a synopsis'; From = '(?s)## SYNOPSIS\n\n.*?\n\n## '; To = '## '; Says = "section '## SYNOPSIS' is missing" }
    @{ What = 'without a description'; From = '(?s)(## DESCRIPTION\n\n).*?(## )'; To = '$1$2'; Says = "section 'DESCRIPTION' is empty" }
    @{ What = 'with one example'; From = '(?s)### Example 2.*?(## PARAMETERS)'; To = '$1'; Says = 'at least two examples' }
    @{ What = 'with an example that has no code'; From = '```powershell'; To = '```text'; Says = 'needs a ```powershell block' }
    @{ What = 'without one of the parameters'; From = '(?s)### -\w+\n.*?(### )'; To = '$1'; Says = 'is missing' }
    @{ What = 'with a parameter too many'; From = '### CommonParameters'; To = "### -Bogus`n`nText.`n`n### CommonParameters"; Says = 'has no parameter -Bogus' }
    @{ What = 'with a wrong fact'; From = 'Required: (True|False)'; To = 'Required: Perhaps'; Says = "reads 'Required: Perhaps'" }
    @{ What = 'with a wrong syntax'; From = '\[<CommonParameters>\]'; To = '[-Bogus] [<CommonParameters>]'; Says = 'should read' }
    @{ What = 'with a gap'; From = '(## DESCRIPTION\n)'; To = "`$1`n{{ later }}`n"; Says = 'yet to be written' }
)

Describe 'A page such as <PageName>' -ForEach $pages {
    BeforeAll {
        $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
        $module = Join-Path $root 'out/OstreePS/OstreePS.dll'
        $builder = Get-ChildItem -Path (Join-Path $root 'out/artifacts/bin/HelpBuilder') -Filter 'HelpBuilder.dll' -Recurse |
            Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName

        function Invoke-HelpBuilder([string] $Folder) {
            $output = Join-Path $Folder 'en-US'
            dotnet $builder --module $module --pages $Folder --output $output 2>&1 | ForEach-Object { "$_" }
        }

        function New-PageFolder {
            $folder = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath ([guid]::NewGuid().ToString('N'))
            $null = New-Item -ItemType Directory -Path $folder
            Copy-Item -Path (Join-Path $root 'src/Module/Help/*.md') -Destination $folder
            $folder
        }
    }

    It 'passes as it is' {
        $said = Invoke-HelpBuilder (New-PageFolder)
        $LASTEXITCODE | Should -Be 0 -Because ($said -join "`n")
    }

    It 'is refused <What>' -ForEach $faults {
        $folder = New-PageFolder
        $path = Join-Path $folder $PageName
        $text = [System.IO.File]::ReadAllText($path)
        $broken = [regex]::new($From).Replace($text, $To, 1)
        $broken | Should -Not -BeExactly $text
        [System.IO.File]::WriteAllText($path, $broken)

        $said = (Invoke-HelpBuilder $folder) -join "`n"
        $LASTEXITCODE | Should -Be 1
        $said | Should -Match ([regex]::Escape($PageName) + '\(\d+\): error')
        $said | Should -Match ([regex]::Escape($Says))
    }
}
