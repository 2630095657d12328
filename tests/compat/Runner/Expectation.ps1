# expected.txt: a script a line, then `passes`, `lacks COMMAND`, `behind REASON` or `apart REASON`; a script without a line has to pass.

function Read-Expectation([string] $File, [string] $Tests) {
    $known = @{}
    foreach ($line in [IO.File]::ReadAllLines($File)) {
        if ($line -notmatch '^([^#\s]\S*)\s+(passes|lacks|behind|apart)\s*(.*)$') { continue }
        $known[$Matches[1]] = @{ Verdict = $Matches[2]; Note = $Matches[3] }
    }
    foreach ($path in [IO.Directory]::GetFiles('/usr/share/installed-tests/libostree', '*.test') | Sort-Object) {
        $script = [IO.Path]::GetFileNameWithoutExtension($path)
        $entry = $known[$script]
        if (-not $entry) { $entry = @{ Verdict = 'passes'; Note = '' } }
        [pscustomobject] @{ Script = $script; Verdict = $entry.Verdict; Note = $entry.Note }
    }
}

function Test-Wanted([string] $Script, [string[]] $Patterns) {
    if (-not $Patterns) { return $true }
    foreach ($pattern in $Patterns) { if ($Script -like $pattern -or $Script -like "$pattern.sh") { return $true } }
    $false
}
