# Two collections with keys of their own, a client with a remote for each, and a mirror of all. Dot-source this file in BeforeAll,
# and remove $work in AfterAll: TestDrive would lose, after each Describe, the objects of commits that refs still name.
. "$PSScriptRoot/TestServer.ps1"
$work = Join-Path ([IO.Path]::GetTempPath()) "ostreeps-find-$([guid]::NewGuid())"
$null = New-Item -ItemType Directory -Path "$work/tree/usr" -Force
[IO.File]::WriteAllText("$work/tree/usr/file", 'content')
$keys = Join-Path (Resolve-Path "$PSScriptRoot/..").ProviderPath 'unit/Fixtures/2026.4/signatures/keys/gpg'
$osKey, $osSecret = "$keys/ed25519.pub.asc", "$keys/ed25519.sec.asc"
$appsKey, $appsSecret = "$keys/nistp256.pub.asc", "$keys/nistp256.sec.asc"

# A signed commit in a repository of a collection, and its summary. Each is a second newer than the one before.
$script:clock = [DateTimeOffset] '2026-06-01T00:00:00Z'
function New-Signed([string] $Name, [string] $Ref, [string] $Subject, [string] $Secret) {
    $script:clock = $script:clock.AddSeconds(1)
    [IO.File]::WriteAllText("$work/tree/usr/file", $Subject)
    $null = New-OstreeCommit -Repository "$work/$Name" -Branch $Ref -Path "$work/tree" -Subject $Subject -Timestamp $script:clock | Add-OstreeSignature -GpgKeyFile $Secret
    $null = Update-OstreeSummary -Repository "$work/$Name"
}

foreach ($name in 'os', 'apps') {
    ostree init --repo=$work/$name --mode=archive --collection-id=org.example.$($name.Substring(0, 1).ToUpperInvariant() + $name.Substring(1))
}
New-Signed os stable 'OS stable' $osSecret
New-Signed os devel 'OS devel' $osSecret
New-Signed apps app1 'App 1' $appsSecret
New-Signed apps app2 'App 2' $appsSecret

function New-Client {
    $path = "$work/client-$([guid]::NewGuid())"
    ostree init --repo=$path --mode=bare-user
    Add-OstreeRemote -Repository $path -Name os -Url "file://$work/os" -CollectionId org.example.Os -GpgImport $osKey
    Add-OstreeRemote -Repository $path -Name apps -Url "file://$work/apps" -CollectionId org.example.Apps -GpgImport $appsKey
    $path
}
$client = New-Client
function Copy-Client {
    $path = "$work/client-$([guid]::NewGuid())"
    cp -a $client $path
    $path
}

# A repository with no collection of its own that mirrors some refs of one.
function New-Mirror([string] $Name, [string[]] $Ref) {
    $path = "$work/mirror-$([guid]::NewGuid())"
    ostree init --repo=$path --mode=archive
    $collection = (Get-OstreeRepository -Repository "$work/$Name").CollectionId
    Add-OstreeRemote -Repository $path -Name origin -Url "file://$work/$Name" -CollectionId $collection -NoSignatureCheck
    $null = Invoke-OstreePull -Repository $path -Remote origin -Ref $Ref -Mirror
    $null = Update-OstreeSummary -Repository $path
    $path
}
$mirrorOfAll = New-Mirror os stable, devel
$null = Invoke-OstreePull -Repository $mirrorOfAll -Source "$work/apps" -CollectionId org.example.Apps -Ref app1, app2 -Mirror
Add-OstreeRemote -Repository $mirrorOfAll -Name apps -Url "file://$work/apps" -CollectionId org.example.Apps -NoSignatureCheck
$null = Update-OstreeSummary -Repository $mirrorOfAll

function New-Volume {
    $path = "$work/volume-$([guid]::NewGuid())"
    $null = New-Item -ItemType Directory -Path $path
    $path
}

function ConvertTo-Ref([string[]] $Word) {
    for ($i = 0; $i -lt $Word.Count; $i += 2) { [OstreePS.Core.Pull.PullRef]::new($Word[$i + 1], $Word[$i], $null) }
}

# A line for each result, in order, of what both sides tell.
function Format-Found($Found) {
    foreach ($one in $Found) {
        $modified = if ($one.LastModified) { $one.LastModified.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ssZ') } else { 'unknown' }
        "$($one.Url) | OstreeRepoFinder$($one.Finder) | $($one.Keyring) | $($one.Priority) | $modified | $(@($one.Refs | ForEach-Object { "$_ = $($_.Checksum)" } | Sort-Object) -join ', ')"
    }
}

function Get-StockFound([string] $Repository, [string] $Finder, [string[]] $Word) {
    $url = $null
    $facts = [Collections.Generic.List[string]]::new()
    $refs = [Collections.Generic.List[string]]::new()
    foreach ($line in @(ostree find-remotes --repo=$Repository --finders=$Finder $Word) + 'end') {
        if ($url -and $line -match '^(Result |\d+/\d+ refs|end$)') {
            "$url | $($facts -join ' | ') | $(@($refs | Sort-Object) -join ', ')"
            $url = $null
        }
        switch -Regex ($line) {
            '^Result \d+: (.*)$' { $url = $Matches[1]; $facts.Clear(); $refs.Clear() }
            '^ - (?:Finder|Keyring|Priority|Summary last modified): (.*)$' { $facts.Add($Matches[1]) }
            '^    - (.* = [0-9a-f]{64})$' { $refs.Add($Matches[1]) }
        }
    }
}
