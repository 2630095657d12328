# A web server of the tests' own (tests/server), which serves a directory and misbehaves as its rules say. Dot-source this file.

# Starts a server; Uri says where it listens. -Certificate and -Key, PEM files, make it speak TLS; -ClientAuthority, who must have
# issued the certificates of clients; -Proxy, a proxy: 'open', 'lie:BYTES' to falsify lengths, or the
# user:password that it wants.
function Start-TestServer([string] $Root, [string] $Certificate, [string] $Key, [string] $ClientAuthority, [string] $Proxy) {
    $state = Join-Path ([System.IO.Path]::GetTempPath()) "testserver-$([guid]::NewGuid())"
    $null = [System.IO.Directory]::CreateDirectory($state)
    $program = Join-Path (Resolve-Path "$PSScriptRoot/../..").ProviderPath 'out/artifacts/bin/OstreePS.TestServer/debug/OstreePS.TestServer'
    $start = [System.Diagnostics.ProcessStartInfo]::new($program)
    $options = @{ '--root' = $Root; '--state' = $state; '--certificate' = $Certificate; '--key' = $Key; '--client-ca' = $ClientAuthority; '--proxy' = $Proxy }
    foreach ($name in $options.Keys) {
        if ($options[$name]) { $start.ArgumentList.Add($name); $start.ArgumentList.Add($options[$name]) }
    }
    $start.RedirectStandardInput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $file = "$state/url"
    for ($i = 0; $i -lt 300 -and -not [System.IO.File]::Exists($file); $i++) { [System.Threading.Thread]::Sleep(50) }
    if (-not [System.IO.File]::Exists($file)) { throw "The test server did not start: $program" }
    [pscustomobject]@{ Uri = [System.IO.File]::ReadAllText($file).Replace('127.0.0.1', 'localhost'); State = $state; Process = $process }
}

# Replaces the rules: hashtables with Path (a regular expression), Fault, Times, After, Status, Delay and so on; see tests/server/Rule.cs.
function Set-TestServerRule($Server, [object[]] $Rule = @()) {
    $part = "$($Server.State)/rules.part"
    [System.IO.File]::WriteAllText($part, (ConvertTo-Json -InputObject @($Rule) -Depth 3))
    [System.IO.File]::Move($part, "$($Server.State)/rules.json", $true)
}

# The requests so far: method, path, protocol, range, agent, headers, status, bytes. -Clear forgets them.
function Get-TestServerRequest($Server, [switch] $Clear) {
    $file = "$($Server.State)/requests.jsonl"
    if (-not [System.IO.File]::Exists($file)) { return }
    [System.IO.File]::ReadAllLines($file) | Where-Object { $_ } | ForEach-Object { $_ | ConvertFrom-Json }
    if ($Clear) {
        $stream = [System.IO.File]::Open($file, 'Truncate', 'Write', 'ReadWrite')
        $stream.Dispose()
    }
}

function Stop-TestServer($Server) {
    if (-not $Server) { return }
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(5000)) { $Server.Process.Kill() }
    $Server.Process.Dispose()
    Remove-Item -LiteralPath $Server.State -Recurse -Force
}
