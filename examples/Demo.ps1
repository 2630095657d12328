<#
.SYNOPSIS
    Shows OstreePS at work on a real tree of this machine: commit, look, change, compare, publish, check out.
.PARAMETER Source
    The tree to commit; by default the machine's /usr where it is small enough, else /usr/bin.
.PARAMETER Keep
    Leaves the repositories behind, to play with.
#>
param([string] $Source, [switch] $Keep)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/OstreePS/OstreePS.psd1')

$style = $PSStyle
$step = 0

function Write-Text([string] $Text) { Write-Host "  $Text" }

function Write-Heading([string] $Text) {
    $script:step++
    Write-Host ''
    Write-Host "$($style.Foreground.BrightBlue)$($style.Bold)$script:step  $Text$($style.Reset)"
}

# Shows a command as it would be typed, runs it, and shows what it says and how long it took.
function Show-Command([scriptblock] $Command, [int] $First = 12) {
    Write-Host "$($style.Foreground.BrightBlack)PS>$($style.Reset) $($style.Foreground.BrightCyan)$("$Command".Trim())$($style.Reset)"
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $result = @(. $Command)
    $watch.Stop()
    $shown = $result | Select-Object -First $First | Out-String -Width 100
    foreach ($line in $shown.Trim("`r", "`n").Split("`n")) { if ($line.Trim()) { Write-Host "    $($line.TrimEnd())" } }
    if ($result.Count -gt $First) { Write-Host "    … and $($result.Count - $First) more" }
    Write-Host "    $($style.Foreground.BrightBlack)$($watch.Elapsed.TotalSeconds.ToString('0.00')) s$($style.Reset)"
    $script:last = $result
}

# The web server of the tests stands for the one that you have.
. "$PSScriptRoot/../tests/pester/TestServer.ps1"

# Links are not followed, for some lead back up.
function Get-Extent([string] $Path) {
    $options = [IO.EnumerationOptions]@{ RecurseSubdirectories = $true; AttributesToSkip = 'ReparsePoint'; IgnoreInaccessible = $true }
    $measure = [IO.DirectoryInfo]::new($Path).EnumerateFiles('*', $options) | Measure-Object -Property Length -Sum
    [pscustomobject]@{ Path = $Path; Files = $measure.Count; Bytes = $measure.Sum }
}

$choices = if ($Source) { Get-Extent (Resolve-Path -LiteralPath $Source).ProviderPath } else { '/usr', '/usr/bin' | ForEach-Object { Get-Extent $_ } }
$tree = @($choices | Where-Object { $Source -or $_.Bytes -lt 1200MB })[0]
$place = Join-Path ([IO.Path]::GetTempPath()) "ostreeps-demo-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
$null = New-Item -ItemType Directory -Path $place
Push-Location -LiteralPath $place
$server = $null
try {
    $size = '{0:N0} MB' -f ($tree.Bytes / 1MB)
    Write-Host "$($style.Bold)OstreePS: an operating-system tree in a repository, and from there to another host, in ten steps$($style.Reset)"
    Write-Text "The tree is $($tree.Path): $('{0:N0}' -f $tree.Files) files, $size. The repositories are in $place."
    $source = $tree.Path

    Write-Heading 'Make a repository and commit the tree'
    Show-Command { New-OstreeRepository -Path build -Mode BareUser }
    Show-Command { New-OstreeCommit -Repository build -Branch demo/x86_64/stable -Path $source -Subject 'As it is' -Metadata @{ version = '1' } }

    Write-Heading 'Commit it again: nothing changed, so nothing is written'
    Show-Command { New-OstreeCommit -Repository build -Branch demo/x86_64/stable -Path $source -SkipIfUnchanged | Select-Object Checksum, Unchanged, ContentWritten | Format-List }

    Write-Heading 'Look into the commit, without a checkout'
    Show-Command { Get-OstreeChildItem -Repository build -Revision demo/x86_64/stable -Recurse | Sort-Object Size -Descending | Select-Object -First 5 }
    $script = $last[0].Path

    Write-Heading 'Check it out, change something, commit the change'
    Show-Command { Invoke-OstreeCheckout -Repository build -Revision demo/x86_64/stable -Destination edited -UserMode }
    $null = New-Item -ItemType Directory -Path edited/etc -Force
    [IO.File]::WriteAllText("$place/edited/etc/demo-release", "NAME=Demo`nVERSION=2`n")
    [IO.File]::Delete("$place/edited/$script")
    Write-Text "(Now etc/demo-release is new in edited, and $script is gone.)"
    Show-Command { New-OstreeCommit -Repository build -Branch demo/x86_64/stable -Path edited -Subject 'One file more, one less' -Metadata @{ version = '2' } -CanonicalPermissions | Select-Object Checksum, ContentWritten, Duration | Format-List }

    Write-Heading 'See what happened'
    Show-Command { Get-OstreeCommit -Repository build -Revision demo/x86_64/stable -History }
    Show-Command { Compare-OstreeTree -Repository build -Reference demo/x86_64/stable^ -Difference demo/x86_64/stable | Where-Object Status -NE Modified }
    Show-Command { Get-OstreeContent -Repository build -Revision demo/x86_64/stable -Path etc/demo-release }

    Write-Heading 'Publish it: the same tree, compressed, for any web server'
    Show-Command { New-OstreeRepository -Path publish -Mode Archive | Out-Null; New-OstreeCommit -Repository publish -Branch demo/x86_64/stable -Path edited -Subject 'Published' -CanonicalPermissions }

    Write-Heading 'Check it out from there, and make sure that it is the same'
    Show-Command { Invoke-OstreeCheckout -Repository publish -Revision demo/x86_64/stable -Destination copy -UserMode }
    Show-Command { @(Compare-OstreeTree -Repository publish -Reference demo/x86_64/stable -Difference (Get-Item copy) -NoXattrs -OwnerUid 0 -OwnerGid 0).Count }

    Write-Heading 'Sign what is published, and serve it'
    $null = New-Item -ItemType Directory -Path keys
    Show-Command { New-OstreeSigningKey -Path keys/build | Format-List }
    Show-Command { Get-OstreeCommit -Repository publish -Revision demo/x86_64/stable | Add-OstreeSignature -SignFromFile keys/build }
    Show-Command { Update-OstreeSummary -Repository publish -SignFromFile keys/build }
    $server = Start-TestServer -Root "$place/publish"
    Write-Text "(A web server now offers publish at $($server.Uri).)"

    Write-Heading 'On another host: trust that key, pull, verify'
    $url = $server.Uri
    Show-Command { New-OstreeRepository -Path client -Mode BareUser | Out-Null; Add-OstreeRemote -Repository client -Name origin -Url $url -NoGpgVerify -SignVerify "ed25519=file:$place/keys/build.pub" -PassThru }
    Show-Command { Invoke-OstreePull -Repository client -Remote origin -Ref demo/x86_64/stable }
    Show-Command { Test-OstreeSignature -Repository client -Revision origin:demo/x86_64/stable -Remote origin }

    Write-Heading 'Somebody slips a commit of their own onto the server'
    $null = New-Item -ItemType Directory -Path forged
    [IO.File]::WriteAllText("$place/forged/backdoor", "#!/bin/sh`n")
    $null = New-OstreeCommit -Repository publish -Branch demo/x86_64/stable -Path forged -Subject 'Trust me'
    Update-OstreeSummary -Repository publish
    Show-Command { try { Invoke-OstreePull -Repository client -Remote origin -Ref demo/x86_64/stable } catch { "$($_.FullyQualifiedErrorId)"; "$_" } }
    Show-Command { Get-OstreeRef -Repository client }

    Write-Host ''
    if (Get-Command ostree -CommandType Application -ErrorAction Ignore) {
        $verdict = @(ostree fsck --quiet --repo=publish 2>&1)
        Write-Text "Stock ostree is installed here; its fsck of what we wrote: $(if ($LASTEXITCODE -eq 0) { "$($style.Foreground.Green)no errors$($style.Reset)" } else { $verdict })."
    }
    else {
        Write-Text 'Stock ostree is not installed here; ./build.sh Test installs it and lets it judge every byte.'
    }
    Write-Text 'Next:  pwsh -NoExit -Command "Import-Module ./out/OstreePS/OstreePS.psd1", then Get-Help about_OstreePS'
    if ($Keep) { Write-Text "The repositories stay in $place." }
}
finally {
    Stop-TestServer $server
    Pop-Location
    if (-not $Keep) { Remove-Item -LiteralPath $place -Recurse -Force }
}
