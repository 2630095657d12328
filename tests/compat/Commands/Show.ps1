function ostree/show($Words) {
    $p = Read-Option ('print-related print-variant-type=s list-metadata-keys print-metadata-key=s print-hex list-detached-metadata-keys ' +
        'print-detached-metadata-key=s print-sizes raw no-byteswap|B gpg-homedir=s gpg-verify-remote=s') $Words
    $o, $r = $p.O, $p.R
    if (-not $p.A.Count) { throw 'An object argument is required' }
    $name = $p.A[0]

    foreach ($kind in 'metadata', 'detached-metadata') {
        $key, $list = $o."print-$kind-key", $o."list-$kind-keys"
        if ($null -eq $key -and -not $list) { continue }
        $commit = Get-OstreeCommit @r -Revision $name -ErrorAction Stop
        $variant = if ($kind -eq 'metadata') { $commit.MetadataVariant } else { $commit.DetachedMetadataVariant }
        if (-not $variant) { throw "No detached metadata for commit $($commit.Checksum)" }
        if ($list) {
            $keys = [string[]] @($(if ($kind -eq 'metadata') { $commit.Metadata } else { $commit.DetachedMetadata }).Keys)
            [array]::Sort($keys, [StringComparer]::Ordinal)
            foreach ($one in $keys) { Write-Line $one }
            return
        }
        $value = $variant.LookUp($key)
        if ($null -eq $value) { throw "No such metadata key '$key'" }
        if ($o.'print-hex' -and "$($value.Type)" -eq 'ay') { Write-Line ([Convert]::ToHexString($value.GetBytes()).ToLowerInvariant()) }
        else { Write-Variant $value $o.'no-byteswap' }
        return
    }

    if ($o.'print-variant-type') {
        Write-Line (Get-OstreeVariant -Path $name -Type $o.'print-variant-type' -ErrorAction Stop).Text
        return
    }
    if ($o.'print-related') {
        foreach ($pair in (Get-OstreeCommit @r -Revision $name -ErrorAction Stop).Related) { Write-Line "$($pair.Key) $($pair.Value)" }
        return
    }
    if ($o.'print-sizes') {
        $s = (Get-OstreeCommit @r -Revision $name -CountNeeded -ErrorAction Stop).Sizes
        if (-not $s) { throw "No metadata key ostree.sizes in commit $name" }
        Write-Line "Compressed size (needed/total): $(Format-Size $s.NeededStoredBytes)/$(Format-Size $s.StoredBytes)"
        Write-Line "Unpacked size (needed/total): $(Format-Size $s.NeededUnpackedBytes)/$(Format-Size $s.UnpackedBytes)"
        Write-Line "Number of objects (needed/total): $($s.NeededObjects)/$($s.Objects)"
        return
    }

    if ($name -cnotmatch '^[0-9a-f]{64}$') { Write-CommitObject (Get-OstreeCommit @r -Revision $name -ErrorAction Stop) $p; return }
    $found = @(Get-OstreeObject @r -Checksum $name -ErrorAction Stop)[0]
    if ("$($found.Type)" -eq 'Commit') { Write-CommitObject (Get-OstreeCommit @r -Revision $name -ErrorAction Stop) $p; return }
    if ("$($found.Type)" -in 'DirTree', 'DirMeta') { Write-Line "$("$($found.Type)".ToLowerInvariant()) $name"; return }
    $file = $found.Value
    Write-Line "Object: $name"
    Write-Line 'Type: file'
    if ($file.IsSymlink) { Write-Line 'File Type: symlink'; Write-Line "Target: $($file.SymlinkTarget)" }
    else { Write-Line 'File Type: regular'; Write-Line "Size: $($found.ContentSize)" }
    Write-Line "Mode: 0$([Convert]::ToString([long]$file.Mode, 8).PadLeft(4, '0'))"
    Write-Line "Uid: $($file.Uid)"
    Write-Line "Gid: $($file.Gid)"
    Write-Line "Extended Attributes: { $($found.Variant[5].Print($true)) }"
}

function Write-CommitObject($Commit, $Parsed) {
    if ($Parsed.O.raw) {
        Write-Line "commit $($Commit.Checksum)"
        Write-Variant (Get-RawObject $Parsed $Commit.Checksum) $Parsed.O.'no-byteswap'
        return
    }
    Write-Commit $Commit
    Write-Signatures $Commit $Parsed
}

function Get-RawObject($Parsed, $Checksum) {
    $r = $Parsed.R
    (Get-OstreeObject @r -Checksum "$Checksum" -Type Commit -ErrorAction Stop).Variant
}

# Upstream shows numbers as if all were big-endian, unless told not to.
function Write-Variant($Value, $AsStored) {
    $shown = if ($AsStored -or -not [BitConverter]::IsLittleEndian) { $Value } else { $Value.Byteswap() }
    Write-Line $shown.Print($true)
}
