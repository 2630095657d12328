# Remotes are written as stock ostree remote writes them, and read where it reads them.
# Root may lay a root of its own over this one, which is gone with the processes in it.
$overlay = 'mount -t tmpfs tmpfs /mnt && mkdir /mnt/u /mnt/w /mnt/r && mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/r'
$canOverlay = $(if ((id -u) -eq '0') { unshare -m sh -c $overlay 2>$null; $LASTEXITCODE -eq 0 })

BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $folder = (Resolve-Path 'TestDrive:/').ProviderPath

    function New-Repository {
        $path = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        ostree init --repo=$path --mode=archive
        $path
    }
}

Describe 'Add-OstreeRemote' {
    BeforeEach {
        $ours = New-Repository
        $theirs = New-Repository
    }

    It 'writes what stock ostree writes: <Name>' -ForEach @(
        @{ Name = 'plain'; Arguments = @{ Url = 'https://example.org/r' }; Stock = @('plain', 'https://example.org/r') }
        @{ Name = 'branches'; Arguments = @{ Url = 'http://x/y'; Branch = 'main', 'other/x' }; Stock = @('branches', 'http://x/y', 'main', 'other/x') }
        @{ Name = 'meta'; Arguments = @{ Url = 'metalink=http://m/' }; Stock = @('meta', 'metalink=http://m/') }
        @{ Name = 'mirrors'; Arguments = @{ Url = 'mirrorlist=http://m/' }; Stock = @('mirrors', 'mirrorlist=http://m/') }
        @{ Name = 'nosign'; Arguments = @{ Url = 'http://x'; NoSignatureCheck = $true }; Stock = @('--no-sign-verify', 'nosign', 'http://x') }
        @{ Name = 'nogpg'; Arguments = @{ Url = 'http://x'; NoGpgVerify = $true }; Stock = @('--no-gpg-verify', 'nogpg', 'http://x') }
        @{ Name = 'backend'; Arguments = @{ CustomBackend = 'ours' }; Stock = @('--custom-backend=ours', 'backend') }
        @{ Name = 'key'; Arguments = @{ Url = 'http://x'; SignVerify = 'dummy=inline:abc' }; Stock = @('--sign-verify=dummy=inline:abc', 'key', 'http://x') }
        @{ Name = 'all'; Arguments = @{ Url = 'http://x'; Branch = 'b'; ContentUrl = 'http://c'; CollectionId = 'org.example.X'; Option = [ordered]@{ 'my-key' = ' b\a'; 'tls-permissive' = $true } }
            Stock = @('--contenturl=http://c', '--collection-id=org.example.X', '--set=my-key= b\a', '--set=tls-permissive=true', 'all', 'http://x', 'b') }
    ) {
        Add-OstreeRemote -Repository $ours -Name $Name @Arguments
        ostree remote add --repo=$theirs @Stock
        Get-Content -Raw "$ours/config" | Should -BeExactly (Get-Content -Raw "$theirs/config")
    }

    It 'refuses a remote that is there, keeps it, or replaces it' {
        Add-OstreeRemote -Repository $ours -Name origin -Url http://one -Option @{ x = '1' }
        { Add-OstreeRemote -Repository $ours -Name origin -Url http://two } | Should -Throw -ErrorId 'AlreadyExists,*'
        Add-OstreeRemote -Repository $ours -Name origin -Url http://two -IfNotExists
        ostree remote show-url --repo=$ours origin | Should -BeExactly 'http://one'
        Add-OstreeRemote -Repository $ours -Name origin -Url http://two -Force
        ostree remote show-url --repo=$ours origin | Should -BeExactly 'http://two'
        ostree remote add --repo=$theirs origin http://two
        Get-Content -Raw "$ours/config" | Should -BeExactly (Get-Content -Raw "$theirs/config")
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a name with a slash'; Arguments = @{ Name = 'a/b'; Url = 'http://x' }; Id = 'InvalidRefName' }
        @{ What = 'no URL'; Arguments = @{ Name = 'a' }; Id = 'InvalidOption' }
        @{ What = 'both -Force and -IfNotExists'; Arguments = @{ Name = 'a'; Url = 'http://x'; Force = $true; IfNotExists = $true }; Id = 'InvalidOption' }
        @{ What = 'both no check and a key'; Arguments = @{ Name = 'a'; Url = 'http://x'; NoSignatureCheck = $true; SignVerify = 'dummy=inline:x' }; Id = 'InvalidOption' }
        @{ What = 'an unknown engine'; Arguments = @{ Name = 'a'; Url = 'http://x'; SignVerify = 'rot13=inline:x' }; Id = 'InvalidOption' }
        @{ What = 'a key from nowhere'; Arguments = @{ Name = 'a'; Url = 'http://x'; SignVerify = 'ed25519=x' }; Id = 'InvalidOption' }
        @{ What = 'a collection that is none'; Arguments = @{ Name = 'a'; Url = 'http://x'; CollectionId = 'x' }; Id = 'InvalidRefName' }
        @{ What = 'nonsense for a truth'; Arguments = @{ Name = 'a'; Url = 'http://x'; Option = @{ http2 = 'perhaps' } }; Id = 'InvalidConfig' }
        @{ What = 'a line break'; Arguments = @{ Name = 'a'; Url = 'http://x'; Option = @{ "k`n[core]" = 'x' } }; Id = 'MalformedKeyFile' }
    ) {
        $before = Get-Content -Raw "$ours/config"
        { Add-OstreeRemote -Repository $ours @Arguments } | Should -Throw -ErrorId "$Id,*"
        Get-Content -Raw "$ours/config" | Should -BeExactly $before
    }

    It 'changes nothing under -WhatIf' {
        $before = Get-Content -Raw "$ours/config"
        Add-OstreeRemote -Repository $ours -Name a -Url http://x -WhatIf
        Get-Content -Raw "$ours/config" | Should -BeExactly $before
    }

    It 'writes into the directory for remotes only when the config says so' {
        $directory = Join-Path $folder "$([guid]::NewGuid().ToString('n'))/remotes.d"
        Add-OstreeRemote -Repository $ours -Name a -Url http://x -RemotesDirectory $directory
        Test-Path $directory | Should -BeFalse
        Set-OstreeConfig -Repository $ours -Key core.add-remotes-config-dir -Value $true
        Add-OstreeRemote -Repository $ours -Name b -Url http://y -NoSignatureCheck -RemotesDirectory $directory
        Get-Content -Raw "$directory/b.conf" | Should -BeExactly "[remote `"b`"]`nurl=http://y`ngpg-verify=false`nsign-verify=false`n"
        (Get-OstreeRemote -Repository $ours -RemotesDirectory $directory).Name | Should -BeExactly 'a', 'b'
        (Get-OstreeRemote -Repository $ours).Name | Should -BeExactly 'a'
        Set-OstreeRemote -Repository $ours -Name b -Url http://z -RemotesDirectory $directory
        Get-Content -Raw "$directory/b.conf" | Should -BeLike "*url=http://z`n"
        Remove-OstreeRemote -Repository $ours -Name b -RemotesDirectory $directory
        Test-Path "$directory/b.conf" | Should -BeFalse
    }

    It 'writes below a system root what stock ostree writes with --sysroot: <Name>' -ForEach @(
        @{ Name = 'a deployment'; Deployed = $true; File = 'etc/ostree/remotes.d/a.conf' }
        @{ Name = 'a physical root'; Deployed = $false; File = 'ostree/repo/config' }
    ) {
        $roots = foreach ($who in 'ours', 'stock') {
            $physical = Join-Path $folder ([guid]::NewGuid().ToString('n'))
            $place = if ($Deployed) { "$physical/sysroot" } else { $physical }
            $null = New-Item -ItemType Directory -Path $place -Force
            ostree admin init-fs $place 2>&1 | Out-Null
            if ($Deployed) { ln -s sysroot/ostree "$physical/ostree" }
            $physical
        }
        Add-OstreeRemote -Sysroot $roots[0] -Name a -Url http://x -NoGpgVerify
        ostree remote add --sysroot=$($roots[1]) a http://x --no-gpg-verify
        Get-Content -Raw "$($roots[0])/$File" | Should -BeExactly (Get-Content -Raw "$($roots[1])/$File")
        (Get-OstreeRemote -Sysroot $roots[1]).Name | Should -BeExactly a
        (Get-OstreeRemote -Sysroot $roots[1] -Repository $ours).DefinedIn | Should -BeLike "*/$File"
        (TabExpansion2 "Remove-OstreeRemote -Sysroot $($roots[1]) -Name ").CompletionMatches.CompletionText | Should -Contain 'a'
        Set-OstreeRemote -Sysroot $roots[1] -Name a -Url http://y
        ostree remote delete --sysroot=$($roots[1]) a
        $LASTEXITCODE | Should -Be 0
        Remove-OstreeRemote -Sysroot $roots[0] -Name a
        (Test-Path "$($roots[0])/$File") | Should -Be (Test-Path "$($roots[1])/$File")
        @(Get-OstreeRemote -Sysroot $roots[0]).Count | Should -Be 0
        { Get-OstreeRemote -Sysroot $folder } | Should -Throw -ErrorId 'RepositoryNotFound,*'
    }

    It 'refuses a remote that is defined twice' {
        $directory = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        $null = New-Item -ItemType Directory -Path $directory
        Add-OstreeRemote -Repository $ours -Name a -Url http://x
        Set-Content -LiteralPath "$directory/a.conf" -Value "[remote `"a`"]`nurl=http://y"
        { Get-OstreeRemote -Repository $ours -RemotesDirectory $directory } | Should -Throw -ErrorId 'InvalidConfig,*'
    }
}

Describe 'Get-OstreeRemote' {
    It 'lists as stock ostree does, and knows the defaults' {
        $repo = New-Repository
        ostree remote add --repo=$repo zeta http://z
        ostree remote add --repo=$repo --no-gpg-verify --set=http2=false alpha http://a one two
        $remotes = Get-OstreeRemote -Repository $repo
        $remotes.Name | Should -BeExactly @(ostree remote list --repo=$repo)
        $remotes[0].Branches | Should -BeExactly 'one', 'two'
        $remotes[0].GpgVerify | Should -BeFalse
        $remotes[0].Http2 | Should -BeFalse
        $remotes[1].GpgVerify | Should -BeTrue
        $remotes[1].Http2 | Should -BeTrue
        $remotes[1].GpgVerifySummary | Should -BeFalse
        $remotes[1].SignVerify.Count | Should -Be 0
        $remotes[0].Options['branches'] | Should -BeExactly 'one;two;'
        (Get-OstreeRemote -Repository $repo -Name 'z*').Name | Should -BeExactly 'zeta'
        { Get-OstreeRemote -Repository $repo -Name nobody } | Should -Throw -ErrorId 'RemoteNotFound,*'
    }

    It 'finds the remotes of the parent, and what they say' {
        $parent = New-Repository
        $repo = New-Repository
        ostree remote add --repo=$parent --set=proxy=http://p far http://far
        ostree config --repo=$repo set core.parent $parent
        $remote = Get-OstreeRemote -Repository $repo -Name far
        $remote.Url | Should -BeExactly 'http://far'
        $remote.Repository | Should -BeExactly $parent
        { Remove-OstreeRemote -Repository $repo -Name far } | Should -Throw -ErrorId 'RemoteNotFound,*'
        Add-OstreeRemote -Repository $repo -Name far -Url http://near
        (Get-OstreeRemote -Repository $repo -Name far).Url | Should -BeExactly 'http://near'
        (Get-OstreeRemote -Repository $repo -Name far).Proxy | Should -BeExactly 'http://p'
    }
}

Describe 'Set-OstreeRemote' {
    It 'changes what is named and keeps the rest, comments included' {
        $repo = New-Repository
        ostree remote add --repo=$repo --set=a=1 --set=b=2 origin http://x
        Add-Content -LiteralPath "$repo/config" -Value "# why`nc=3"
        Set-OstreeRemote -Repository $repo -Name origin -Url http://y -Option ([ordered]@{ a = $null; b = 'two' })
        $text = Get-Content -Raw "$repo/config"
        $text | Should -BeLike "*# why`nc=3`n*"
        ostree remote show-url --repo=$repo origin | Should -BeExactly 'http://y'
        $options = (Get-OstreeRemote -Repository $repo -Name origin).Options
        $options['b'] | Should -BeExactly 'two'
        $options.ContainsKey('a') | Should -BeFalse
        { Set-OstreeRemote -Repository $repo -Name nobody -Url http://y } | Should -Throw -ErrorId 'RemoteNotFound,*'
    }
}

Describe 'Remove-OstreeRemote' {
    It 'leaves what stock ostree leaves' {
        $ours = New-Repository
        $theirs = New-Repository
        foreach ($repo in $ours, $theirs) {
            ostree remote add --repo=$repo a http://a
            ostree remote add --repo=$repo b http://b
            $null = New-Item -ItemType File -Path "$repo/a.trustedkeys.gpg"
        }
        Remove-OstreeRemote -Repository $ours -Name a
        ostree remote delete --repo=$theirs a
        Get-Content -Raw "$ours/config" | Should -BeExactly (Get-Content -Raw "$theirs/config")
        Test-Path "$ours/a.trustedkeys.gpg" | Should -Be (Test-Path "$theirs/a.trustedkeys.gpg")
        { Remove-OstreeRemote -Repository $ours -Name a } | Should -Throw -ErrorId 'RemoteNotFound,*'
        { Remove-OstreeRemote -Repository $ours -Name a -IfExists } | Should -Not -Throw
        { Remove-OstreeRemote -Repository $ours -Name a -WhatIf } | Should -Throw -ErrorId 'RemoteNotFound,*'
        Add-OstreeRemote -Repository $ours -Name wild-1 -Url http://localhost/1
        Add-OstreeRemote -Repository $ours -Name wild-2 -Url http://localhost/2
        Remove-OstreeRemote -Repository $ours -Name 'wild-*', 'none-*'
        Get-OstreeRemote -Repository $ours -Name 'wild-*' | Should -BeNullOrEmpty
        Get-OstreeRemote -Repository $ours | Remove-OstreeRemote
        @(ostree remote list --repo=$ours).Count | Should -Be 0
    }
}

Describe 'Cookies' {
    It 'are those of stock ostree' {
        $repo = New-Repository
        ostree remote add --repo=$repo origin http://x
        ostree remote add-cookie --repo=$repo origin .example.org /a first 1
        Add-OstreeRemoteCookie -Repository $repo -Remote origin -Domain example.org -Path / -Name second -Value 2
        $cookies = Get-OstreeRemoteCookie -Repository $repo -Remote origin
        $cookies.Name | Should -BeExactly 'first', 'second'
        $cookies[0].Domain | Should -BeExactly '.example.org'
        $cookies[0].Expires.Year | Should -BeGreaterThan 2040
        # It looks for the jar in the current directory.
        Push-Location -LiteralPath $repo
        $listed = @(ostree remote list-cookies --repo=. origin | Where-Object { $_ -match '^Name:' })
        Pop-Location
        $listed | Should -BeExactly 'Name: first', 'Name: second'
        Add-OstreeRemoteCookie -Repository $repo -Remote origin -Domain example.org -Path / -Name second -Value 3
        (Get-OstreeRemoteCookie -Repository $repo -Remote origin).Value | Should -BeExactly '1', '3'
        Remove-OstreeRemoteCookie -Repository $repo -Remote origin -Domain .example.org -Path /a -Name first
        ostree remote delete-cookie --repo=$repo origin example.org / second
        @(Get-OstreeRemoteCookie -Repository $repo -Remote origin).Count | Should -Be 0
        { Remove-OstreeRemoteCookie -Repository $repo -Remote origin -Domain x.y -Path / -Name z } | Should -Throw -ErrorId 'CookieNotFound,*'
    }

    It 'with blanks are refused, and lines that are none passed over' {
        $repo = New-Repository
        { Add-OstreeRemoteCookie -Repository $repo -Remote o -Domain x.y -Path / -Name n -Value "a`nb" } | Should -Throw -ErrorId 'InvalidOption,*'
        { Add-OstreeRemoteCookie -Repository $repo -Remote '../o' -Domain x.y -Path / -Name n -Value b } | Should -Throw -ErrorId 'InvalidRefName,*'
        Set-Content -LiteralPath "$repo/o.cookies.txt" -Value "# Netscape`nnonsense`n#HttpOnly_x.y`tFALSE`t/`tTRUE`t0`tn`tv"
        $cookie = Get-OstreeRemoteCookie -Repository $repo -Remote o
        $cookie.Name | Should -BeExactly 'n'
        $cookie.IsSecure | Should -BeTrue
        $cookie.Expires | Should -BeNullOrEmpty
    }
}

Describe 'The remotes of the running system' -Skip:(-not $canOverlay) -ForEach @{ Overlay = $overlay } {
    It 'are those that stock ostree reads and writes in /etc/ostree/remotes.d' {
        $script = Join-Path $folder 'system.ps1'
        Set-Content -LiteralPath $script -Value @"
Import-Module '$(Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1')'
Set-Location /
(Get-OstreeRemote).DefinedIn
Add-OstreeRemote -Name ours -Url http://ours -NoGpgVerify
Add-OstreeRemote -Repository /ostree/repo -Name named -Url http://named
Remove-OstreeRemote -Name stock
"@
        # A root of its own, where /ostree/repo can be made without leaving anything.
        $inside = @"
mkdir -p /ostree/repo /sysroot && cd / && ostree init --repo=/ostree/repo --mode=bare && ostree remote add --no-gpg-verify stock http://stock &&
cat /etc/ostree/remotes.d/stock.conf && '$([Environment]::ProcessPath)' -NoProfile -File '$script' && cat /etc/ostree/remotes.d/ours.conf && ls /etc/ostree/remotes.d && ostree remote list -u && cat /ostree/repo/config
"@
        $lines = unshare -m sh -c "$Overlay; for d in /*; do mountpoint -q `$d && [ `$d != /mnt ] && mount --rbind `$d /mnt/r`$d; done; exec chroot /mnt/r sh -c `"`$0`"" $inside
        $lines -join '|' | Should -BeExactly (@(
                '[remote "stock"]', 'url=http://stock', 'gpg-verify=false'
                '/etc/ostree/remotes.d/stock.conf'
                '[remote "ours"]', 'url=http://ours', 'gpg-verify=false'
                'named.conf', 'ours.conf'
                'named  http://named', 'ours   http://ours'
                '[core]', 'repo_version=1', 'mode=bare'
            ) -join '|')
    }
}
