function ostree/summary($Words) {
    # Here `-v` is not `--verbose`.
    $Words = [Collections.Generic.List[string]] @($Words | ForEach-Object { if ($_ -ceq '-v') { '--view' } else { $_ } })
    $p = Read-Option 'update|u view raw list-metadata-keys print-metadata-key=s gpg-sign=s@ gpg-homedir=s sign=s@ sign-type=s add-metadata|m=s@' $Words
    $o, $a = $p.O, $p.R.Clone()
    if ($o.update) {
        Add-Signer $o $a
        if ($o.'add-metadata') {
            foreach ($pair in $o.'add-metadata') { if ($pair -notlike '*=*') { throw "Missing '=' in KEY=VALUE metadata '$pair'" } }
            $a.Metadata = @($o.'add-metadata')
        }
        [void] (Update-OstreeSummary @a -ErrorAction Stop)
        return
    }
    if (-not ($o.view -or $o.raw -or $o.'list-metadata-keys' -or $o.'print-metadata-key')) { throw 'No option specified; use -u to update summary' }
    Write-SummaryView (Get-OstreeSummary @a -ErrorAction Stop) $o
    if (-not $o.view -or $o.raw) { return }
    $root = if ($p.R.Repository) { $p.R.Repository } else { '.' }
    if (-not (Test-Path -LiteralPath "$root/summary.sig")) { Write-Line 'Summary is unsigned'; return }
    $more = if ($o.'gpg-homedir') { @{ GpgHomedir = $o.'gpg-homedir' } } else { @{} }
    Write-SignatureList @(Get-OstreeSignature @a @more -Summary -SignType gpg -ErrorAction Stop) ' on the summary' "`n"
}

function Write-SummaryView($Summary, $Options) {
    if ($Options.raw) {
        $type = [OstreePS.Core.Formats.GVariant.VariantType]::Parse('(a(s(taya{sv}))a{sv})')
        Write-Variant ([OstreePS.Core.Formats.GVariant.Variant]::FromBytes($type, $Summary.Bytes)) $false
        return
    }
    $metadata = $Summary.MetadataVariant
    if ($Options.'list-metadata-keys') {
        $keys = [string[]] @($metadata.ToObject().Keys)
        [array]::Sort($keys, [StringComparer]::Ordinal)
        foreach ($key in $keys) { Write-Line $key }
        return
    }
    if ($Options.'print-metadata-key') {
        $value = $metadata.LookUp($Options.'print-metadata-key')
        if ($null -eq $value) { throw "No such metadata key '$($Options.'print-metadata-key')'" }
        Write-Variant $value $false
        return
    }
    foreach ($ref in $Summary.Refs) {
        Write-Line $(if ($ref.CollectionId) { "* ($($ref.CollectionId), $($ref.Name))" } else { "* $($ref.Name)" })
        Write-Line "    Latest Commit ($(Format-Size $ref.CommitSize)):"
        Write-Line "      $($ref.Checksum)"
        foreach ($entry in $ref.MetadataVariant.ToObject().GetEnumerator()) {
            $key = $entry.Key
            switch -CaseSensitive ($key) {
                'ostree.commit.timestamp' { Write-Line "    Timestamp ($key): $(Format-Moment $ref.Timestamp)" }
                'ostree.commit.version' { Write-Line "    Version ($key): $($ref.Version)" }
                default { Write-Line "    ${key}: $($ref.MetadataVariant.LookUp($key).Print($false))" }
            }
        }
        Write-Line ''
    }
    foreach ($entry in $metadata.ToObject().GetEnumerator()) {
        $key = $entry.Key
        switch -CaseSensitive ($key) {
            'ostree.static-deltas' { Write-Line "Static Deltas ($key): $($metadata.LookUp($key).Print($false))" }
            'ostree.summary.last-modified' { Write-Line "Last-Modified ($key): $(Format-Moment $Summary.LastModified)" }
            'ostree.summary.expires' { Write-Line "Expires ($key): $(Format-Moment $Summary.Expires)" }
            'ostree.summary.collection-id' { Write-Line "Collection ID ($key): $($Summary.CollectionId)" }
            'ostree.summary.collection-map' { Write-Line "Collection Map ($key): (printed above)" }
            'ostree.summary.mode' { Write-Line "Repository Mode ($key): $($Summary.Mode)" }
            'ostree.summary.tombstone-commits' { Write-Line "Has Tombstone Commits ($key): $(if ($Summary.TombstoneCommits) { 'Yes' } else { 'No' })" }
            default { Write-Line "${key}: $($metadata.LookUp($key).Print($false))" }
        }
    }
}

function Format-Moment($Moment) {
    $local = ([DateTimeOffset] $Moment).ToLocalTime()
    $text = $local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", [cultureinfo]::InvariantCulture)
    if ($text.EndsWith(':00')) { $text.Substring(0, $text.Length - 3) } else { $text }
}
