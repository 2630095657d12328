function ostree/pull-local($Words) {
    $p = Read-Option ('commit-metadata-only fsync=s disable-fsync untrusted bareuseronly-files require-static-deltas gpg-verify gpg-verify-summary ' +
        'disable-verify-bindings depth=s remote=s per-object-fsync mirror') $Words
    $o, $a = $p.O, $p.R.Clone()
    if ($o.ContainsKey('require-static-deltas')) { throw [NotMapped]::new('pull-local --require-static-deltas') }
    if (-not $p.A.Count) { throw 'DESTINATION must be specified' }
    $a.Source = [IO.Path]::GetFullPath($p.A[0])
    if ($p.A.Count -gt 1) { $a.Ref = @($p.A | Select-Object -Skip 1) }
    Copy-Option $o $a @{
        'commit-metadata-only' = 'CommitMetadataOnly'; 'disable-fsync' = 'DisableFsync'; 'untrusted' = 'Untrusted'; 'bareuseronly-files' = 'BareUserOnlyFiles'
        'disable-verify-bindings' = 'DisableVerifyBindings'; 'depth' = 'Depth'; 'remote' = 'Remote'; 'per-object-fsync' = 'PerObjectFsync'
        'gpg-verify' = 'GpgVerify'; 'gpg-verify-summary' = 'GpgVerifySummary'
    }
    # Ours verifies what upstream's trusts.
    if (-not $o.untrusted) { $a.SkipChecksumCheck = $true }
    if ($o.ContainsKey('fsync') -and -not (Test-Truth $o.fsync)) { $a.DisableFsync = $true }
    Test-Parameter Invoke-OstreePull $a 'pull-local'
    $result = Invoke-OstreePull @a -ErrorAction Stop
    Write-Line "$($result.Metadata) metadata, $($result.ContentLinked + $result.ContentFetched) content objects imported; $(Format-Size $result.Bytes) content written"
}

function ostree/pull($Words) {
    $p = Read-Option ('commit-metadata-only cache-dir=s disable-fsync per-object-fsync disable-static-deltas require-static-deltas ' +
        'disable-retry-on-network-errors mirror subpath=s@ untrusted http-trusted bareuseronly-files dry-run depth=s url=s http-header=s@ ' +
        'update-frequency=s network-retries=s low-speed-limit-bytes=s low-speed-time-seconds=s max-outstanding-fetcher-requests=s ' +
        'localcache-repo|L=s@ timestamp-check|T timestamp-check-from-rev=s disable-verify-bindings append-user-agent=s') $Words
    $o, $a = $p.O, $p.R.Clone()
    if (-not $p.A.Count) { throw 'REMOTE must be specified' }
    if ($o.'dry-run' -and -not $o.'require-static-deltas') { throw '--dry-run requires --require-static-deltas' }
    if ($o.'require-static-deltas') { throw [NotMapped]::new('pull --require-static-deltas') }
    $remote, $ref = $p.A[0] -split ':', 2
    $a.Remote = $remote
    if ($ref) { $a.Ref = $ref }
    elseif ($p.A.Count -gt 1) { $a.Ref = @($p.A | Select-Object -Skip 1) }
    Copy-Option $o $a @{
        'commit-metadata-only' = 'CommitMetadataOnly'; 'cache-dir' = 'CacheDirectory'; 'disable-fsync' = 'DisableFsync'; 'per-object-fsync' = 'PerObjectFsync'
        'mirror' = 'Mirror'; 'subpath' = 'Subpath'; 'untrusted' = 'Untrusted'; 'bareuseronly-files' = 'BareUserOnlyFiles'; 'depth' = 'Depth'; 'url' = 'Url'
        'network-retries' = 'NetworkRetries'; 'low-speed-limit-bytes' = 'LowSpeedLimit'; 'low-speed-time-seconds' = 'LowSpeedTime'
        'max-outstanding-fetcher-requests' = 'MaxRequests'; 'localcache-repo' = 'LocalCacheRepository'; 'timestamp-check' = 'TimestampCheck'
        'timestamp-check-from-rev' = 'TimestampCheckFromRevision'; 'disable-verify-bindings' = 'DisableVerifyBindings'
        'http-trusted' = 'SkipChecksumCheck'; 'update-frequency' = 'UpdateFrequency'
    }
    if ($o.'disable-retry-on-network-errors') { $a.NetworkRetries = 0 }
    if ($o.'http-header') {
        foreach ($pair in $o.'http-header') { if ($pair -notlike '*=*') { throw "Missing '=' in --http-header" } }
        $a.HttpHeader = @($o.'http-header')
    }
    # A server of the scripts expects the very agent of stock ostree.
    if ($o.'append-user-agent') { $a.HttpHeader = @($a.HttpHeader) + "User-Agent=libostree/$(Get-StockVersion) $($o.'append-user-agent')" }
    # The scripts are of 2022, when metadata could not be larger.
    $a.MaxMetadataSize = 10MB
    Test-Parameter Invoke-OstreePull $a 'pull'
    $result = Invoke-OstreePull @a -ErrorAction Stop
    Write-Line (Format-PullStatus $result)
}

# Upstream's last status line: what was fetched, and nothing else when there was nothing to fetch.
function Format-PullStatus($Result) {
    if ($Result.MetadataFromCaches -or $Result.ContentFromCaches) {
        # OSTree 2022.7 counts the signatures that it asked for, whether there are any or not.
        $metadata = $Result.Metadata - $Result.MetadataFromCaches + $Result.Commits.Count
        $content = $Result.ContentFetched + $Result.ContentLinked - $Result.ContentFromCaches
        return "$metadata metadata, $content content objects fetched ($($Result.MetadataFromCaches) meta, $($Result.ContentFromCaches) content local); $(Format-Size $Result.Bytes) content written"
    }
    $fetched = @(
        if ($Result.Metadata -or $Result.ContentFetched) { "$($Result.Metadata) metadata, $($Result.ContentFetched) content objects fetched" }
        if ($Result.ContentLinked) { "$($Result.ContentLinked) content objects imported" })
    if (-not $fetched) { return '0 metadata, 0 content objects fetched' }
    "$($fetched -join '; '); $(Format-Size $Result.Bytes) content written"
}

function ostree/create-usb($Words) {
    $p = Read-Option 'disable-fsync destination-repo=s commit=s' $Words
    $o, $a, $words = $p.O, $p.R.Clone(), $p.A
    if (-not $words.Count) { throw 'A MOUNT-PATH must be specified' }
    if ($words.Count -lt 3) { throw 'At least one COLLECTION-ID REF pair must be specified' }
    if ($words.Count % 2 -eq 0) { throw 'Only complete COLLECTION-ID REF pairs may be specified' }
    if ($o.commit -and $words.Count -gt 3) { throw 'The --commit option can only be used when a single COLLECTION-ID REF pair is specified' }
    $a.Path = [IO.Path]::GetFullPath($words[0])
    $a.Ref = @(for ($i = 1; $i -lt $words.Count; $i += 2) { [OstreePS.Core.Pull.PullRef]::new($words[$i + 1], $words[$i], $null) })
    Copy-Option $o $a @{ 'disable-fsync' = 'DisableFsync'; 'destination-repo' = 'DestinationRepository'; 'commit' = 'Commit' }
    Test-Parameter New-OstreeUsbRepository $a 'create-usb'
    $null = New-OstreeUsbRepository @a -ErrorAction Stop
    $place = if ($o.'destination-repo') { $o.'destination-repo' } else { '.ostree/repo' }
    Write-Line "Copied $($a.Ref.Count)/$($a.Ref.Count) refs successfully from '$($a.Repository)' to '$place' repository in '$($words[0])'."
}

function ostree/find-remotes($Words) {
    $p = Read-Option 'cache-dir=s disable-fsync finders=s pull mirror' $Words
    $o, $a, $words = $p.O, $p.R.Clone(), $p.A
    if ($words.Count -lt 2) { throw 'At least one COLLECTION-ID REF pair must be specified' }
    if ($words.Count % 2) { throw 'Only complete COLLECTION-ID REF pairs may be specified' }
    if ($o.mirror -and -not $o.pull) { throw 'When --mirror is specified, --pull must also be' }
    $a.Ref = @(for ($i = 0; $i -lt $words.Count; $i += 2) { [OstreePS.Core.Pull.PullRef]::new($words[$i + 1], $words[$i], $null) })
    if ($o.ContainsKey('finders')) {
        $a.Finder = @($o.finders -split ',')
        foreach ($finder in $a.Finder) { if ($finder -cnotin 'config', 'lan', 'mount') { throw "Unknown or duplicate finder type given in --finders option: $finder" } }
    }
    Copy-Option $o $a @{ 'cache-dir' = 'CacheDirectory' }
    Test-Parameter Find-OstreeRemote $a 'find-remotes'
    # What is missing upstream only lists.
    $found = @(Find-OstreeRemote @a -ErrorAction SilentlyContinue)
    for ($i = 0; $i -lt $found.Count; $i++) {
        $modified = if ($found[$i].LastModified) { $found[$i].LastModified.ToString('yyyy-MM-ddTHH:mm:ssZ') } else { 'unknown' }
        Write-Line "Result ${i}: $($found[$i].Url)"
        Write-Line " - Finder: OstreeRepoFinder$($found[$i].Finder)"
        Write-Line " - Keyring: $($found[$i].Keyring)"
        Write-Line " - Priority: $($found[$i].Priority)"
        Write-Line " - Summary last modified: $modified"
        Write-Line ' - Refs:'
        foreach ($ref in $a.Ref) {
            $known = $found[$i].Refs | Where-Object { $_.Name -ceq $ref.Name -and $_.CollectionId -ceq $ref.CollectionId }
            Write-Line "    - $ref = $(if ($known) { $known.Checksum } else { '(not found)' })"
        }
        Write-Line ''
    }
    if (-not $found) { Write-Line 'No results.'; return }
    $names = @($found.Refs | ForEach-Object { "$_" } | Select-Object -Unique)
    Write-Line "$($names.Count)/$($a.Ref.Count) refs were found."
    if ($names.Count -ne $a.Ref.Count) {
        Write-Line 'Refs not found in any remote:'
        foreach ($ref in $a.Ref) { if ("$ref" -cnotin $names) { Write-Line " - $ref" } }
    }
    if (-not $o.pull) { return }
    $b = $p.R.Clone()
    Copy-Option $o $b @{ 'cache-dir' = 'CacheDirectory'; 'disable-fsync' = 'DisableFsync'; 'mirror' = 'Mirror' }
    $null = $found | Invoke-OstreePull @b -ErrorAction Stop
    Write-Line "Pulled $($a.Ref.Count)/$($a.Ref.Count) refs successfully."
}
