# Client certificates and keys on a token (SoftHSM), named by pkcs11: URIs, against an nginx that asks for them.
# SoftHSM reads its configuration from the environment as the process got it: pulls run in a process of their own, all of them in one.
BeforeDiscovery {
    $engine = @(Get-ChildItem -Path '/usr/lib/*/engines-*/pkcs11.so', '/usr/lib64/engines-*/pkcs11.so' -ErrorAction Ignore).Count -gt 0
    $lacks = -not $engine -or @(Get-Command -Name softhsm2-util, pkcs11-tool, nginx -CommandType Application -ErrorAction Ignore).Count -lt 3
}

Describe 'A client certificate on a token' -Skip:$lacks {
    BeforeAll {
        . "$PSScriptRoot/Nginx.ps1"
        $folder = (Resolve-Path 'TestDrive:/').ProviderPath
        $certificates = Join-Path $folder 'certificates'
        $null = New-Item -ItemType Directory -Path "$folder/www", "$folder/tree", "$folder/tokens" -Force
        Set-Content -LiteralPath "$folder/tree/file" -Value 'content'
        ostree init --repo=$folder/www/os --mode=archive
        $commit = ostree commit --repo=$folder/www/os --branch=os --tree=dir=$folder/tree
        New-TestCertificate $certificates
        $nginx = Start-Nginx -Root "$folder/www" -Folder "$folder/nginx" -Certificates $certificates

        $pin = '73%9 1'
        $before = $env:SOFTHSM2_CONF
        $env:SOFTHSM2_CONF = "$folder/softhsm.conf"
        Set-Content -LiteralPath $env:SOFTHSM2_CONF -Value "directories.tokendir = $folder/tokens"
        [System.IO.File]::WriteAllText("$folder/pin", "$pin`n")
        [System.IO.File]::WriteAllText("$folder/wrong", 'wrong-pin')
        $library = @(Get-ChildItem -Path '/usr/lib/*/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so', '/usr/lib/softhsm/libsofthsm2.so' -ErrorAction Ignore)[0].FullName
        $null = softhsm2-util --init-token --free --label 'the token' --pin $pin --so-pin 5678 2>&1
        $null = openssl genrsa -out "$certificates/rsa.key" 2048 2>&1
        $null = openssl ecparam -name prime256v1 -genkey -noout -out "$certificates/other.key" 2>&1
        $number = 0
        foreach ($name in 'client', 'rsa', 'other') {
            $number++
            if ($name -ne 'client') {
                $null = openssl req -new -key "$certificates/$name.key" -subj "/CN=$name" -out "$certificates/$name.csr" 2>&1
                $null = openssl x509 -req -in "$certificates/$name.csr" -CA "$certificates/ca.pem" -CAkey "$certificates/ca.key" -CAcreateserial -days 2 -out "$certificates/$name.pem" 2>&1
            }
            $null = openssl pkcs8 -topk8 -nocrypt -in "$certificates/$name.key" -out "$certificates/$name.p8" 2>&1
            $null = openssl x509 -in "$certificates/$name.pem" -outform DER -out "$certificates/$name.der" 2>&1
            $null = softhsm2-util --import "$certificates/$name.p8" --token 'the token' --label $name --id "0$number" --pin $pin 2>&1
            $null = pkcs11-tool --module $library --token-label 'the token' --login --pin $pin --write-object "$certificates/$name.der" --type cert --id "0$number" --label $name 2>&1
        }

        $token = 'pkcs11:token=the%20token'
        $in = "pin-source=file:$folder/pin"
        $value = 'pin-value=73%259%201'
        # Wrong ones first: a process that is logged in is not asked for a PIN again.
        $cases = [ordered]@{
            'wrong PIN'               = "$certificates/client.pem", "$token;object=client?pin-source=$folder/wrong"
            'wrong PIN in the URI'    = "$token;object=client?pin-value=wrong-pin", "$certificates/client.key"
            'both, an elliptic curve' = "$token;object=client;type=cert", "$token;object=client;type=private?$in"
            'both, RSA, by number'    = "$token;id=%02", "$token;id=%02?$value"
            'PIN before the question' = "$token;object=client", "$token;object=client;$value"
            'certificate in a file'   = "$certificates/client.pem", "$token;object=client?$in"
            'key in a file'           = "${token};object=client?module-path=$library&$value", "$certificates/client.key"
            'no PIN'                  = "$certificates/client.pem", "$token;object=client"
            'no such token'           = "pkcs11:token=none;object=client", "$token;object=client?$in"
            'no such certificate'     = "$token;object=none", "$token;object=client?$in"
            'no such key'             = "$token;object=client", "$token;object=none?$value"
            'several certificates'    = "$token", "$token;object=client?$in"
            'another key'             = "$token;object=client", "$token;object=other?$in"
            'another kind of key'     = "$token;object=client", "$token;object=rsa?$in"
            'another key in a file'   = "$token;object=client", "$certificates/other.key"
            'another, both in files'  = "$certificates/client.pem", "$certificates/other.key"
            'no such module'          = "$token;object=client?module-path=/nonexistent.so", "$certificates/client.key"
            'no module'               = "$token;object=client?module-path=/dev/null", "$certificates/client.key"
            'no such file of a PIN'   = "$token;object=client", "$token;object=client?pin-source=/nonexistent"
            'wrong type'              = "$token;object=client;type=private", "$token;object=client?$in"
            'broken URI'              = "$token;object=client;what=ever?$value", "$token;object=client?$in"
            'key alone'               = $null, "$token;object=client?$value"
        }
        $lines = @("Import-Module '$(Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1')'")
        $at = 0
        foreach ($case in $cases.GetEnumerator()) {
            $at++
            $client = "$folder/client$at"
            ostree init --repo=$client --mode=bare-user
            $certificate = if ($case.Value[0]) { "'tls-client-cert-path' = '$($case.Value[0])'; " }
            $lines += @"
Add-OstreeRemote -Repository '$client' -Name origin -Url '$($nginx.Mutual)/os' -NoSignatureCheck -Option @{ 'tls-ca-path' = '$certificates/ca.pem'; $certificate'tls-client-key-path' = '$($case.Value[1])' }
try { `$null = Invoke-OstreePull -Repository '$client' -Remote origin -Ref os -NetworkRetries 0; 'pulled' }
catch { "`$(`$_.FullyQualifiedErrorId) `$_ `$(`$_.ErrorDetails.RecommendedAction) `$(`$_.TargetObject)" -replace '\s+', ' ' }
"@
        }
        Set-Content -LiteralPath "$folder/pulls.ps1" -Value $lines
        $answers = @(& ([Environment]::ProcessPath) -NoProfile -File "$folder/pulls.ps1" 2> "$folder/errors")
        $results = @{}
        $at = 0
        foreach ($name in $cases.Keys) { $results[$name] = $answers[$at++] }
    }

    AfterAll {
        $env:SOFTHSM2_CONF = $before
        Stop-Nginx $nginx
    }

    It 'is shown (<_>)' -ForEach 'both, an elliptic curve', 'both, RSA, by number', 'PIN before the question', 'certificate in a file', 'key in a file' {
        $results[$_] | Should -BeExactly 'pulled'
        ostree rev-parse --repo="$folder/client$(@($cases.Keys).IndexOf($_) + 1)" origin:os | Should -BeExactly $commit
    }

    It 'is refused with a reason (<Name>)' -ForEach @(
        @{ Name = 'wrong PIN'; Says = 'the PIN is wrong' }
        @{ Name = 'wrong PIN in the URI'; Says = 'the PIN is wrong' }
        @{ Name = 'no PIN'; Says = 'demands a PIN' }
        @{ Name = 'no such token'; Says = 'No token fits' }
        @{ Name = 'no such certificate'; Says = 'no certificate that fits' }
        @{ Name = 'no such key'; Says = 'no private key that fits' }
        @{ Name = 'several certificates'; Says = '3 objects' }
        @{ Name = 'another key'; Says = 'is not that of the certificate' }
        @{ Name = 'another kind of key'; Says = 'the certificate ''CN=client''' }
        @{ Name = 'another key in a file'; Says = 'does not match the certificate' }
        @{ Name = 'another, both in files'; Says = 'does not match the certificate' }
        @{ Name = 'no such module'; Says = 'no PKCS #11 module ''/nonexistent.so''' }
        @{ Name = 'no module'; Says = 'no PKCS #11 module ''/dev/null''' }
        @{ Name = 'no such file of a PIN'; Says = 'cannot be read' }
        @{ Name = 'wrong type'; Says = 'type=private' }
        @{ Name = 'broken URI'; Says = '''what''' }
        @{ Name = 'key alone'; Says = 'only one of them' }
    ) {
        $results[$Name] | Should -BeLike "InvalidConfig,*$Says*"
    }

    It 'does not tell a PIN' {
        $answers.Count | Should -Be $cases.Count
        "$answers" + [System.IO.File]::ReadAllText("$folder/errors") | Should -Not -Match '73%|wrong-pin'
    }
}
