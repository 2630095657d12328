# Signatures beside stock ostree and GnuPG: they verify what we sign, and we what they sign.
Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force

Describe 'Signatures' {
    BeforeAll {
        $ground = (Resolve-Path 'TestDrive:/').ProviderPath
        $keys = Join-Path (Resolve-Path "$PSScriptRoot/..") 'unit/Fixtures/2026.4/signatures/keys'
        # A path of a socket of GnuPG's agent must be short.
        $gnupg = [System.IO.Directory]::CreateTempSubdirectory('og-').FullName
        foreach ($name in 'rsa3072', 'ed25519', 'nistp256', 'dsa2048', 'subkey', 'rsa-subkey') {
            $null = gpg --homedir $gnupg --batch --quiet --import "$keys/gpg/$name.sec.asc" 2>&1
        }
        $env:GNUPGHOME = $gnupg

        function New-Ground {
            param($Name)
            $repo = Join-Path $ground $Name
            $null = New-OstreeRepository -Path $repo -Mode Archive
            $tree = Join-Path $ground 'tree'
            $null = [System.IO.Directory]::CreateDirectory($tree)
            [System.IO.File]::WriteAllText("$tree/file", 'content')
            $null = New-OstreeCommit -Repository $repo -Branch main -Path $tree -Subject 'To be signed'
            $repo
        }

        function Import-KeyOf {
            param($Path)
            $known = Join-Path $ground 'known'
            if (-not (Test-Path -LiteralPath $known)) {
                $null = New-OstreeRepository -Path $known -Mode Archive
                $null = Add-OstreeRemote -Repository $known -Name any -Url 'https://example.org/repo'
            }
            Import-OstreeRemoteKey -Repository $known any $Path
        }

        # Whether stock ostree pulls a branch with the given options of 'remote add'.
        function Test-StockPull {
            param($Source, [string[]] $RemoteOption, $Branch = 'main')
            $target = Join-Path $ground ('stock' + [System.IO.Path]::GetRandomFileName())
            $null = ostree init --repo=$target --mode=archive
            $null = ostree remote add --repo=$target @RemoteOption origin "file://$Source" 2>&1
            $said = ostree pull --repo=$target origin $Branch 2>&1
            $script:stockSaid = "$said"
            $LASTEXITCODE -eq 0
        }
    }

    AfterAll {
        $null = gpgconf --homedir $gnupg --kill all 2>&1
        $env:GNUPGHOME = $null
        [System.IO.Directory]::Delete($gnupg, $true)
    }

    It 'of GnuPG with <_> verify with stock ostree, with GnuPG and here' -ForEach 'rsa3072', 'ed25519', 'nistp256', 'dsa2048', 'subkey', 'rsa-subkey' {
        $repo = New-Ground "gnupg-$_"
        $user = "$_@"
        if ($_ -eq 'subkey') { $user = 'Ssiszr subkey' }
        $commit = (Get-OstreeCommit -Repository $repo main).Checksum
        Add-OstreeSignature -Repository $repo main -GpgSign $user

        $signature = @(Get-OstreeSignature -Repository $repo main -GpgHomedir "$keys/gpg/$_.pub.asc")
        $signature.Count | Should -Be 1
        $signature[0].State | Should -Be 'Good'
        $signature[0].UserId | Should -Match ([regex]::Escape($user))
        Test-StockPull $repo "--gpg-import=$keys/gpg/$_.pub.asc" | Should -BeTrue -Because $stockSaid

        $bytes = @([OstreePS.Core.Signing.CommitSignatures]::new([OstreePS.Core.Repository.OstreeRepository]::Open($repo)).Read($commit, 'gpg'))[0]
        [System.IO.File]::WriteAllBytes("$ground/detached.sig", [byte[]] $bytes)
        $null = gpg --homedir $gnupg --batch --verify "$ground/detached.sig" "$repo/objects/$("$commit".Substring(0, 2))/$("$commit".Substring(2)).commit" 2>&1
        $LASTEXITCODE | Should -Be 0
    }

    It 'of the key file of <_> verify with stock ostree, with GnuPG and here' -ForEach 'rsa3072', 'ed25519', 'nistp256', 'dsa2048', 'subkey', 'rsa-subkey' {
        $repo = New-Ground "file-$_"
        $commit = (Get-OstreeCommit -Repository $repo main).Checksum
        Add-OstreeSignature -Repository $repo main -GpgKeyFile "$keys/gpg/$_.sec.asc"

        (Get-OstreeSignature -Repository $repo main -GpgHomedir "$keys/gpg/$_.pub.asc").State | Should -Be 'Good'
        Test-StockPull $repo "--gpg-import=$keys/gpg/$_.pub.asc" | Should -BeTrue -Because $stockSaid
        $bytes = @([OstreePS.Core.Signing.CommitSignatures]::new([OstreePS.Core.Repository.OstreeRepository]::Open($repo)).Read($commit, 'gpg'))[0]
        [System.IO.File]::WriteAllBytes("$ground/detached.sig", [byte[]] $bytes)
        $null = gpg --homedir $gnupg --batch --verify "$ground/detached.sig" "$repo/objects/$("$commit".Substring(0, 2))/$("$commit".Substring(2)).commit" 2>&1
        $LASTEXITCODE | Should -Be 0
    }

    It 'of stock ostree with <_> verify here' -ForEach 'rsa3072', 'ed25519', 'nistp256', 'dsa2048', 'subkey', 'rsa-subkey' {
        $repo = New-Ground "stock-$_"
        $fingerprint = (Import-KeyOf "$keys/gpg/$_.pub.asc").Fingerprint
        $said = ostree gpg-sign --repo=$repo --gpg-homedir=$gnupg main $fingerprint 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        $signature = Get-OstreeSignature -Repository $repo main -GpgHomedir "$keys/gpg/$_.pub.asc"
        $signature.State | Should -Be 'Good'
        $signature.PrimaryFingerprint | Should -BeExactly $fingerprint
        Test-OstreeSignature -Repository $repo main -GpgHomedir "$keys/gpg/unknown-key.pub.asc" | Should -BeFalse
    }

    It 'are made while a commit is, as by ostree commit --gpg-sign' {
        $repo = New-Ground 'at-commit'
        $null = New-OstreeCommit -Repository $repo -Branch main -Path (Join-Path $ground 'tree') -GpgSign 'rsa3072@', 'ed25519@'
        @(Get-OstreeSignature -Repository $repo main -GpgHomedir $gnupg | Where-Object State -EQ Good).Count | Should -Be 2
        Test-StockPull $repo "--gpg-import=$keys/gpg/ed25519.pub.asc" | Should -BeTrue -Because $stockSaid
        $null = ostree commit --repo=$repo -b stock --tree=dir=$ground/tree --gpg-sign=$((Import-KeyOf "$keys/gpg/rsa3072.pub.asc").Fingerprint) --gpg-homedir=$gnupg 2>&1
        (Get-OstreeSignature -Repository $repo stock -GpgHomedir $gnupg).State | Should -Be 'Good'
    }

    It 'of ed25519 are made here and verified by stock ostree, and the other way round' {
        $repo = New-Ground 'ed25519'
        $key = New-OstreeSigningKey -Path "$ground/one.key"
        [System.IO.File]::GetUnixFileMode($key.Path) | Should -Be 384
        New-OstreeCommit -Repository $repo -Branch main -Path "$ground/tree" | Add-OstreeSignature -SignFromFile $key.Path
        Test-OstreeSignature -Repository $repo main -Key $key.PublicKey | Should -BeTrue
        $wrong = New-OstreeSigningKey -Path "$ground/wrong.key"
        Test-OstreeSignature -Repository $repo main -KeysFile $wrong.PublicPath | Should -BeFalse

        # Only where stock ostree was built with the engine can it judge.
        if (-not ((ostree --version) -match 'ed25519')) { return }
        $null = ostree sign --repo=$repo --sign-type=ed25519 --verify main $key.PublicKey 2>&1
        $LASTEXITCODE | Should -Be 0
        Test-StockPull $repo '--no-gpg-verify', "--sign-verify=ed25519=inline:$($key.PublicKey)" | Should -BeTrue -Because $stockSaid

        $null = New-OstreeCommit -Repository $repo -Branch other -Path "$ground/tree" -Subject 'By stock'
        $null = ostree sign --repo=$repo --sign-type=ed25519 other ([System.IO.File]::ReadAllText($key.Path).Trim()) 2>&1
        $LASTEXITCODE | Should -Be 0
        Test-OstreeSignature -Repository $repo other -KeysFile $key.PublicPath | Should -BeTrue
    }

    It 'of spki with a key <Name> of OpenSSL are made and verified by either' -ForEach @(
        @{ Name = 'rsa'; New = 'genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'; Raw = $false }
        @{ Name = 'p256'; New = 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'; Raw = $false }
        @{ Name = 'p384'; New = 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'; Raw = $false }
        @{ Name = 'ed25519'; New = 'genpkey', '-algorithm', 'ED25519'; Raw = $true }
        @{ Name = 'ed448'; New = 'genpkey', '-algorithm', 'ED448'; Raw = $true }
    ) {
        $repo = New-Ground "spki-$Name"
        $commit = "$((Get-OstreeCommit -Repository $repo main).Checksum)"
        $object = "$repo/objects/$($commit.Substring(0, 2))/$($commit.Substring(2)).commit"
        $secret, $public, $file = "$ground/$Name.pem", "$ground/$Name.pub.pem", "$ground/$Name.sig"
        $null = openssl @New -out $secret 2>&1
        $null = openssl pkey -in $secret -pubout -out $public 2>&1

        if ($Raw) { $null = openssl pkeyutl -sign -rawin -inkey $secret -in $object -out $file 2>&1 }
        else { $null = openssl dgst -sha256 -sign $secret -out $file $object 2>&1 }
        Add-OstreeSignature -Repository $repo main -SignType spki -Signature ([System.IO.File]::ReadAllBytes($file))
        Test-OstreeSignature -Repository $repo main -SignType spki -KeysFile $public | Should -BeTrue

        $null = New-OstreeCommit -Repository $repo -Branch ours -Path "$ground/tree" -Subject 'Ours' -SignFromFile $secret -SignType spki
        $commit = (Get-OstreeCommit -Repository $repo ours).Checksum
        $object = "$repo/objects/$("$commit".Substring(0, 2))/$("$commit".Substring(2)).commit"
        $bytes = @([OstreePS.Core.Signing.CommitSignatures]::new([OstreePS.Core.Repository.OstreeRepository]::Open($repo)).Read($commit, 'spki'))[0]
        [System.IO.File]::WriteAllBytes($file, [byte[]] $bytes)
        $said = if ($Raw) { openssl pkeyutl -verify -rawin -pubin -inkey $public -sigfile $file -in $object 2>&1 }
        else { openssl dgst -sha256 -verify $public -signature $file $object 2>&1 }
        $LASTEXITCODE | Should -Be 0 -Because "$said"
    }

    It 'say how many keys were tried, and name them while they are few' {
        $repo = New-Ground 'tried'
        $key = New-OstreeSigningKey -Path "$ground/tried.key"
        Add-OstreeSignature -Repository $repo main -SignFromFile $key.Path
        $strangers = 1..4 | ForEach-Object { (New-OstreeSigningKey -Path "$ground/stranger-$_.key").PublicKey }
        (Get-OstreeSignature -Repository $repo main -SignType ed25519 -Key $strangers).Reason | Should -BeLike '*fits none of the 4 trusted keys.'
        (Get-OstreeSignature -Repository $repo main -SignType ed25519 -Key $strangers[0]).Reason | Should -BeLike "*$([Convert]::ToHexStringLower([Convert]::FromBase64String($strangers[0])))*"
        (Get-OstreeSignature -Repository $repo main -SignType ed25519 -Key (@($strangers) + $key.PublicKey)).State | Should -Be 'Good'
    }

    It 'of spki with a new key of the kind <_> are verified by OpenSSL, which reads both of its files' -ForEach 'Ed25519', 'Ed448', 'Rsa', 'NistP256' {
        $repo = New-Ground "spki-new-$_"
        $key = New-OstreeSigningKey -Path "$ground/new-$_.pem" -SignType spki -Kind $_
        $public = openssl pkey -in $key.Path -pubout 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$public"
        $public | Should -Be (Get-Content -LiteralPath $key.PublicPath)
        Add-OstreeSignature -Repository $repo main -SignType spki -SignFromFile $key.Path
        Test-OstreeSignature -Repository $repo main -SignType spki -KeysFile $key.PublicPath | Should -BeTrue
        $commit = "$((Get-OstreeCommit -Repository $repo main).Checksum)"
        $object = "$repo/objects/$($commit.Substring(0, 2))/$($commit.Substring(2)).commit"
        $bytes = @([OstreePS.Core.Signing.CommitSignatures]::new([OstreePS.Core.Repository.OstreeRepository]::Open($repo)).Read([OstreePS.Core.Objects.Checksum]$commit, 'spki'))[0]
        [System.IO.File]::WriteAllBytes("$ground/new-$_.sig", [byte[]] $bytes)
        $said = if ($_ -like 'Ed*') { openssl pkeyutl -verify -rawin -pubin -inkey $key.PublicPath -sigfile "$ground/new-$_.sig" -in $object 2>&1 }
        else { openssl dgst -sha256 -verify $key.PublicPath -signature "$ground/new-$_.sig" $object 2>&1 }
        $LASTEXITCODE | Should -Be 0 -Because "$said"
    }

    It 'of the summary are made here and verified by stock ostree' {
        $repo = New-Ground 'summary'
        $key = New-OstreeSigningKey -Path "$ground/summary.key"
        Update-OstreeSummary -Repository $repo -GpgSign 'ed25519@' -SignFromFile $key.Path
        $gpg = "--gpg-import=$keys/gpg/ed25519.pub.asc", '--set=gpg-verify=false', '--set=gpg-verify-summary=true'
        Test-StockPull $repo $gpg | Should -BeTrue -Because $stockSaid
        Test-OstreeSignature -Repository $repo -Summary -Key $key.PublicKey | Should -BeTrue
        Test-OstreeSignature -Repository $repo -Summary -GpgHomedir "$keys/gpg/ed25519.pub.asc" | Should -BeTrue
        @(Get-OstreeSignature -Repository $repo -Summary).Engine | Should -Be 'gpg', 'ed25519'
        Update-OstreeSummary -Repository $repo
        Test-OstreeSignature -Repository $repo -Summary -GpgHomedir "$keys/gpg/ed25519.pub.asc" | Should -BeFalse
    }

    It 'are removed by key, by place and through the pipeline' {
        $repo = New-Ground 'removal'
        Add-OstreeSignature -Repository $repo main -GpgSign 'rsa3072@', 'ed25519@', 'Ssiszr subkey'
        Remove-OstreeSignature -Repository $repo main -KeyId 'rsa3072@' -GpgHomedir $gnupg -WhatIf
        @(Get-OstreeSignature -Repository $repo main).Count | Should -Be 3
        Remove-OstreeSignature -Repository $repo main -KeyId 'rsa3072@' -GpgHomedir $gnupg
        @(Get-OstreeSignature -Repository $repo main -GpgHomedir $gnupg).UserId -join ' ' | Should -Not -Match 'rsa3072'
        Get-OstreeSignature -Repository $repo main | Remove-OstreeSignature
        @(Get-OstreeSignature -Repository $repo main).Count | Should -Be 0
        $show = ostree show --repo=$repo --list-detached-metadata-keys main 2>&1
        "$show" | Should -Not -Match 'gpgsigs'
    }

    It 'are all removed, of every engine or of one' {
        $repo = New-Ground 'removal-of-all'
        $key = New-OstreeSigningKey -Path "$ground/removed.key"
        Add-OstreeSignature -Repository $repo main -GpgSign 'rsa3072@' -SignFromFile $key.Path
        Remove-OstreeSignature -Repository $repo main -KeyId 'nobody@' -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Match 'no signature of nobody@'
        @(Get-OstreeSignature -Repository $repo main).Count | Should -Be 2
        Remove-OstreeSignature -Repository $repo main -All -SignType ed25519
        @(Get-OstreeSignature -Repository $repo main).Engine | Should -BeExactly 'gpg'
        Add-OstreeSignature -Repository $repo main -SignFromFile $key.Path
        Remove-OstreeSignature -Repository $repo main -All
        @(Get-OstreeSignature -Repository $repo main).Count | Should -Be 0
    }

    It 'of one OpenPGP key are not made twice' {
        $repo = New-Ground 'twice'
        Add-OstreeSignature -Repository $repo main -GpgSign 'Ssiszr subkey'
        { Add-OstreeSignature -Repository $repo main -GpgSign 'Ssiszr subkey' } | Should -Throw -ErrorId 'AlreadySigned*'
        { Add-OstreeSignature -Repository $repo main -GpgSign 'nobody@' } | Should -Throw -ErrorId 'SigningKeyNotFound*'
        { Add-OstreeSignature -Repository $repo main -Sign 'AAAA' } | Should -Throw -ErrorId 'InvalidSigningKey*'
        { Add-OstreeSignature -Repository $repo main } | Should -Throw -ErrorId 'InvalidOption*'
    }

    It 'need the passphrase of a key file' {
        $repo = New-Ground 'passphrase'
        $locked = [System.IO.Directory]::CreateTempSubdirectory('og-').FullName
        try {
            $null = gpg --homedir $locked --batch --quiet --pinentry-mode loopback --passphrase 'se cret' --quick-generate-key 'Locked <locked@example.org>' rsa2048 sign never 2>&1
            $null = gpg --homedir $locked --batch --quiet --pinentry-mode loopback --passphrase 'se cret' --output "$ground/locked.gpg" --export-secret-keys 2>&1
        }
        finally {
            $null = gpgconf --homedir $locked --kill all 2>&1
            [System.IO.Directory]::Delete($locked, $true)
        }
        $right, $wrong = [securestring]::new(), [securestring]::new()
        'se cret'.ToCharArray() | ForEach-Object { $right.AppendChar($_) }
        'secret'.ToCharArray() | ForEach-Object { $wrong.AppendChar($_) }
        { Add-OstreeSignature -Repository $repo main -GpgKeyFile "$ground/locked.gpg" } | Should -Throw -ErrorId 'SigningFailed*'
        { Add-OstreeSignature -Repository $repo main -GpgKeyFile "$ground/locked.gpg" -Passphrase $wrong } | Should -Throw -ErrorId 'SigningFailed*'
        Add-OstreeSignature -Repository $repo main -GpgKeyFile "$ground/locked.gpg" -Passphrase $right
        (Get-OstreeSignature -Repository $repo main -GpgHomedir "$ground/locked.gpg").State | Should -Be 'Good'
    }
}

Describe 'The keys of a remote' {
    BeforeAll {
        $ground = (Resolve-Path 'TestDrive:/').ProviderPath
        $keys = Join-Path (Resolve-Path "$PSScriptRoot/..") 'unit/Fixtures/2026.4/signatures/keys'
        $repo = Join-Path $ground 'keyed'
        $null = New-OstreeRepository -Path $repo -Mode Archive
        $null = Add-OstreeRemote -Repository $repo -Name ours -Url 'https://example.org/repo'
        $null = Add-OstreeRemote -Repository $repo -Name theirs -Url 'https://example.org/repo'
        $names = 'rsa3072', 'ed25519', 'subkey', 'expired-key', 'revoked-key', 'expired-subkey'
    }

    It 'are imported into the keyring that stock ostree reads, which lists the same' {
        foreach ($name in $names) {
            $null = Import-OstreeRemoteKey -Repository $repo ours "$keys/gpg/$name.pub.asc"
            $null = ostree remote gpg-import --repo=$repo --keyring="$keys/gpg/$name.pub.asc" theirs 2>&1
        }
        @(Get-OstreeRemoteKey -Repository $repo ours).Fingerprint -join ' ' | Should -BeExactly (@(Get-OstreeRemoteKey -Repository $repo theirs).Fingerprint -join ' ')
        $ours = ostree remote gpg-list-keys --repo=$repo ours
        $theirs = ostree remote gpg-list-keys --repo=$repo theirs
        $ours -join "`n" | Should -BeExactly ($theirs -join "`n")
        @(Get-OstreeRemoteKey -Repository $repo ours | Where-Object State -EQ Revoked).Count | Should -Be 1
        @(Get-OstreeRemoteKey -Repository $repo ours | Where-Object State -EQ Expired).Count | Should -Be 1
    }

    It 'come through the pipeline, and only those that are meant' {
        $null = Add-OstreeRemote -Repository $repo -Name piped -Url 'https://example.org/repo'
        $text = [System.IO.File]::ReadAllText("$keys/gpg/rsa3072.pub.asc") + [System.IO.File]::ReadAllText("$keys/gpg/ed25519.pub.asc")
        ($text -split "`n" | Import-OstreeRemoteKey -Repository $repo piped -KeyId 'ed25519@').UserId | Should -Match 'ed25519@'
        @(Get-OstreeRemoteKey -Repository $repo piped).Count | Should -Be 1
        { Import-OstreeRemoteKey -Repository $repo piped "$keys/gpg/rsa3072.pub.asc" -KeyId 'nobody@' } | Should -Throw -ErrorId 'SigningKeyNotFound*'
        { Import-OstreeRemoteKey -Repository $repo piped "$keys/raw/ed25519-good.pub" } | Should -Throw -ErrorId 'InvalidSigningKey*'
        { Import-OstreeRemoteKey -Repository $repo nowhere "$keys/gpg/rsa3072.pub.asc" } | Should -Throw -ErrorId 'RemoteNotFound*'
    }

    It 'come from the keybox of a home of GnuPG' {
        $null = Add-OstreeRemote -Repository $repo -Name box -Url 'https://example.org/repo'
        $boxed = [System.IO.Directory]::CreateTempSubdirectory('og-').FullName
        try {
            $null = gpg --homedir $boxed --batch --quiet --import "$keys/gpg/rsa3072.pub.asc" "$keys/gpg/subkey.pub.asc" 2>&1
            [System.IO.File]::Exists("$boxed/pubring.kbx") | Should -BeTrue
            @(Import-OstreeRemoteKey -Repository $repo box -GpgHomedir $boxed -KeyId 'Ssiszr subkey').Count | Should -Be 1
            @(Import-OstreeRemoteKey -Repository $repo box -GpgHomedir $boxed).Count | Should -Be 2
        }
        finally {
            $null = gpgconf --homedir $boxed --kill all 2>&1
            [System.IO.Directory]::Delete($boxed, $true)
        }
        $listed = ostree remote gpg-list-keys --repo=$repo box
        @($listed -match '^Key:').Count | Should -Be 2
        { Import-OstreeRemoteKey -Repository $repo box -GpgHomedir $ground } | Should -Throw -ErrorId 'InvalidSigningKey*'
    }

    It 'leave the secret part of a secret key behind' {
        $null = Add-OstreeRemote -Repository $repo -Name secret -Url 'https://example.org/repo'
        $null = Import-OstreeRemoteKey -Repository $repo secret "$keys/gpg/rsa-subkey.sec.asc"
        $listed = (gpg --batch --show-keys --with-colons "$repo/secret.trustedkeys.gpg" 2>&1) -join "`n"
        $listed | Should -Match '(?m)^pub:'
        $listed | Should -Not -Match '(?m)^sec:'
    }
}
