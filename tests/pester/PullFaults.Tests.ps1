# Pulls over HTTP from a server that does all that servers do wrong, and pulls that are cut. Whatever happens, stock ostree finds the
# repository whole, and the next pull succeeds.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    . "$PSScriptRoot/HttpGround.ps1"
}

AfterAll { Stop-TestServer $server }

Describe 'A server that fails' {
    BeforeEach { $null = Get-TestServerRequest $server -Clear }
    AfterEach { Set-TestServerRule $server @() }

    It 'gets one clear error, and nothing has changed: <Name>' -ForEach @(
        @{ Name = '401'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 401 }; Id = 'AuthenticationFailed' }
        @{ Name = '407'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 407 }; Id = 'AuthenticationFailed' }
        @{ Name = '403'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 403 }; Id = 'RemoteFileNotFound' }
        @{ Name = '404 for content'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 404 }; Id = 'RemoteFileNotFound' }
        @{ Name = '404 for a directory'; Rule = @{ Path = 'dirtree$'; Fault = 'Status'; Status = 404 }; Id = 'RemoteFileNotFound' }
        @{ Name = '404 for the commit'; Rule = @{ Path = '\.commit$'; Fault = 'Status'; Status = 404 }; Id = 'ObjectNotFound' }
        @{ Name = '410'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 410 }; Id = 'RemoteFileNotFound' }
        @{ Name = '429 for ever'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 429 }; Id = 'ServerFailed'; Requests = 2 }
        @{ Name = '429 for an hour'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 429; RetryAfter = 3600 }; Id = 'ServerFailed' }
        @{ Name = '500 for ever'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 500 }; Id = 'ServerFailed'; Requests = 2 }
        @{ Name = '502 for ever'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 502 }; Id = 'ServerFailed'; Requests = 2 }
        @{ Name = '501, which will not pass'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 501 }; Id = 'ServerFailed'; Requests = 1 }
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
        @{ Name = 'a web page for the commit'; Rule = @{ Path = '\.commit$'; Fault = 'Html' }; Id = 'CorruptObject' }
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
        if ($Requests) {
            # The server notes a request when it has ended, and of a client that went away it hears a little later.
            for ($i = 0; $i -lt 40 -and @(Get-TestServerRequest $server | Where-Object path -Match $Rule.Path).Count -lt $Requests; $i++) { [System.Threading.Thread]::Sleep(50) }
            @(Get-TestServerRequest $server | Where-Object path -Match $Rule.Path).Count | Should -Be $Requests
        }
        Get-Tip $client | Should -BeExactly $old
        Test-Whole $client
        Set-TestServerRule $server @()
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        Test-Whole $client
    }

    It 'names the address of a directory that is corrupt, also where objects lie elsewhere' {
        $elsewhere = $url.Replace('localhost', '127.0.0.1')
        $client = Copy-Client
        Set-OstreeRemote -Repository $client -Name origin -Option @{ contenturl = $elsewhere }
        Set-TestServerRule $server @(@{ Path = 'dirtree$'; Fault = 'Html' })
        $failure = { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'CorruptObject,*' -PassThru
        "$failure" | Should -Match "$([regex]::Escape($elsewhere))/objects/../[0-9a-f]{62}\.dirtree"
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

    It 'cannot fill memory with a directory, or a commit, that has no end: <_>' -ForEach 'dirtree$', '\.commit$' {
        $client = Copy-Client
        Set-TestServerRule $server @(@{ Path = $_; Fault = 'Endless' })
        $before = [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
        { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable } | Should -Throw -ErrorId 'ResponseTooLarge,*'
        [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - $before | Should -BeLessThan 100MB
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

    It 'that a proxy cannot be found or reached for is told apart from one that is not there' {
        { Invoke-OstreePull -Repository (New-Client -Option @{ proxy = 'http://no-such-proxy.invalid:8' }) -Remote origin -Ref x -NetworkRetries 0 } | Should -Throw '*no-such-proxy.invalid:8*' -ErrorId 'HostNotFound,*'
        { Invoke-OstreePull -Repository (New-Client -Option @{ proxy = 'http://127.0.0.1:1' }) -Remote origin -Ref x -NetworkRetries 0 } | Should -Throw '*refused: 127.0.0.1:1)*' -ErrorId 'ConnectionFailed,*'
    }

    It 'that <What> is named, and a good one brings what is wanted' -ForEach @(
        @{ What = 'no name leads to'; Place = 'http://no-such-host.invalid/r'; Id = 'HostNotFound' }
        @{ What = 'refuses connections'; Place = 'http://127.0.0.1:1/r'; Id = 'ConnectionFailed' }
        @{ What = 'has no repository there'; Place = 'SERVER/nothing'; Id = 'RemoteFileNotFound' }
        @{ What = 'is none of the web'; Place = 'ftp://x/y'; Id = 'InvalidUrl' }
    ) {
        $client = Copy-Client
        $from = $Place.Replace('SERVER', $server.Uri)
        Set-OstreeRemote -Repository $client -Name origin -Url $from
        $failure = { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -NetworkRetries 0 } | Should -Throw -ErrorId "$Id,*" -PassThru
        "$failure" | Should -BeLike "*$from*"
        Get-Tip $client | Should -BeExactly $old
        Test-Whole $client
        Set-OstreeRemote -Repository $client -Name origin -Url "$($server.Uri)/repo"
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        Get-Tip $client | Should -BeExactly $new
        Test-Whole $client
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

    It 'starts a file anew when what was kept does not fit, into <Mode>' -ForEach @(
        @{ Mode = 'bare-user'; More = @{} }
        @{ Mode = 'archive'; More = @{ Mirror = $true; SkipChecksumCheck = $true } }
    ) {
        Set-TestServerRule $server @(@{ Path = $blob; Fault = 'Cut'; After = 3000000; Times = 1 })
        $client = New-Client $Mode "$($server.Uri)/large"
        { Invoke-OstreePull -Repository $client -Remote origin -Ref main -NetworkRetries 0 -MaxRequests 1 @More } | Should -Throw
        $part = @(Get-ChildItem -Path "$client/tmp" -Recurse -Filter 'partial-*')
        $part.Count | Should -BeGreaterThan 0
        foreach ($file in $part) { [System.IO.File]::WriteAllBytes($file.FullName, [byte[]]::new($file.Length)) }
        Set-TestServerRule $server @()
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref main @More
        Test-Whole $client
    }

    It 'goes on within a large directory, and starts it anew when what was kept does not fit' {
        $wide = Join-Path $root 'wide'
        $null = New-Item -ItemType Directory -Path "$folder/wide-tree"
        foreach ($i in 1..6000) { [System.IO.File]::Create("$folder/wide-tree/file-$i").Dispose() }
        ostree init --repo=$wide --mode=archive
        $wideCommit = ostree commit --repo=$wide --branch=main --tree=dir=$folder/wide-tree
        ostree summary --repo=$wide -u
        foreach ($spoil in $false, $true) {
            $null = Get-TestServerRequest $server -Clear
            Set-TestServerRule $server @(@{ Path = 'dirtree$'; Fault = 'Cut'; After = 150000 })
            $client = New-Client 'bare-user' "$($server.Uri)/wide"
            { Invoke-OstreePull -Repository $client -Remote origin -Ref main -NetworkRetries 0 } | Should -Throw -ErrorId 'ConnectionFailed,*'
            $part = Get-ChildItem -Path "$client/tmp" -Recurse -Filter 'partial-*.dirtree'
            if ($spoil) { [System.IO.File]::WriteAllBytes($part.FullName, [byte[]]::new($part.Length)) }
            Set-TestServerRule $server @()
            $null = Invoke-OstreePull -Repository $client -Remote origin -Ref main
            @(Get-TestServerRequest $server | Where-Object { $_.path -match 'dirtree$' -and $_.range -match '^bytes=[1-9]' }).Count | Should -Be 1
            Get-Tip $client origin:main | Should -BeExactly $wideCommit
            Test-Whole $client
            @(Get-ChildItem -Path "$client/tmp" -Recurse -Filter 'partial-*').Count | Should -Be 0
        }
    }

    It 'stops within a second, and leaves no ref' {
        Set-TestServerRule $server @(@{ Path = 'filez$'; Fault = 'Stall'; After = 100 })
        $client = New-Client 'archive' "$($server.Uri)/large"
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $null = $shell.AddScript("Import-Module '$(Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1')'; Invoke-OstreePull -Repository '$client' -Remote origin -Ref main")
            $run = $shell.BeginInvoke()
            for ($i = 0; $i -lt 200 -and -not (Get-ChildItem -Path "$client/tmp" -Filter 'staging-*'); $i++) { [System.Threading.Thread]::Sleep(50) }
            @(Get-ChildItem -Path "$client/tmp" -Filter 'staging-*').Count | Should -BeGreaterThan 0
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
