function ostree/refs($Words) {
    $p = Read-Option 'delete list revision|r alias|A create=s collections|c force' $Words
    $o, $r = $p.O, $p.R
    if ($o.ContainsKey('create')) {
        if ($p.A.Count -gt 1) { throw 'You must specify only 1 existing ref when creating a new ref' }
        if (-not $p.A.Count) { throw 'You must specify a revision when creating a new ref' }
        New-Ref $p
        return
    }
    if ($o.delete) {
        if (-not $p.A.Count) { throw 'At least one PREFIX is required when deleting refs' }
        foreach ($prefix in $p.A) {
            if ($o.collections) { Get-OstreeRef @r -ErrorAction Stop | Where-Object CollectionId -CEQ $prefix | Remove-OstreeRef @r -ErrorAction Stop }
            else { Remove-OstreeRef @r -Prefix $prefix -ErrorAction Stop }
        }
        return
    }

    $prefixes = if ($p.A.Count) { $p.A } else { '' }
    foreach ($prefix in $prefixes) {
        $lines = @(foreach ($ref in Get-OstreeRef @r -Alias:([bool] $o.alias) -ErrorAction Stop) {
                if ($o.collections) {
                    if ($ref.CollectionId -and (-not $prefix -or $ref.CollectionId -ceq $prefix)) {
                        "($($ref.CollectionId), $($ref.Name))$(if ($o.revision) { "`t$($ref.Checksum)" })"
                    }
                    continue
                }
                if ("$($ref.Kind)" -eq 'Mirror') { continue }
                $shown = Get-ShownName $ref.Refspec $prefix ($o.list -or $o.alias)
                if ($null -eq $shown) { continue }
                if ($o.alias) { "$shown -> $($ref.AliasOf)" }
                elseif ($o.revision) { "$shown`t$($ref.Checksum)" }
                else { $shown }
            })
        $lines = [string[]] $lines
        [array]::Sort($lines, [StringComparer]::Ordinal)
        foreach ($line in $lines) { Write-Line $line }
    }
}

# Upstream lists what lies below a prefix, without it unless told to keep it; a prefix that is a ref is itself the match.
function Get-ShownName([string] $Refspec, $Prefix, [bool] $Whole) {
    if ([string]::IsNullOrEmpty($Prefix)) { return $Refspec }
    $Prefix = $Prefix -replace ':\.$', ':'
    if ($Refspec -ceq $Prefix) { return $Refspec }
    $stem = if ($Prefix.EndsWith(':')) { $Prefix } else { $Prefix.TrimEnd('/') + '/' }
    if (-not $Refspec.StartsWith($stem, [StringComparison]::Ordinal)) { return }
    if ($Whole) { $Refspec } else { $Refspec.Substring($stem.Length) }
}

function New-Ref($Parsed) {
    $a, $o = $Parsed.R.Clone(), $Parsed.O
    $a.Name = $o.create
    if ($o.force) { $a.Force = $true }
    # Upstream looks for a remote of the collection's name, finds none, and so overwrites.
    if ($o.collections) { $a.CollectionId, $a.Name = $o.create -split ':', 2; $a.Force = $true }
    if ($o.alias) { $a.Alias = $Parsed.A[0] } else { $a.Revision = $Parsed.A[0] }
    try { [void] (New-OstreeRef @a -ErrorAction Stop) }
    catch {
        $fault = "$($_.Exception.Fault)"
        if ($o.alias -and $fault -in 'RefNotFound', 'RevisionNotFound') { throw "Cannot create alias to non-existent ref: $($Parsed.A[0])" }
        if ($fault -in 'AlreadyExists', 'RefConflict' -and $_.Exception.Message -notmatch 'alias') {
            throw "--create specified but ref $($o.create) already exists: $($_.Exception.Message)"
        }
        throw
    }
}

function ostree/reset($Words) {
    $p = Read-Option '' $Words
    if ($p.A.Count -lt 2) { throw 'A ref and commit argument is required' }
    $r = $p.R
    [void] (Reset-OstreeRef @r -Name $p.A[0] -Revision $p.A[1] -ErrorAction Stop)
}

function ostree/config($Words) {
    $p = Read-Option 'group=s' $Words
    $r, $verb = $p.R, $p.A[0]
    if ($verb -cnotin 'get', 'set', 'unset') { throw $(if ($verb) { "Unknown operation $verb" } else { 'OPERATION must be specified' }) }
    $needed = if ($verb -ceq 'set') { 3 } else { 2 }
    if ($p.A.Count -lt $needed) { throw $(if ($p.A.Count -lt 2) { 'KEY must be specified' } else { 'KEY and VALUE must be specified' }) }
    if ($p.A.Count -gt $needed) { throw "Too many arguments given" }
    $a = $r.Clone()
    if ($p.O.group) { $a.Group = $p.O.group; $a.Key = $p.A[1] }
    else {
        # Upstream splits at the first dot, and wants one.
        $group, $key = $p.A[1] -split '\.', 2
        if ($null -eq $key) { throw 'Key must be of the form "sectionname.keyname"' }
        $a.Group, $a.Key = $group, $key
    }
    switch ($verb) {
        'get' {
            try { Write-Line (Get-OstreeConfig @a -ErrorAction Stop).Text }
            catch {
                if ("$($_.Exception.Fault)" -ne 'KeyNotFound') { throw }
                throw "Key file does not have key '$($a.Key)' in group '$($a.Group)'"
            }
        }
        'set' { [void] (Set-OstreeConfig @a -Value $p.A[2] -ErrorAction Stop) }
        'unset' { Remove-OstreeConfig @a -ErrorAction Stop }
    }
}

function ostree/prune($Words) {
    $p = Read-Option 'no-prune refs-only depth=s delete-commit=s keep-younger-than=s static-deltas-only retain-branch-depth=s@ only-branch=s@ commit-only' $Words
    $o, $a = $p.O, $p.R.Clone()
    Copy-Option $o $a @{
        'refs-only' = 'RefsOnly'; 'depth' = 'Depth'; 'delete-commit' = 'DeleteCommit'; 'keep-younger-than' = 'KeepYoungerThan'
        'static-deltas-only' = 'StaticDeltasOnly'; 'only-branch' = 'OnlyBranch'; 'commit-only' = 'CommitOnly'
    }
    if ($o.'static-deltas-only' -and -not $o.ContainsKey('delete-commit')) { throw '--static-deltas-only requires --delete-commit; see https://github.com/ostreedev/ostree/issues/1479' }
    if ($o.'retain-branch-depth') {
        $a.RetainBranchDepth = @{}
        foreach ($pair in $o.'retain-branch-depth') {
            $branch, $depth = $pair -split '=', 2
            if ($null -eq $depth) { throw "Invalid value $pair, must specify BRANCH=DEPTH" }
            $number = 0
            if (-not [int]::TryParse($depth, [ref] $number)) { throw "Invalid depth $depth" }
            $a.RetainBranchDepth[$branch] = $number
        }
    }
    $result = Invoke-OstreePrune @a -WhatIf:([bool] $o.'no-prune') -Force -ErrorAction Stop
    Write-Line "Total $(if ($o.'commit-only') { '(commit only) ' })objects: $($result.ObjectsTotal)"
    if (-not $result.ObjectsDeleted) { Write-Line 'No unreachable objects' }
    elseif ($o.'no-prune') { Write-Line "Would delete: $($result.ObjectsDeleted) objects, freeing $(Format-Size $result.BytesFreed)" }
    else { Write-Line "Deleted $($result.ObjectsDeleted) objects, $(Format-Size $result.BytesFreed) freed" }
}

function ostree/export($Words) {
    $p = Read-Option 'no-xattrs subpath=s prefix=s output|o=s' $Words
    if (-not $p.A.Count) { throw 'A COMMIT argument is required' }
    $a = $p.R.Clone()
    $a.Revision = $p.A[0]
    Copy-Option $p.O $a @{ 'no-xattrs' = 'NoXattrs'; 'subpath' = 'Subpath'; 'prefix' = 'Prefix' }
    if ($p.O.ContainsKey('output') -and $p.O.output -cne '-') { [void] (Export-OstreeCommit @a -OutFile $p.O.output -ErrorAction Stop); return }
    Export-OstreeCommit @a -AsByteStream -ErrorAction Stop | ForEach-Object { Write-Bytes $_ }
}
