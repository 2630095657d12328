# From a command line to a function of this folder, and from its errors to `error: …` and exit code 1.

# What upstream has and we do not.
$script:upstreamCommands = 'admin', 'static-delta'

function Invoke-Call($Call) {
    $script:call = $Call
    $words = [Collections.Generic.List[string]] $Call.Arguments
    # As upstream: the first word without a dash is the command, wherever it stands.
    $at = $words.FindIndex({ param($word) -not $word.StartsWith('-', [StringComparison]::Ordinal) })
    $command = if ($at -ge 0) { $words[$at] }
    if ($null -ne $command) { $words.RemoveAt($at) }
    try {
        if ($words -ccontains '--version') { Write-Version; return 0 }
        if ($null -eq $command) { throw 'No command specified' }
        $function = "ostree/$command"
        if (-not (Test-Path -LiteralPath "function:$function")) {
            if ($command -cin $script:upstreamCommands) { return Write-Unmapped $command }
            throw "Unknown command '$command'"
        }
        & $function $words
        return 0
    }
    catch [NotMapped] {
        return Write-Unmapped $_.Exception.Message
    }
    catch {
        Write-ErrorLine "error: $(Get-UpstreamMessage $_)"
        if ($env:OSTREE_COMPAT_TRACE) { Write-ErrorLine "# $($_.FullyQualifiedErrorId) $($_.InvocationInfo.PositionMessage)`n# $($_.ScriptStackTrace)" }
        return 1
    }
}

# What no cmdlet does yet: the runner reads the list and says what a script lacks.
class NotMapped : Exception {
    NotMapped([string] $what) : base($what) {}
}

function Write-Unmapped([string] $What) {
    if ($env:OSTREE_COMPAT_LOG) { [IO.File]::AppendAllText($env:OSTREE_COMPAT_LOG, "$What`n") }
    Write-ErrorLine "error: not mapped: $What"
    1
}

function Write-Line([string] $Text) { $script:call.Output.Write($Text); $script:call.Output.Write("`n") }

function Write-ErrorLine([string] $Text) {
    $script:call.Output.Flush()
    $script:call.Errors.Write("$Text`n")
    $script:call.Errors.Flush()
}

function Write-Bytes([byte[]] $Bytes) {
    $script:call.Output.Flush()
    $script:call.Output.BaseStream.Write($Bytes, 0, $Bytes.Length)
}

# What upstream is built with decides what the scripts skip; so the list is stock's own, for the same points to be won.
function Write-Version { Write-Line (Get-StockText) }

function Get-StockText { [IO.File]::ReadAllText("$env:OSTREE_COMPAT_DIR/version").TrimEnd() }

function Get-StockVersion { [regex]::Match((Get-StockText), "Version: '([^']+)'").Groups[1].Value }
