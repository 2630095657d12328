# What is pulled over HTTP: a repository that stock ostree published, a server that offers it, and clients. Dot-source this file in
# BeforeAll, and stop $server in AfterAll.
. "$PSScriptRoot/TestServer.ps1"
$folder = (Resolve-Path 'TestDrive:/').ProviderPath
$root = Join-Path $folder 'www'
$tree = Join-Path $folder 'tree'
$null = New-Item -ItemType Directory -Path $root, "$tree/usr/bin", "$tree/usr/share/doc" -Force
Set-Content -LiteralPath "$tree/usr/bin/hello" -Value "#!/bin/sh`necho hello"
chmod 755 "$tree/usr/bin/hello"
Set-Content -LiteralPath "$tree/usr/share/doc/readme" -Value ('words ' * 5000)
$null = New-Item -ItemType File -Path "$tree/usr/empty"
ln -s hello "$tree/usr/bin/hi"
$random = [byte[]]::new(300000)
[Random]::new(7).NextBytes($random)
[System.IO.File]::WriteAllBytes("$tree/usr/share/blob", $random)

$published = Join-Path $root 'repo'
ostree init --repo=$published --mode=archive
$old = ostree commit --repo=$published --branch=os/stable --timestamp='2026-01-01' --tree=dir=$tree
Set-Content -LiteralPath "$tree/usr/share/doc/changes" -Value 'New in this version.'
Set-Content -LiteralPath "$tree/usr/bin/hello" -Value "#!/bin/sh`necho hello again"
$new = ostree commit --repo=$published --branch=os/stable --timestamp='2026-02-01' --tree=dir=$tree
$null = ostree commit --repo=$published --branch=os/testing --timestamp='2026-03-01' --tree=dir=$tree --subject=testing
ostree summary --repo=$published -u
$server = Start-TestServer -Root $root
$url = "$($server.Uri)/repo"

function New-Client([string] $Mode = 'archive', [string] $From = $url, [hashtable] $Option = @{}) {
    $path = Join-Path $folder ([guid]::NewGuid().ToString('n'))
    ostree init --repo=$path --mode=$Mode
    Add-OstreeRemote -Repository $path -Name origin -Url $From -NoSignatureCheck -Option $Option
    $path
}

function Test-Whole([string] $Repository) {
    ostree fsck --repo=$Repository --quiet 2>&1 | Out-String | Write-Verbose
    $LASTEXITCODE | Should -Be 0
}

function Get-Tip([string] $Repository, [string] $Ref = 'origin:os/stable') { ostree rev-parse --repo=$Repository $Ref }

# A client with the old commit, made once and copied for each test.
$before = New-Client
$null = Invoke-OstreePull -Repository $before -Remote origin -Ref "os/stable@$old"
function Copy-Client {
    $path = Join-Path $folder ([guid]::NewGuid().ToString('n'))
    cp -a $before $path
    $path
}
