# Pulls from nginx: HTTP/1.1, HTTP/2 over TLS, client certificates; ours from what stock ostree published, and stock's from what we did.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    . "$PSScriptRoot/Nginx.ps1"
    $folder = (Resolve-Path 'TestDrive:/').ProviderPath
    $root = Join-Path $folder 'www'
    $certificates = Join-Path $folder 'certificates'
    $tree = Join-Path $folder 'tree'
    $null = New-Item -ItemType Directory -Path $root, "$tree/usr/share" -Force
    foreach ($i in 1..300) { Set-Content -LiteralPath "$tree/usr/share/file$i" -Value ("line $i`n" * $i) }
    ln -s file1 "$tree/usr/share/link"
    ostree init --repo=$root/theirs --mode=archive
    $commit = ostree commit --repo=$root/theirs --branch=os --tree=dir=$tree
    ostree summary --repo=$root/theirs -u
    New-TestCertificate $certificates
    $nginx = Start-Nginx -Root $root -Folder (Join-Path $folder 'nginx') -Certificates $certificates

    function New-Client([string] $Url, [hashtable] $Option = @{}, [string] $Mode = 'bare-user') {
        $path = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        ostree init --repo=$path --mode=$Mode
        Add-OstreeRemote -Repository $path -Name origin -Url $Url -NoSignatureCheck -Option $Option
        $path
    }

    function Test-Pulled([string] $Repository) {
        ostree rev-parse --repo=$Repository origin:os | Should -BeExactly $commit
        $null = ostree fsck --repo=$Repository --quiet
        $LASTEXITCODE | Should -Be 0
    }

    function Get-Protocol { Get-Content -LiteralPath $nginx.Log | Where-Object { $_ -match 'filez' } | ForEach-Object { ($_ -split ' ')[0] } | Select-Object -Last 1 }
}

AfterAll { Stop-Nginx $nginx }

Describe 'A pull from nginx' {
    It 'over HTTP/1.1 into mode <_>' -ForEach 'archive', 'bare-user', 'bare-user-only' {
        $client = New-Client "$($nginx.Http)/theirs" @{} $_
        $result = Invoke-OstreePull -Repository $client -Remote origin -Ref os
        $result.ContentFetched | Should -Be 301
        Test-Pulled $client
        Get-Protocol | Should -BeExactly 'HTTP/1.1'
    }

    It 'over HTTP/2 with an authority of its own' {
        $client = New-Client "$($nginx.Https)/theirs" @{ 'tls-ca-path' = "$certificates/ca.pem" }
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os
        Test-Pulled $client
        Get-Protocol | Should -BeExactly 'HTTP/2.0'
    }

    It 'over HTTP/1.1 and TLS with http2 off' {
        $client = New-Client "$($nginx.Https)/theirs" @{ 'tls-ca-path' = "$certificates/ca.pem"; http2 = $false }
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os
        Test-Pulled $client
        Get-Protocol | Should -BeExactly 'HTTP/1.1'
    }

    It 'refuses a certificate that nobody trusts, unless told not to look' {
        $client = New-Client "$($nginx.Https)/theirs"
        $failure = { Invoke-OstreePull -Repository $client -Remote origin -Ref os } | Should -Throw -ErrorId 'CertificateRejected,*' -PassThru
        "$failure" | Should -BeLike '*https://localhost*'
        @(Get-ChildItem -Path "$client/objects" -Recurse -File).Count | Should -Be 0
        Set-OstreeRemote -Repository $client -Name origin -Option @{ 'tls-permissive' = $true }
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os
        Test-Pulled $client
    }

    It 'shows a client certificate, and is refused without' {
        $client = New-Client "$($nginx.Mutual)/theirs" @{ 'tls-ca-path' = "$certificates/ca.pem" }
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os -NetworkRetries 0 } | Should -Throw
        Set-OstreeRemote -Repository $client -Name origin -Option @{ 'tls-client-cert-path' = "$certificates/client.pem" }
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os } | Should -Throw -ErrorId 'InvalidConfig,*'
        Set-OstreeRemote -Repository $client -Name origin -Option @{ 'tls-client-key-path' = "$certificates/client.key" }
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os
        Test-Pulled $client
    }

    It 'names a file of certificates that is none' {
        $client = New-Client "$($nginx.Https)/theirs" @{ 'tls-ca-path' = "$root/theirs/config" }
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os } | Should -Throw -ErrorId 'InvalidConfig,*'
    }
}

Describe 'Stock ostree' {
    It 'pulls what we publish, over HTTP/1.1 and HTTP/2' {
        $null = New-OstreeRepository -Path "$root/ours" -Mode Archive
        $mine = New-OstreeCommit -Repository "$root/ours" -Branch os -Path $tree
        Update-OstreeSummary -Repository "$root/ours"
        foreach ($url in $nginx.Http, $nginx.Https) {
            $client = Join-Path $folder ([guid]::NewGuid().ToString('n'))
            ostree init --repo=$client --mode=bare-user
            ostree remote add --repo=$client --no-sign-verify "--set=tls-ca-path=$certificates/ca.pem" origin "$url/ours"
            $null = ostree pull --repo=$client origin os
            ostree rev-parse --repo=$client origin:os | Should -BeExactly "$($mine.Checksum)"
            $null = ostree fsck --repo=$client --quiet
            $LASTEXITCODE | Should -Be 0
            ostree remote refs --repo=$client origin | Should -BeExactly 'origin:os'
        }
    }

    It 'pulls from a mirror that we made' {
        $mirror = Join-Path $root 'mirror'
        ostree init --repo=$mirror --mode=archive
        Add-OstreeRemote -Repository $mirror -Name upstream -Url "$($nginx.Http)/theirs" -NoSignatureCheck
        $null = Invoke-OstreePull -Repository $mirror -Remote upstream -Mirror
        $client = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        ostree init --repo=$client --mode=archive
        ostree remote add --repo=$client --no-sign-verify origin "$($nginx.Http)/mirror"
        $null = ostree pull --repo=$client --mirror origin
        ostree rev-parse --repo=$client os | Should -BeExactly $commit
        (Get-FileHash "$client/summary").Hash | Should -BeExactly (Get-FileHash "$root/theirs/summary").Hash
    }
}
