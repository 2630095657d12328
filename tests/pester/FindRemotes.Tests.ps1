# Places that have refs of collections: the same that stock ostree finds, in its order; and pulls from them, which trust nobody.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    . "$PSScriptRoot/FindGround.ps1"
}

AfterAll { Remove-Item -Recurse -Force -LiteralPath $work }

Describe 'What is found in the remotes that are configured' {
    It 'is what stock ostree finds: <_>' -ForEach @('org.example.Os stable', 'org.example.Apps app1', 'org.example.Os stable org.example.Apps app1', 'org.example.Os stable org.example.Apps app1 org.example.Apps app2', 'org.example.Os none org.example.Os devel', 'org.example.Nobody stable') {
        $words = $_ -split ' '
        $ours = Format-Found (Find-OstreeRemote -Repository $client -Finder Config -Ref (ConvertTo-Ref $words) -ErrorAction SilentlyContinue)
        $ours | Should -Be (Get-StockFound $client config $words)
    }

    It 'has its facts in properties' {
        $found = Find-OstreeRemote -Repository $client org.example.Os stable -Finder Config
        $found.Url | Should -Be "file://$work/os"
        "$($found.Finder)" | Should -Be 'Config'
        $found.Priority | Should -Be 100
        $found.KeyringRemote | Should -Be 'os'
        $found.LastModified | Should -Be (Get-OstreeSummary -Repository "$work/os").LastModified
        $found.Refs.Count | Should -Be 1
        $found.Refs[0].Name | Should -Be 'stable'
        $found.Refs[0].CollectionId | Should -Be 'org.example.Os'
        "$($found.Refs[0].Checksum)" | Should -Be "$(ostree rev-parse --repo=$work/os stable)"
        $found.Refs[0].Timestamp | Should -Be (Get-OstreeCommit -Repository "$work/os" stable).Timestamp
    }

    It 'is shown in a table of a hundred columns, also as the copy that a job returns' {
        $found = Find-OstreeRemote -Repository $client org.example.Os stable
        $shown = ($found | Out-String -Width 100).Trim()
        $shown | Should -Match '(?m)^Config +os +[-0-9]{10} [:0-9]{8}Z +\(org\.example\.Os, stable\)'
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($found, 1))
        ($copy | Out-String -Width 100).Trim() | Should -BeExactly $shown
    }

    It 'is the same for a table of collections, for objects through the pipeline, and with -CollectionId' {
        $expected = Format-Found (Find-OstreeRemote -Repository $client org.example.Apps app1, app2)
        $expected.Count | Should -Be 1
        Format-Found (Find-OstreeRemote -Repository $client -Ref @{ 'org.example.Apps' = 'app1', 'app2' }) | Should -Be $expected
        Format-Found (Get-OstreeRef -Repository "$work/apps" app* | Find-OstreeRemote -Repository $client) | Should -Be $expected
        Format-Found ('app1', 'app2' | Find-OstreeRemote -Repository $client -CollectionId org.example.Apps) | Should -Be $expected
    }

    It 'leaves out a mirror that is behind, as stock ostree does, and comes back when it has caught up' {
        $mirror = New-Mirror os stable
        $target = Copy-Client
        Add-OstreeRemote -Repository $target -Name late -Url "file://$mirror" -CollectionId org.example.Os -GpgImport $osKey
        @(Find-OstreeRemote -Repository $target org.example.Os stable).Count | Should -Be 2
        Format-Found (Find-OstreeRemote -Repository $target org.example.Os stable) | Should -Be (Get-StockFound $target config org.example.Os, stable)
        New-Signed os stable 'A newer one' $osSecret
        (Find-OstreeRemote -Repository $target org.example.Os stable).Url | Should -Be "file://$work/os"
        Format-Found (Find-OstreeRemote -Repository $target org.example.Os stable) | Should -Be (Get-StockFound $target config org.example.Os, stable)
        $null = Invoke-OstreePull -Repository $mirror -Remote origin -Ref stable -Mirror
        $null = Update-OstreeSummary -Repository $mirror
        Format-Found (Find-OstreeRemote -Repository $target org.example.Os stable) | Should -Be (Get-StockFound $target config org.example.Os, stable)
    }

    It 'follows core.default-repo-finders, and refuses what that cannot be' {
        $target = Copy-Client
        Set-OstreeConfig -Repository $target core.default-repo-finders 'mount;'
        Find-OstreeRemote -Repository $target org.example.Os stable -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Add-Content -LiteralPath "$target/config" -Value "`n[core]`ndefault-repo-finders=config;moon;"
        { Find-OstreeRemote -Repository $target org.example.Os stable } | Should -Throw -ErrorId 'InvalidConfig,*'
    }
}

Describe 'Completion' {
    It 'offers <Expected> for <Line>' -ForEach @(
        @{ Line = 'Find-OstreeRemote -CollectionId org.example.O'; Expected = 'org.example.Os' }
        @{ Line = 'Find-OstreeRemote '; Expected = 'org.example.Apps org.example.Os' }
        @{ Line = 'Find-OstreeRemote org.example.Os -Ref '; Expected = 'stable' }
        @{ Line = 'Find-OstreeRemote org.example.Os stable -Finder L'; Expected = 'Lan' }
        @{ Line = 'Invoke-OstreePull stick -CollectionId org.example.A'; Expected = 'org.example.Apps' }
    ) {
        $target = Copy-Client
        $null = Find-OstreeRemote -Repository $target -Ref @{ 'org.example.Os' = 'stable'; 'org.example.Apps' = 'app1' } | Invoke-OstreePull
        $words = $Line -split ' ', 2
        $typed = "$($words[0]) -Repository $target $($words[1])"
        @((TabExpansion2 $typed $typed.Length).CompletionMatches.CompletionText) -join ' ' | Should -BeExactly $Expected
    }
}

Describe 'What nobody has' {
    It 'is an error of its own for each ref, and the others are found' {
        $found = Find-OstreeRemote -Repository $client -Ref @{ 'org.example.Os' = 'stable', 'none', 'neither' } -ErrorVariable missing -ErrorAction SilentlyContinue
        $found.Refs.Name | Should -Be 'stable'
        $missing.Count | Should -Be 2
        $missing | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'RefNotFound,*' }
        "$($missing.TargetObject | Sort-Object)" | Should -Be '(org.example.Os, neither) (org.example.Os, none)'
    }

    It 'says when a collection has no remote whose keys could verify it' {
        $null = Find-OstreeRemote -Repository $client org.example.Nobody stable -Url "file://$work/os" -ErrorVariable missing -ErrorAction SilentlyContinue
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'RefNotFound,*'
        "$($missing[0])" | Should -Match 'no keys'
    }

    It 'is refused as an option: no collection, a name that is none, an override without places' {
        { Find-OstreeRemote -Repository $client -Ref stable } | Should -Throw -ErrorId 'InvalidOption,*'
        { Find-OstreeRemote -Repository $client org.example.Os '../x' } | Should -Throw -ErrorId 'InvalidRefName,*'
        { Find-OstreeRemote -Repository $client noCollection stable } | Should -Throw -ErrorId 'InvalidRefName,*'
        { Find-OstreeRemote -Repository $client org.example.Os stable -Finder Override } | Should -Throw -ErrorId 'InvalidOption,*'
        { Find-OstreeRemote -Repository $client org.example.Os stable -MountPath "$work/nowhere" } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'tells why a place was passed over: <Name>' -ForEach @(
        @{ Name = 'no summary'; Break = { Remove-Item -LiteralPath "$mirror/summary" }; Says = 'no summary' }
        @{ Name = 'a summary that is none'; Break = { [IO.File]::WriteAllText("$mirror/summary", 'nonsense') }; Says = 'cannot be read' }
        @{ Name = 'no repository'; Break = { Remove-Item -Recurse -Force -LiteralPath $mirror }; Says = 'summary' }
    ) {
        $mirror = New-Mirror os devel
        . $Break
        $null = Find-OstreeRemote -Repository $client org.example.Os devel -Url "file://$mirror" -ErrorVariable missing -ErrorAction SilentlyContinue
        "$($missing[0])" | Should -Match $Says
        "$($missing[0])" | Should -Match ([regex]::Escape("file://$mirror"))
    }
}

Describe 'A summary that must be signed' {
    It 'is believed with its signature only, and whoever asks is warned' {
        $target = Copy-Client
        Set-OstreeRemote -Repository $target -Name os -Option @{ 'gpg-verify-summary' = 'true' }
        Update-OstreeSummary -Repository "$work/os" -GpgKeyFile $osSecret | Out-Null
        (Find-OstreeRemote -Repository $target org.example.Os stable).Url | Should -Be "file://$work/os"
        Update-OstreeSummary -Repository "$work/os" -GpgKeyFile $appsSecret | Out-Null
        Find-OstreeRemote -Repository $target org.example.Os stable -ErrorVariable missing -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$($missing[0])" | Should -Match 'signature|trusted'
        $warned.Count | Should -Be 1
        ostree find-remotes --repo=$target --finders=config org.example.Os stable | Should -Be 'No results.'
        Remove-Item -LiteralPath "$work/os/summary.sig"
        Find-OstreeRemote -Repository $target org.example.Os stable -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Should -BeNullOrEmpty
    }
}

Describe 'A summary that lies' {
    BeforeAll {
        # The same bytes with others in their place, of the same length.
        function Edit-Summary([string] $Repository, [byte[]] $From, [byte[]] $To) {
            $hex = [Convert]::ToHexString([IO.File]::ReadAllBytes("$Repository/summary"))
            $hex.Contains([Convert]::ToHexString($From)) | Should -BeTrue
            [IO.File]::WriteAllBytes("$Repository/summary", [Convert]::FromHexString($hex.Replace([Convert]::ToHexString($From), [Convert]::ToHexString($To))))
        }
        function Get-TimeBytes([DateTimeOffset] $Time) {
            $bytes = [BitConverter]::GetBytes($Time.ToUnixTimeSeconds())
            [Array]::Reverse($bytes)
            , $bytes
        }
    }

    It 'about the time of a commit is passed over: <Name>' -ForEach @(@{ Name = 'the commit is here'; Here = $true }, @{ Name = 'another place knows better'; Here = $false }) {
        $mirror = New-Mirror os devel
        $target = Copy-Client
        $time = (Get-OstreeCommit -Repository "$work/os" devel).Timestamp
        Edit-Summary $mirror (Get-TimeBytes $time) (Get-TimeBytes $time.AddYears(1))
        if ($Here) {
            $null = Find-OstreeRemote -Repository $target org.example.Os devel | Invoke-OstreePull
            Find-OstreeRemote -Repository $target org.example.Os devel -Url "file://$mirror" -ErrorAction SilentlyContinue -ErrorVariable missing | Should -BeNullOrEmpty
            "$($missing[0])" | Should -Match 'otherwise'
        }
        else {
            Add-OstreeRemote -Repository $target -Name zmirror -Url "file://$mirror" -CollectionId org.example.Os -GpgImport $osKey
            (Find-OstreeRemote -Repository $target org.example.Os devel).Url | Should -Be "file://$work/os"
        }
    }

    It 'cannot discredit the remote that is configured' {
        $volume = New-Volume
        $null = New-Item -ItemType Directory -Path "$volume/ostree"
        cp -a (New-Mirror os devel) "$volume/ostree/repo"
        $time = (Get-OstreeCommit -Repository "$work/os" devel).Timestamp
        Edit-Summary "$volume/ostree/repo" (Get-TimeBytes $time) (Get-TimeBytes $time.AddYears(1))
        (Find-OstreeRemote -Repository $client org.example.Os devel -Finder Config, Mount -MountPath $volume).Url | Should -Be "file://$work/os"
    }

    It 'about nothing but leaves times out is believed, and the time is the commit''s own' {
        $mirror = New-Mirror os devel
        Edit-Summary $mirror ([Text.Encoding]::ASCII.GetBytes('ostree.commit.timestamp')) ([Text.Encoding]::ASCII.GetBytes('ostree.commit.timestamq'))
        $found = Find-OstreeRemote -Repository $client org.example.Os devel -Url "file://$mirror"
        $found.Refs[0].Timestamp | Should -Be (Get-OstreeCommit -Repository "$work/os" devel).Timestamp
    }

    It 'by offering refs of another collection than its remote''s is not heard' {
        $target = "$work/client-$([guid]::NewGuid())"
        ostree init --repo=$target --mode=bare-user
        Add-OstreeRemote -Repository $target -Name os -Url "file://$mirrorOfAll" -CollectionId org.example.Os -GpgImport $osKey
        Add-OstreeRemote -Repository $target -Name apps -Url "file://$work/nowhere" -CollectionId org.example.Apps -GpgImport $appsKey
        $found = Find-OstreeRemote -Repository $target -Ref @{ 'org.example.Os' = 'stable'; 'org.example.Apps' = 'app1' } -ErrorAction SilentlyContinue -ErrorVariable missing
        $found.Refs.Name | Should -Be 'stable'
        $missing[0].TargetObject | Should -Be '(org.example.Apps, app1)'
    }
}

Describe 'A pull from what was found' {
    It 'brings refs of several collections at once, each under the name of its remote and verified by its keys' {
        $target = Copy-Client
        $results = @(Find-OstreeRemote -Repository $target -Ref @{ 'org.example.Os' = 'stable'; 'org.example.Apps' = 'app1', 'app2' } | Invoke-OstreePull)
        $results.Count | Should -Be 2
        "$(ostree refs --repo=$target | Sort-Object)" | Should -Be 'apps:app1 apps:app2 os:stable'
        foreach ($ref in 'os:stable', 'apps:app1', 'apps:app2') {
            ostree rev-parse --repo=$target $ref | Should -Be (ostree rev-parse --repo=$work/$($ref -replace ':.*') ($ref -replace '.*:'))
        }
        $results | ForEach-Object { $_.VerifiedBy.Count | Should -Be 1 }
        ostree fsck --repo=$target --quiet
        $LASTEXITCODE | Should -Be 0
    }

    It 'writes mirrors with -Mirror, as stock ostree does' {
        $ours, $theirs = (Copy-Client), (Copy-Client)
        $null = Find-OstreeRemote -Repository $ours -Ref @{ 'org.example.Os' = 'stable'; 'org.example.Apps' = 'app1' } | Invoke-OstreePull -Mirror
        $null = ostree find-remotes --repo=$theirs --finders=config --pull --mirror org.example.Os stable org.example.Apps app1
        $LASTEXITCODE | Should -Be 0
        foreach ($name in 'org.example.Os/stable', 'org.example.Apps/app1') {
            [IO.File]::ReadAllText("$ours/refs/mirrors/$name") | Should -Be ([IO.File]::ReadAllText("$theirs/refs/mirrors/$name"))
        }
        ostree refs --repo=$ours --collections | Should -Be (ostree refs --repo=$theirs --collections)
        @(ostree refs --repo=$ours).Count | Should -Be 0
    }

    It 'falls over to the next place when one fails' {
        $mirror = New-Mirror os devel
        $target = Copy-Client
        $found = Find-OstreeRemote -Repository $target org.example.Os devel -Finder Config, Override -Url "file://$mirror"
        "$($found.Finder)" | Should -Be 'Override Config'
        Get-ChildItem -LiteralPath "$mirror/objects" -Recurse -Filter '*.filez' | Remove-Item
        $result = @($found | Invoke-OstreePull)
        $result.Count | Should -Be 1
        $result[0].Source | Should -Be "file://$work/os"
        ostree rev-parse --repo=$target os:devel | Should -Be (ostree rev-parse --repo=$work/os devel)
    }

    It 'reports each ref that no place can give, and brings the others' {
        $mirror = New-Mirror os stable, devel
        $target = Copy-Client
        $found = @(Find-OstreeRemote -Repository $target org.example.Os stable, devel -Url "file://$mirror") + @(Find-OstreeRemote -Repository $target org.example.Apps app1)
        $commit = ostree rev-parse --repo=$work/os devel
        [IO.File]::Delete("$mirror/objects/$($commit.Substring(0, 2))/$($commit.Substring(2)).commit")
        $results = @($found | Invoke-OstreePull -ErrorVariable failed -ErrorAction SilentlyContinue)
        $results.Count | Should -Be 1
        "$($results.Refs.Ref)" | Should -Be 'apps:app1'
        "$($failed.TargetObject | Sort-Object)" | Should -Be '(org.example.Os, devel) (org.example.Os, stable)'
        $failed | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*' }
        "$(ostree refs --repo=$target)" | Should -Be 'apps:app1'
    }

    It 'is told apart from remotes and refs in the pipeline, and from nothing at all' {
        $target = Copy-Client
        (Get-OstreeRemote -Repository $target -Name os | Invoke-OstreePull -Ref devel).Refs.Count | Should -Be 1
        "$((Get-OstreeRemoteRef -Repository $target -Remote apps -Name 'app*' | Invoke-OstreePull).Refs.Ref)" | Should -Be 'apps:app1 apps:app2'
        "$((Find-OstreeRemote -Repository $target org.example.Os stable | Invoke-OstreePull).Refs.Ref)" | Should -Be 'os:stable'
        "$((Invoke-OstreePull -Repository $target -InputObject (Find-OstreeRemote -Repository $target org.example.Os stable)).Refs.Ref)" | Should -Be 'os:stable'
        { Invoke-OstreePull -Repository $target } | Should -Throw -ErrorId 'InvalidOption,*'
    }

    It 'does nothing with -WhatIf, and tells with -DryRun what would come from where' {
        $mirror = New-Mirror os devel
        $target = Copy-Client
        $found = Find-OstreeRemote -Repository $target -Finder Config, Override -Url "file://$mirror" -Ref @{ 'org.example.Os' = 'stable', 'devel' }
        $found | Invoke-OstreePull -WhatIf
        $forecasts = @($found | Invoke-OstreePull -DryRun)
        @(Get-OstreeRef -Repository $target).Count | Should -Be 0
        "$($forecasts.Source)" | Should -Be "file://$mirror file://$work/os"
        "$($forecasts[0].Refs.Ref) $($forecasts[1].Refs.Ref)" | Should -Be 'os:devel os:stable'
        $results = @($found | Invoke-OstreePull)
        "$($results.Refs)" | Should -Be "$($forecasts.Refs)"
        ($results | Measure-Object ContentFetched -Sum).Sum | Should -BeLessOrEqual ($forecasts | Measure-Object ContentFetched -Sum).Sum
    }

    It 'takes the commit that was asked for instead of the newest, signed all the same' {
        $old = ostree rev-parse --repo=$work/os stable
        New-Signed os stable 'Newer than asked for' $osSecret
        $target = Copy-Client
        $found = Find-OstreeRemote -Repository $target org.example.Os "stable@$old"
        "$($found.Refs[0].Checksum)" | Should -Be $old
        $found.Refs[0].Timestamp | Should -Be (Get-OstreeCommit -Repository "$work/os" $old).Timestamp
        $null = $found | Invoke-OstreePull
        ostree rev-parse --repo=$target os:stable | Should -Be $old
    }

    It 'takes nothing without the signature of the collection''s remote: <Name>' -ForEach @(
        @{ Name = 'unsigned'; Secret = $null; Fault = 'SignatureMissing' }
        @{ Name = 'signed by the keys of another collection'; Secret = 'apps'; Fault = 'SignatureUntrusted' }
    ) {
        $rogue = "$work/rogue-$([guid]::NewGuid())"
        ostree init --repo=$rogue --mode=archive --collection-id=org.example.Os
        $commit = New-OstreeCommit -Repository $rogue -Branch stable -Path "$work/tree" -Subject 'Not from us' -Timestamp '2027-01-01'
        if ($Secret) { Add-OstreeSignature -Repository $rogue "$($commit.Checksum)" -GpgKeyFile $appsSecret }
        $null = Update-OstreeSummary -Repository $rogue
        $target = Copy-Client
        # Alone, it is what there is; and it does not get in.
        Find-OstreeRemote -Repository $target org.example.Os stable -Url "file://$rogue" | Invoke-OstreePull -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike "$Fault,*"
        @(Get-OstreeRef -Repository $target).Count | Should -Be 0
        # Beside one that is signed, a claim to be newer counts for nothing.
        (Find-OstreeRemote -Repository $target org.example.Os stable -Finder Config, Override -Url "file://$rogue").Url | Should -Be "file://$work/os"
    }

    It 'demands a signature even where the remote''s settings do not, as stock ostree does' {
        $rogue = "$work/rogue-$([guid]::NewGuid())"
        ostree init --repo=$rogue --mode=archive --collection-id=org.example.Os
        $null = ostree commit --repo=$rogue -b stable --tree=dir=$work/tree --timestamp='2027-01-01'
        ostree summary --repo=$rogue -u
        $target = "$work/client-$([guid]::NewGuid())"
        ostree init --repo=$target --mode=bare-user
        ostree remote add --repo=$target --no-gpg-verify --collection-id=org.example.Os os file://$rogue
        Find-OstreeRemote -Repository $target org.example.Os stable | Invoke-OstreePull -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SignatureMissing,*'
        ostree find-remotes --repo=$target --finders=config --pull org.example.Os stable 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 1
    }

    It 'refuses a commit of another collection, or of another ref, however well it is signed' {
        $mixed = "$work/mixed-$([guid]::NewGuid())"
        ostree init --repo=$mixed --mode=archive --collection-id=org.example.Os
        ostree pull-local --repo=$mixed $work/os stable | Out-Null
        ostree refs --repo=$mixed --create=devel stable
        ostree summary --repo=$mixed -u
        $target = Copy-Client
        Find-OstreeRemote -Repository $target org.example.Os devel -Url "file://$mixed" | Invoke-OstreePull -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'BindingMismatch,*'
        $os = "$work/client-$([guid]::NewGuid())"
        ostree init --repo=$os --mode=bare-user
        Add-OstreeRemote -Repository $os -Name os -Url "file://$work/os" -CollectionId org.example.Os -GpgImport $osKey, $appsKey
        $mixed = "$work/mixed-$([guid]::NewGuid())"
        ostree init --repo=$mixed --mode=archive --collection-id=org.example.Os
        ostree pull-local --repo=$mixed $work/apps app1 --disable-verify-bindings | Out-Null
        ostree summary --repo=$mixed -u
        Find-OstreeRemote -Repository $os org.example.Os app1 -Url "file://$mixed" | Invoke-OstreePull -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'BindingMismatch,*'
    }

    It 'works over HTTP, and from a remote that demands signatures of another engine' {
        $served = "$work/www-$([guid]::NewGuid())"
        $null = New-Item -ItemType Directory -Path $served
        ostree init --repo=$served/repo --mode=archive --collection-id=org.example.Plain
        $key = New-OstreeSigningKey -Path "$served.key"
        $null = New-OstreeCommit -Repository "$served/repo" -Branch main -Path "$work/tree" | Add-OstreeSignature -SignFromFile $key.Path
        $null = Update-OstreeSummary -Repository "$served/repo"
        $server = Start-TestServer -Root $served
        try {
            $target = "$work/client-$([guid]::NewGuid())"
            $null = New-OstreeRepository -Path $target -Mode BareUser
            Add-OstreeRemote -Repository $target -Name plain -Url "$($server.Uri)/repo" -CollectionId org.example.Plain -NoGpgVerify -SignVerify "ed25519=inline:$($key.PublicKey)"
            $result = Find-OstreeRemote -Repository $target org.example.Plain main | Invoke-OstreePull
            $result.VerifiedBy | Should -BeLike 'ed25519 *'
            "$(ostree refs --repo=$target)" | Should -Be 'plain:main'
        }
        finally { Stop-TestServer $server }
    }
}

Describe 'A place over HTTP' {
    BeforeAll {
        $served = "$work/www"
        $null = New-Item -ItemType Directory -Path $served
        cp -a (New-Mirror os devel) "$served/repo"
        $server = Start-TestServer -Root $served
        $place = "$($server.Uri)/repo"
    }

    AfterAll { Stop-TestServer $server }

    BeforeEach { Set-TestServerRule $server }

    It 'that <Name> is passed over for one that works' -ForEach @(
        @{ Name = 'is not allowed'; Rule = @{ Path = 'summary'; Fault = 'Status'; Status = 403 } }
        @{ Name = 'has troubles of its own'; Rule = @{ Path = 'summary$'; Fault = 'Status'; Status = 500 } }
        @{ Name = 'cuts what it sends'; Rule = @{ Path = 'summary$'; Fault = 'Cut'; After = 20 } }
    ) {
        Set-TestServerRule $server @($Rule)
        (Find-OstreeRemote -Repository $client org.example.Os devel -Finder Config, Override -Url $place -NetworkRetries 0).Url | Should -Be "file://$work/os"
    }

    It 'that fails in the middle of a pull is followed by the next' {
        Set-TestServerRule $server @(@{ Path = 'filez$'; Fault = 'Status'; Status = 404 })
        $target = Copy-Client
        $found = Find-OstreeRemote -Repository $target org.example.Os devel -Finder Config, Override -Url $place
        "$($found.Url)" | Should -Be "$place file://$work/os"
        ($found | Invoke-OstreePull -NetworkRetries 0).Source | Should -Be "file://$work/os"
        ostree rev-parse --repo=$target os:devel | Should -Be (ostree rev-parse --repo=$work/os devel)
        ostree fsck --repo=$target --quiet
        $LASTEXITCODE | Should -Be 0
    }

    It 'is asked with what the cmdlet was given' {
        $null = @(Get-TestServerRequest $server -Clear)
        $null = Find-OstreeRemote -Repository $client org.example.Os devel -Url $place -HttpHeader X-Test=found -UserAgentSuffix finder/1
        $requests = @(Get-TestServerRequest $server)
        $requests.Count | Should -BeGreaterThan 0
        $requests | ForEach-Object { $_.agent | Should -Match 'finder/1$'; "$($_.headers)" | Should -Match 'X-Test' }
    }

    It 'that stalls does not keep Ctrl-C waiting' {
        Set-TestServerRule $server @(@{ Path = 'summary'; Fault = 'Stall'; After = 0 })
        $null = @(Get-TestServerRequest $server -Clear)
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $null = $shell.AddScript("Import-Module '$(Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1')'; Find-OstreeRemote -Repository '$client' org.example.Os devel -Url '$place'")
            $running = $shell.BeginInvoke()
            for ($i = 0; $i -lt 200 -and -not @(Get-TestServerRequest $server).Count; $i++) { [Threading.Thread]::Sleep(50) }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
            $running.IsCompleted | Should -BeTrue
        }
        finally { $shell.Dispose() }
    }
}

Describe 'A pull of refs that have keyrings of their own' {
    BeforeEach {
        $target = Copy-Client
        Add-OstreeRemote -Repository $target -Name stick -Url "file://$mirrorOfAll" -NoSignatureCheck
        $refs = @{ 'org.example.Os' = 'stable'; 'org.example.Apps' = 'app1' }
    }

    It 'verifies each with the keys that its collection or its name has' -ForEach @(
        @{ Keyring = @{ 'org.example.Os' = 'os'; 'org.example.Apps' = 'apps' } }
        @{ Keyring = @{ 'org.example.Os' = 'os'; 'org.example.Apps' = 'os'; 'org.example.Apps:app1' = 'apps' } }
        @{ Keyring = @{ 'org.example.Os' = 'os'; 'org.example.Apps:app1' = 'apps'; 'org.example.Apps:app2' = 'os'; 'org.example.Else' = 'os' } }
    ) {
        $result = Invoke-OstreePull -Repository $target -Remote stick -Ref $refs -RefKeyring $Keyring
        $result.VerifiedBy.Count | Should -Be 2
        "$(ostree refs --repo=$target | Sort-Object)" | Should -Be 'stick:app1 stick:stable'
    }

    It 'refuses a signature of another collection, and the whole pull with it' -ForEach @(
        @{ Keyring = @{ 'org.example.Os' = 'apps'; 'org.example.Apps' = 'apps' } }
        @{ Keyring = @{ 'org.example.Apps:app1' = 'os' } }
    ) {
        { Invoke-OstreePull -Repository $target -Remote stick -Ref $refs -RefKeyring $Keyring } | Should -Throw -ErrorId 'SignatureUntrusted,*'
        @(Get-OstreeRef -Repository $target).Count | Should -Be 0
    }

    It 'verifies so from a repository on this machine too, and lets in nothing of it that has no keyring' {
        $both = @{ 'org.example.Os' = 'os'; 'org.example.Apps:app1' = 'apps' }
        (Invoke-OstreePull -Repository $target -Source $mirrorOfAll -Ref $refs -RefKeyring $both -DryRun).VerifiedBy.Count | Should -Be 2
        { Invoke-OstreePull -Repository $target -Source $mirrorOfAll -Ref $refs -RefKeyring @{ 'org.example.Os' = 'os'; 'org.example.Apps' = 'os' } } | Should -Throw -ErrorId 'SignatureUntrusted,*'
        { Invoke-OstreePull -Repository $target -Source $mirrorOfAll -Ref $refs -RefKeyring @{ 'org.example.Os' = 'os' } } | Should -Throw '*(org.example.Apps, app1)*' -ErrorId 'InvalidOption,*'
        $commit = "$(Get-OstreeRef -Repository "$work/os" stable | ForEach-Object Checksum)"
        { Invoke-OstreePull -Repository $target -Source "$work/os" -Ref $commit -RefKeyring $both } | Should -Throw "*$commit*" -ErrorId 'InvalidOption,*'
        @(Get-OstreeRef -Repository $target).Count | Should -Be 0
        (Invoke-OstreePull -Repository $target -Source $mirrorOfAll -Ref $refs -RefKeyring $both).VerifiedBy.Count | Should -Be 2
        # Whatever has no collection of its own is of the source's.
        (Invoke-OstreePull -Repository $target -Source "$work/os" -Ref stable -RefKeyring $both).VerifiedBy.Count | Should -Be 1
        { Invoke-OstreePull -Repository $target -Source "$work/os" -Ref stable -RefKeyring @{ 'org.example.Os' = 'apps' } } | Should -Throw -ErrorId 'SignatureUntrusted,*'
        # Where the keys of one remote count for all else, a keyring goes before them.
        { Invoke-OstreePull -Repository $target -Source $mirrorOfAll -Ref $refs -GpgVerify -Remote os } | Should -Throw -ErrorId 'SignatureUntrusted,*'
        (Invoke-OstreePull -Repository $target -Source $mirrorOfAll -Ref $refs -GpgVerify -Remote os -RefKeyring @{ 'org.example.Apps' = 'apps' }).VerifiedBy.Count | Should -Be 2
    }

    It 'says which remote or name there is not' {
        { Invoke-OstreePull -Repository $target -Remote stick -Ref $refs -RefKeyring @{ 'org.example.Os' = 'none' } } | Should -Throw -ErrorId 'RemoteNotFound,*'
        { Invoke-OstreePull -Repository $target -Remote stick -Ref $refs -RefKeyring @{ 'org.example.Os:../x' = 'os' } } | Should -Throw -ErrorId 'InvalidRefName,*'
    }

    It 'brings several refs of several collections, as mirrors too, with -CollectionId or a table' {
        $null = Invoke-OstreePull -Repository $target -Remote stick -CollectionId org.example.Apps -Ref app1, app2 -Mirror
        $null = Invoke-OstreePull -Repository $target -Source $mirrorOfAll -Ref @{ 'org.example.Os' = 'stable', 'devel' } -Mirror
        "$(ostree refs --repo=$target --collections | Sort-Object)" | Should -Be '(org.example.Apps, app1) (org.example.Apps, app2) (org.example.Os, devel) (org.example.Os, stable)'
        { Invoke-OstreePull -Repository $target -Remote stick -CollectionId org.example.Apps -Ref stable } | Should -Throw -ErrorId 'RefNotFound,*'
    }
}

Describe 'The local network' {
    It 'is not looked at where there is no message bus, or nobody who announces, and verbose output says so' {
        $env:DBUS_SYSTEM_BUS_ADDRESS = "unix:path=$work/no-bus"
        try {
            $said = Find-OstreeRemote -Repository $client org.example.Os stable -Finder Lan -Verbose -ErrorAction SilentlyContinue -ErrorVariable missing 4>&1
            "$said" | Should -Match 'Avahi does not run'
            $missing[0].FullyQualifiedErrorId | Should -BeLike 'RefNotFound,*'
            (Find-OstreeRemote -Repository $client org.example.Os stable -Finder Lan, Config).Url | Should -Be "file://$work/os"
        }
        finally { $env:DBUS_SYSTEM_BUS_ADDRESS = $null }
    }
}
