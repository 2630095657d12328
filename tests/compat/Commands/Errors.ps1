# Our messages say what upstream's do, in other words. The scripts look for upstream's.

$script:wordings = [ordered] @{
    'A metadata key is empty' = 'Empty metadata key'
    'has \d+ commits, not a single one' = 'Multiple commit objects found'
    'SOURCE_DATE_EPOCH.*(\d{19,})' = 'Parsing SOURCE_DATE_EPOCH: Numerical result out of range'
    'SOURCE_DATE_EPOCH' = 'Failed to convert SOURCE_DATE_EPOCH'
    "holds the file name '\.\./afile'" = '.dirtree: Invalid / in filename ../afile'
    "no signature of the engine 'gpg'" = 'GPG verification enabled, but no signatures found'
    'no signature of the engine' = 'No signatures found'
    "signatures of the engine '(\w+)', and names no key" = 'No keys found for required signapi type dummy'
    'more than the \d+ bytes that are allowed' = 'exceeded maximum'
    'The content object (\w+) has the mode (\d+) with bits (\d+)' = 'Content object: invalid mode with bits 04000'
    'its digest is not the one' = 'Expected checksum is one but actual is another'
    'it has (\d+) bytes, where the metalink says' = 'Expected size is some bytes but content is 3 bytes'
    'is not valid UTF-8' = 'Invalid UTF-8 in filename'
    'refs of .* cannot be listed' = 'Listing refs: opendir: No such file or directory'
    'gives .* no SHA-256 or SHA-512' = 'No <verification> element with known <hash> type'
    'no web address' = 'No <url method=> elements'
    'metalink .* cannot be used: (Data at the root|it describes no file|it is not|it has no)' = 'Document must begin with an element'
    'is not among those that are trusted' = "Can't check signature: public key not found"
    'dummy. protects nothing' = 'No valid signatures found'
    'mode 4\d+ \(octal\) cannot be kept in a bare-user-only' = 'Content object: invalid mode with bits 04000'
    'separates its paths both by' = 'key value list contains more than one separator'
    'keys of gpgkeypath cannot be read: Cannot open' = 'openat(): No such file or directory'
    'does not say which key to verify with' = 'Failed to parse KEYTYPE=[inline|file]:DATA'
    'gives its key neither as' = 'Invalid key reference'
    'There is no signature engine' = 'Requested signature type is not implemented'
    'Only with hard links' = '--union-identical requires --require-hardlinks'
    "remotes' refs neither are aliases" = 'Cannot create alias to remote ref'
    'alias .* (no such ref|does not exist|is no ref)' = 'Cannot create alias to non-existent ref'
    'digest of type sha512 is malformed' = 'Invalid hash digest for sha512'
    'no commit' = 'No commit objects found'
    'The tree has no kernel' = 'No such file or directory'
    'keeps files without their owner' = 'User repository mode requires user checkout mode to hardlink'
    'user mode.* cannot be hard link|cannot be (a )?hard links?.* user' = 'Bare repository mode cannot hardlink in user checkout mode'
    'cannot be the name of a ref' = 'Invalid ref name'
}

function Get-UpstreamMessage($Record) {
    $exception = $Record.Exception
    while ($exception -is [Management.Automation.ActionPreferenceStopException] -or ($exception -is [Management.Automation.MethodInvocationException] -and $exception.InnerException)) {
        if ($exception -is [Management.Automation.ActionPreferenceStopException]) { $Record = $exception.ErrorRecord; $exception = $Record.Exception }
        else { $exception = $exception.InnerException }
    }
    $text = $exception.Message
    $fault = "$($exception.Fault)"
    $subject = "$($exception.Subject)"
    foreach ($pair in $script:wordings.GetEnumerator()) { if ($text -match $pair.Key) { return "$($pair.Value): $text" } }
    switch ($fault) {
        'RefNotFound' { return "Refspec '$subject' not found" }
        'RevisionNotFound' { return "$text (Refspec '$subject' not found)" }
        'ObjectNotFound' { if ($subject -like '*.file') { return "Couldn't find file object $subject`: $text" }; return "No such metadata object $subject`: $text" }
        'PathNotFound' { return "$text`: No such file or directory" }
        'PathNotInCommit' { return "$text`: No such file or directory" }
        'NotADirectory' { return "$text`: Not a directory" }
        'IsADirectory' { return "Can't open directory: $text" }
        'AlreadyExists' { return "$text`: File exists" }
        'CheckoutConflict' { return "$text`: File exists" }
        'PermissionDenied' { return "$text`: Operation not permitted: Permission denied" }
        'CorruptObject' {
            $kind = if ($subject -match '\.(\w+)$') { "$($Matches[1]) " }
            $actual = if ($text -match "actual='(\w+)'|have the checksum (\w{64})") { " actual='$($Matches[1])$($Matches[2])'" }
            return "Corrupted ${kind}object; checksum expected='$($subject -replace '\..*')'$actual`: $text"
        }
        'RepositoryNotFound' { return "opening repo: opendir($subject): No such file or directory: $text" }
    }
    $text
}
