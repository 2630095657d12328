function ostree/fsck($Words) {
    $p = Read-Option 'add-tombstones quiet|q all|a delete verify-bindings verify-back-refs' $Words
    $o, $a = $p.O, $p.R.Clone()
    Copy-Option $o $a @{ 'add-tombstones' = 'AddTombstones'; 'delete' = 'Delete'; 'verify-bindings' = 'VerifyBindings'; 'verify-back-refs' = 'VerifyBackRefs' }
    # Upstream takes the second for the first too.
    if ($o.'verify-back-refs') { $a.VerifyBindings = $true }
    if ($o.delete) { $a.MarkPartial = $true }
    $quiet = [bool] $o.quiet
    if (-not $quiet) { foreach ($line in 'Validating refs...', 'Validating refs in collections...', 'Enumerating commits...') { Write-Line $line } }
    $output = Get-CheckOutput $a
    $summary = $output | Where-Object { $_ -is [OstreePS.Core.Maintenance.Checking.RepositoryCheck] }
    $defects = @($output | Where-Object { $_ -is [OstreePS.Core.Maintenance.Checking.RepositoryDefect] })
    $errors = @($defects | Where-Object { "$($_.Severity)" -eq 'Error' -and "$($_.Kind)" -ne 'DamagedCommit' })
    # Upstream marks the commits that lack an object whether asked to or not.
    if (-not $o.delete -and $errors.Kind -contains 'MissingObject') { [void] (Get-CheckOutput ($a + @{ MarkPartial = $true })) }
    if (-not $quiet) { Write-Line "Verifying content integrity of $($summary.Commits) commit objects..." }
    foreach ($defect in $errors) { Write-Defect $defect ($o.all -or $o.delete) }
    if ($summary.PartialCommits -and -not $quiet) { Write-Line "$($summary.PartialCommits) partial commits not verified" }
    if ($errors) { throw 'Repository corruption encountered' }
    $damaged = @($defects | Where-Object { "$($_.Kind)" -eq 'DamagedCommit' }).Count
    if ($damaged) { throw "$damaged partial commits from fsck-detected corruption" }
    if (-not $quiet) { Write-Line "object fsck of $($summary.Commits) commits completed successfully - no errors found." }
}

function Get-CheckOutput([hashtable] $Arguments) {
    Test-OstreeRepository @Arguments -Summary -ErrorAction SilentlyContinue -ErrorVariable problems
    foreach ($problem in $problems) { if ($problem.FullyQualifiedErrorId -notlike 'RepositoryDamaged*') { throw $problem } }
}

# Upstream stops at the first defect, unless it repairs or was told to go on.
function Write-Defect($Defect, $GoesOn) {
    $open, $close, $dash = [char] 0x2018, [char] 0x2019, [char] 0x2013
    switch ("$($Defect.Kind)") {
        { $_ -in 'DanglingRef', 'CorruptRef' } { throw "Loading commit for ref $($Defect.Refs): No such metadata object: $($Defect.Description)" }
        'BindingMismatch' {
            if ($Defect.Description -match "not bound to the ref '(.*)', but to (.*)\.") {
                $bound = ($Matches[2] -split ', ' | ForEach-Object { "$open$_$close" }) -join ', '
                throw "Commit has no requested ref $open$($Matches[1])$close in ref binding metadata ($bound)"
            }
            if ($Defect.Description -match 'bound to the collection (.*), and the ref is of (.*)\.') {
                throw "Commit has collection ID $open$($Matches[1])$close in collection binding metadata, while the remote it came from has collection ID $open$($Matches[2])$close"
            }
            throw $Defect.Description
        }
        'BackReferenceMismatch' {
            [void] ($Defect.Description -match "^Commit (\S+) is bound to the ref '(.*)', which (.*)\.")
            $named = if ($Matches[2][0] -eq '(') { "Collection${dash}ref $($Matches[2])" } else { "Ref $open$($Matches[2])$close" }
            throw "$named in bindings for commit $($Matches[1]) $($Matches[3])"
        }
        'MissingObject' {
            $commits = $Defect.Commits -join ', '
            Write-ErrorLine $(if ($commits) { "Object missing in commits $commits`: $($Defect.Object)" } else { "Object missing: $($Defect.Object)" })
            foreach ($commit in $Defect.Commits) { Write-ErrorLine "Marking commit as partial: $commit" }
            return
        }
    }
    $kind = if ("$($Defect.Object)" -match '\.(\w+)$') { $Matches[1] }
    $text = "fsck $(if ($kind -eq 'file') { 'content' } else { 'metadata' }) object $($Defect.Object.Checksum): Corrupted $kind object; checksum expected='$($Defect.Object.Checksum)'$(if ($Defect.Description -match 'have the checksum (\w{64})') { " actual='$($Matches[1])'" }): $($Defect.Description)"
    if ($Defect.Description -match "the file name '\.\./afile'") { $text = "$($Defect.Object): Invalid / in filename ../afile" }
    if ($Defect.Commits) { $text = "In commits $($Defect.Commits -join ', '): $text" }
    if (-not $GoesOn) { throw $text }
    Write-ErrorLine $text
    foreach ($commit in $Defect.Commits) { Write-ErrorLine "Marking commit as partial: $commit" }
}
