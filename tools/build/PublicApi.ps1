# The public surface of the engine, written down: src/Core/PublicAPI.*.txt. The analyzer refuses what is not in there, and what is in
# there and no longer exists. What a version shipped is moved by hand from Unshipped to Shipped when it is released.

function Update-PublicApi([string] $Root) {
    Invoke-Step 'Write src/Core/PublicAPI.Unshipped.txt' {
        $list = "$Root/src/Core/PublicAPI.Unshipped.txt"
        $shipped = @(Get-Content -LiteralPath "$Root/src/Core/PublicAPI.Shipped.txt")
        Set-Content -LiteralPath $list -Value '#nullable enable'
        $text = & dotnet build "$Root/src/Core" --no-incremental -v quiet -nologo -p:RunAnalyzers=true -p:TreatWarningsAsErrors=false 2>&1 | ForEach-Object { "$_" }
        if ($LASTEXITCODE -ne 0) { throw [StepFailed]::new((@($text -match ': error ' | Select-Object -First 20) -join "`n")) }
        $symbols = [Collections.Generic.HashSet[string]]::new()
        foreach ($line in $text) {
            if ($line -match "RS0016: Symbol '(.*)' is not part of the declared public API" -and $Matches[1] -cnotin $shipped) { $null = $symbols.Add($Matches[1]) }
        }
        $sorted = [string[]] @($symbols)
        [array]::Sort($sorted, [StringComparer]::Ordinal)
        Set-Content -LiteralPath $list -Value (@('#nullable enable') + $sorted)
        "$($sorted.Count) symbols"
    }
}
