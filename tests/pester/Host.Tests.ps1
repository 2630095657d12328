# The vocabulary that the other files rely on, in both runners: Pester's own and tools/PwshHost's. True under both.
BeforeDiscovery {
    $letters = 'a', 'b'
    $rows = @{ Left = 2; Right = 3; Sum = 5 }, @{ Left = -1; Right = 1; Sum = 0 }
}

BeforeAll {
    $fileWide = 'from the file'
    function Get-Greeting([string] $Name) { "Hello, $Name" }
    $order = [Collections.Generic.List[string]]::new()
}

Describe 'Scopes' {
    BeforeAll {
        $blockWide = 1
        $script:scriptWide = 5
        $order.Add('outer BeforeAll')
    }
    BeforeEach {
        $each = 'fresh'
        $order.Add('outer BeforeEach')
    }
    AfterEach { $order.Add('outer AfterEach') }
    AfterAll {
        $order.Add('outer AfterAll')
        ($order -join ', ') | Should -BeLike '*inner AfterEach, outer AfterEach, inner AfterAll*outer AfterAll'
    }

    It 'show what set-up made, and functions' {
        $fileWide | Should -BeExactly 'from the file'
        $blockWide | Should -Be 1
        $each | Should -Be 'fresh'
        Get-Greeting 'you' | Should -BeExactly 'Hello, you'
        $each = 'used'
        $blockWide = 99
        $script:scriptWide = 6
    }

    It 'end with the test, except $script:' {
        $each | Should -Be 'fresh'
        $blockWide | Should -Be 1
        $scriptWide | Should -Be 6
    }

    It 'know the file' {
        $PSScriptRoot | Should -Be (Split-Path $PSCommandPath)
        Split-Path $PSCommandPath -Leaf | Should -Be 'Host.Tests.ps1'
    }

    Context 'nested' {
        BeforeAll { $order.Add('inner BeforeAll') }
        BeforeEach { $order.Add('inner BeforeEach') }
        AfterEach { $order.Add('inner AfterEach') }
        AfterAll { $order.Add('inner AfterAll') }

        It 'run outer set-up first' {
            ($order | Select-Object -Last 3) -join ', ' | Should -Be 'inner BeforeAll, outer BeforeEach, inner BeforeEach'
        }
    }
}

Describe 'Data <_>' -ForEach $letters {
    It 'reaches tests as $_' { $_ | Should -BeIn 'a', 'b' }

    It 'adds <Left> and <Right>' -TestCases $rows {
        param($Left, $Right, $Sum)
        $Left + $Right | Should -Be $Sum
        $_.Sum | Should -Be $Sum
    }

    It 'binds without param' -ForEach $rows { $Left + $Right | Should -Be $Sum }
}

Describe 'Skipping' {
    It 'happens by switch' -Skip { throw 'must not run' }

    Context 'of a block' -Skip {
        BeforeAll { throw 'must not run' }
        It 'skips its tests' { throw 'must not run' }
    }

    It 'happens from inside' { Set-ItResult -Skipped -Because 'the test says so' }
}

Describe 'Should' {
    It '-Be compares text without case, numbers by value, and collections by element' {
        'ABC' | Should -Be 'abc'
        1 | Should -Be 1.0
        1, 2, 3 | Should -Be @(1, 2, 3)
        $null | Should -Be $null
        @() | Should -Be @()
        'abc' | Should -Not -Be 'abd'
        { 1, 2 | Should -Be 1, 2, 3 } | Should -Throw
        { 'abc' | Should -BeExactly 'ABC' } | Should -Throw
    }

    It '-BeNullOrEmpty' {
        $null | Should -BeNullOrEmpty
        '' | Should -BeNullOrEmpty
        @() | Should -BeNullOrEmpty
        @{} | Should -BeNullOrEmpty
        0 | Should -Not -BeNullOrEmpty
        , @(1, 2) | Should -Not -BeNullOrEmpty
        { 'x' | Should -BeNullOrEmpty } | Should -Throw
    }

    It '-BeTrue and -BeFalse take what a condition takes' {
        1 | Should -BeTrue
        'text' | Should -BeTrue
        '' | Should -BeFalse
        $null | Should -BeFalse
        $true | Should -Not -BeFalse
        { 0 | Should -BeTrue } | Should -Throw
    }

    It '-BeOfType' {
        1 | Should -BeOfType [int]
        'x' | Should -BeOfType 'string'
        [IO.FileInfo] '/x' | Should -BeOfType [IO.FileSystemInfo]
        1 | Should -Not -BeOfType [long]
        { 1 | Should -BeOfType [string] } | Should -Throw
    }

    It 'compares sizes' {
        3 | Should -BeGreaterThan 2
        3 | Should -BeGreaterOrEqual 3
        2 | Should -BeLessThan 3
        3 | Should -BeLessOrEqual 3
        3 | Should -Not -BeGreaterThan 3
        { 2 | Should -BeGreaterThan 2 } | Should -Throw
        { 2 | Should -BeLessThan 2 } | Should -Throw
    }

    It 'matches text' {
        'Hello' | Should -Match '^h'
        'Hello' | Should -MatchExactly '^H'
        'Hello' | Should -Not -MatchExactly '^h'
        'Hello' | Should -BeLike 'h*o'
        'Hello' | Should -BeLikeExactly 'H*o'
        { 'Hello' | Should -Match 'x' } | Should -Throw
    }

    It 'looks into collections' {
        'a', 'b' | Should -Contain 'B'
        'a' | Should -BeIn 'a', 'b'
        1, 2, 3 | Should -HaveCount 3
        @() | Should -HaveCount 0
        { 'a', 'b' | Should -Contain 'c' } | Should -Throw
        { 1, 2 | Should -HaveCount 3 } | Should -Throw
        'a', 'a' | Should -Be 'a', 'a'
    }

    It '-Throw judges message, id and type, and passes the error on' {
        { throw 'a bad day' } | Should -Throw
        { throw 'a bad day' } | Should -Throw '*bad*'
        { throw 'a bad day' } | Should -Throw -ExpectedMessage 'a bad day'
        { [int]::Parse('x') } | Should -Throw -ExceptionType ([Management.Automation.MethodInvocationException])
        { Get-Item -LiteralPath '/no/such' -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        $thrown = { throw [ArgumentException] 'wrong' } | Should -Throw -PassThru
        $thrown.Exception.Message | Should -Be 'wrong'
        { 1 } | Should -Not -Throw
        { { 1 } | Should -Throw } | Should -Throw 'Expected an exception*no exception was thrown*'
        { { throw 'a' } | Should -Throw 'b' } | Should -Throw
        { { throw 'a' } | Should -Not -Throw } | Should -Throw
        # An error that does not end its statement is no exception.
        { Get-Item -LiteralPath '/no/such' -ErrorAction SilentlyContinue } | Should -Not -Throw
    }

    It 'says why' {
        { 1 | Should -Be 2 -Because 'two is wanted' } | Should -Throw '*2*because two is wanted*1*'
    }
}

Describe 'TestDrive' {
    BeforeAll { Set-Content -LiteralPath TestDrive:/kept 'block' }

    It 'is a drive and a folder' {
        'hello world' | Set-Content TestDrive:/file
        Join-Path $TestDrive 'file' | Should -Exist
        'TestDrive:/file' | Should -FileContentMatch '^hello'
        'TestDrive:/none' | Should -Not -Exist
    }

    It 'keeps files from test to test' { Join-Path $TestDrive 'file' | Should -Exist }

    Context 'in a nested block' {
        It 'takes more files' {
            $null = New-Item -ItemType Directory -Path TestDrive:/inner
            'x' > TestDrive:/inner/file
            'TestDrive:/inner/file' | Should -Exist
        }
    }

    Context 'after that block' {
        It 'has lost what the block added, and nothing else' {
            'TestDrive:/inner' | Should -Not -Exist
            'TestDrive:/kept' | Should -Exist
        }
    }
}

Describe 'Native commands' {
    It 'give output and exit codes' {
        $lines = & sh -c 'echo one; echo two; exit 3'
        $LASTEXITCODE | Should -Be 3
        $lines | Should -Be 'one', 'two'
        (& sh -c 'echo bad >&2' 2>&1) | Should -BeOfType [Management.Automation.ErrorRecord]
    }
}
