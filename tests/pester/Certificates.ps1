# Certificates for the tests, of any time and for any host. Dot-source this file.

# An authority: the path of its certificate, and what it signs with.
function New-TestAuthority([string] $Folder) {
    $null = [System.IO.Directory]::CreateDirectory($Folder)
    $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=Authority $(Split-Path -Leaf $Folder)", $key, 'SHA256')
    $request.CertificateExtensions.Add([System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
    $certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-60), [DateTimeOffset]::UtcNow.AddDays(60))
    $file = Join-Path $Folder 'authority.pem'
    [System.IO.File]::WriteAllText($file, $certificate.ExportCertificatePem())
    [pscustomobject]@{ Folder = $Folder; Certificate = $file; Signer = $certificate }
}

# A certificate for hosts, good from and to a number of days from now: the paths of certificate and key.
function New-TestIdentity($Authority, [string] $File, [string[]] $Name, [int] $From = -1, [int] $To = 1) {
    $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$($Name[0])", $key, 'SHA256')
    $hosts = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
    foreach ($one in $Name) { $hosts.AddDnsName($one) }
    $request.CertificateExtensions.Add($hosts.Build())
    $serial = [byte[]]::new(8)
    [Random]::new().NextBytes($serial)
    $certificate = $request.Create($Authority.Signer, [DateTimeOffset]::UtcNow.AddDays($From), [DateTimeOffset]::UtcNow.AddDays($To), $serial)
    $place = Join-Path $Authority.Folder $File
    [System.IO.File]::WriteAllText("$place.pem", $certificate.ExportCertificatePem())
    [System.IO.File]::WriteAllText("$place.key", $key.ExportPkcs8PrivateKeyPem())
    [pscustomobject]@{ Certificate = "$place.pem"; Key = "$place.key" }
}
