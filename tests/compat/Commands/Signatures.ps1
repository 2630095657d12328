function Add-Signer($Options, [hashtable] $Arguments) {
    Copy-Option $Options $Arguments @{ 'gpg-sign' = 'GpgSign'; 'gpg-homedir' = 'GpgHomedir'; 'sign' = 'Sign'; 'sign-from-file' = 'SignFromFile'; 'sign-type' = 'SignType' }
}

function ostree/gpg-sign($Words) {
    $p = Read-Option 'delete|d gpg-homedir=s' $Words
    if (-not $p.A.Count) { throw 'Need a COMMIT to sign' }
    if ($p.A.Count -lt 2) { throw 'Need at least one GPG KEY-ID to sign with' }
    $a = $p.R.Clone()
    $a.Revision = $p.A[0]
    $ids = @($p.A | Select-Object -Skip 1)
    Copy-Option $p.O $a @{ 'gpg-homedir' = 'GpgHomedir' }
    if (-not $p.O.delete) { Add-OstreeSignature @a -GpgSign $ids -ErrorAction Stop; return }
    $r = $p.R
    $count = @(Get-OstreeSignature @r -Revision $p.A[0] -SignType gpg -ErrorAction Stop).Count
    Remove-OstreeSignature @a -KeyId $ids -ErrorAction Stop
    $left = @(Get-OstreeSignature @r -Revision $p.A[0] -SignType gpg -ErrorAction Stop).Count
    Write-Line "Signatures deleted: $($count - $left)"
}

function ostree/sign($Words) {
    $p = Read-Option 'delete|d verify sign-type|s=s keys-file=s keys-dir=s' $Words
    $o, $a = $p.O, $p.R.Clone()
    if ($o.delete) { throw [NotMapped]::new('sign --delete') }
    if (-not $p.A.Count) { throw 'Need a COMMIT to sign or verify' }
    $keys = @($p.A | Select-Object -Skip 1)
    if (-not $o.verify -and -not $o.'keys-file' -and -not $keys) { throw 'Need at least one KEY-ID to sign with' }
    $a.Revision = $p.A[0]
    $a.SignType = if ($o.'sign-type') { $o.'sign-type' } else { 'ed25519' }
    if (-not $o.verify) {
        if ($keys) { $a.Sign = $keys }
        if ($o.'keys-file') { $a.SignFromFile = $o.'keys-file' }
        [void] (Add-OstreeSignature @a -ErrorAction Stop)
        return
    }
    if ($keys) { $a.Key = $keys }
    Copy-Option $o $a @{ 'keys-file' = 'KeysFile'; 'keys-dir' = 'KeysDir' }
    $found = @(Get-OstreeSignature @a -ErrorAction Stop)
    $good = @($found | Where-Object IsGood)[0]
    if ($good) { Write-Line "$($a.SignType): Signature verified successfully with key '$($good.KeyId)'"; return }
    if (-not $found) { throw 'No valid signatures found' }
    throw $(if ("$($found[0].Reason)" -match 'none of the (\d+) trusted keys') { "$($a.SignType): Signature couldn't be verified; tried $($Matches[1]) keys" }
        else { "$($a.SignType): Signature couldn't be verified with: $(@($found.Reason) -join '; ')" })
}

function Write-Signatures($Commit, $Parsed) {
    $a = $Parsed.R.Clone()
    if ($Parsed.O.'gpg-verify-remote') { $a.Remote = $Parsed.O.'gpg-verify-remote' }
    elseif ($Parsed.O.'gpg-homedir') { $a.GpgHomedir = $Parsed.O.'gpg-homedir' }
    Write-SignatureList @(Get-OstreeSignature @a -Revision "$($Commit.Checksum)" -SignType gpg -ErrorAction Stop) '' ''
}

function Write-SignatureList($Signatures, [string] $Where, [string] $Before) {
    if (-not $Signatures.Count) { return }
    Write-Line "${Before}Found $($Signatures.Count) signature$(if ($Signatures.Count -ne 1) { 's' })${Where}:"
    Write-SignatureLine $Signatures
}

function Write-SignatureLine($Signatures) {
    foreach ($signature in $Signatures) {
        $when = if ($signature.Created) { $signature.Created.LocalDateTime.ToString('ddd dd MMM yyyy hh:mm:ss tt zzz', [cultureinfo]::InvariantCulture) }
        Write-Line ''
        Write-Line "  Signature made $when using $($signature.Algorithm) key ID $($signature.KeyId)"
        $user = if ($signature.UserId -like '*<*>') { $signature.UserId } else { "$($signature.UserId) <>" }
        $verdict = switch ("$($signature.State)") {
            'Good' { "Good signature from `"$user`"" }
            'KeyMissing' { "Can't check signature: public key not found" }
            'Revoked' { 'Key revoked' }
            'Expired' { "Expired signature from `"$user`"" }
            default { "BAD signature from `"$user`"" }
        }
        Write-Line "  $verdict"
        $isSubkey = $signature.PrimaryFingerprint -and $signature.PrimaryFingerprint -cne $signature.Fingerprint
        if ($isSubkey) { Write-Line "  Primary key ID $($signature.PrimaryFingerprint.Substring($signature.PrimaryFingerprint.Length - 16))" }
        Write-Expiry 'Signature' $signature.Expires
        Write-Expiry 'Key' $signature.KeyExpires
        if ($isSubkey) { Write-Expiry 'Primary key' $signature.PrimaryKeyExpires }
    }
}

function Write-Expiry([string] $What, $Moment) {
    if (-not $Moment) { return }
    Write-Line "  $What $(if ($Moment -lt [DateTimeOffset]::UtcNow) { 'expired' } else { 'expires' }) $($Moment.LocalDateTime.ToString('ddd dd MMM yyyy hh:mm:ss tt zzz', [cultureinfo]::InvariantCulture))"
}
