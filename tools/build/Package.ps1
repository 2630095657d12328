# What people install: a zip of the folder, and the .nupkg that PSResourceGet takes; both without network.

function Export-Package([string] $Root) {
    $manifest = Import-PowerShellDataFile -LiteralPath "$Root/OstreePS.psd1"
    $name = "OstreePS-$($manifest.ModuleVersion)"
    Invoke-Step "Pack out/$name.zip" { Compress-Module $Root "$Root/out/$name.zip" 'OstreePS/' @{} }
    Invoke-Step "Pack out/OstreePS.$($manifest.ModuleVersion).nupkg" {
        Compress-Module $Root "$Root/out/OstreePS.$($manifest.ModuleVersion).nupkg" '' (Get-PackagePart $manifest)
    }
}

# Entries in ordinal order with one date, so that the same module packs to the same bytes.
function Compress-Module([string] $Root, [string] $Target, [string] $Prefix, [hashtable] $Parts) {
    Remove-Item -LiteralPath $Target -ErrorAction Ignore
    $module = "$Root/out/OstreePS"
    $files = [IO.Directory]::GetFiles($module, '*', [IO.SearchOption]::AllDirectories)
    [array]::Sort($files, [StringComparer]::Ordinal)
    $zip = [IO.Compression.ZipFile]::Open($Target, 'Create')
    try {
        foreach ($part in $Parts.Keys | Sort-Object) { Add-Entry $zip $part ([Text.Encoding]::UTF8.GetBytes($Parts[$part])) }
        foreach ($file in $files) { Add-Entry $zip "$Prefix$([IO.Path]::GetRelativePath($module, $file))" ([IO.File]::ReadAllBytes($file)) }
    }
    finally {
        $zip.Dispose()
    }
}

function Add-Entry($Zip, [string] $Name, [byte[]] $Content) {
    $entry = $Zip.CreateEntry($Name, 'Optimal')
    $entry.LastWriteTime = [DateTimeOffset]::new(2000, 1, 1, 0, 0, 0, [timespan]::Zero)
    $entry.ExternalAttributes = 0x1A4 -shl 16
    $stream = $entry.Open()
    try { $stream.Write($Content, 0, $Content.Length) } finally { $stream.Dispose() }
}

function Get-PackagePart($Manifest) {
    $text = { param($value) [Security.SecurityElement]::Escape($value) }
    $tags = @($Manifest.PrivateData.PSData.Tags) + 'PSModule', 'PSEdition_Core' + @($Manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_" }) | Select-Object -Unique
    @{
        'OstreePS.nuspec'     = @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>OstreePS</id>
    <version>$($Manifest.ModuleVersion)</version>
    <authors>$(& $text $Manifest.Author)</authors>
    <owners>$(& $text $Manifest.CompanyName)</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <license type="expression">MIT</license>
    <description>$(& $text $Manifest.Description)</description>
    <copyright>$(& $text $Manifest.Copyright)</copyright>
    <tags>$(& $text ($tags -join ' '))</tags>
  </metadata>
</package>
"@
        '_rels/.rels'         = @'
<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/OstreePS.nuspec" Id="R1" />
</Relationships>
'@
        '[Content_Types].xml' = @'
<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
  <Default Extension="nuspec" ContentType="application/octet" />
  <Default Extension="dll" ContentType="application/octet" />
  <Default Extension="psd1" ContentType="application/octet" />
  <Default Extension="ps1xml" ContentType="application/octet" />
  <Default Extension="xml" ContentType="application/octet" />
  <Default Extension="txt" ContentType="application/octet" />
  <Override PartName="/LICENSE" ContentType="application/octet" />
</Types>
'@
    }
}
