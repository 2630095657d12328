# Refs are made, moved, renamed and removed as stock ostree does it, and stock ostree reads the result.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $folder = (Resolve-Path 'TestDrive:/').ProviderPath

    # Two lines of history in one repository, and the same in another for stock ostree.
    function New-Pair([string] $Name, [string[]] $More = @()) {
        $pair = foreach ($side in 'ours', 'theirs') {
            $path = Join-Path $folder "$Name-$side"
            ostree init --repo=$path --mode=archive @More
            foreach ($number in 1, 2) {
                ostree commit --repo=$path -b os/main --tree=dir=$tree -s "Main $number" --timestamp=@$number | Out-Null
            }
            $other = ostree commit --repo=$path -b os/other --tree=dir=$tree -s Other --timestamp=@9
            $path
        }
        @{ Ours = $pair[0]; Theirs = $pair[1]; Main = ostree rev-parse --repo=$($pair[0]) os/main; Other = $other }
    }

    # Every ref of all places with its commit, and every alias, read from the files themselves.
    function Get-RefFile([string] $Repository) {
        Push-Location $Repository
        @(find refs -type f -printf '%p ' -exec cat '{}' ';') + @(find refs -type l -printf '%p -> %l\n') | Sort-Object
        Pop-Location
    }

    $tree = (New-Item -ItemType Directory -Path 'TestDrive:/tree').FullName
    Set-Content -LiteralPath "$tree/file" -Value 'content'
}

Describe 'New-OstreeRef' {
    BeforeAll {
        $pair = New-Pair new
        $null = New-OstreeRef -Repository $pair.Ours -Name a/b/copy -Revision os/main
        $null = New-OstreeRef -Repository $pair.Ours -Name a/alias -Alias os/main
        $null = New-OstreeRef -Repository $pair.Ours -Name far:os/main -Revision 'os/main^'
        $mirror = New-OstreeRef -Repository $pair.Ours -Name os/main -Revision os/other -CollectionId org.example.Os
        ostree refs --repo=$($pair.Theirs) --create=a/b/copy os/main
        ostree refs --repo=$($pair.Theirs) --create=a/alias -A os/main
        ostree refs --repo=$($pair.Theirs) --create=far:os/main 'os/main^'
        ostree refs --repo=$($pair.Theirs) -c --create=org.example.Os:os/main os/other
    }

    It 'writes the files that stock ostree writes' {
        $files = @(Get-RefFile $pair.Ours)
        $files.Count | Should -Be 6
        $files | Should -BeExactly @(Get-RefFile $pair.Theirs)
    }

    It 'returns the ref' {
        $mirror.Kind | Should -Be 'Mirror'
        $mirror.CollectionId | Should -BeExactly 'org.example.Os'
        "$($mirror.Checksum)" | Should -BeExactly $pair.Other
    }

    It 'makes an alias that stock ostree lists and follows' {
        ostree refs --repo=$($pair.Ours) -A --list | Should -BeExactly 'a/alias -> os/main'
        ostree rev-parse --repo=$($pair.Ours) a/alias | Should -BeExactly $pair.Main
    }

    It 'replaces nothing without -Force' {
        { New-OstreeRef -Repository $pair.Ours -Name os/main -Revision os/other } | Should -Throw -ErrorId 'AlreadyExists,*'
        { New-OstreeRef -Repository $pair.Ours -Name os/main -Alias os/other } | Should -Throw -ErrorId 'AlreadyExists,*'
        { New-OstreeRef -Repository $pair.Ours -Name os/main -Revision os/main -CollectionId org.example.Os } | Should -Throw -ErrorId 'AlreadyExists,*'
        ostree rev-parse --repo=$($pair.Ours) os/main | Should -BeExactly $pair.Main
    }

    It 'replaces with -Force, and an alias always' {
        $null = New-OstreeRef -Repository $pair.Ours -Name a/b/copy -Revision os/other -Force
        ostree rev-parse --repo=$($pair.Ours) a/b/copy | Should -BeExactly $pair.Other
        $null = New-OstreeRef -Repository $pair.Ours -Name a/alias -Alias os/other
        ostree rev-parse --repo=$($pair.Ours) a/alias | Should -BeExactly $pair.Other
    }

    It 'refuses what names nothing, and names that cannot be' {
        { New-OstreeRef -Repository $pair.Ours -Name x -Revision ('ab' * 32) } | Should -Throw -ErrorId 'ObjectNotFound,*'
        { New-OstreeRef -Repository $pair.Ours -Name x -Revision nothing } | Should -Throw -ErrorId 'RefNotFound,*'
        { New-OstreeRef -Repository $pair.Ours -Name x -Alias nothing } | Should -Throw -ErrorId 'RefNotFound,*'
        { New-OstreeRef -Repository $pair.Ours -Name far:x -Alias os/main } | Should -Throw -ErrorId 'InvalidRefName,*'
        { New-OstreeRef -Repository $pair.Ours -Name x -Alias far:os/main } | Should -Throw -ErrorId 'InvalidRefName,*'
        { New-OstreeRef -Repository $pair.Ours -Name '.hidden' -Revision os/main } | Should -Throw -ErrorId 'InvalidRefName,*'
        { New-OstreeRef -Repository $pair.Ours -Name ('cd' * 32) -Revision os/main } | Should -Throw -ErrorId 'InvalidRefName,*'
        { New-OstreeRef -Repository $pair.Ours -Name os -Revision os/main } | Should -Throw -ErrorId 'RefConflict,*'
        { New-OstreeRef -Repository $pair.Ours -Name os/main/below -Revision os/main } | Should -Throw -ErrorId 'RefConflict,*'
    }

    It 'refuses aliases that lead in a circle' {
        { New-OstreeRef -Repository $pair.Ours -Name os/other -Alias a/alias -Force } | Should -Throw -ErrorId 'RefConflict,*'
        { New-OstreeRef -Repository $pair.Ours -Name os/main -Alias os/main -Force } | Should -Throw -ErrorId 'RefConflict,*'
    }

    It 'puts refs of the own collection among the local ones, as stock ostree does' {
        $own = New-Pair own '--collection-id=org.example.Own'
        $null = New-OstreeRef -Repository $own.Ours -Name mine -Revision os/main -CollectionId org.example.Own
        ostree refs --repo=$($own.Theirs) -c --create=org.example.Own:mine os/main
        Get-RefFile $own.Ours | Should -BeExactly @(Get-RefFile $own.Theirs)
    }

    It 'bumps the time of the repository' {
        touch -d '2001-01-01' $pair.Ours
        $null = New-OstreeRef -Repository $pair.Ours -Name bump -Alias os/main
        (Get-Item $pair.Ours).LastWriteTimeUtc.Year | Should -BeGreaterThan 2001
    }

    It 'changes nothing under -WhatIf' {
        $before = @(Get-RefFile $pair.Ours)
        New-OstreeRef -Repository $pair.Ours -Name w/x -Revision os/main -WhatIf
        New-OstreeRef -Repository $pair.Ours -Name w/y -Alias os/main -WhatIf
        Get-RefFile $pair.Ours | Should -BeExactly $before
    }
}

Describe 'Reset-OstreeRef' {
    BeforeAll { $pair = New-Pair reset }

    It 'moves a ref <Where>, as stock ostree does' -ForEach @(
        @{ Where = 'back'; To = 'os/main^' }
        @{ Where = 'across'; To = 'os/other' }
    ) {
        $moved = Reset-OstreeRef -Repository $pair.Ours -Name os/main -Revision $To
        ostree reset --repo=$($pair.Theirs) os/main $To
        Get-RefFile $pair.Ours | Should -BeExactly @(Get-RefFile $pair.Theirs)
        "$($moved.Checksum)" | Should -BeExactly (ostree rev-parse --repo=$($pair.Theirs) os/main)
        ostree fsck --repo=$($pair.Ours) -q
        $LASTEXITCODE | Should -Be 0
    }

    It 'takes a commit from the pipeline' {
        Get-OstreeCommit -Repository $pair.Ours -Revision $pair.Main | Reset-OstreeRef -Name os/main | Out-Null
        ostree rev-parse --repo=$($pair.Ours) os/main | Should -BeExactly $pair.Main
    }

    It 'refuses a ref or commit that is not there' {
        { Reset-OstreeRef -Repository $pair.Ours -Name nothing -Revision os/main } | Should -Throw -ErrorId 'RefNotFound,*'
        { Reset-OstreeRef -Repository $pair.Ours -Name os/main -Revision ('ab' * 32) } | Should -Throw -ErrorId 'ObjectNotFound,*'
        { Reset-OstreeRef -Repository $pair.Ours -Name far:os/main -Revision os/main } | Should -Throw -ErrorId 'InvalidRefName,*'
    }
}

Describe 'Remove-OstreeRef' {
    BeforeEach {
        $pair = New-Pair "remove$([guid]::NewGuid().ToString('n'))"
        foreach ($repo in $pair.Ours, $pair.Theirs) {
            foreach ($name in 'old/one', 'old/two', 'old/deep/three', 'older', 'far:old/one', 'far:old/two') {
                ostree refs --repo=$repo --create=$name os/main
            }
            ostree refs --repo=$repo -c --create=org.example.Os:old/one os/main
        }
    }

    It 'removes a ref by name' {
        Remove-OstreeRef -Repository $pair.Ours -Name old/one
        ostree refs --repo=$($pair.Theirs) --delete old/one
        Get-RefFile $pair.Ours | Should -BeExactly @(Get-RefFile $pair.Theirs)
    }

    It 'removes by prefix <Prefix> what stock ostree removes' -ForEach @{ Prefix = 'old' }, @{ Prefix = 'far:old' } {
        Remove-OstreeRef -Repository $pair.Ours -Prefix $Prefix
        ostree refs --repo=$($pair.Theirs) --delete $Prefix
        Get-RefFile $pair.Ours | Should -BeExactly @(Get-RefFile $pair.Theirs)
    }

    # Stock ostree 2022.7 stumbles over its own names here.
    It 'removes all refs of a remote' {
        Remove-OstreeRef -Repository $pair.Ours -Prefix far:
        (Get-OstreeRef -Repository $pair.Ours).Refspec | Should -Not -Contain 'far:old/one'
        (Get-OstreeRef -Repository $pair.Ours).Count | Should -Be 7
    }

    It 'removes by pattern local refs only' {
        Remove-OstreeRef -Repository $pair.Ours -Name 'old/*'
        (Get-OstreeRef -Repository $pair.Ours).Refspec | Should -BeExactly 'older', 'os/main', 'os/other', 'far:old/one', 'far:old/two', 'old/one'
    }

    It 'removes refs of a remote by pattern' {
        Remove-OstreeRef -Repository $pair.Ours -Name 'far:*/one'
        (Get-OstreeRef -Repository $pair.Ours -Remote far).Refspec | Should -BeExactly 'far:old/two'
    }

    It 'removes mirrors of a collection' {
        Remove-OstreeRef -Repository $pair.Ours -Name 'old/*' -CollectionId org.example.Os
        @(Get-OstreeRef -Repository $pair.Ours | Where-Object Kind -EQ Mirror).Count | Should -Be 0
        @(Get-OstreeRef -Repository $pair.Ours -Name 'old/*' -Local).Count | Should -Be 3
    }

    It 'removes what the pipeline brings, an alias before its target' {
        ostree refs --repo=$($pair.Ours) --create=old/zalias -A old/one
        Get-OstreeRef -Repository $pair.Ours -Name 'old/*' | Remove-OstreeRef
        (Get-OstreeRef -Repository $pair.Ours).Refspec | Should -BeExactly 'older', 'os/main', 'os/other'
    }

    It 'keeps a ref that has an alias, unless -Force takes both' {
        ostree refs --repo=$($pair.Ours) --create=current -A old/one
        { Remove-OstreeRef -Repository $pair.Ours -Name old/one } | Should -Throw -ErrorId 'RefConflict,*'
        Get-OstreeRef -Repository $pair.Ours -Name old/one | Should -Not -BeNullOrEmpty
        Remove-OstreeRef -Repository $pair.Ours -Name old/one -Force
        (Get-OstreeRef -Repository $pair.Ours -Local).Name | Should -Not -Contain 'current'
    }

    It 'says what is not there, and removes the rest' {
        $faults = @()
        Remove-OstreeRef -Repository $pair.Ours -Name nothing, older -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults.FullyQualifiedErrorId | Should -BeLike 'RefNotFound,*'
        (Get-OstreeRef -Repository $pair.Ours -Local).Name | Should -Not -Contain 'older'
    }

    It 'removes nothing under -WhatIf' {
        $before = @(Get-RefFile $pair.Ours)
        Remove-OstreeRef -Repository $pair.Ours -Name '*' -WhatIf
        Get-RefFile $pair.Ours | Should -BeExactly $before
    }
}

Describe 'Rename-OstreeRef' {
    BeforeAll {
        $pair = New-Pair rename
        ostree refs --repo=$($pair.Ours) --create=current -A os/main
    }

    It 'renames a ref, and its aliases follow' {
        $renamed = Rename-OstreeRef -Repository $pair.Ours -Name os/main -NewName new/main
        $renamed.Name | Should -BeExactly 'new/main'
        (ostree refs --repo=$($pair.Ours) --list | Sort-Object) -join ' ' | Should -BeExactly 'current new/main os/other'
        ostree rev-parse --repo=$($pair.Ours) current | Should -BeExactly $pair.Main
    }

    It 'renames through the pipeline by what a script block says' {
        Get-OstreeRef -Repository $pair.Ours -Name 'new/*' | Rename-OstreeRef -NewName { $_.Name -replace '^new', 'os' } | Out-Null
        (ostree refs --repo=$($pair.Ours) --list | Sort-Object) -join ' ' | Should -BeExactly 'current os/main os/other'
    }

    It 'renames an alias, which stays one' {
        $null = Rename-OstreeRef -Repository $pair.Ours -Name current -NewName deep/er/current
        ostree refs --repo=$($pair.Ours) -A --list | Should -BeExactly 'deep/er/current -> os/main'
    }

    It 'replaces nothing without -Force' {
        { Rename-OstreeRef -Repository $pair.Ours -Name os/main -NewName os/other } | Should -Throw -ErrorId 'AlreadyExists,*'
        $null = Rename-OstreeRef -Repository $pair.Ours -Name os/main -NewName os/other -Force
        ostree rev-parse --repo=$($pair.Ours) os/other | Should -BeExactly $pair.Main
        ostree fsck --repo=$($pair.Ours) -q
        $LASTEXITCODE | Should -Be 0
    }
}
