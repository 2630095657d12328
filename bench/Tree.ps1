# The tree that is measured: a part of /usr, always the same on the same machine, with owners, times, attributes and links.

function Get-Sample([long] $Bytes, [int] $Files) {
    $taken, $count = (Invoke-Gauge sample /usr $listFile $Bytes $Files) -split ' '
    @{ Bytes = [long]$taken; Files = [int]$count }
}

function Copy-Sample {
    $null = New-Item -ItemType Directory -Path $tree
    Invoke-Checked sh -c 'tar -C /usr --null --no-recursion --xattrs --xattrs-include="*" -cf - -T "$0" | tar -C "$1" --xattrs --xattrs-include="*" -xpf -' $listFile $tree
}

# The repositories of stock ostree that the jobs read, and both sides of the page cache warm.
function Initialize-Repository {
    foreach ($repository in @($bare, 'bare'), @($archive, 'archive')) {
        Invoke-Checked ostree init "--repo=$($repository[0])" "--mode=$($repository[1])"
        Invoke-Checked ostree commit "--repo=$($repository[0])" -b bench $tree
    }
    $null = Invoke-Gauge hash $tree
}

# A tree ten times as large, no content of which occurs twice.
function Copy-TenTimes([string] $Target) {
    $null = New-Item -ItemType Directory -Path $Target
    foreach ($number in 1..10) {
        Invoke-Checked cp -a $tree "$Target/$number"
        $null = Invoke-Gauge vary "$Target/$number" $number
    }
}
