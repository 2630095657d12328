# Repositories on removable volumes: found where stock ostree finds them, and a volume is never left.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    . "$PSScriptRoot/FindGround.ps1"
}

AfterAll { Remove-Item -Recurse -Force -LiteralPath $work }

Describe 'A volume' {
    It 'is looked at in the order of stock ostree: links by name, then the places that are known' {
        $volume = New-Volume
        foreach ($place in 'z/first', 'var/lib/flatpak/repo', 'ostree/repo', '.ostree/repo', '.ostree/repos.d/20-own') {
            ostree create-usb --repo=$mirrorOfAll --destination-repo=$place $volume org.example.Os stable | Out-Null
            $LASTEXITCODE | Should -Be 0
        }
        Get-ChildItem -LiteralPath "$volume/.ostree/repos.d" -Force | Where-Object LinkType | Remove-Item
        ln -s ../../z/first "$volume/.ostree/repos.d/10-link"
        $expected = '.ostree/repos.d/10-link', '.ostree/repos.d/20-own', '.ostree/repo', 'ostree/repo', 'var/lib/flatpak/repo'
        foreach ($place in $expected) {
            $found = Find-OstreeRemote -Repository $client org.example.Os stable -MountPath $volume
            $found.Url | Should -Be "file://$volume/$($place -replace '^\.ostree/repos\.d/10-link$', 'z/first')"
            "$($found.Finder) $($found.Priority) $($found.KeyringRemote)" | Should -Be 'Mount 50 os'
            Remove-Item -Recurse -Force -LiteralPath "$volume/$place"
        }
        Find-OstreeRemote -Repository $client org.example.Os stable -MountPath $volume -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'may have links that name their target from the root' {
        $volume = New-Volume
        ostree create-usb --repo=$mirrorOfAll --destination-repo=deep/repo $volume org.example.Os stable | Out-Null
        Get-ChildItem -LiteralPath "$volume/.ostree/repos.d" -Force | Remove-Item
        ln -s "$volume/deep/repo" "$volume/.ostree/repos.d/absolute"
        (Find-OstreeRemote -Repository $client org.example.Os stable -MountPath $volume).Url | Should -Be "file://$volume/deep/repo"
    }

    It 'with blanks and other signs in its name can be pulled from' {
        $volume = "$work/My Stick #1 (50%)"
        $null = New-Item -ItemType Directory -Path $volume
        $null = New-OstreeUsbRepository -Repository $mirrorOfAll -Path $volume -Ref stable -CollectionId org.example.Os
        $target = Copy-Client
        $null = Find-OstreeRemote -Repository $target org.example.Os stable -MountPath $volume | Invoke-OstreePull
        ostree rev-parse --repo=$target os:stable | Should -Be ([IO.File]::ReadAllText("$mirrorOfAll/refs/mirrors/org.example.Os/stable").Trim())
    }

    It 'is never left: <Name>' -ForEach @(
        @{ Name = 'by an absolute link'; Make = { ln -s $outside "$volume/.ostree/repos.d/10-out" } }
        @{ Name = 'by a relative link'; Make = { ln -s "../../../$([IO.Path]::GetFileName($outside))" "$volume/.ostree/repos.d/10-out" } }
        @{ Name = 'by a link on the way'; Make = { ln -s $work "$volume/ostree"; ln -s $outside "$work/repo" }; Clean = { Remove-Item -LiteralPath "$work/repo" } }
        @{ Name = 'by a link in place of its own directory'; Make = { Remove-Item -Recurse -Force -LiteralPath "$volume/.ostree"; ln -s "$outside-links" "$volume/.ostree" } }
        @{ Name = 'by a repository''s parent'; Make = {
                ostree init --repo=$volume/.ostree/repo --mode=archive --collection-id=org.example.Os
                Set-OstreeConfig -Repository "$volume/.ostree/repo" core.parent $outside
                $null = New-Item -ItemType Directory -Path "$volume/.ostree/repo/refs/heads" -Force
                [IO.File]::WriteAllText("$volume/.ostree/repo/refs/heads/stable", "$(ostree rev-parse --repo=$work/os stable)`n")
                Copy-Item -LiteralPath "$outside/summary" -Destination "$volume/.ostree/repo/summary"
            } }
    ) {
        $volume = New-Volume
        $null = New-Item -ItemType Directory -Path "$volume/.ostree/repos.d"
        $outside = New-Mirror os stable
        $null = New-Item -ItemType Directory -Path "$outside-links/repos.d"
        ln -s $outside "$outside-links/repos.d/10-out"
        . $Make
        Find-OstreeRemote -Repository $client org.example.Os stable -MountPath $volume -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        if ($Clean) { . $Clean }
    }

    It 'that has only the repository that asks has nothing' {
        $volume = New-Volume
        $null = New-Item -ItemType Directory -Path "$volume/ostree"
        cp -a $mirrorOfAll "$volume/ostree/repo"
        Find-OstreeRemote -Repository "$volume/ostree/repo" org.example.Os stable -MountPath $volume -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'that is mounted is found by itself, and not another file system on it, as stock ostree finds it' -Skip:([Environment]::UserName -ne 'root' -or -not [IO.File]::Exists('/dev/loop-control') -or -not [IO.File]::Exists('/sbin/mkfs.ext4')) {
        $volume = "/media/ostreeps-$([guid]::NewGuid())"
        truncate -s 16M "$work/volume.img"
        mkfs.ext4 -q "$work/volume.img"
        $null = New-Item -ItemType Directory -Path $volume -Force
        mount -o loop "$work/volume.img" $volume
        try {
            ostree create-usb --repo=$mirrorOfAll $volume org.example.Os stable org.example.Apps app1 | Out-Null
            $words = 'org.example.Os', 'stable', 'org.example.Apps', 'app1', 'org.example.Os', 'devel'
            $found = Find-OstreeRemote -Repository $client -Finder Mount -Ref (ConvertTo-Ref $words) -ErrorAction SilentlyContinue
            @($found).Count | Should -Be 2
            Format-Found $found | Should -Be (Get-StockFound $client mount $words)
            Format-Found (Find-OstreeRemote -Repository $client -Ref (ConvertTo-Ref $words)) | Should -Be (Get-StockFound $client 'config,mount' $words)
            # What we put there stock ostree finds and pulls, too.
            Remove-Item -Recurse -Force -LiteralPath "$volume/.ostree"
            $null = New-OstreeUsbRepository -Repository $mirrorOfAll -Path $volume -Ref stable -CollectionId org.example.Os -DestinationRepository own/place
            $target = Copy-Client
            ostree find-remotes --repo=$target --finders=mount --pull org.example.Os stable | Select-Object -Last 1 | Should -Be 'Pulled 1/1 refs successfully.'
            ostree refs --repo=$target | Should -Be 'os:stable'
            mount -t tmpfs none "$volume/.ostree"
            try {
                cp -a "$mirrorOfAll" "$volume/.ostree/repo"
                Find-OstreeRemote -Repository $client -Finder Mount -Ref (ConvertTo-Ref $words) -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            }
            finally { umount "$volume/.ostree" }
        }
        finally {
            umount $volume
            Remove-Item -LiteralPath $volume
        }
    }
}
