# Files of a checkout get copies of their own before they are written to, and the repository stays as it is.
$isRoot = (id -u) -eq '0'

BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'hardlinks'
    $null = New-Item -ItemType Directory -Path "$work/tree/usr"
    [IO.File]::WriteAllText("$work/tree/usr/file", 'content')
    [IO.File]::WriteAllText("$work/tree/usr/other", 'other content')
    chmod 4751 "$work/tree/usr/file"
    setfattr -n user.note -v kept "$work/tree/usr/file"
    $null = [IO.File]::CreateSymbolicLink("$work/tree/usr/link", 'file')
    $isRoot = (id -u) -eq '0'
    if ($isRoot) { chown 12:34 "$work/tree/usr/file"; chown -h 5:6 "$work/tree/usr/link" }
    $repo = "$work/repo"
    ostree init --repo=$repo --mode=$(if ($isRoot) { 'bare' } else { 'bare-user' })
    ostree commit --repo=$repo -b main --tree=dir=$work/tree | Out-Null
    $number = 0
    function New-Checkout {
        $script:number++
        $place = "$work/out-$script:number"
        ostree checkout --repo=$repo $(if (-not $isRoot) { '-U' }) main $place
        $place
    }
    function Get-Facts([string] $File) { (stat -c '%F %a %u %g %s %y' $File) + "`n" + ((getfattr -h -d -m - $File 2>/dev/null | Where-Object { $_ -notlike '#*' } | Sort-Object) -join "`n") }
}

Describe 'Split-OstreeHardLink' {
    It 'copies a file with all that it has, and leaves the repository alone' {
        $place = New-Checkout
        $before = Get-Facts "$place/usr/file"
        [int] (stat -c %h "$place/usr/file") | Should -BeGreaterThan 1
        Split-OstreeHardLink -Path "$place/usr/file" | Should -BeNullOrEmpty
        stat -c %h "$place/usr/file" | Should -Be '1'
        Get-Facts "$place/usr/file" | Should -BeExactly $before
        [IO.File]::AppendAllText("$place/usr/file", ' and more')
        ostree cat --repo=$repo main /usr/file | Should -BeExactly 'content'
        ostree fsck --repo=$repo 2>&1 | Out-String | Should -Match 'no errors found'
        Get-ChildItem -LiteralPath "$place/usr" -Force | Measure-Object | ForEach-Object Count | Should -Be 3
    }

    It 'copies a symbolic link' -Skip:(-not $isRoot) {
        $place = New-Checkout
        $before = Get-Facts "$place/usr/link"
        Split-OstreeHardLink -Path "$place/usr/link"
        stat -c %h "$place/usr/link" | Should -Be '1'
        # The time of a link is that of its making.
        (Get-Facts "$place/usr/link") -replace '\d{4}-.*' | Should -BeExactly ($before -replace '\d{4}-.*')
        readlink "$place/usr/link" | Should -BeExactly 'file'
    }

    It 'leaves alone what has one name' {
        $inode = stat -c %i "$work/tree/usr/other"
        $found = Split-OstreeHardLink -Path "$work/tree/usr/other" -PassThru
        $found.WasCopied | Should -BeFalse
        $found.Links | Should -Be 1
        stat -c %i "$work/tree/usr/other" | Should -BeExactly $inode
    }

    It 'takes many from the pipeline, and says what it did' {
        $place = New-Checkout
        $found = Get-ChildItem -LiteralPath "$place/usr" | Where-Object Name -ne 'link' | Split-OstreeHardLink -PassThru
        @($found).Count | Should -Be 2
        $found.WasCopied | Should -Not -Contain $false
        ($found | Where-Object Path -like '*other').Size | Should -Be 13
    }

    It 'leaves out attributes with -NoXattrs, and does nothing with -WhatIf' {
        $place = New-Checkout
        Split-OstreeHardLink -Path "$place/usr/file" -WhatIf
        [int] (stat -c %h "$place/usr/file") | Should -BeGreaterThan 1
        Split-OstreeHardLink -Path "$place/usr/file" -NoXattrs
        getfattr -d -m - "$place/usr/file" 2>/dev/null | Should -BeNullOrEmpty
        stat -c %a "$place/usr/file" | Should -Be (stat -c %a "$(New-Checkout)/usr/file")
    }

    It 'refuses <_>' -ForEach 'a directory', 'what is not there' {
        $path, $id = if ($_ -eq 'a directory') { "$work/tree", 'UnsupportedFileType' } else { "$work/none", 'PathNotFound' }
        { Split-OstreeHardLink -Path $path } | Should -Throw -ErrorId "$id,*"
    }
}

Describe 'Get-OstreeRepository' {
    It 'says how much is free, and how much is to stay so' {
        $blocks, $size, $free = (stat -f -c '%b %S %f' $repo) -split ' ' | ForEach-Object { [long] $_ }
        $info = Get-OstreeRepository -Repository $repo
        [math]::Abs($info.ReservedBytes - $blocks * $size * 0.03) | Should -BeLessThan 2
        $info.FreeBytes | Should -BeGreaterThan 0
        ostree config --repo=$repo set core.min-free-space-size 7MB
        (Get-OstreeRepository -Repository $repo).ReservedBytes | Should -Be 7MB
    }
}

Describe 'The lock of a repository' {
    It 'can be held over several operations, which keep out a prune by stock ostree' {
        ostree config --repo=$repo set core.lock-timeout-secs 0
        $open = [OstreePS.Core.Repository.OstreeRepository]::Open($repo)
        $held = $open.AcquireLock($false, [Threading.CancellationToken]::None)
        try {
            ostree prune --repo=$repo 2>&1 | Out-String | Should -Match 'Locking repo exclusive failed'
            New-OstreeCommit -Repository $repo -Branch other -Path "$work/tree" | Out-Null
            ostree prune --repo=$repo 2>&1 | Out-String | Should -Match 'Locking repo exclusive failed'
        }
        finally { $held.Dispose(); $open.Dispose() }
        ostree prune --repo=$repo | Should -Not -BeNullOrEmpty
    }
}
