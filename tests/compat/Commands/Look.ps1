function ostree/rev-parse($Words) {
    $p = Read-Option 'single|S' $Words
    $r = $p.R
    if ($p.O.single) { Write-Line (Resolve-OstreeRevision @r -Single -ErrorAction Stop); return }
    if (-not $p.A.Count) { throw 'REV must be specified' }
    foreach ($revision in $p.A) { Write-Line (Resolve-OstreeRevision @r -Revision $revision -ErrorAction Stop) }
}

function ostree/ls($Words) {
    $p = Read-Option 'dironly|d recursive|R checksum|C xattrs|X nul-filenames-only' $Words
    if (-not $p.A.Count) { throw 'An COMMIT argument is required' }
    $a = $p.R.Clone()
    $a.Revision = $p.A[0]
    if ($p.A.Count -gt 1) { $paths = @($p.A | Select-Object -Skip 1) } else { $paths = @('/') }
    foreach ($path in $paths) {
        try {
            $self = Get-OstreeChildItem @a -Path $path -DirOnly -ErrorAction Stop
            Write-Item $self $p.O
            if (-not $self.IsDirectory -or $p.O.dironly) { continue }
            Get-OstreeChildItem @a -Path $path -Recurse:([bool] $p.O.recursive) -ErrorAction Stop | ForEach-Object { Write-Item $_ $p.O }
        }
        catch { throw "Inspecting path '$path': $(Get-UpstreamMessage $_)" }
    }
}

function Write-Item($Item, $Options) {
    if ($Options.'nul-filenames-only') { $script:call.Output.Write("$($Item.Path)`0"); return }
    $letter = switch ("$($Item.Kind)") { 'Directory' { 'd' } 'Symlink' { 'l' } default { '-' } }
    $text = '{0}0{1} {2} {3} {4,6} ' -f $letter, [Convert]::ToString($Item.Mode -band 4095, 8).PadLeft(4, '0'), $Item.Uid, $Item.Gid, $Item.Size
    if ($Options.checksum) { $text += if ($Item.IsDirectory) { "$($Item.Checksum) $($Item.MetaChecksum) " } else { "$($Item.Checksum) " } }
    if ($Options.xattrs) { $text += "{ $(Format-Xattrs $Item.Xattrs) } " }
    $text += $Item.Path
    if ($Item.Target) { $text += " -> $($Item.Target)" }
    Write-Line $text
}

function Format-Xattrs($Xattrs) { $Xattrs.ToVariant().Print($true) }

function ostree/cat($Words) {
    $p = Read-Option '' $Words
    if ($p.A.Count -lt 2) { throw 'A COMMIT and at least one PATH argument are required' }
    $a = $p.R.Clone()
    foreach ($path in @($p.A | Select-Object -Skip 1)) {
        Write-Bytes ([byte[]] @(Get-OstreeContent @a -Revision $p.A[0] -Path $path -AsByteStream -Raw -ErrorAction Stop | ForEach-Object { $_ }))
    }
}

function ostree/checksum($Words) {
    $p = Read-Option 'ignore-xattrs' $Words
    if (-not $p.A.Count) { throw 'A filename must be given' }
    Write-Line ((Get-OstreeChecksum -Path $p.A[0] -IgnoreXattrs:([bool] $p.O.'ignore-xattrs') -ErrorAction Stop).Checksum)
}

function ostree/diff($Words) {
    $p = Read-Option 'stats fs-diff no-xattrs owner-uid=s owner-gid=s' $Words
    if (-not $p.A.Count) { throw 'REV must be specified' }
    $a = $p.R.Clone()
    if ($p.A.Count -eq 1) { $a.Reference = "$($p.A[0])^"; $a.Difference = $p.A[0] }
    else { $a.Reference = Get-DiffSide $p.A[0]; $a.Difference = Get-DiffSide $p.A[1] }
    if ($p.O.stats) {
        $s = Compare-OstreeTree @a -Stats -ErrorAction Stop
        Write-Line "[A] Object Count: $($s.ReferenceObjects)"
        Write-Line "[B] Object Count: $($s.DifferenceObjects)"
        Write-Line "Common Object Count: $($s.CommonObjects)"
        Write-Line "Common Object Size: $(Format-Size $s.CommonBytes)"
        return
    }
    Copy-Option $p.O $a @{ 'no-xattrs' = 'NoXattrs'; 'owner-uid' = 'OwnerUid'; 'owner-gid' = 'OwnerGid' }
    $differences = @(Compare-OstreeTree @a -ErrorAction Stop)
    foreach ($letter in 'Modified', 'Removed', 'Added') {
        # A path on disk is shown from there, one of a commit from its root.
        $side = if ($letter -eq 'Added') { $a.Difference } else { $a.Reference }
        foreach ($item in $differences) {
            if ("$($item.Status)" -ne $letter) { continue }
            $path = if ($side -is [IO.FileSystemInfo]) { $item.Path.TrimStart('/') } else { $item.Path }
            Write-Line ('{0}    {1}' -f @{ Modified = 'M'; Removed = 'D'; Added = 'A' }[$letter], $path)
        }
    }
}

# As upstream: what begins with a slash or a dot-slash is a directory on disk.
function Get-DiffSide([string] $Text) {
    if ($Text.StartsWith('/') -or $Text.StartsWith('./')) { return Get-Item -LiteralPath $Text }
    $Text
}

function ostree/log($Words) {
    $p = Read-Option 'raw no-byteswap|B' $Words
    if (-not $p.A.Count) { throw 'A rev argument is required' }
    if ($p.O.raw) { throw [NotMapped]::new('log --raw') }
    $r = $p.R
    foreach ($commit in Get-OstreeCommit @r -Revision $p.A[0] -History -ErrorAction Stop) {
        Write-Commit $commit
        if ($commit.IsParentMissing) { Write-Line '<< History beyond this commit not fetched >>' }
    }
}

function Write-Commit($Commit) {
    Write-Line "commit $($Commit.Checksum)"
    if ($Commit.Parent) { Write-Line "Parent:  $($Commit.Parent)" }
    Write-Line "ContentChecksum:  $($Commit.ContentChecksum)"
    Write-Line "Date:  $($Commit.Timestamp.UtcDateTime.ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture)) +0000"
    if ($Commit.Version) { Write-Line "Version: $($Commit.Version)" }
    if ($Commit.Subject) { Write-Line ''; Write-Indented $Commit.Subject } else { Write-Line '(no subject)' }
    if ($Commit.Body) { Write-Line ''; Write-Indented $Commit.Body }
    Write-Line ''
}

function Write-Indented([string] $Text) {
    foreach ($line in $Text.TrimEnd("`n") -split "`n") { Write-Line "    $line" }
}

function Format-Size([long] $Bytes) {
    if ($Bytes -lt 1000) { return "$Bytes byte$(if ($Bytes -ne 1) { 's' })" }
    foreach ($unit in 'kB', 'MB', 'GB', 'TB') {
        $size = if ($unit -eq 'kB') { $Bytes / 1000.0 } else { $size / 1000 }
        if ($size -lt 1000) { break }
    }
    "$($size.ToString('0.0', [cultureinfo]::InvariantCulture))$([char] 160)$unit"
}
