# GOption's rules: `--name=value`, `--name value`, `-n value`, `-nvalue`, bundled switches, `--` ends the options.
# A declaration is `name`, `name|n`, and then `=s` for a value or `=s@` for any number of them.

$script:declarations = @{}

function Read-Option([string] $Declaration, [Collections.Generic.List[string]] $Words) {
    $known = $script:declarations[$Declaration]
    if (-not $known) {
        $known = [Collections.Generic.Dictionary[string, object]]::new([StringComparer]::Ordinal)
        foreach ($item in "repo=s sysroot=s verbose|v help|h $Declaration" -split '\s+' -ne '') {
            $names, $kind = $item -split '=', 2
            $all = @($names -split '\|')
            foreach ($name in $all) { $known[$name] = @{ Name = $all[0]; TakesValue = [bool] $kind; IsList = $kind -eq 's@' } }
        }
        $script:declarations[$Declaration] = $known
    }

    $options = [Collections.Hashtable]::new([StringComparer]::Ordinal)
    $rest = [Collections.Generic.List[string]]::new()
    for ($at = 0; $at -lt $Words.Count; $at++) {
        $word = $Words[$at]
        if ($word -ceq '--') {
            for ($at++; $at -lt $Words.Count; $at++) { $rest.Add($Words[$at]) }
        }
        elseif ($word.StartsWith('--', [StringComparison]::Ordinal)) {
            $name, $value = $word.Substring(2) -split '=', 2
            $option = $known[$name]
            if (-not $option) { throw "Unknown option $word" }
            if ($option.TakesValue -and $null -eq $value) {
                if (++$at -ge $Words.Count) { throw "Missing argument for --$name" }
                $value = $Words[$at]
            }
            Set-Option $options $option $value
        }
        elseif ($word.Length -gt 1 -and $word[0] -eq '-') {
            for ($letter = 1; $letter -lt $word.Length; $letter++) {
                $option = $known["$($word[$letter])"]
                if (-not $option) { throw "Unknown option $word" }
                $value = $null
                if ($option.TakesValue) {
                    $value = $word.Substring($letter + 1)
                    $letter = $word.Length
                    if (-not $value) {
                        if (++$at -ge $Words.Count) { throw "Missing argument for -$($word[-1])" }
                        $value = $Words[$at]
                    }
                }
                Set-Option $options $option $value
            }
        }
        else { $rest.Add($word) }
    }

    if ($options.help) { throw [NotMapped]::new('--help') }
    # `R` is what every cmdlet gets: the repository, where one is named.
    $target = @{}
    if ($options.repo) { $target.Repository = [IO.Path]::GetFullPath($options.repo) }
    elseif ($options.sysroot) { $target.Repository = [IO.Path]::GetFullPath("$($options.sysroot)/ostree/repo") }
    @{ O = $options; A = $rest; R = $target }
}

function Set-Option($Options, $Option, $Value) {
    if ($Option.IsList) {
        if (-not $Options.ContainsKey($Option.Name)) { $Options[$Option.Name] = [Collections.Generic.List[string]]::new() }
        $Options[$Option.Name].Add($Value)
    }
    else { $Options[$Option.Name] = if ($Option.TakesValue) { $Value } else { $true } }
}

# Options that a cmdlet has under a name of its own: `'from=To'`, or `'name'` where only the case differs.
function Copy-Option($Options, [hashtable] $Target, [hashtable] $Names) {
    foreach ($name in $Names.Keys) { if ($Options.ContainsKey($name)) { $Target[$Names[$name]] = $Options[$name] } }
}

function Test-Truth([string] $Text) {
    switch -Exact ($Text.ToLowerInvariant()) {
        { $_ -in '1', 'yes', 'true', 'always' } { return $true }
        { $_ -in '0', 'no', 'false', 'none', 'never' } { return $false }
    }
    throw "Invalid boolean argument '$Text'"
}
