function ostree/remote($Words) {
    $at = $Words.FindIndex({ param($word) -not $word.StartsWith('-', [StringComparison]::Ordinal) })
    if ($at -lt 0) { throw 'No "remote" subcommand specified' }
    $verb = $Words[$at]
    $Words.RemoveAt($at)
    if (-not (Test-Path -LiteralPath "function:remote/$verb")) { throw [NotMapped]::new("remote $verb") }
    & "remote/$verb" $Words
}

function remote/add($Words) {
    $p = Read-Option ('set=s@ no-gpg-verify no-sign-verify sign-verify=s@ if-not-exists force gpg-import=s custom-backend=s contenturl=s collection-id=s') $Words
    $o, $a = $p.O, $p.R.Clone()
    if ($p.A.Count -lt $(if ($o.'custom-backend') { 1 } else { 2 })) { throw 'NAME and URL must be specified' }
    if ($o.'if-not-exists' -and $o.force) { throw 'Can only specify one of --if-not-exists and --force' }
    $a.Name = $p.A[0]
    if ($p.A.Count -gt 1) { $a.Url = $p.A[1] }
    if ($p.A.Count -gt 2) { $a.Branch = @($p.A | Select-Object -Skip 2) }
    Copy-Option $o $a @{
        'no-gpg-verify' = 'NoGpgVerify'; 'no-sign-verify' = 'NoSignatureCheck'; 'sign-verify' = 'SignVerify'; 'if-not-exists' = 'IfNotExists'
        'force' = 'Force'; 'custom-backend' = 'CustomBackend'; 'contenturl' = 'ContentUrl'
    }
    if ($o.set) {
        $a.Option = [ordered] @{}
        foreach ($pair in $o.set) { $key, $value = $pair -split '=', 2; $a.Option[$key] = $value }
    }
    if ($o.'collection-id') {
        # Upstream takes any text here.
        if (-not $a.Option) { $a.Option = [ordered] @{} }
        $a.Option['collection-id'] = $o.'collection-id'
    }
    [void] (Add-OstreeRemote @a -ErrorAction Stop)
    if ($o.'gpg-import') { Import-Key $p $a.Name @{ Path = $o.'gpg-import' } }
}

function Import-Key($Parsed, [string] $Remote, [hashtable] $Source, [string[]] $KeyId) {
    $r = $Parsed.R
    $more = if ($KeyId) { @{ KeyId = $KeyId } } else { @{} }
    # Upstream counts those that were not there.
    $before = @(Get-OstreeRemoteKey @r -Remote $Remote -ErrorAction Stop).Fingerprint
    $imported = @(Import-OstreeRemoteKey @r @Source @more -Remote $Remote -ErrorAction Stop)
    $count = @($imported | Where-Object { $_.Fingerprint -cnotin $before }).Count
    Write-Line "Imported $count GPG key$(if ($count -ne 1) { 's' }) to remote `"$Remote`""
}

function remote/delete($Words) {
    $p = Read-Option 'if-exists' $Words
    if (-not $p.A.Count) { throw 'NAME must be specified' }
    $r = $p.R
    Remove-OstreeRemote @r -Name $p.A[0] -IfExists:([bool] $p.O.'if-exists') -ErrorAction Stop
}

function remote/list($Words) {
    $p = Read-Option 'show-urls|u' $Words
    $r = $p.R
    $remotes = @(Get-OstreeRemote @r -ErrorAction Stop)
    $width = ($remotes | ForEach-Object { $_.Name.Length } | Measure-Object -Maximum).Maximum
    foreach ($remote in $remotes) { Write-Line $(if ($p.O.'show-urls') { "$($remote.Name.PadRight($width))  $(Get-RemoteUrl $remote)" } else { $remote.Name }) }
}

function Get-RemoteUrl($Remote) { if ($Remote.Url) { $Remote.Url } elseif ($Remote.Metalink) { "metalink=$($Remote.Metalink)" } }

function remote/show-url($Words) {
    $p = Read-Option '' $Words
    if (-not $p.A.Count) { throw 'NAME must be specified' }
    $r = $p.R
    $url = Get-RemoteUrl (Get-OstreeRemote @r -Name $p.A[0] -ErrorAction Stop)
    if (-not $url) { throw "No `"url`" option in remote `"$($p.A[0])`"" }
    Write-Line $url
}

function remote/refs($Words) {
    $p = Read-Option 'revision|r cache-dir=s' $Words
    if (-not $p.A.Count) { throw 'NAME must be specified' }
    $a = $p.R.Clone()
    Copy-Option $p.O $a @{ 'cache-dir' = 'CacheDirectory' }
    $lines = [string[]] @(foreach ($ref in Get-OstreeRemoteRef @a -Remote $p.A[0] -ErrorAction Stop) { "$($p.A[0]):$($ref.Name)$(if ($p.O.revision) { "`t$($ref.Checksum)" })" })
    [array]::Sort($lines, [StringComparer]::Ordinal)
    foreach ($line in $lines) { Write-Line $line }
}

function remote/summary($Words) {
    $p = Read-Option 'list-metadata-keys print-metadata-key=s cache-dir=s raw' $Words
    if (-not $p.A.Count) { throw 'NAME must be specified' }
    $a = $p.R.Clone()
    $a.Remote = $p.A[0]
    Copy-Option $p.O $a @{ 'cache-dir' = 'CacheDirectory' }
    try { $summary = Get-OstreeSummary @a -ErrorAction Stop }
    catch {
        if ("$($_.Exception.Fault)" -in 'ObjectNotFound', 'PathNotFound', 'SummaryNotFound') { throw "Remote server has no summary file: $($_.Exception.Message)" }
        throw
    }
    Write-SummaryView $summary $p.O
    if ($p.O.raw -or $p.O.'list-metadata-keys' -or $p.O.'print-metadata-key') { return }
    $remote = @($p.R.Repository | ForEach-Object { $r = $p.R; Get-OstreeRemote @r -Name $p.A[0] -ErrorAction Stop })[0]
    if (-not $remote.GpgVerifySummary) { return }
    $signatures = @($summary | Get-OstreeSignature -SignType gpg -ErrorAction Stop)
    Write-Line ''
    Write-Line "GPG: Verification enabled, found $($signatures.Count) signature$(if ($signatures.Count -ne 1) { 's' }):"
    Write-SignatureLine $signatures
}

function remote/gpg-import($Words) {
    $p = Read-Option 'keyring|k=s@ stdin' $Words
    if (-not $p.A.Count) { throw 'NAME must be specified' }
    if ($p.O.stdin -and $p.O.keyring) { throw '--keyring and --stdin are mutually exclusive' }
    $ids = @($p.A | Select-Object -Skip 1)
    if ($p.O.keyring) { Import-Key $p $p.A[0] @{ Path = @($p.O.keyring) } $ids }
    elseif ($p.O.stdin) {
        $bytes = [IO.MemoryStream]::new()
        [Console]::OpenStandardInput().CopyTo($bytes)
        Import-Key $p $p.A[0] @{ InputObject = $bytes.ToArray() } $ids
    }
    elseif ($env:OSTREE_GPG_HOME) { Import-Key $p $p.A[0] @{ GpgHomedir = $env:OSTREE_GPG_HOME } $ids }
    else { throw [NotMapped]::new('remote gpg-import (default keyring)') }
}

function remote/add-cookie($Words) {
    $p = Read-Option '' $Words
    if ($p.A.Count -lt 5) { throw 'NAME, DOMAIN, PATH, COOKIE_NAME and VALUE must be specified' }
    $r = $p.R
    [void] (Add-OstreeRemoteCookie @r -Remote $p.A[0] -Domain $p.A[1] -Path $p.A[2] -Name $p.A[3] -Value $p.A[4] -ErrorAction Stop)
}

function remote/delete-cookie($Words) {
    $p = Read-Option '' $Words
    if ($p.A.Count -lt 4) { throw 'NAME, DOMAIN, PATH and COOKIE_NAME must be specified' }
    $r = $p.R
    Remove-OstreeRemoteCookie @r -Remote $p.A[0] -Domain $p.A[1] -Path $p.A[2] -Name $p.A[3] -ErrorAction Stop
}

function remote/list-cookies($Words) {
    $p = Read-Option '' $Words
    if (-not $p.A.Count) { throw 'NAME must be specified' }
    $r = $p.R
    foreach ($cookie in Get-OstreeRemoteCookie @r -Remote $p.A[0] -ErrorAction Stop) {
        Write-Line '--'
        Write-Line "Domain: $($cookie.Domain)"
        Write-Line "Path: $($cookie.Path)"
        Write-Line "Name: $($cookie.Name)"
        Write-Line "Secure: $(if ($cookie.IsSecure) { 'TRUE' } else { 'FALSE' })"
        if ($cookie.Expires) { Write-Line "Expires: $($cookie.Expires.UtcDateTime.ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture)) +0000" }
        Write-Line "Value: $($cookie.Value)"
    }
}

function remote/gpg-list-keys($Words) {
    $p = Read-Option '' $Words
    $a = $p.R.Clone()
    if ($p.A.Count) { $a.Remote = $p.A[0] } else { $a.Global = $true }
    foreach ($key in Get-OstreeRemoteKey @a -ErrorAction Stop) {
        Write-Subkey 'Key' '  ' $key $key.IsInvalid
        foreach ($user in $key.UserIds) {
            Write-Line "  UID: $($user.Text)$(if ($user.IsRevoked) { ' (revoked)' })$(if ($user.IsInvalid) { ' (invalid)' })"
            Write-Line "  Advanced update URL: $($user.AdvancedUpdateUrl)"
            Write-Line "  Direct update URL: $($user.DirectUpdateUrl)"
        }
        foreach ($subkey in $key.Subkeys) { Write-Subkey '  Subkey' '    ' $subkey $false }
    }
}

function Write-Subkey([string] $Kind, [string] $Indent, $Key, $IsInvalid) {
    Write-Line "${Kind}: $($Key.Fingerprint)$(if ($Key.IsRevoked) { ' (revoked)' })$(if ($IsInvalid) { ' (invalid)' })"
    Write-Line "${Indent}Created: $(Format-LocalTime $Key.Created)"
    if ($Key.Expires) { Write-Line "$Indent$(if ($Key.IsExpired) { 'Expired' } else { 'Expires' }): $(Format-LocalTime $Key.Expires)" }
}

# The `%c` of the C locale.
function Format-LocalTime($Moment) { $Moment.LocalDateTime.ToString('ddd MMM d HH:mm:ss yyyy', [cultureinfo]::InvariantCulture) }
