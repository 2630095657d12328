# Pulls through proxies: with and without credentials, as tunnels for TLS, and through one that falsifies the lengths of what it passes on.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    . "$PSScriptRoot/HttpGround.ps1"
    . "$PSScriptRoot/Certificates.ps1"
    $authority = New-TestAuthority (Join-Path $folder 'authority')
    $identity = New-TestIdentity $authority 'server' -Name localhost
    $secure = Start-TestServer -Root $root -Certificate $identity.Certificate -Key $identity.Key
    $open = Start-TestServer -Root $root -Proxy open
    $guarded = Start-TestServer -Root $root -Proxy 'me:s@cret'
}

AfterAll { $server, $secure, $open, $guarded | ForEach-Object { Stop-TestServer $_ } }

Describe 'A pull through a proxy' {
    BeforeEach { foreach ($one in $server, $open, $guarded) { $null = Get-TestServerRequest $one -Clear } }

    It 'asks it for everything' {
        $client = New-Client -Option @{ proxy = $open.Uri }
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        Test-Whole $client
        $asked = @(Get-TestServerRequest $open)
        $asked.method | Select-Object -Unique | Should -BeExactly 'GET'
        $asked.Count | Should -Be @(Get-TestServerRequest $server).Count
        $asked[0].target | Should -BeLike "$url/*"
    }

    It 'has it open a tunnel for TLS' {
        $client = New-Client -From "$($secure.Uri.Replace('http:', 'https:'))/repo" -Option @{ proxy = $open.Uri; 'tls-ca-path' = $authority.Certificate }
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        $asked = @(Get-TestServerRequest $open)
        $asked.method | Select-Object -Unique | Should -BeExactly 'CONNECT'
        $asked[0].target | Should -BeExactly ([uri] $secure.Uri).Authority
    }

    It 'gives it the user and password of its URL: <Kind>' -ForEach @(@{ Kind = 'plain' }, @{ Kind = 'a tunnel' }) {
        $from = if ($Kind -eq 'plain') { $url } else { "$($secure.Uri.Replace('http:', 'https:'))/repo" }
        $more = @{ 'tls-ca-path' = $authority.Certificate }
        $client = New-Client -From $from -Option (@{ proxy = $guarded.Uri.Replace('http://', 'http://me:s%40cret@') } + $more)
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new

        # The server must not learn of them.
        (Get-TestServerRequest $server | ForEach-Object { $_.headers.PSObject.Properties.Name }) | Should -Not -Contain 'Proxy-Authorization'
        $wrong = New-Client -From $from -Option (@{ proxy = $guarded.Uri.Replace('http://', 'http://me:wrong@') } + $more)
        $failure = { Invoke-OstreePull -Repository $wrong -Remote origin -Ref os/stable -NetworkRetries 1 } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -Match '^(AuthenticationFailed|ConnectionFailed),'
        "$failure" | Should -Match 'https?://localhost'
        "$failure" | Should -Match '407'
        "$failure" | Should -Not -Match 'wrong'
        $none = New-Client -From $from -Option (@{ proxy = $guarded.Uri } + $more)
        { Invoke-OstreePull -Repository $none -Remote origin -Ref os/stable -NetworkRetries 1 } | Should -Throw
        ostree refs --repo=$none | Should -BeNullOrEmpty
        Set-OstreeRemote -Repository $none -Name origin -Option @{ proxy = $open.Uri }
        $null = Invoke-OstreePull -Repository $none -Remote origin -Ref os/stable
        Test-Whole $none
    }

    It 'goes through the one that the environment names' {
        $before = $env:http_proxy
        try {
            $env:http_proxy = $open.Uri
            $script = Join-Path $folder 'environment.ps1'
            $client = New-Client -From $url.Replace('localhost', '127.0.0.1')
            Set-Content -LiteralPath $script -Value @"
Import-Module '$(Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1')'
`$null = Invoke-OstreePull -Repository '$client' -Remote origin -Ref os/stable
"@
            & ([Environment]::ProcessPath) -NoProfile -File $script
            Get-Tip $client | Should -BeExactly $new
            @(Get-TestServerRequest $open).Count | Should -BeGreaterThan 0
        }
        finally { $env:http_proxy = $before }
    }

    It 'hears of a change of the environment in the session, and passes by the hosts of no_proxy' {
        $before = $env:http_proxy, $env:no_proxy
        $own = New-Client -Option @{ proxy = $open.Uri }
        try {
            $null = Get-OstreeRemoteRef -Repository (New-Client) -Remote origin
            @(Get-TestServerRequest $open).Count | Should -Be 0
            $env:http_proxy = $open.Uri
            $null = Get-OstreeRemoteRef -Repository (New-Client) -Remote origin
            @(Get-TestServerRequest $open -Clear).Count | Should -BeGreaterThan 0

            # As with stock ostree, also for the remote's own proxy.
            $env:no_proxy = 'example.org, localhost'
            $null = Invoke-OstreePull -Repository (New-Client) -Remote origin -Ref os/stable
            $null = Invoke-OstreePull -Repository $own -Remote origin -Ref os/stable
            $theirs = Join-Path $folder 'stock-no-proxy'
            ostree init --repo=$theirs --mode=archive
            ostree remote add --repo=$theirs --no-gpg-verify --set="proxy=$($open.Uri)" origin $url
            $null = ostree pull --repo=$theirs origin os/stable 2>&1
            $LASTEXITCODE | Should -Be 0
            @(Get-TestServerRequest $open).Count | Should -Be 0
            $env:no_proxy = 'example.org'
            $null = Invoke-OstreePull -Repository $own -Remote origin -Ref os/testing
            @(Get-TestServerRequest $open).Count | Should -BeGreaterThan 0
        }
        finally { $env:http_proxy, $env:no_proxy = $before }
    }

    It 'says when there is none' {
        $client = New-Client -Option @{ proxy = 'http://127.0.0.1:1' }
        $failure = { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -NetworkRetries 0 } | Should -Throw -ErrorId 'ConnectionFailed,*' -PassThru
        "$failure" | Should -BeLike "*$url*"
        Set-OstreeRemote -Repository $client -Name origin -Option @{ proxy = 'gopher://x' }
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'InvalidUrl,*'
    }

    It 'that falsifies lengths by <Bytes> bytes brings nothing wrong' -ForEach @(
        @{ Bytes = -20; Id = 'CorruptObject'; Retries = 1 }
        # Another try would ask for the rest, and hear that there is none.
        @{ Bytes = 20; Id = 'ConnectionFailed'; Retries = 0 }
    ) {
        $liar = Start-TestServer -Root $root -Proxy "lie:$Bytes"
        try {
            $client = Copy-Client
            Set-OstreeRemote -Repository $client -Name origin -Option @{ proxy = $liar.Uri }
            $failure = { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -NetworkRetries $Retries } | Should -Throw -ErrorId "$Id,*" -PassThru
            "$failure" | Should -Match 'http://localhost.*filez'
            Get-Tip $client | Should -BeExactly $old
            Test-Whole $client
            Set-OstreeRemote -Repository $client -Name origin -Option @{ proxy = $null }
            $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
            Get-Tip $client | Should -BeExactly $new
            Test-Whole $client
        }
        finally { Stop-TestServer $liar }
    }
}

Describe 'A certificate' {
    It 'that is <Name> is refused by its name, and a good one pulls' -ForEach @(
        @{ Name = 'over'; From = -30; To = -1; Hosts = @('localhost'); Reason = 'NotTimeValid' }
        @{ Name = 'not yet good'; From = 10; To = 20; Hosts = @('localhost'); Reason = 'NotTimeValid' }
        @{ Name = 'of another host'; From = -1; To = 1; Hosts = @('example.org'); Reason = 'RemoteCertificateNameMismatch' }
        @{ Name = 'of another authority'; From = -1; To = 1; Hosts = @('localhost'); Other = $true; Reason = 'UntrustedRoot|PartialChain' }
    ) {
        $issuer = if ($Other) { New-TestAuthority (Join-Path $folder 'other') } else { $authority }
        $bad = New-TestIdentity $issuer ([guid]::NewGuid().ToString('n')) -Name $Hosts -From $From -To $To
        $wrong = Start-TestServer -Root $root -Certificate $bad.Certificate -Key $bad.Key
        try {
            $client = New-Client -From "$($wrong.Uri.Replace('http:', 'https:'))/repo" -Option @{ 'tls-ca-path' = $authority.Certificate }
            $failure = { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -NetworkRetries 3 } | Should -Throw -ErrorId 'CertificateRejected,*' -PassThru
            "$failure" | Should -Match 'https://localhost'
            "$failure" | Should -Match $Reason
            @(Get-TestServerRequest $wrong).Count | Should -Be 0
            ostree refs --repo=$client | Should -BeNullOrEmpty
            Test-Whole $client
            Set-OstreeRemote -Repository $client -Name origin -Url "$($secure.Uri.Replace('http:', 'https:'))/repo"
            $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
            Test-Whole $client
        }
        finally { Stop-TestServer $wrong }
    }
}
