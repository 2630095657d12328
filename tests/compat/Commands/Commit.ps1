function ostree/commit($Words) {
    $p = Read-Option ('parent=s subject|s=s body|m=s body-file|F=s editor|e branch|b=s orphan no-bindings bind-ref=s@ base=s tree=s@ ' +
        'add-metadata-string=s@ add-metadata=s@ keep-metadata=s@ add-detached-metadata-string=s@ owner-uid=s owner-gid=s ' +
        'canonical-permissions bootable mode-ro-executables no-xattrs selinux-policy=s selinux-policy-from-base|P selinux-labeling-epoch=s ' +
        'link-checkout-speedup devino-canonical|I tar-autocreate-parents tar-pathname-filter=s skip-if-unchanged statoverride=s ' +
        'skip-list=s consume table-output gpg-sign=s@ gpg-homedir=s sign=s@ sign-from-file=s@ sign-type=s generate-sizes ' +
        'generate-composefs-metadata disable-fsync fsync=s timestamp=s') $Words
    $o = $p.O
    foreach ($lacking in 'editor', 'generate-composefs-metadata') {
        if ($o.ContainsKey($lacking)) { throw [NotMapped]::new("commit --$lacking") }
    }
    if (-not $o.ContainsKey('branch') -and -not $o.orphan) { throw 'A branch must be specified with --branch, or use --orphan' }

    $a = $p.R.Clone()
    Copy-Option $o $a @{
        'parent' = 'Parent'; 'subject' = 'Subject'; 'body' = 'Body'; 'body-file' = 'BodyFile'; 'branch' = 'Branch'; 'no-bindings' = 'NoBindings'
        'bind-ref' = 'BindRef'; 'base' = 'Base'; 'keep-metadata' = 'KeepMetadata'; 'owner-uid' = 'OwnerUid'; 'owner-gid' = 'OwnerGid'
        'canonical-permissions' = 'CanonicalPermissions'; 'bootable' = 'Bootable'; 'mode-ro-executables' = 'ModeReadOnlyExecutables'
        'no-xattrs' = 'NoXattrs'; 'link-checkout-speedup' = 'LinkCheckoutSpeedup'; 'devino-canonical' = 'DevinoCanonical'
        'tar-autocreate-parents' = 'TarAutocreateParents'; 'tar-pathname-filter' = 'TarPathnameFilter'; 'skip-if-unchanged' = 'SkipIfUnchanged'
        'statoverride' = 'StatOverride'; 'skip-list' = 'SkipList'; 'consume' = 'Consume'; 'generate-sizes' = 'GenerateSizes'; 'timestamp' = 'Timestamp'
        'disable-fsync' = 'DisableFsync'
    }
    if ($o.orphan -and -not $o.ContainsKey('branch')) { $a.Orphan = $true }
    Add-Signer $o $a
    Copy-Option $o $a @{ 'selinux-policy' = 'SELinuxPolicy'; 'selinux-policy-from-base' = 'SELinuxPolicyFromBase'; 'selinux-labeling-epoch' = 'SELinuxLabelingEpoch' }
    if ($o.ContainsKey('fsync') -and -not (Test-Truth $o.fsync)) { $a.DisableFsync = $true }
    if ($o.'add-metadata-string' -or $o.'add-metadata') { $a.Metadata = @(Get-MetadataText $o.'add-metadata-string' $o.'add-metadata') }
    if ($o.'add-detached-metadata-string') { $a.DetachedMetadata = @(Get-MetadataText $o.'add-detached-metadata-string') }
    $a.Tree = @(if ($o.tree) { foreach ($tree in $o.tree) { Get-TreeSource $tree } }
        elseif ($p.A.Count) { Get-TreeSource "dir=$($p.A[0])" }
        else { Get-TreeSource 'dir=.' })

    Test-Parameter New-OstreeCommit $a 'commit'
    $result = New-OstreeCommit @a -ErrorAction Stop
    if ($o.'table-output') {
        Write-Line "Commit: $($result.Checksum)"
        Write-Line "Metadata Total: $($result.MetadataTotal)"
        Write-Line "Metadata Written: $($result.MetadataWritten)"
        Write-Line "Content Total: $($result.ContentTotal)"
        Write-Line "Content Written: $($result.ContentWritten)"
        Write-Line "Content Cache Hits: $($result.ContentCacheHits)"
        Write-Line "Content Bytes Written: $($result.ContentBytesWritten)"
    }
    else { Write-Line $result.Checksum }
}

# A parameter that is still to come makes the command one that we lack.
function Test-Parameter([string] $Cmdlet, [hashtable] $Arguments, [string] $Command) {
    $found = Get-Command $Cmdlet -ErrorAction Ignore
    if (-not $found) { throw [NotMapped]::new($Command) }
    foreach ($name in $Arguments.Keys) {
        if (-not $found.Parameters.ContainsKey($name)) { throw [NotMapped]::new("$Command (-$name)") }
    }
}

function Get-TreeSource([string] $Text) {
    $kind, $value = $Text -split '=', 2
    if ($null -eq $value) { throw "Missing type in tree specification '$Text'" }
    if ($kind -cnotin 'dir', 'tar', 'ref') { throw "Invalid tree type specification '$kind'" }
    if ($kind -ceq 'tar' -and $value -ceq '-') { return @{ Tar = [Console]::OpenStandardInput() } }
    $Text
}

function Get-MetadataText($Strings, $Variants) {
    foreach ($pair in $Strings) {
        $key, $value = $pair -split '=', 2
        if ($null -eq $value) { throw "Missing '=' in KEY=VALUE metadata '$pair'" }
        @{ $key = $value }
    }
    foreach ($pair in $Variants) {
        if ($pair -notlike '*=*') { throw "Missing '=' in KEY=VALUE metadata '$pair'" }
        $pair
    }
}

function ostree/init($Words) {
    $p = Read-Option 'mode=s collection-id=s' $Words
    $a = @{ Path = if ($p.R.Repository) { $p.R.Repository } else { '.' } }
    $modes = @{ 'bare' = 'Bare'; 'bare-user' = 'BareUser'; 'bare-user-only' = 'BareUserOnly'; 'bare-split-xattrs' = 'BareSplitXattrs'; 'archive' = 'Archive'; 'archive-z2' = 'Archive' }
    $mode = if ($p.O.ContainsKey('mode')) { $p.O.mode } else { 'bare' }
    if (-not $modes[$mode]) { throw "Invalid mode '$mode' in repository configuration" }
    $a.Mode = $modes[$mode]
    if ($p.O.ContainsKey('collection-id')) { $a.CollectionId = $p.O.'collection-id' }
    [void] (New-OstreeRepository @a -ErrorAction Stop)
}

function ostree/checkout($Words) {
    $p = Read-Option ('user-mode|U subpath=s disable-cache union union-add union-identical whiteouts process-passthrough-whiteouts ' +
        'allow-noent from-stdin from-file=s fsync=s require-hardlinks|H force-copy-zerosized|z force-copy|C bareuseronly-dirs|M skip-list=s ' +
        'selinux-policy=s selinux-prefix=s composefs composefs-noverity') $Words
    $o = $p.O
    foreach ($lacking in 'from-stdin', 'from-file', 'composefs', 'composefs-noverity') {
        if ($o.ContainsKey($lacking)) { throw [NotMapped]::new("checkout --$lacking") }
    }
    if (-not $p.A.Count) { throw 'COMMIT must be specified' }
    $a = $p.R.Clone()
    $a.Revision = $p.A[0]
    if ($p.A.Count -gt 1) { $a.Destination = $p.A[1] }
    Copy-Option $o $a @{
        'user-mode' = 'UserMode'; 'subpath' = 'Subpath'; 'disable-cache' = 'DisableCache'; 'union' = 'Union'; 'union-add' = 'UnionAdd'
        'union-identical' = 'UnionIdentical'; 'whiteouts' = 'Whiteouts'; 'process-passthrough-whiteouts' = 'ProcessPassthroughWhiteouts'
        'allow-noent' = 'AllowNoent'; 'require-hardlinks' = 'RequireHardlinks'; 'force-copy' = 'ForceCopy'; 'bareuseronly-dirs' = 'BareUserOnlyDirs'
        'skip-list' = 'SkipList'; 'selinux-policy' = 'SELinuxPolicy'; 'selinux-prefix' = 'SELinuxPrefix'
    }
    if ($o.ContainsKey('fsync')) { if (Test-Truth $o.fsync) { $a.Fsync = $true } else { $a.DisableFsync = $true } }
    Test-Parameter Invoke-OstreeCheckout $a 'checkout'
    [void] (Invoke-OstreeCheckout @a -ErrorAction Stop)
}
