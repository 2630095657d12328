# What a pull would bring, told without bringing it: judged by what the pull then brings.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    . "$PSScriptRoot/HttpGround.ps1"

    # Every file of a repository but the copies of summaries, with its size and time.
    function Get-FileList([string] $Repository) { find $Repository -path "$Repository/tmp" -prune -o -type f -printf '%P %s %T@\n' | Sort-Object }

    function Test-Forecast($Forecast, $Result) {
        $Forecast.GetType().Name | Should -BeExactly 'PullForecast'
        $Forecast.Metadata | Should -Be $Result.Metadata
        $Forecast.ContentLinked | Should -Be $Result.ContentLinked
        $Forecast.ContentFetched | Should -Be $Result.ContentFetched
        $Forecast.Source | Should -BeExactly $Result.Source
        ($Forecast.Refs -join ' ') | Should -BeExactly ($Result.Refs -join ' ')
        $Forecast.Bytes | Should -Be $Result.Bytes
        $Forecast.IsExact | Should -BeTrue
    }
}

AfterAll { Stop-TestServer $server }

Describe 'The forecast of a pull over HTTP' {
    BeforeEach { $null = Get-TestServerRequest $server -Clear }
    AfterEach { Set-TestServerRule $server @() }

    It 'is what the pull then brings, into <Name>, and changes nothing' -ForEach @(
        @{ Name = 'an empty repository'; Old = $false; Arguments = @{} }
        @{ Name = 'one with the old commit'; Old = $true; Arguments = @{} }
        @{ Name = 'one with the old commit, with all history'; Old = $true; Arguments = @{ Depth = -1 } }
        @{ Name = 'a mirror of everything'; Old = $false; Arguments = @{ Mirror = $true } }
        @{ Name = 'one that wants a part'; Old = $false; Arguments = @{ Subpath = '/usr/bin', '/usr/share/doc' } }
        @{ Name = 'one that wants no tree'; Old = $false; Arguments = @{ CommitMetadataOnly = $true } }
    ) {
        $client = if ($Old) { Copy-Client } else { New-Client }
        $files = Get-FileList $client
        $more = if ($Arguments.Mirror) { $Arguments } else { @{ Ref = 'os/stable' } + $Arguments }
        $forecast = Invoke-OstreePull -Repository $client -Remote origin @more -DryRun
        @(Get-TestServerRequest $server | Where-Object { $_.path -match 'filez$' -and $_.method -ne 'HEAD' }).Count | Should -Be 0
        @(Get-ChildItem -Path "$client/tmp" -Filter 'staging-*').Count | Should -Be 0
        Get-FileList $client | Should -BeExactly $files
        $result = Invoke-OstreePull -Repository $client -Remote origin @more
        Test-Forecast $forecast $result
        $forecast.ContentBytes | Should -BeLessOrEqual $forecast.Bytes
    }

    It 'is empty where everything is here' {
        $client = New-Client
        $null = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable
        $forecast = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -DryRun
        $forecast.Commits.Count | Should -Be 0
        $forecast.Metadata + $forecast.ContentFetched + $forecast.ContentBytes | Should -Be 0
    }

    It 'takes sizes from the commit where it tells them, and asks for no file' {
        $sized = Join-Path $root 'sized'
        ostree init --repo=$sized --mode=archive
        $null = ostree commit --repo=$sized --branch=main --generate-sizes --tree=dir=$tree
        $client = New-Client 'bare-user' "$($server.Uri)/sized"
        $forecast = Invoke-OstreePull -Repository $client -Remote origin -Ref main -DryRun
        @(Get-TestServerRequest $server | Where-Object path -Match 'filez$').Count | Should -Be 0
        Test-Forecast $forecast (Invoke-OstreePull -Repository $client -Remote origin -Ref main)
    }

    It 'says what it does not know, when the server does not tell sizes' {
        Set-TestServerRule $server @(@{ Path = 'filez$'; Fault = 'Status'; Status = 405; Times = 1 })
        $forecast = Invoke-OstreePull -Repository (New-Client) -Remote origin -Ref os/stable -DryRun -MaxRequests 1
        $forecast.ContentOfUnknownSize | Should -Be 1
        $forecast.IsExact | Should -BeFalse
        $forecast | Format-List | Out-String | Should -Match 'Bytes +: .* and 1 files of unknown size'
    }

    It 'fails as the pull would: <Name>' -ForEach @(
        @{ Name = 'a missing file'; Rule = @{ Path = 'filez$'; Fault = 'Status'; Status = 404 }; Id = 'RemoteFileNotFound' }
        @{ Name = 'a spoilt directory'; Rule = @{ Path = 'dirtree$'; Fault = 'Corrupt'; After = 5 }; Id = 'CorruptObject' }
        @{ Name = 'an unsigned commit'; Rule = @{ Path = 'nothing' }; Id = 'SignatureMissing'; Option = @{ 'gpg-verify' = $true } }
    ) {
        $client = New-Client
        if ($Option) { Set-OstreeRemote -Repository $client -Name origin -Option $Option }
        Set-TestServerRule $server @($Rule)
        $pull = { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -NetworkRetries 0 } | Should -Throw -PassThru
        $failure = { Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -NetworkRetries 0 -DryRun } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeExactly $pull.FullyQualifiedErrorId
    }

    It 'counts what a repository of this machine has as moving nothing, and the pull says what came from there' {
        $cache = New-Client 'bare-user'
        $null = Invoke-OstreePull -Repository $cache -Remote origin -Ref "os/stable@$old"
        $client = New-Client
        $forecast = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -LocalCacheRepository $cache -DryRun
        $result = Invoke-OstreePull -Repository $client -Remote origin -Ref os/stable -LocalCacheRepository $cache
        Test-Forecast $forecast $result
        $result.ContentFromCaches | Should -Be 4
        $result.ContentFetched - $result.ContentFromCaches | Should -Be 2
        $result.MetadataFromCaches | Should -BeGreaterThan 0
        Test-Whole $client
    }
}

Describe 'The forecast after a pull that was cut' {
    BeforeAll {
        $wide = Join-Path $root 'wide'
        $null = New-Item -ItemType Directory -Path "$folder/wide-tree/many"
        foreach ($i in 1..4000) { [System.IO.File]::Create("$folder/wide-tree/many/file-$i").Dispose() }
        foreach ($i in 1..20) { Set-Content -LiteralPath "$folder/wide-tree/other-$i" -Value ("$i " * 500) }
        Copy-Item -LiteralPath "$tree/usr/share/blob" -Destination "$folder/wide-tree/blob"
        ostree init --repo=$wide --mode=archive
        $null = ostree commit --repo=$wide --branch=main --tree=dir=$folder/wide-tree
        ostree summary --repo=$wide -u
        $object = (ostree ls --repo=$wide -C main /blob) -split ' +' | Where-Object { $_ -match '^[0-9a-f]{64}$' }
        $blob = "$($object.Substring(0, 2))/$($object.Substring(2))"
        $whole = Invoke-OstreePull -Repository (New-Client 'archive' "$($server.Uri)/wide") -Remote origin -Ref main -DryRun

        function Get-WholeList([string] $Repository) { find $Repository -path "$Repository/tmp/cache" -prune -o -printf '%P %s %T@ %C@\n' | Sort-Object }

        function New-CutClient([hashtable] $Rule, [string] $Mode = 'archive', [hashtable] $More = @{}) {
            $client = New-Client $Mode "$($server.Uri)/wide"
            Set-TestServerRule $server @($Rule)
            { Invoke-OstreePull -Repository $client -Remote origin -Ref main -NetworkRetries 0 -MaxRequests 2 @More } | Should -Throw -ErrorId 'ConnectionFailed,*'
            Set-TestServerRule $server @()
            $client
        }
    }

    It 'is what the next pull brings, into <Mode>, cut in <Name>, and leaves what waits as it is' -ForEach @(
        @{ Name = 'a large file'; Mode = 'archive'; Rule = @{ Path = 'BLOB'; Fault = 'Cut'; After = 200000; Times = 1 }; Part = $true; More = @{} }
        @{ Name = 'a large file'; Mode = 'bare-user'; Rule = @{ Path = 'BLOB'; Fault = 'Cut'; After = 200000; Times = 1 }; Part = $true; More = @{} }
        @{ Name = 'a large directory'; Mode = 'archive'; Rule = @{ Path = 'dirtree$'; Fault = 'Cut'; After = 150000 }; Part = $true; More = @{} }
        @{ Name = 'a small file'; Mode = 'archive'; Rule = @{ Path = 'filez$'; Fault = 'Cut'; After = 20; Times = 1 }; Part = $false; More = @{} }
        @{ Name = 'a large file, with nothing synced'; Mode = 'archive'; Rule = @{ Path = 'BLOB'; Fault = 'Cut'; After = 200000; Times = 1 }; Part = $true; More = @{ DisableFsync = $true } }
        @{ Name = 'a large file, with each object synced'; Mode = 'bare-user'; Rule = @{ Path = 'BLOB'; Fault = 'Cut'; After = 200000; Times = 1 }; Part = $true; More = @{ PerObjectFsync = $true } }
    ) {
        $client = New-CutClient (@{} + $Rule | ForEach-Object { if ($_.Path -eq 'BLOB') { $_.Path = $blob }; $_ }) $Mode $More
        @(Get-ChildItem -Path "$client/tmp" -Recurse -Filter 'partial-*').Count | Should -Be ([int] $Part)
        # As after a kill: the file is there, and nobody holds the lock.
        foreach ($staging in Get-ChildItem -Path "$client/tmp" -Filter 'staging-*' -Directory) { [System.IO.File]::Create("$($staging.FullName)-lock").Dispose() }
        $files = Get-WholeList $client
        $forecast = Invoke-OstreePull -Repository $client -Remote origin -Ref main -DryRun @More
        Get-WholeList $client | Should -BeExactly $files
        $forecast.Bytes | Should -BeLessThan $whole.Bytes
        Test-Forecast $forecast (Invoke-OstreePull -Repository $client -Remote origin -Ref main @More)
        Test-Whole $client
    }

    It 'does not count on the part of a file that is longer than the file' {
        $client = New-CutClient @{ Path = $blob; Fault = 'Cut'; After = 200000; Times = 1 }
        $part = @(Get-ChildItem -Path "$client/tmp" -Recurse -Filter 'partial-*')
        [System.IO.File]::AppendAllText($part[0].FullName, 'x' * 150000)
        $forecast = Invoke-OstreePull -Repository $client -Remote origin -Ref main -DryRun
        Test-Forecast $forecast (Invoke-OstreePull -Repository $client -Remote origin -Ref main)
        Test-Whole $client
    }

    It 'does not count on what a pull has staged that still runs, and does not disturb it' {
        $client = New-Client 'archive' "$($server.Uri)/wide"
        Set-TestServerRule $server @(@{ Path = $blob; Fault = 'Stall'; After = 100000; Times = 1 })
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $null = $shell.AddScript("Import-Module '$(Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1')'; Invoke-OstreePull -Repository '$client' -Remote origin -Ref main -LowSpeedTime 4 -LowSpeedLimit 1")
            $run = $shell.BeginInvoke()
            for ($i = 0; $i -lt 200 -and @(Get-ChildItem -Path "$client/tmp" -Recurse -Filter '*.filez').Count -lt 8; $i++) { [System.Threading.Thread]::Sleep(20) }
            @(Get-ChildItem -Path "$client/tmp" -Recurse -Filter '*.filez').Count | Should -BeGreaterThan 7
            $forecast = Invoke-OstreePull -Repository $client -Remote origin -Ref main -DryRun
            $run.IsCompleted | Should -BeFalse
            $forecast.ContentFetched | Should -Be $whole.ContentFetched
            $forecast.ContentBytes | Should -Be $whole.ContentBytes
            $result = $shell.EndInvoke($run)
            $result.ContentFetched | Should -Be $whole.ContentFetched
        }
        finally { $shell.Dispose() }
        Test-Whole $client
        (Invoke-OstreePull -Repository $client -Remote origin -Ref main -DryRun).ContentFetched | Should -Be 0
    }
}

Describe 'A pull under -WhatIf' {
    It 'says what it would bring, and changes nothing' {
        $client = Copy-Client
        $files = Get-FileList $client
        # What -WhatIf says goes to the host, and cannot be caught here.
        $script = Join-Path $folder 'what-if.ps1'
        $module = Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1'
        Set-Content -LiteralPath $script -Value @"
Import-Module '$module'
Invoke-OstreePull -Repository '$client' -Remote origin -Ref os/stable -WhatIf
Invoke-OstreePull -Repository '$client' -Source '$published' -Ref os/stable -WhatIf
"@
        $text = (& ([Environment]::ProcessPath) -NoProfile -File $script) -join ''
        $text | Should -Match "Pull from the remote 'origin' origin:os/stable $($new.Substring(0, 10)).? \(was .*\): commit $($new.Substring(0, 10)).?, \d+ metadata and 2 content objects, [\d.]+ "
        $text | Should -Match "Pull from '$([regex]::Escape($published))' os/stable .* 2 content objects"
        Get-FileList $client | Should -BeExactly $files
    }
}

Describe 'The forecast of a local pull' {
    It 'is what the pull then brings, from archive to <_>' -ForEach 'archive', 'bare-user', 'bare-user-only' {
        $target = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        ostree init --repo=$target --mode=$_
        $files = Get-FileList $target
        $forecast = Invoke-OstreePull -Repository $target -Source $published -DryRun
        Get-FileList $target | Should -BeExactly $files
        Test-Forecast $forecast (Invoke-OstreePull -Repository $target -Source $published)
    }

    It 'is what the pull then brings, from bare-user to <_>' -ForEach 'bare-user', 'bare-user-only', 'archive' {
        $source = New-Client 'bare-user'
        $null = Invoke-OstreePull -Repository $source -Remote origin -Ref os/stable -Mirror
        $target = Join-Path $folder ([guid]::NewGuid().ToString('n'))
        ostree init --repo=$target --mode=$_
        $forecast = Invoke-OstreePull -Repository $target -Source $source -DryRun
        Test-Forecast $forecast (Invoke-OstreePull -Repository $target -Source $source)
    }
}
