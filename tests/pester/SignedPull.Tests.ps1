# Pulls from a signed repository: every recorded kind of signature, admitted or refused as OSTree 2026.4 does, and stock ostree beside us where it can judge.
Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force

$admitted = 'rsa3072', 'ed25519', 'nistp256', 'dsa2048', 'subkey', 'rsa-subkey', 'sha1-digest', 'two-good', 'good-and-unknown', 'good-and-expired', 'deleted', 'commit-option'
$refused = @(
    @{ Name = 'expired-key'; Fault = 'SignatureExpired' }
    @{ Name = 'expired-subkey'; Fault = 'SignatureExpired' }
    @{ Name = 'expired-signature'; Fault = 'SignatureExpired' }
    @{ Name = 'revoked-key'; Fault = 'SignatureRevoked' }
    @{ Name = 'revoked-and-unknown'; Fault = 'SignatureUntrusted' }
    @{ Name = 'unknown-key'; Fault = 'SignatureUntrusted' }
    @{ Name = 'unsigned'; Fault = 'SignatureMissing' }
    @{ Name = 'swapped'; Fault = 'SignatureInvalid' }
)
$plain = @(foreach ($engine in 'ed25519', 'spki') {
    @{ Engine = $engine; Name = 'good'; Fault = $null }
    @{ Engine = $engine; Name = 'two'; Fault = $null }
    @{ Engine = $engine; Name = 'wrong'; Fault = 'SignatureInvalid' }
    @{ Engine = $engine; Name = 'swapped'; Fault = 'SignatureInvalid' }
    @{ Engine = $engine; Name = 'unsigned'; Fault = 'SignatureMissing' }
})

Describe 'A pull from a signed repository' {
    BeforeAll {
        $ground = (Resolve-Path 'TestDrive:/').ProviderPath
        $fixture = Join-Path (Resolve-Path "$PSScriptRoot/..") 'unit/Fixtures/2026.4/signatures'
        tar --no-same-owner -xf "$fixture/repo.tar.xz" -C $ground
        $source = "file://$ground/repo"
        $keys = @(Get-ChildItem -LiteralPath "$fixture/keys/gpg" -Filter '*.pub.asc' | Where-Object Name -NE 'unknown-key.pub.asc').FullName
        $ours = Join-Path $ground 'ours'
        $null = New-OstreeRepository -Path $ours -Mode Archive
        Add-OstreeRemote -Repository $ours -Name origin -Url $source -GpgImport $keys
        $stock = Join-Path $ground 'stock'
        $null = ostree init --repo=$stock --mode=archive
        $null = ostree remote add --repo=$stock origin $source
        foreach ($key in $keys) {
            $null = ostree remote gpg-import --repo=$stock --keyring=$key origin 2>&1
        }
    }

    It 'admits gpg/<_>, as stock ostree does' -ForEach $admitted {
        $result = Invoke-OstreePull -Repository $ours -Remote origin -Ref "gpg/$_"
        $result | Should -Not -BeNullOrEmpty
        Test-OstreeSignature -Repository $ours "origin:gpg/$_" -Remote origin | Should -BeTrue
        $said = ostree pull --repo=$stock origin "gpg/$_" 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        # What we pulled is signed for stock ostree, too, with the keys that we imported.
        $shown = ostree show --repo=$ours --gpg-verify-remote=origin "origin:gpg/$_" 2>&1
        "$shown" | Should -Match 'Good signature'
    }

    It 'refuses gpg/<Name> with <Fault>, as stock ostree does, and leaves nothing' -ForEach $refused {
        $commit = (Get-OstreeCommit -Repository "$ground/repo" "gpg/$Name").Checksum
        { Invoke-OstreePull -Repository $ours -Remote origin -Ref "gpg/$Name" } | Should -Throw -ErrorId "$Fault*"
        @(Get-OstreeRef -Repository $ours | Where-Object { "$($_.Checksum)" -eq "$commit" }).Count | Should -Be 0
        [System.IO.File]::Exists("$ours/objects/$("$commit".Substring(0, 2))/$("$commit".Substring(2)).commit") | Should -BeFalse
        $null = ostree pull --repo=$stock origin "gpg/$Name" 2>&1
        $LASTEXITCODE | Should -Not -Be 0
        $null = ostree fsck --repo=$ours 2>&1
        $LASTEXITCODE | Should -Be 0
    }

    It 'takes keys from the directory that gpgkeypath names, among files that are none' {
        $folder = Join-Path $ground 'home'
        $null = New-Item -ItemType Directory -Path $folder
        foreach ($key in $keys) { Copy-Item -LiteralPath $key -Destination $folder }
        [System.IO.File]::WriteAllBytes("$folder/random_seed", [byte[]] (1..255))
        [System.IO.File]::WriteAllText("$folder/notes", "no key`n")
        mkfifo "$folder/fifo"
        $target = Join-Path $ground 'bypath'
        $null = New-OstreeRepository -Path $target -Mode Archive
        Add-OstreeRemote -Repository $target -Name origin -Url $source -Option @{ gpgkeypath = $folder }
        (Invoke-OstreePull -Repository $target -Remote origin -Ref gpg/rsa3072).Refs.Count | Should -Be 1
        { Invoke-OstreePull -Repository $target -Remote origin -Ref gpg/unknown-key } | Should -Throw -ErrorId 'SignatureUntrusted*'
    }

    It 'tells of a keyring in which there is no key' {
        $client = Join-Path $ground 'keyless'
        ostree init --repo=$client --mode=bare-user
        Add-OstreeRemote -Repository $client -Name origin -Url $source
        [System.IO.File]::WriteAllBytes("$client/origin.trustedkeys.gpg", [byte[]] (1..200))
        Get-OstreeRemoteKey -Repository $client origin -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$said" | Should -Match 'origin\.trustedkeys\.gpg'
        { Invoke-OstreePull -Repository $client -Remote origin -Ref gpg/rsa3072 } | Should -Throw '*no key that can be read in*origin.trustedkeys.gpg*' -ErrorId 'SignatureUntrusted,*'
    }

    It 'judges <Engine>/<Name> as OSTree 2026.4 does' -ForEach $plain {
        $file = "$fixture/keys/raw/$Engine-good.pub$(if ($Engine -eq 'spki') { '.pem' })"
        $target = Join-Path $ground "$Engine-$Name"
        $null = New-OstreeRepository -Path $target -Mode Archive
        Add-OstreeRemote -Repository $target -Name origin -Url $source -NoGpgVerify -SignVerify "$Engine=file:$file"
        if ($Fault) {
            { Invoke-OstreePull -Repository $target -Remote origin -Ref "$Engine/$Name" } | Should -Throw -ErrorId "$Fault*"
            @(Get-OstreeRef -Repository $target).Count | Should -Be 0
        }
        else {
            $null = Invoke-OstreePull -Repository $target -Remote origin -Ref "$Engine/$Name"
            (Get-OstreeSignature -Repository $target "origin:$Engine/$Name" -Remote origin | Where-Object State -EQ Good).Engine | Should -Be $Engine
        }
    }

    It 'demands both kinds where both are on' {
        $key = [System.IO.File]::ReadAllText("$fixture/keys/raw/ed25519-good.pub").Trim()
        $both = Join-Path $ground 'both'
        $null = New-OstreeRepository -Path $both -Mode Archive
        Add-OstreeRemote -Repository $both -Name origin -Url $source -GpgImport $keys -SignVerify "ed25519=inline:$key"
        { Invoke-OstreePull -Repository $both -Remote origin -Ref 'gpg/ed25519' } | Should -Throw -ErrorId 'SignatureMissing*'
        { Invoke-OstreePull -Repository $both -Remote origin -Ref 'ed25519/good' } | Should -Throw -ErrorId 'SignatureMissing*'
        Add-OstreeSignature -Repository "$ground/repo" 'ed25519/good' -GpgKeyFile "$fixture/keys/gpg/ed25519.sec.asc"
        $null = Invoke-OstreePull -Repository $both -Remote origin -Ref 'ed25519/good'
        @(Get-OstreeRef -Repository $both).Count | Should -Be 1
    }

    It 'refuses a forged commit before it can be seen, and a good pull succeeds afterwards' {
        $forged = Join-Path $ground 'forged'
        $null = [System.IO.Directory]::CreateDirectory("$ground/forged-tree")
        [System.IO.File]::WriteAllText("$ground/forged-tree/file", 'not what was signed')
        $null = New-OstreeRepository -Path $forged -Mode Archive
        $commit = New-OstreeCommit -Repository $forged -Branch 'gpg/rsa3072' -Path "$ground/forged-tree"
        # The signature of the real commit is laid beside the forged one.
        $real = (Get-OstreeCommit -Repository "$ground/repo" 'gpg/rsa3072').Checksum
        [System.IO.File]::Copy("$ground/repo/objects/$("$real".Substring(0, 2))/$("$real".Substring(2)).commitmeta", "$forged/objects/$("$($commit.Checksum)".Substring(0, 2))/$("$($commit.Checksum)".Substring(2)).commitmeta")
        $client = Join-Path $ground 'client'
        $null = New-OstreeRepository -Path $client -Mode BareUserOnly
        Add-OstreeRemote -Repository $client -Name origin -Url "file://$forged" -GpgImport $keys
        { Invoke-OstreePull -Repository $client -Remote origin -Ref 'gpg/rsa3072' } | Should -Throw -ErrorId 'SignatureInvalid*'
        @(Get-OstreeRef -Repository $client).Count | Should -Be 0
        Set-OstreeRemote -Repository $client -Name origin -Url $source
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref 'gpg/rsa3072'
        "$((Get-OstreeRef -Repository $client).Checksum)" | Should -BeExactly "$real"
    }

    It 'refuses a signature of <_> that is cut anywhere, and takes the whole one afterwards' -ForEach 'gpg/rsa3072', 'gpg/ed25519', 'gpg/nistp256', 'gpg/dsa2048', 'ed25519/good', 'spki/good' {
        $engine = ($_ -split '/')[0]
        $served = Join-Path $ground ([guid]::NewGuid().ToString('n'))
        cp -a "$ground/repo" $served
        $client = Join-Path $ground ([guid]::NewGuid().ToString('n'))
        ostree init --repo=$client --mode=bare-user-only
        $verify = if ($engine -eq 'gpg') { @{ GpgImport = $keys } }
        else { @{ NoGpgVerify = $true; SignVerify = "$engine=file:$fixture/keys/raw/$engine-good.pub$(if ($engine -eq 'spki') { '.pem' })" } }
        Add-OstreeRemote -Repository $client -Name origin -Url "file://$served" @verify
        $commit = "$((Get-OstreeCommit -Repository $served $_).Checksum)"
        $file = "$served/objects/$($commit.Substring(0, 2))/$($commit.Substring(2)).commitmeta"
        $whole = [System.IO.File]::ReadAllBytes($file)
        foreach ($length in 1, 20, 40, ([int] ($whole.Length / 2)), ($whole.Length - 12), ($whole.Length - 3), ($whole.Length - 1)) {
            [System.IO.File]::WriteAllBytes($file, $whole[0..($length - 1)])
            { Invoke-OstreePull -Repository $client -Remote origin -Ref $_ } | Should -Throw -ErrorId 'Signature*'
        }
        foreach ($at in 10, ([int] ($whole.Length / 3)), ([int] ($whole.Length / 2))) {
            # A byte less within the signature, all frames around it as they were.
            $bytes = [byte[]] ($whole[0..($at - 1)] + $whole[($at + 1)..($whole.Length - 1)])
            [System.IO.File]::WriteAllBytes($file, $bytes)
            { Invoke-OstreePull -Repository $client -Remote origin -Ref $_ } | Should -Throw -ErrorId 'Signature*'
        }
        @(Get-OstreeRef -Repository $client).Count | Should -Be 0
        ostree fsck --repo=$client --quiet 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
        [System.IO.File]::WriteAllBytes($file, $whole)
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref $_
        @(Get-OstreeRef -Repository $client).Count | Should -Be 1
    }

    It 'refuses a good signature of a commit that belongs to another <Where>, as stock ostree does' -ForEach @(@{ Where = 'ref' }, @{ Where = 'collection' }) {
        $served = Join-Path $ground ([guid]::NewGuid().ToString('n'))
        $null = [System.IO.Directory]::CreateDirectory("$ground/bound-tree")
        ostree init --repo=$served --mode=archive --collection-id=org.example.Right
        $signing = New-OstreeSigningKey -Path "$served.key"
        $right = New-OstreeCommit -Repository $served -Branch 'os/right' -Path "$ground/bound-tree" -SignFromFile $signing.Path
        ostree refs --repo=$served --create=os/wrong "$($right.Checksum)"
        ostree summary --repo=$served -u
        $wanted, $collection = if ($Where -eq 'ref') { 'os/wrong', 'org.example.Right' } else { 'os/right', 'org.example.Wrong' }
        $client, $stock = foreach ($who in 'ours', 'stock') {
            $path = Join-Path $ground ([guid]::NewGuid().ToString('n'))
            ostree init --repo=$path --mode=archive
            Add-OstreeRemote -Repository $path -Name origin -Url "file://$served" -NoGpgVerify -SignVerify "ed25519=inline:$($signing.PublicKey)" -CollectionId $collection
            $path
        }
        ostree pull --repo=$stock origin $wanted 2>&1 | Out-Null
        $LASTEXITCODE | Should -Not -Be 0
        { Invoke-OstreePull -Repository $client -Remote origin -Ref $wanted } | Should -Throw -ErrorId 'BindingMismatch,*'
        @(Get-OstreeRef -Repository $client).Count | Should -Be 0
        ostree fsck --repo=$client --quiet 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
        Set-OstreeRemote -Repository $client -Name origin -Option @{ 'collection-id' = 'org.example.Right' }
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/right
        @(Get-OstreeRef -Repository $client).Count | Should -Be 1
    }

    It 'judges the summary <Name>: <Fault>' -ForEach @(
        @{ Name = 'gpg-ed25519'; Fault = $null; State = 'Good' }
        @{ Name = 'gpg-rsa3072'; Fault = $null; State = 'Good' }
        @{ Name = 'gpg-tampered'; Fault = 'SignatureInvalid'; State = 'Bad' }
        @{ Name = 'gpg-expired-key'; Fault = 'SignatureExpired'; State = 'KeyExpired' }
        @{ Name = 'gpg-unknown-key'; Fault = 'SignatureUntrusted'; State = 'KeyMissing' }
        @{ Name = 'ed25519-good'; Fault = 'SignatureMissing'; State = 'KeyMissing' }
        @{ Name = 'unsigned'; Fault = 'SignatureMissing' }
    ) {
        foreach ($file in 'summary', 'summary.sig') {
            [System.IO.File]::Delete("$ground/repo/$file")
            if ([System.IO.File]::Exists("$ground/summaries/$Name/$file")) {
                [System.IO.File]::Copy("$ground/summaries/$Name/$file", "$ground/repo/$file")
            }
        }
        $target = Join-Path $ground "summary-$Name"
        $null = New-OstreeRepository -Path $target -Mode Archive
        Add-OstreeRemote -Repository $target -Name origin -Url $source -GpgImport $keys -Option @{ 'gpg-verify' = $false; 'gpg-verify-summary' = $true }
        try {
            if ($Fault) {
                $failure = { Invoke-OstreePull -Repository $target -Remote origin -Ref 'gpg/unsigned' } | Should -Throw -ErrorId "$Fault*" -PassThru
                if ($Fault -eq 'SignatureMissing') { $failure.ErrorDetails.RecommendedAction | Should -Match 'Update-OstreeSummary' }
            }
            else {
                $null = Invoke-OstreePull -Repository $target -Remote origin -Ref 'gpg/unsigned'
                @(Get-OstreeRef -Repository $target).Count | Should -Be 1
            }

            # Whatever a pull makes of it, it can be looked at, fetched and where it lies.
            if ($Fault) { { Get-OstreeSummary -Repository $target -Remote origin } | Should -Throw -ErrorId "$Fault*" }
            $summary = Get-OstreeSummary -Repository $target -Remote origin -SkipSignatureCheck
            Test-OstreeSignature -InputObject $summary | Should -Be ($State -eq 'Good')
            (@($summary | Get-OstreeSignature).State -join ' ') | Should -BeExactly "$State"
            (@(Get-OstreeSummary -Repository "$ground/repo" | Get-OstreeSignature -Repository $target -Remote origin).State -join ' ') | Should -BeExactly "$State"
            ostree fsck --repo=$target --quiet 2>&1 | Out-Null
            $LASTEXITCODE | Should -Be 0
        }
        finally {
            [System.IO.File]::Delete("$ground/repo/summary")
            [System.IO.File]::Delete("$ground/repo/summary.sig")
        }
    }
}
