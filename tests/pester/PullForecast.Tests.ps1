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
