# From sources to out/OstreePS, which Import-Module takes.

function Build-Module([string] $Root) {
    $module = "$Root/out/OstreePS"
    $sources = 'src', 'tools/HelpBuilder', 'OstreePS.psd1', 'Directory.Build.props', 'Directory.Packages.props' | ForEach-Object { "$Root/$_" }
    if (-not (Test-Stale "$module/OstreePS.psd1" $sources)) {
        Invoke-Step 'Module is up to date' { }
        return
    }
    Invoke-Step 'Compile the module' { Publish-Assembly $Root }
    Invoke-Step 'Lay out out/OstreePS' { Copy-ModuleFile $Root }
    if (Test-Path "$Root/src/Module/Help/*.md") { Invoke-Step 'Build the help' { Build-Help $Root } }
    # Last, and touched: the manifest is what says that all the rest is there.
    Copy-Item -LiteralPath "$Root/OstreePS.psd1" -Destination $module
    [IO.File]::SetLastWriteTimeUtc("$module/OstreePS.psd1", [datetime]::UtcNow)
}

# Native code ahead of time for this machine's architecture, so that the first call costs no compilation.
function Publish-Assembly([string] $Root) {
    $architecture = "$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
    foreach ($project in 'src/Module', 'src/Module/Loader') {
        $name = if ($project -like '*Loader') { 'loader' } else { 'module' }
        Invoke-Tool dotnet @(
            'publish', "$Root/$project", '-c', 'Release', '-r', "linux-$architecture", '--self-contained', 'false',
            '-p:PublishReadyToRun=true', '-p:DebugType=embedded', '-o', "$Root/out/publish/$name",
            '-v', 'quiet', '-nologo', '-clp:NoSummary')
    }
}

# The cmdlets and the loader at the top; the engine and its packages where only the loader's context finds them.
function Copy-ModuleFile([string] $Root) {
    $module, $publish = "$Root/out/OstreePS", "$Root/out/publish"
    Remove-Item -LiteralPath $module -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory -Path "$module/isolated" -Force
    Copy-Item -LiteralPath "$publish/module/OstreePS.dll", "$publish/loader/OstreePS.Loader.dll" -Destination $module
    Get-ChildItem -Path "$publish/module/*.dll" | Where-Object Name -NE 'OstreePS.dll' | Copy-Item -Destination "$module/isolated"
    Get-ChildItem -Path "$Root/src/Module/Formats/*.ps1xml" | Copy-Item -Destination $module
    Copy-Item -LiteralPath "$Root/LICENSE" -Destination $module
}

function Build-Help([string] $Root) {
    Invoke-Tool dotnet @('build', "$Root/tools/HelpBuilder", '-c', 'Release', '-v', 'quiet', '-nologo', '-clp:NoSummary')
    Invoke-Tool "$Root/out/artifacts/bin/HelpBuilder/release/HelpBuilder" @(
        '--module', "$Root/out/publish/module/OstreePS.dll", '--pages', "$Root/src/Module/Help", '--output', "$Root/out/OstreePS/en-US")
}
