# Pulls over HTTP: from a server that does as it should, and from one that does all that servers do wrong. Stock ostree published
# what is pulled, and checks what came.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    . "$PSScriptRoot/TestServer.ps1"
    $folder = (Resolve-Path 'TestDrive:/').ProviderPath
    $root = Join-Path $folder 'www'
    $tree = Join-Path $folder 'tree'
    $null = New-Item -ItemType Directory -Path $root, "$tree/usr/bin", "$tree/usr/share/doc" -Force
    Set-Content -LiteralPath "$tree/usr/bin/hello" -Value "#!/bin/sh`necho hello"
    chmod 755 "$tree/usr/bin/hello"
    Set-Content -LiteralPath "$tree/usr/share/doc/readme" -Value ('words ' * 5000)
    $null = New-Item -ItemType File -Path "$tree/usr/empty"
    ln -s hello "$tree/usr/bin/hi"
    $random = [byte[]]::new(300000)
    [Random]::new(7).NextBytes($random)
    [System.IO.File]::WriteAllBytes("$tree/usr/share/blob", $random)

    $published = Join-Path $root 'repo'
    ostree init --repo=$published --mode=archive
    $old = ostree commit --repo=$published --branch=os/stable --timestamp='2026-01-01' --tree=dir=$tree
    Set-Content -LiteralPath "$tree/usr/share/doc/changes" -Value 'New in this version.'
    Set-Content -LiteralPath "$tree/usr/bin/hello" -Value "#!/bin/sh`necho hello again"
    $new = ostree commit --repo=$published --branch=os/stable --timestamp='2026-02-01' --tree=dir=$tree
    $null = ostree commit --repo=$published --branch=os/testing --timestamp='2026-03-01' --tree=dir=$tree --subject=testing
    ostree summary --repo=$published -u
    $server = Start-TestServer -Root $root
    $url = "$($server.Uri)/repo"

    function New-Client([string] $Mode = 'archive', [string] $From = $url, [hashtable] $Option = @{}) {
        $path = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        ostree init --repo=$path --mode=$Mode
        Add-OstreeRemote -Repository $path -Name origin -Url $From -NoSignatureCheck -Option $Option
        $path
    }

    function Test-Whole([string] $Repository) {
        ostree fsck --repo=$Repository --quiet 2>&1 | Out-String | Write-Verbose
        $LASTEXITCODE | Should -Be 0
    }

    function Get-Tip([string] $Repository, [string] $Ref = 'origin:os/stable') { ostree rev-parse --repo=$Repository $Ref }

    # A client with the old commit, made once and copied for each test.
    $before = New-Client
    $null = Invoke-OstreePull -Repository $before -Remote origin -Ref "os/stable@$old"
    function Copy-Client {
        $path = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        cp -a $before $path
        $path
    }
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

    It 'changes nothing and asks nobody under -WhatIf' {
        $client = New-Client
        Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -WhatIf
        @(Get-TestServerRequest $server).Count | Should -Be 0
        ostree refs --repo=$client | Should -BeNullOrEmpty
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
            # A copy that is damaged is fetched anew.
            Set-Content -LiteralPath "$client/tmp/cache/summaries/origin" -Value 'nonsense'
            (Get-OstreeRemoteRef -Repository $client -Remote origin).Count | Should -Be 2
        }
        finally { Remove-Item -LiteralPath "$published/summary.sig" }
    }
}

Describe 'A server that fails' {
    BeforeEach { $null = Get-TestServerRequest $server -Clear }
    AfterEach { Set-TestServerRule $server @() }

    It 'gets one clear error, and nothing has changed: <Name>' -ForEach @(
        @{ Name = '401'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 401 }; Id = 'AuthenticationFailed' }
        @{ Name = '403'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 403 }; Id = 'RemoteFileNotFound' }
        @{ Name = '404 for content'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 404 }; Id = 'RemoteFileNotFound' }
        @{ Name = '404 for a directory'; Rule = @{ Path = 'dirtree$'; Fault = 'Status'; Status = 404 }; Id = 'RemoteFileNotFound' }
        @{ Name = '404 for the commit'; Rule = @{ Path = '\.commit$'; Fault = 'Status'; Status = 404 }; Id = 'ObjectNotFound' }
        @{ Name = '410'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 410 }; Id = 'RemoteFileNotFound' }
        @{ Name = '429 for ever'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 429 }; Id = 'ServerFailed'; Requests = 2 }
        @{ Name = '429 for an hour'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 429; RetryAfter = 3600 }; Id = 'ServerFailed' }
        @{ Name = '500 for ever'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 500 }; Id = 'ServerFailed'; Requests = 2 }
        @{ Name = '503 for ever'; Rule = @{ Path = 'summary$'; Fault = 'Status'; Status = 503 }; Id = 'ServerFailed'; Requests = 2 }
        @{ Name = 'cut in content'; Rule = @{ Path = 'filez$'; Fault = 'Cut'; After = 20 }; Id = 'ConnectionFailed'; Requests = 2 }
        @{ Name = 'cut in the commit'; Rule = @{ Path = '\.commit$'; Fault = 'Cut'; After = 20 }; Id = 'ConnectionFailed'; Requests = 2 }
        @{ Name = 'stalls'; Rule = @{ Path = 'filez$'; Fault = 'Stall'; After = 20 }; Id = 'TransferStalled'; Requests = 2 }
        @{ Name = 'never answers'; Rule = @{ Path = '\.commit$'; Delay = 20000 }; Id = 'TransferStalled'; Requests = 0 }
        @{ Name = 'short content'; Rule = @{ Path = 'filez$'; Fault = 'Truncate'; After = 60 }; Id = 'CorruptObject' }
        @{ Name = 'no content'; Rule = @{ Path = 'filez$'; Fault = 'Truncate'; After = 0 }; Id = 'CorruptObject' }
        @{ Name = 'a short directory'; Rule = @{ Path = 'dirtree$'; Fault = 'Truncate'; After = 30 }; Id = 'CorruptObject' }
        @{ Name = 'a short summary'; Rule = @{ Path = 'summary$'; Fault = 'Truncate'; After = 30 }; Id = 'MalformedSummary' }
        @{ Name = 'spoilt content'; Rule = @{ Path = 'filez$'; Fault = 'Corrupt'; After = 50 }; Id = 'CorruptObject' }
        @{ Name = 'a spoilt header'; Rule = @{ Path = 'filez$'; Fault = 'Corrupt'; After = 0 }; Id = 'CorruptObject' }
        @{ Name = 'a spoilt commit'; Rule = @{ Path = '\.commit$'; Fault = 'Corrupt'; After = 5 }; Id = 'CorruptObject' }
        @{ Name = 'endless content'; Rule = @{ Path = 'filez$'; Fault = 'Endless' }; Id = 'ResponseTooLarge' }
        @{ Name = 'an endless directory'; Rule = @{ Path = 'dirtree$'; Fault = 'Endless' }; Id = 'ResponseTooLarge' }
        @{ Name = 'a web page for content'; Rule = @{ Path = 'filez$'; Fault = 'Html' }; Id = 'CorruptObject' }
        @{ Name = 'a web page for a directory'; Rule = @{ Path = 'dirtree$'; Fault = 'Html' }; Id = 'CorruptObject' }
        @{ Name = 'a web page for the summary'; Rule = @{ Path = 'summary$'; Fault = 'Html' }; Id = 'MalformedSummary' }
        @{ Name = 'a circle of redirects'; Rule = @{ Path = 'filez$'; Fault = 'Redirect' }; Id = 'InvalidResponse' }
        @{ Name = 'a redirect into the file system'; Rule = @{ Path = 'filez$'; Fault = 'Redirect'; Location = 'file:///etc/passwd' }; Id = 'InvalidResponse' }
        @{ Name = 'headers without end'; Rule = @{ Path = 'filez$'; Fault = 'LongHeader'; After = 200000 }; Id = 'InvalidResponse' }
    ) {
        $client = Copy-Client
        Set-TestServerRule $server @($Rule)
        $failure = { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -NetworkRetries 1 -LowSpeedTime 1 -MaxMetadataSize 1MB -MaxRequests 1 } | Should -Throw -ErrorId "$Id,*" -PassThru
        "$failure" | Should -Match 'http://localhost|[0-9a-f]{64}'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        if ($Requests) { @(Get-TestServerRequest $server | Where-Object path -Match $Rule.Path).Count | Should -Be $Requests }
        Get-Tip $client | Should -BeExactly $old
        Test-Whole $client
        Set-TestServerRule $server @()
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        Test-Whole $client
    }

    It 'cannot fill the disk or memory with a deflate bomb' {
        $client = Copy-Client
        Set-TestServerRule $server @(@{ Path = 'filez$'; Fault = 'Bomb'; After = 200MB })
        $failure = { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -Match '^(InsufficientSpace|CorruptObject|ResponseTooLarge),'
        Get-Tip $client | Should -BeExactly $old
        Set-TestServerRule $server @()
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Test-Whole $client
    }

    It 'is asked again when it may have got well: <Name>' -ForEach @(
        @{ Name = '500 twice'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 500; Times = 2 } }
        @{ Name = '408'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 408; Times = 1 } }
        @{ Name = '429 for a second'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 429; RetryAfter = 1; Times = 1 } }
        @{ Name = 'cut thrice'; Rule = @{ Path = 'filez$'; Fault = 'Cut'; After = 30; Times = 3 } }
        @{ Name = 'stalled once'; Rule = @{ Path = 'filez$'; Fault = 'Stall'; After = 30; Times = 1 } }
        @{ Name = 'the summary cut'; Rule = @{ Path = 'summary$'; Fault = 'Cut'; After = 30; Times = 1 } }
    ) {
        $client = Copy-Client
        Set-TestServerRule $server @($Rule)
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -LowSpeedTime 1
        Get-Tip $client | Should -BeExactly $new
        Test-Whole $client
    }

    It 'that cannot be found or reached is named' {
        { Invoke-OstreePull -Repository (New-Client -From http://no-such-host.invalid/r) -Remote origin -Ref x -NetworkRetries 0 } | Should -Throw -ErrorId 'HostNotFound,*'
        { Invoke-OstreePull -Repository (New-Client -From http://127.0.0.1:1/r) -Remote origin -Ref x -NetworkRetries 0 } | Should -Throw -ErrorId 'ConnectionFailed,*'
        { Invoke-OstreePull -Repository (New-Client -From "$($server.Uri)/nothing") -Remote origin -Ref x } | Should -Throw -ErrorId 'RemoteFileNotFound,*'
        { Invoke-OstreePull -Repository (New-Client -From ftp://x/y) -Remote origin -Ref x } | Should -Throw -ErrorId 'InvalidUrl,*'
    }
}

Describe 'A pull that is cut' {
    BeforeAll {
        $large = Join-Path $root 'large'
        $largeTree = Join-Path $folder 'large-tree'
        $null = New-Item -ItemType Directory -Path $largeTree
        $bytes = [byte[]]::new(48000000)
        [Random]::new(1).NextBytes($bytes)
        [System.IO.File]::WriteAllBytes("$largeTree/blob", $bytes)
        foreach ($i in 1..40) { Set-Content -LiteralPath "$largeTree/file$i" -Value ("$i " * 3000) }
        ostree init --repo=$large --mode=archive
        $commit = ostree commit --repo=$large --branch=main --tree=dir=$largeTree
        $object = (ostree ls --repo=$large -C main /blob) -split ' +' | Where-Object { $_ -match '^[0-9a-f]{64}$' }
        $blob = "$($object.Substring(0, 2))/$($object.Substring(2))"
        ostree summary --repo=$large -u
    }
    BeforeEach {
        Set-TestServerRule $server @()
        $null = Get-TestServerRequest $server -Clear
    }

    It 'a hundred times is complete in the end, and has fetched little twice' {
        $whole = New-Client 'bare-user' "$($server.Uri)/large"
        $once = (Invoke-OstreePull -Repository $whole -Remote origin -Ref main).Bytes
        $client = New-Client 'bare-user' "$($server.Uri)/large"
        $random = [Random]::new(3)
        $total = 0
        $cuts = 0
        while ($cuts -lt 100) {
            Set-TestServerRule $server @(@{ Path = $blob; Fault = 'Cut'; After = $random.Next(350000, 650000); Times = 1 })
            try {
                $null = Invoke-OstreePull -Repository $client -Remote origin -Ref main -NetworkRetries 0 -MaxRequests 2
                break
            }
            catch { $cuts++ }
        }
        $total = (Get-TestServerRequest $server | Measure-Object -Property bytes -Sum).Sum - $once
        $cuts | Should -BeGreaterThan 40
        Set-TestServerRule $server @()
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref main
        Get-Tip $client origin:main | Should -BeExactly $commit
        $total | Should -BeLessThan (1.2 * $once)
        Test-Whole $client
        @(Get-ChildItem -Path "$client/tmp" -Filter 'staging-*').Count | Should -Be 0
    }

    It 'goes on within the body when the connection is cut' {
        Set-TestServerRule $server @(@{ Path = $blob; Fault = 'Cut'; After = 3000000; Times = 3 })
        $client = New-Client 'archive' "$($server.Uri)/large"
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref main
        Test-Whole $client
        @(Get-TestServerRequest $server | Where-Object { $_.range -match '^bytes=[1-9]' }).Count | Should -BeGreaterThan 0
    }

    It 'starts a file anew when what was kept does not fit' {
        Set-TestServerRule $server @(@{ Path = $blob; Fault = 'Cut'; After = 3000000; Times = 1 })
        $client = New-Client 'bare-user' "$($server.Uri)/large"
        { Invoke-OstreePull -Repository $client -Remote origin -Ref main -NetworkRetries 0 -MaxRequests 1 } | Should -Throw
        $part = @(Get-ChildItem -Path "$client/tmp" -Recurse -Filter 'partial-*')
        foreach ($file in $part) { [System.IO.File]::WriteAllBytes($file.FullName, [byte[]]::new($file.Length)) }
        Set-TestServerRule $server @()
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref main
        Test-Whole $client
    }

    It 'stops within a second, and leaves no ref' {
        Set-TestServerRule $server @(@{ Path = 'filez$'; Fault = 'Stall'; After = 100 })
        $client = New-Client 'archive' "$($server.Uri)/large"
        $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
        try {
            $null = $shell.AddScript("Import-Module '$(Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1')'; Invoke-OstreePull -Repository '$client' -Remote origin -Ref main")
            $run = $shell.BeginInvoke()
            for ($i = 0; $i -lt 200 -and -not (Get-ChildItem -Path "$client/tmp" -Filter 'staging-*'); $i++) { [System.Threading.Thread]::Sleep(50) }
            [System.Threading.Thread]::Sleep(200)
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
            $run.IsCompleted | Should -BeTrue
        }
        finally { $shell.Dispose() }
        ostree refs --repo=$client | Should -BeNullOrEmpty
        Set-TestServerRule $server @()
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref main
        Test-Whole $client
    }
}
