# Where the bench works: as root on an ext4 image in memory, which nothing else uses; otherwise, or when memory is short, on disk.

$script:mounted = $null
$script:folder = $null

function New-Ground([long] $Bytes) {
    $isRoot = [Environment]::UserName -eq 'root'
    $available = [long]((Select-String -Path /proc/meminfo -Pattern '^MemAvailable:\s+(\d+)').Matches[0].Groups[1].Value) * 1KB
    if ($isRoot -and $available -gt $Bytes * 1.5) {
        try {
            Mount-Image $Bytes
            return $script:mounted, "an ext4 image of $(Format-Size $Bytes) in memory, written through once"
        }
        catch { Write-Host "No image in memory: $($_.Exception.Message)" }
    }
    $script:folder = (mktemp -d "$(if (Test-Path /var/tmp) { '/var/tmp' } else { '/tmp' })/ostreeps-bench-XXXXXX")
    Start-Guard $script:folder
    $why = if ($isRoot) { "an image in memory needs $(Format-Size ($Bytes * 1.5)) of it" } else { 'an image in memory needs root' }
    $script:folder, "the disk, at $($script:folder) ($why), so other users of it disturb the times"
}

# Cleans up after us also when we are killed: a shell that waits for our end.
function Start-Guard([string[]] $Paths) {
    sh -c 'setsid sh -c ''trap "" INT TERM; while kill -0 $0 2>/dev/null; do sleep 1; done; for p; do umount -l "$p"; rm -rf --one-file-system "$p"; done'' "$@" >/dev/null 2>&1 &' sh $PID @Paths
}

function Mount-Image([long] $Bytes) {
    $image = "/dev/shm/ostreeps-bench-$PID.ext4"
    $place = mktemp -d /tmp/ostreeps-bench-XXXXXX
    $script:folder = $place
    Start-Guard $place
    try {
        Invoke-Checked truncate -s $Bytes $image
        Invoke-Checked mkfs.ext4 -q -F -m 0 -E 'nodiscard,lazy_itable_init=0,lazy_journal_init=0' $image
        Invoke-Checked mount -o loop $image $place
        $script:mounted = $place
    }
    finally {
        # Once it is mounted it needs no name: whatever becomes of us, unmounting frees the memory.
        Remove-Item -LiteralPath $image -Force -ErrorAction Ignore
    }
    # First touch gives the image its memory; a later one costs less, so nobody may be the first who is measured.
    dd if=/dev/zero "of=$place/fill" bs=4M status=none 2>$null
    sync -f $place
    Remove-Item -LiteralPath "$place/fill"
    sync -f $place
}

function Remove-Ground {
    if ($script:mounted) {
        for ($try = 0; $try -lt 20; $try++) {
            umount $script:mounted 2>$null
            if ($LASTEXITCODE -eq 0) { break }
            Start-Sleep -Milliseconds 250
        }
        if ($LASTEXITCODE -ne 0) { umount -l $script:mounted }
        $script:mounted = $null
    }
    if ($script:folder) { Clear-Directory $script:folder; Remove-Item -LiteralPath $script:folder -Force -ErrorAction Ignore }
    $script:folder = $null
}

# A tree may hold directories that their owner cannot write.
function Clear-Directory([string] $Path) {
    if ([Environment]::UserName -ne 'root') { chmod -R u+rwX -- $Path 2>$null }
    find $Path -mindepth 1 -delete
}

function Clear-Work {
    $null = New-Item -ItemType Directory -Path $work -Force
    Clear-Directory $work
    sync -f $work
}

function Invoke-Checked([string] $Tool) {
    $text = & $Tool @args 2>&1 | ForEach-Object { "$_" }
    if ($LASTEXITCODE -ne 0) { throw "$Tool failed: $($text -join ' ')" }
}

function Format-Size([double] $Bytes) {
    if ($Bytes -ge 1GB) { '{0:F1} GB' -f ($Bytes / 1GB) } else { '{0:F0} MB' -f ($Bytes / 1MB) }
}
