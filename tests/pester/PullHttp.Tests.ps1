# Pulls over HTTP from a server that does as it should. Stock ostree published what is pulled, and checks what came.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    . "$PSScriptRoot/HttpGround.ps1"
}

AfterAll { Stop-TestServer $server }

Describe 'A pull over HTTP' {
    BeforeEach {
        Set-TestServerRule $server @()
        $null = Get-TestServerRequest $server -Clear
    }

    It 'brings a branch into a repository of mode <_>' -ForEach 'archive', 'bare-user', 'bare-user-only' {
        $client = New-Client $_
        $result = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        "$($result.Refs[0].Commit)" | Should -BeExactly $new
        $result.ContentFetched | Should -Be 6
        $result.Bytes | Should -BeGreaterThan 300000
        $result.Source | Should -BeExactly $url
        Get-Tip $client | Should -BeExactly $new
        Test-Whole $client
        ostree ls --repo=$client -R origin:os/stable | Should -BeExactly @(ostree ls --repo=$published -R os/stable)
    }

    It 'takes remotes, and what they offer, from the pipeline' {
        $client = New-Client
        (Get-OstreeRemote -Repository $client | Invoke-OstreePull -Ref os/stable).Refs.Count | Should -Be 1
        (Get-OstreeRemoteRef -Repository $client -Remote origin -Name 'os/t*' | Invoke-OstreePull).Refs.Ref | ForEach-Object ToString | Should -BeExactly 'origin:os/testing'
        @(Get-OstreeRef -Repository $client -Remote origin | Invoke-OstreePull).Count | Should -Be 2
        (Get-OstreeRemote -Repository $client | Get-OstreeSummary).Refs.Count | Should -Be 2
        { Invoke-OstreePull -Repository $client } | Should -Throw -ErrorId 'InvalidOption,*'
        Test-Whole $client
    }

    It 'keeps the compressed bytes of an archive' {
        $client = New-Client
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        foreach ($file in Get-ChildItem -Path "$client/objects" -Recurse -Filter '*.filez') {
            $theirs = Join-Path $published "objects/$($file.Directory.Name)/$($file.Name)"
            (Get-FileHash -LiteralPath $file.FullName).Hash | Should -BeExactly (Get-FileHash -LiteralPath $theirs).Hash
        }
    }

    It 'brings nothing the second time' {
        $client = New-Client
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        $null = Get-TestServerRequest $server -Clear
        $again = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        $again.ContentFetched | Should -Be 0
        @(Get-TestServerRequest $server | Where-Object path -Match 'commitmeta$').Count | Should -Be 1
        @(Get-TestServerRequest $server | Where-Object path -Match 'filez|dirtree|dirmeta|\.commit$').Count | Should -Be 0
    }

    It 'brings signatures that were added later' {
        $client = New-Client
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        $name = "objects/$($new.Substring(0, 2))/$($new.Substring(2)).commitmeta"
        # An a{sv} with one entry.
        [System.IO.File]::WriteAllBytes("$published/$name", [byte[]] @(0x61, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0x62, 2, 12))
        try {
            $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
            (Get-FileHash "$client/$name").Hash | Should -BeExactly (Get-FileHash "$published/$name").Hash
        }
        finally { Remove-Item -LiteralPath "$published/$name" }
        Test-Whole $client
    }

    It 'takes away signatures that were taken away there, and takes what is broken in them for none' {
        $client = New-Client
        $mirror = New-Client
        ostree pull --repo=$mirror --mirror origin os/stable 2>&1 | Out-Null
        $served = Join-Path $root 'meta'
        cp -a $mirror $served
        $key = New-OstreeSigningKey -Path (Join-Path $folder 'taken.key')
        Add-OstreeSignature -Repository $served -Revision os/stable -SignFromFile $key.Path
        Set-OstreeRemote -Repository $client -Name origin -Url "$($server.Uri)/meta"
        foreach ($from in @{ Remote = 'origin' }, @{ Source = $served; Remote = 'origin' }) {
            $null = Invoke-OstreePull -Repository $client @from -Ref os/stable
            @(Get-OstreeSignature -Repository $client -Revision origin:os/stable).Count | Should -Be 1
            $file = "$served/objects/$($new.Substring(0, 2))/$($new.Substring(2)).commitmeta"
            $signed = [System.IO.File]::ReadAllBytes($file)
            foreach ($bytes in [byte[]]::new(0), [System.Text.Encoding]::ASCII.GetBytes("borkborkbork`n")) {
                [System.IO.File]::WriteAllBytes($file, $bytes)
                $null = Invoke-OstreePull -Repository $client @from -Ref os/stable
                @(Get-OstreeSignature -Repository $client -Revision origin:os/stable).Count | Should -Be 0
                Test-Whole $client
                [System.IO.File]::WriteAllBytes($file, $signed)
                $null = Invoke-OstreePull -Repository $client @from -Ref os/stable
                @(Get-OstreeSignature -Repository $client -Revision origin:os/stable).Count | Should -Be 1
            }
        }
    }

    It 'brings only what is new' {
        $client = Copy-Client
        $result = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        $result.ContentFetched | Should -Be 2
        "$($result.Refs[0].Previous)" | Should -BeExactly $old
        Test-Whole $client
    }

    It 'brings history with -Depth <Depth>' -ForEach @(@{ Depth = 0; Commits = 1 }, @{ Depth = 1; Commits = 2 }, @{ Depth = -1; Commits = 2 }) {
        $client = New-Client
        (Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -Depth $Depth).Commits.Count | Should -Be $Commits
        Test-Whole $client
    }

    It 'mirrors everything, the summary byte for byte' {
        $client = New-Client
        $null = Invoke-OstreePull -Repository $client -Remote origin -Mirror
        ostree refs --repo=$client | Sort-Object | Should -BeExactly 'os/stable', 'os/testing'
        (Get-FileHash "$client/summary").Hash | Should -BeExactly (Get-FileHash "$published/summary").Hash
        Test-Whole $client
    }

    It 'brings the branches that the remote is configured with' {
        $client = New-Client -Option @{ branches = 'os/testing;' }
        (Invoke-OstreePull -Repository $client -Remote origin).Refs.Count | Should -Be 1
        ostree refs --repo=$client | Should -BeExactly 'origin:os/testing'
        { Invoke-OstreePull -Repository (New-Client) -Remote origin } | Should -Throw -ErrorId 'InvalidOption,*'
    }

    It 'brings a part with -Subpath, and completes it later' {
        $client = New-Client
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -Subpath /usr/bin
        @(Get-ChildItem -Path "$client/objects" -Recurse -Filter '*.filez').Count | Should -Be 2
        Test-Path "$client/state/$new.commitpartial" | Should -BeTrue
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Test-Path "$client/state/$new.commitpartial" | Should -BeFalse
        Test-Whole $client
    }

    It 'brings only commits with -CommitMetadataOnly' {
        $client = New-Client
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -CommitMetadataOnly -Depth -1
        @(Get-TestServerRequest $server | Where-Object path -Match 'filez|dirtree').Count | Should -Be 0
        (ostree log --repo=$client origin:os/stable | Where-Object { $_ -match '^commit ' }).Count | Should -Be 2
    }

    It 'brings a commit that no ref names, or that a ref is to name' {
        $client = New-Client
        (Invoke-OstreePull -Repository $client -Remote origin -Ref $old).Refs.Count | Should -Be 0
        ostree refs --repo=$client | Should -BeNullOrEmpty
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref "os/stable@$old"
        Get-Tip $client | Should -BeExactly $old
    }

    It 'finds refs one by one where there is no summary' {
        $bare = Join-Path $root 'plain'
        cp -a $published $bare
        Remove-Item -LiteralPath "$bare/summary"
        $client = New-Client -From "$($server.Uri)/plain"
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        { Invoke-OstreePull -Repository $client -Remote origin -Mirror } | Should -Throw -ErrorId 'SummaryNotFound,*'
        { Invoke-OstreePull -Repository $client -Remote origin -Ref nothing } | Should -Throw -ErrorId 'RefNotFound,*'
    }

    It 'takes objects from a cache on this machine first' {
        $client = New-Client
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -LocalCacheRepository $published
        @(Get-TestServerRequest $server | Where-Object path -Match 'filez|dirtree').Count | Should -Be 0
        Test-Whole $client
    }

    It 'says who asks, with headers and cookies' {
        $client = New-Client
        Add-OstreeRemoteCookie -Repository $client -Remote origin -Domain localhost -Path / -Name badge -Value 42
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -HttpHeader 'X-Token=4711' -UserAgentSuffix 'tester/1'
        foreach ($request in Get-TestServerRequest $server) {
            $request.agent | Should -BeLike 'libostree/* tester/1'
            $request.headers.'X-Token' | Should -BeExactly '4711'
            $request.headers.Cookie | Should -BeExactly 'badge=42'
        }
        $null = Get-TestServerRequest $server -Clear
        $null = Get-OstreeRemoteRef -Repository $client -Remote origin -HttpHeader 'User-Agent=another/1'
        @((Get-TestServerRequest $server).agent | Select-Object -Unique) | Should -BeExactly 'another/1'
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -HttpHeader "X=a`r`nY: b" } | Should -Throw -ErrorId 'InvalidOption,*'
    }

    It 'gives a user and password, from the URL or from -Credential' {
        Set-TestServerRule $server @(@{ Path = '.*'; RequireUser = 'me:s@cret' })
        $client = New-Client -From $url.Replace('http://', 'http://me:s%40cret@')
        $result = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        $result.Source | Should -BeExactly $url
        $client = New-Client
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'AuthenticationFailed,*'
        $secret = [System.Net.NetworkCredential]::new('', 's@cret').SecurePassword
        $credential = [System.Management.Automation.PSCredential]::new('me', $secret)
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -Credential $credential
        Get-Tip $client | Should -BeExactly $new
    }

    It 'takes objects from contenturl, as upstream does, and all from another place with -Url' {
        $null = New-Item -ItemType Directory -Path "$root/content" -Force
        cp -a "$published/objects" "$root/content/objects"
        $client = New-Client -Option @{ contenturl = "$($server.Uri)/content" }
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        @(Get-TestServerRequest $server | Where-Object path -Like '/content/*.filez').Count | Should -Be 6
        @(Get-TestServerRequest $server | Where-Object path -Like '/content/*.commit').Count | Should -Be 1
        # From the remote itself, of the objects, signatures alone.
        @(Get-TestServerRequest $server | Where-Object path -Like '/repo/objects/*' | Where-Object path -NotLike '*.commitmeta').Count | Should -Be 0
        $client = New-Client -From http://127.0.0.1:1/nowhere
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -Url $url
        Get-Tip $client | Should -BeExactly $new
    }

    It 'goes over to the next mirror of a list' {
        Set-Content -LiteralPath "$root/mirrors" -Value "# ours`n`nhttp://127.0.0.1:1/dead`nftp://x/y`n$($server.Uri)/half`n$url"
        $null = New-Item -ItemType Directory -Path "$root/half" -Force
        Copy-Item -LiteralPath "$published/config" -Destination "$root/half/config"
        $client = New-Client -From "mirrorlist=$($server.Uri)/mirrors"
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -NetworkRetries 0
        Get-Tip $client | Should -BeExactly $new
        Set-Content -LiteralPath "$root/mirrors" -Value 'http://127.0.0.1:1/dead'
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -NetworkRetries 0 } | Should -Throw -ErrorId 'ConnectionFailed,*'
    }

    It 'does without the mirrors that are down behind one that works' {
        Set-Content -LiteralPath "$root/mirrors" -Value "$url`nhttp://127.0.0.1:1/dead"
        $client = New-Client -From "mirrorlist=$($server.Uri)/mirrors"

        # There are no signatures, and only the first mirror can tell.
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        Test-Whole $client
    }

    It 'takes the user and password of a metalink''s address for all that lies there' {
        Set-TestServerRule $server @(@{ Path = '^/repo/.*'; RequireUser = 'me:s@cret' })
        $hash = (Get-FileHash "$published/summary").Hash.ToLowerInvariant()
        $size = (Get-Item "$published/summary").Length
        $place = $url.Replace('http://', 'http://me:s%40cret@')
        Set-Content -LiteralPath "$root/metalink.xml" -Value "<?xml version=`"1.0`"?><metalink version=`"3.0`"><files><file name=`"summary`"><size>$size</size><verification><hash type=`"sha256`">$hash</hash></verification><resources><url protocol=`"http`">$place/summary</url></resources></file></files></metalink>"
        $client = New-Client -From "metalink=$($server.Uri)/metalink.xml"
        $result = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        $result.Source | Should -Not -Match 'cret'
    }

    It 'takes REMOTE:REF as upstream''s command does' {
        $client = New-Client
        (Invoke-OstreePull origin:os/stable -Repository $client).Refs[0].Ref.ToString() | Should -BeExactly 'origin:os/stable'
        Get-Tip $client | Should -BeExactly $new
        { Invoke-OstreePull origin:no//ref -Repository $client } | Should -Throw -ErrorId 'InvalidRefName,*'
    }

    It 'follows a metalink whose digest fits' {
        $hash = (Get-FileHash "$published/summary").Hash.ToLowerInvariant()
        $size = (Get-Item "$published/summary").Length
        $text = "<?xml version=`"1.0`"?><metalink version=`"3.0`"><files><file name=`"summary`"><size>$size</size><verification><hash type=`"sha256`">$hash</hash></verification><resources><url protocol=`"http`">$($server.Uri)/dead/summary</url><url protocol=`"http`">$url/summary</url></resources></file></files></metalink>"
        Set-Content -LiteralPath "$root/metalink.xml" -Value $text
        $client = New-Client -From "metalink=$($server.Uri)/metalink.xml"
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        Set-Content -LiteralPath "$root/metalink.xml" -Value $text.Replace($hash, '0' * 64)
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/testing } | Should -Throw -ErrorId 'MalformedMetalink,*'
    }

    It 'pulls from a file:// URL, by its own name as well' {
        $client = New-Client -From "file://$published"
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        $null = Invoke-OstreePull -Repository $client -Remote "file://$published" -Ref os/testing
        ostree refs --repo=$client | Sort-Object | Should -BeExactly 'origin:os/stable', 'os/testing'
        Test-Whole $client
    }

    It 'refuses a remote that is not to be pulled from' {
        { Invoke-OstreePull -Repository (New-Client -Option @{ 'unconfigured-state' = 'Register first.' }) -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'RemoteUnconfigured,*'
        { Invoke-OstreePull -Repository (New-Client -Option @{ 'custom-backend' = 'ours' }) -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'NotSupported,*'
        { Invoke-OstreePull -Repository (New-Client) -Remote nobody -Ref os/stable } | Should -Throw -ErrorId 'RemoteNotFound,*'
    }

    It 'refuses a repository that is no archive' {
        ostree init --repo=$root/bare --mode=bare-user
        $client = New-Client -From "$($server.Uri)/bare"
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'NotSupported,*'
    }

    It 'demands signatures unless the remote says otherwise, and stores nothing' {
        $client = New-Client
        Set-OstreeRemote -Repository $client -Name origin -Option @{ 'gpg-verify' = $null }
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'SignatureMissing,*'
        @(Get-ChildItem -Path "$client/objects" -Recurse -File).Count | Should -Be 0
        Set-OstreeRemote -Repository $client -Name origin -Option @{ 'gpg-verify' = $false; 'gpg-verify-summary' = $true }
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'SignatureMissing,*'
        { Get-OstreeRemoteRef -Repository $client -Remote origin } | Should -Throw -ErrorId 'SignatureMissing,*'
    }

    It 'does not go back with -TimestampCheck' {
        $client = New-Client
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        { Invoke-OstreePull -Repository $client -Remote origin -Ref "os/stable@$old" -TimestampCheck } | Should -Throw -ErrorId 'CommitTooOld,*'
        Get-Tip $client | Should -BeExactly $new
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref "os/stable@$old"
        Get-Tip $client | Should -BeExactly $old
    }

    It 'refuses a commit of another ref' {
        $stolen = Join-Path $root 'stolen'
        cp -a $published $stolen
        Remove-Item -LiteralPath "$stolen/summary"
        Set-Content -LiteralPath "$stolen/refs/heads/os/stable" -Value (ostree rev-parse --repo=$published os/testing)
        $client = New-Client -From "$($server.Uri)/stolen"
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'BindingMismatch,*'
    }

    It 'keeps content unverified with -SkipChecksumCheck, where stock ostree does with --http-trusted: <Name>' -ForEach @(
        @{ Name = 'a mirror that is an archive'; Mode = 'archive'; More = @{ Mirror = $true }; Words = @('--mirror'); Kept = $true }
        @{ Name = 'an archive that is no mirror'; Mode = 'archive'; More = @{}; Words = @(); Kept = $false }
        @{ Name = 'a mirror of another mode'; Mode = 'bare-user'; More = @{ Mirror = $true }; Words = @('--mirror'); Kept = $false }
        @{ Name = 'with the demand of unprivileged modes'; Mode = 'archive'; More = @{ Mirror = $true; BareUserOnlyFiles = $true }; Words = @('--mirror', '--bareuseronly-files'); Kept = $false }
        @{ Name = 'with the demand to trust nothing'; Mode = 'archive'; More = @{ Mirror = $true; Untrusted = $true }; Words = @('--mirror', '--untrusted'); Kept = $false }
        @{ Name = 'a damaged directory'; Mode = 'archive'; More = @{ Mirror = $true }; Words = @('--mirror'); Kept = $false; Damaged = 'dirtree' }
    ) {
        $spoilt = Join-Path $root ([guid]::NewGuid().ToString('n'))
        cp -a $published $spoilt
        $kind = if ($Damaged) { $Damaged } else { 'filez' }
        foreach ($file in (Get-ChildItem -LiteralPath "$spoilt/objects" -Recurse -File -Filter "*.$kind" | Where-Object Length -GT 100).FullName) {
            $bytes = [System.IO.File]::ReadAllBytes($file)
            $bytes[$bytes.Length - 40] = $bytes[$bytes.Length - 40] -bxor 0xFF
            [System.IO.File]::WriteAllBytes($file, $bytes)
        }
        $from = "$($server.Uri)/$(Split-Path -Leaf $spoilt)"

        $stock = New-Client $Mode $from
        ostree pull --repo=$stock --http-trusted @Words origin os/stable 2>&1 | Out-Null
        ($LASTEXITCODE -eq 0) | Should -Be $Kept
        $client = New-Client $Mode $from
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable @More } | Should -Throw -ErrorId 'CorruptObject,*'
        if (-not $Kept) {
            { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -SkipChecksumCheck @More } | Should -Throw -ErrorId 'CorruptObject,*'
            return
        }
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -SkipChecksumCheck @More
        ostree fsck --repo=$client --quiet 2>&1 | Out-Null
        $LASTEXITCODE | Should -Not -Be 0
        (Get-ChildItem -LiteralPath "$client/objects" -Recurse -File -Filter '*.filez' | Where-Object { (Get-FileHash -LiteralPath $_.FullName).Hash -ne (Get-FileHash -LiteralPath ($_.FullName.Replace($client, $spoilt))).Hash }).Count | Should -Be 0
    }

    It 'knows how many bytes will come, where the commit tells' {
        $sized = Join-Path $root 'told'
        ostree init --repo=$sized --mode=archive
        $null = ostree commit --repo=$sized --branch=main --generate-sizes --tree=dir=$tree
        $told, $seldom = foreach ($more in '', '-UpdateFrequency 60000') {
            $client = New-Client 'bare-user' "$($server.Uri)/told"
            $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
            try {
                $null = $shell.AddScript("Import-Module '$(Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1')'; Invoke-OstreePull -Repository '$client' -Remote origin -Ref main -BandwidthLimit 200000 $more")
                $null = $shell.Invoke()
                , @($shell.Streams.Progress | Where-Object RecordType -EQ Processing)
            }
            finally { $shell.Dispose() }
        }
        $seldom.Count | Should -Be 1
        $told.Count | Should -BeGreaterThan 1
        $told = @($told | Where-Object { $_.PercentComplete -ge 0 -and $_.StatusDescription -match 'items, .* of ' })
        $total = [double] ($told[-1].StatusDescription -split ' of ')[-1].Split(' ')[0]
        $size = [double] (ostree show --repo=$sized --print-sizes main | Select-String 'Compressed size \(needed/total\): .*/([\d.]+)').Matches[0].Groups[1].Value
        [math]::Abs(($total * 1.024) - $size) | Should -BeLessThan 1
    }

    It 'takes a summary that is given in place of the one there, and checks it all the same' {
        $client = New-Client
        $summary = Get-OstreeSummary -Repository $client -Remote origin
        $null = Get-TestServerRequest $server -Clear
        Set-TestServerRule $server @(@{ Path = 'summary'; Fault = 'Status'; Status = 500 })
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -Summary $summary
        Get-Tip $client | Should -BeExactly $new
        @(Get-TestServerRequest $server | Where-Object path -Match 'summary').Count | Should -Be 0
        Set-OstreeRemote -Repository $client -Name origin -Option @{ 'gpg-verify-summary' = $true }
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -Summary $summary } | Should -Throw -ErrorId 'SignatureMissing,*'
    }

    It 'stays below a bandwidth limit' {
        $client = New-Client
        $result = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -BandwidthLimit 250000
        $result.Elapsed.TotalSeconds | Should -BeGreaterThan 0.9
    }
}

Describe 'A remote' {
    BeforeEach { Set-TestServerRule $server @() }

    It 'lists its refs' {
        $client = New-Client
        $refs = Get-OstreeRemoteRef -Repository $client -Remote origin
        $refs.Refspec | Should -BeExactly 'origin:os/stable', 'origin:os/testing'
        "$($refs[0].Checksum)" | Should -BeExactly $new
        (Get-OstreeRemoteRef -Repository $client -Remote origin -Name '*testing').Name | Should -BeExactly 'os/testing'
        Get-OstreeRemoteRef -Repository $client -Remote origin -Name 'no*' | Should -BeNullOrEmpty
        { Get-OstreeRemoteRef -Repository $client -Remote origin -Name nothing } | Should -Throw -ErrorId 'RefNotFound,*'
        (Get-OstreeSummary -Repository $client -Remote origin).Mode | Should -BeExactly 'archive-z2'
        { Get-OstreeRemoteRef -Repository (New-Client -From "$($server.Uri)/nothing") -Remote origin } | Should -Throw -ErrorId 'SummaryNotFound,*'
    }

    It 'is asked whether its signed summary is still the same' {
        # An entry that no engine looks at: what stock ostree takes for a signed summary.
        [System.IO.File]::WriteAllBytes("$published/summary.sig", [byte[]] @(0x61, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0x62, 2, 12))
        try {
            $client = New-Client
            Get-OstreeRemoteRef -Repository $client -Remote origin | Out-Null
            Test-Path "$client/tmp/cache/summaries/origin" | Should -BeTrue
            $null = Get-TestServerRequest $server -Clear
            Get-OstreeRemoteRef -Repository $client -Remote origin | Out-Null
            $asked = @(Get-TestServerRequest $server)
            $asked.Count | Should -Be 1
            $asked[0].status | Should -Be 304
            ostree remote refs --repo=$client origin | Should -BeExactly 'origin:os/stable', 'origin:os/testing'
            # A copy that is damaged is fetched anew, unless a test wants to hear of it.
            Set-Content -LiteralPath "$client/tmp/cache/summaries/origin" -Value 'nonsense'
            $env:OSTREE_REPO_TEST_ERROR = 'invalid-cache'
            try { { Get-OstreeRemoteRef -Repository $client -Remote origin } | Should -Throw '*OSTREE_REPO_TEST_ERROR_INVALID_CACHE*' }
            finally { Remove-Item -LiteralPath Env:OSTREE_REPO_TEST_ERROR }
            Get-Content -LiteralPath "$client/tmp/cache/summaries/origin" | Should -BeExactly 'nonsense'
            (Get-OstreeRemoteRef -Repository $client -Remote origin).Count | Should -Be 2

            # Another place for copies is the same that stock ostree uses; and there need be none at all.
            $places = foreach ($who in 'ours', 'stock') { Join-Path $folder ([guid]::NewGuid().ToString('n')) }
            $null = New-Item -ItemType Directory -Path $places[1]
            $other = New-Client
            $null = Invoke-OstreePull -Repository $other -Remote origin -Ref os/stable -CacheDirectory $places[0]
            ostree pull --repo=$(New-Client) --cache-dir=$($places[1]) origin os/stable 2>&1 | Out-Null
            find $places[0] -type f -printf '%P %s\n' | Sort-Object | Should -BeExactly @(find $places[1] -type f -printf '%P %s\n' | Sort-Object)
            Test-Path "$other/tmp/cache/summaries/origin" | Should -BeFalse
            $null = Get-TestServerRequest $server -Clear
            Get-OstreeRemoteRef -Repository $other -Remote origin -CacheDirectory $places[1] | Out-Null
            (Get-TestServerRequest $server).status | Should -BeExactly 304
            $env:OSTREE_SKIP_CACHE = '1'
            try { Get-OstreeRemoteRef -Repository $other -Remote origin | Out-Null }
            finally { Remove-Item -LiteralPath Env:OSTREE_SKIP_CACHE }
            Test-Path "$other/tmp/cache/summaries/origin" | Should -BeFalse
        }
        finally { Remove-Item -LiteralPath "$published/summary.sig" }
    }
}
