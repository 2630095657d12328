# Settings are read and written as stock ostree config does it, but comments stay and nonsense is refused.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $folder = (Resolve-Path 'TestDrive:/').ProviderPath

    function New-Repository {
        $path = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        ostree init --repo=$path --mode=bare-user
        $path
    }
}

Describe 'Set-OstreeConfig' {
    BeforeEach { $repo = New-Repository }

    It 'sets <Key> so that stock ostree reads it' -ForEach @(
        @{ Key = 'core.fsync'; Value = $false; Read = 'false' }
        @{ Key = 'core.lock-timeout-secs'; Value = -1; Read = '-1' }
        @{ Key = 'core.min-free-space-size'; Value = '500MB'; Read = '500MB' }
        @{ Key = 'core.min-free-space-size'; Value = 2GB; Read = '2048MB' }
        @{ Key = 'core.default-repo-finders'; Value = @('config', 'mount'); Read = 'config;mount;' }
        @{ Key = 'my.key'; Value = '  blanks, a \ and ünicode'; Read = '  blanks, a \ and ünicode' }
        @{ Key = 'remote "origin".url'; Value = 'https://example.org/a.b'; Read = 'https://example.org/a.b' }
    ) {
        Set-OstreeConfig -Repository $repo -Key $Key -Value $Value
        ostree config --repo=$repo get $Key | Should -BeExactly $Read
        (Get-OstreeConfig -Repository $repo -Key $Key).Text | Should -BeExactly $Read
    }

    It 'writes the file that stock ostree writes' {
        $theirs = New-Repository
        Set-OstreeConfig -Repository $repo -Key archive.zlib-level -Value 9
        Set-OstreeConfig -Repository $repo -Group 'remote "my.os"' -Key url -Value file:///nowhere
        ostree config --repo=$theirs set archive.zlib-level 9
        ostree config --repo=$theirs set --group='remote "my.os"' url file:///nowhere
        Get-Content -Raw "$repo/config" | Should -BeExactly (Get-Content -Raw "$theirs/config")
    }

    It 'finds the group of a remote whose name has dots' {
        Set-OstreeConfig -Repository $repo -Key 'remote "my.os".url' -Value file:///nowhere
        ostree config --repo=$repo get --group='remote "my.os"' url | Should -BeExactly 'file:///nowhere'
    }

    It 'keeps comments and order' {
        Set-Content -LiteralPath "$repo/config" -Value "# ours`n`n[core]`nrepo_version=1`n# how`nmode=bare-user`n`n[x]`na=1"
        Set-OstreeConfig -Repository $repo -Key x.a -Value 2
        Get-Content -Raw "$repo/config" | Should -BeExactly "# ours`n`n[core]`nrepo_version=1`n# how`nmode=bare-user`n`n[x]`na=2`n"
    }

    It 'leaves the file untouched when the value is there already, and its mode as it was' {
        chmod 600 "$repo/config"
        Set-OstreeConfig -Repository $repo -Key core.fsync -Value true
        $before = stat -c '%i %a' "$repo/config"
        Set-OstreeConfig -Repository $repo -Key core.fsync -Value $true
        stat -c '%i %a' "$repo/config" | Should -BeExactly $before
        $before | Should -BeLike '* 600'
    }

    It 'refuses <Key> = <Value>, with which the repository would not open' -ForEach @(
        @{ Key = 'core.mode'; Value = 'weird' }
        @{ Key = 'core.repo_version'; Value = '2' }
        @{ Key = 'core.fsync'; Value = 'perhaps' }
        @{ Key = 'core.tmp-expiry-secs'; Value = 'soon' }
        @{ Key = 'core.min-free-space-size'; Value = '5' }
        @{ Key = 'core.collection-id'; Value = 'no domain' }
        @{ Key = 'core.parent'; Value = 'not/there' }
        @{ Key = 'core.parent'; Value = '.' }
        @{ Key = 'sysroot.readonly'; Value = 'maybe' }
    ) {
        $before = Get-Content -Raw "$repo/config"
        { Set-OstreeConfig -Repository $repo -Key $Key -Value $Value } | Should -Throw -ErrorId 'InvalidConfig,*'
        Get-Content -Raw "$repo/config" | Should -BeExactly $before
    }

    It 'refuses a name that is none' {
        { Set-OstreeConfig -Repository $repo -Key nodot -Value 1 } | Should -Throw -ErrorId 'InvalidOption,*'
        { Set-OstreeConfig -Repository $repo -Group 'a]b' -Key x -Value 1 } | Should -Throw -ErrorId 'MalformedKeyFile,*'
    }

    It 'warns of a setting that nobody knows, unless it is another program''s' {
        Set-OstreeConfig -Repository $repo -Key core.fsynk -Value true -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Match 'core\.fsynk'
        Set-OstreeConfig -Repository $repo -Group core -Key xa.title -Value Apps -WarningVariable said -WarningAction SilentlyContinue
        Set-OstreeConfig -Repository $repo -Key my.key -Value 1 -WarningVariable +said -WarningAction SilentlyContinue
        Set-OstreeConfig -Repository $repo -Key core.fsync -Value true -WarningVariable +said -WarningAction SilentlyContinue
        $said | Should -BeNullOrEmpty
    }

    It 'warns when a repository loses the note of its mode' {
        Remove-OstreeConfig -Repository $repo -Key core.mode -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Match 'bare-user'
    }

    It 'warns that objects do not follow a new mode' {
        $warnings = @()
        Set-OstreeConfig -Repository $repo -Key core.mode -Value archive-z2 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*mode bare-user.'
        (Get-OstreeRepository -Repository $repo).Mode | Should -Be 'Archive'
    }

    It 'changes nothing under -WhatIf' {
        Set-OstreeConfig -Repository $repo -Key core.fsync -Value false -WhatIf
        Get-Content -Raw "$repo/config" | Should -Not -BeLike '*fsync*'
    }
}

Describe 'Get-OstreeConfig' {
    BeforeAll {
        $repo = New-Repository
        ostree config --repo=$repo set core.lock-timeout-secs 7
        ostree config --repo=$repo set core.fsync false
        ostree config --repo=$repo set 'remote "a".branches' 'x;y;'
    }

    It 'gives values of the kind of the setting' {
        (Get-OstreeConfig -Repository $repo -Key core.lock-timeout-secs).Value | Should -Be 7
        (Get-OstreeConfig -Repository $repo -Key core.lock-timeout-secs).Value | Should -BeOfType [long]
        (Get-OstreeConfig -Repository $repo -Key core.fsync).Value | Should -BeOfType [bool]
        (Get-OstreeConfig -Repository $repo -Key 'remote "a".branches').Value | Should -BeExactly 'x', 'y'
    }

    It 'lists in the order of the file' {
        (Get-OstreeConfig -Repository $repo).Name | Should -BeExactly 'core.repo_version', 'core.mode', 'core.lock-timeout-secs', 'core.fsync', 'remote "a".branches'
        (Get-OstreeConfig -Repository $repo -Key 'core.l*').Name | Should -BeExactly 'core.lock-timeout-secs'
        (Get-OstreeConfig -Repository $repo -Group core -Key 'f*').Name | Should -BeExactly 'core.fsync'
    }

    It 'says that a setting is not set, and knows its default with -All' {
        { Get-OstreeConfig -Repository $repo -Key archive.zlib-level } | Should -Throw -ErrorId 'KeyNotFound,*'
        $known = Get-OstreeConfig -Repository $repo -Key archive.zlib-level -All
        $known.Value | Should -Be 6
        $known.IsSet | Should -BeFalse
        (Get-OstreeConfig -Repository $repo -All).Name | Should -Contain 'remote "a".gpg-verify'
    }
}

Describe 'Remove-OstreeConfig' {
    BeforeEach { $repo = New-Repository }

    It 'removes a setting as stock ostree does' {
        $theirs = New-Repository
        foreach ($path in $repo, $theirs) { ostree config --repo=$path set core.fsync false }
        Remove-OstreeConfig -Repository $repo -Key core.fsync
        ostree config --repo=$theirs unset core.fsync
        Get-Content -Raw "$repo/config" | Should -BeExactly (Get-Content -Raw "$theirs/config")
    }

    It 'leaves the file untouched when there is nothing to remove' {
        $before = stat -c %i "$repo/config"
        Remove-OstreeConfig -Repository $repo -Key core.fsync, no.such
        stat -c %i "$repo/config" | Should -BeExactly $before
    }

    It 'keeps what the repository cannot do without' {
        { Remove-OstreeConfig -Repository $repo -Key core.repo_version } | Should -Throw -ErrorId 'InvalidConfig,*'
        ostree config --repo=$repo get core.repo_version | Should -BeExactly '1'
    }

    It 'takes what Get-OstreeConfig finds' {
        ostree config --repo=$repo set 'remote "a".url' x
        ostree config --repo=$repo set 'remote "a".proxy' y
        Get-OstreeConfig -Repository $repo -Group 'remote "a"' -Key * | Remove-OstreeConfig
        @(Get-OstreeConfig -Repository $repo -Key 'remote*').Count | Should -Be 0
    }
}

Describe 'Completion of settings' {
    BeforeAll {
        $repo = New-Repository
        function Complete([string] $Line) { [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches }
    }

    It 'offers keys with what they do' {
        $offers = @(Complete "Set-OstreeConfig -Repository $repo -Key core.fs")
        $offers.CompletionText | Should -BeExactly 'core.fsync'
        $offers.ToolTip | Should -BeLike '*onto the disk*not set, so true*'
    }

    It 'offers values' {
        (Complete "Set-OstreeConfig -Repository $repo -Key core.fsync -Value ").CompletionText | Should -BeExactly 'true', 'false'
        (Complete "Set-OstreeConfig -Repository $repo -Key core.mode -Value bare-user").CompletionText | Should -BeExactly 'bare-user', 'bare-user-only'
    }

    It 'offers the keys of a remote, and groups' {
        (Complete "Set-OstreeConfig -Repository $repo -Group 'remote `"x`"' -Key tls-p").CompletionText | Should -BeExactly 'tls-permissive'
        (Complete "Get-OstreeConfig -Repository $repo -Group arch").CompletionText | Should -BeExactly 'archive'
    }
}
