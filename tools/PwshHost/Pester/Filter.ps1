# Which blocks and tests run: -ExcludeTag wins over everything, an included block includes what it holds.

function Test-Included($Item, $Filter) {
    $Item.Exclude = $Item.Parent.Exclude -or (Test-AnyLike $Item.Tag $Filter.ExcludeTag)
    if ($Item.Exclude) { return $false }
    $Item.Include = $Item.Parent.Include -or
        (Test-AnyLike $Item.Tag $Filter.Tag) -or
        (Test-AnyLike @($Item.Path -join '.') $Filter.FullName)
    $Item.Include -or -not ($Filter.Tag -or $Filter.FullName)
}

function Test-AnyLike([string[]] $Text, [string[]] $Pattern) {
    foreach ($one in $Pattern) { foreach ($text in $Text) { if ($text -like $one) { return $true } } }
    $false
}

# Marks what runs, hands Skip down, and takes a block for skipped when all that would run in it is.
function Select-Item($Block, $Filter) {
    $anySkipless = $false
    foreach ($item in $Block.Order) {
        $included = Test-Included $item $Filter
        $item.Skip = $item.Skip -or $Block.Skip
        if ($item.Kind -eq 'Test') { $item.ShouldRun = $included }
        elseif (-not $item.Exclude) { Select-Item $item $Filter }
        if ($item.ShouldRun) {
            $Block.ShouldRun = $true
            $anySkipless = $anySkipless -or -not $item.Skip
        }
    }
    if ($Block.ShouldRun) { $Block.Skip = -not $anySkipless }
}

function Get-Test($Block) {
    foreach ($item in $Block.Order) { if ($item.Kind -eq 'Test') { $item } else { Get-Test $item } }
}

function Get-Block($Block) {
    $Block
    foreach ($item in $Block.Order) { if ($item.Kind -eq 'Block') { Get-Block $item } }
}
