# Our messages say what upstream's do, in other words. The scripts look for upstream's.

$script:wordings = [ordered] @{
    'has \d+ commits, not a single one' = 'Multiple commit objects found'
    'has no commit' = 'No commit objects found'
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
        'ObjectNotFound' { return "No such metadata object $subject`: $text" }
        'PathNotFound' { return "$text`: No such file or directory" }
        'PathNotInCommit' { return "$text`: No such file or directory" }
        'NotADirectory' { return "$text`: Not a directory" }
        'IsADirectory' { return "Can't open directory: $text" }
        'AlreadyExists' { return "$text`: File exists" }
        'CheckoutConflict' { return "$text`: File exists" }
        'PermissionDenied' { return "$text`: Operation not permitted: Permission denied" }
        'CorruptObject' { return "Corrupted object $subject`: $text" }
        'RepositoryNotFound' { return "opening repo: opendir($subject): No such file or directory: $text" }
    }
    $text
}
