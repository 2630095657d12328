# Stock ostree is the judge of what we say about commits, refs, revisions and differences, and reads what we wrote.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $ground = (Resolve-Path 'TestDrive:/').ProviderPath

    $first = (New-Item -ItemType Directory -Path "$ground/first").FullName
    $null = New-Item -ItemType Directory -Path "$first/dir/deep", "$first/gone/sub", "$first/ümlaut"
    Set-Content -LiteralPath "$first/dir/file" -Value 'content'
    Set-Content -LiteralPath "$first/dir/deep/mode" -Value 'mode'
    Set-Content -LiteralPath "$first/gone/sub/file" -Value 'gone'
    Set-Content -LiteralPath "$first/becomes" -Value 'a file'
    Set-Content -LiteralPath "$first/ümlaut/ß" -Value 'not ASCII'
    ln -s target "$first/link"
    chmod 644 "$first/dir/deep/mode"
    $second = "$ground/second"
    cp -a $first $second
    rm -r "$second/gone" "$second/becomes" "$second/link"
    $null = New-Item -ItemType Directory -Path "$second/becomes/a", "$second/new/sub"
    Set-Content -LiteralPath "$second/dir/file" -Value 'changed'
    Set-Content -LiteralPath "$second/new/sub/file" -Value 'new'
    ln -s other "$second/link"
    chmod 600 "$second/dir/deep/mode"
    chmod 700 "$second/ümlaut"

    # Lines of stock diff as "M /path", sorted.
    function Get-StockDifference {
        @(ostree diff --repo=$repo @args | ForEach-Object { $_[0] + ' /' + $_.Substring(5).TrimStart('/') }) | Sort-Object -CaseSensitive
    }

    function Get-Difference {
        @(Compare-OstreeTree -Repository $repo @args | ForEach-Object { "$_" }) | Sort-Object -CaseSensitive
    }
}

Describe 'A repository of mode <_> that <Maker> wrote' -ForEach @(
    foreach ($mode in 'bare', 'bare-user', 'bare-user-only', 'archive') {
        foreach ($maker in 'stock ostree', 'OstreePS') { @{ Mode = $mode; Maker = $maker } }
    }
) {
    BeforeAll {
        $repo = Join-Path $ground "$Mode-$($Maker.Split(' ')[0])"
        if ($Maker -eq 'OstreePS') {
            $null = New-OstreeRepository -Path $repo -Mode $Mode
            $null = New-OstreeCommit -Repository $repo -Branch os/main -Path $first -Subject 'One' -Body "A body.`n`nIn two parts." -Timestamp '@1600000000' -Metadata @{ version = '1.0' }
            $null = New-OstreeCommit -Repository $repo -Branch os/main -Path $second -Timestamp '@1600000100' -DetachedMetadata @{ note = 'beside' }
            $null = New-OstreeCommit -Repository $repo -Branch os/other -Path $first -Subject 'Another' -Timestamp '@1600000200'
        }
        else {
            $canonical = if ($Mode -eq 'bare-user-only') { '--canonical-permissions' } else { '--owner-uid=-1' }
            ostree init --repo=$repo --mode=$Mode
            $null = ostree commit --repo=$repo -b os/main --tree=dir=$first -s One -m "A body.`n`nIn two parts." --timestamp=@1600000000 --add-metadata-string=version=1.0 $canonical
            $null = ostree commit --repo=$repo -b os/main --tree=dir=$second --timestamp=@1600000100 --add-detached-metadata-string=note=beside $canonical
            $null = ostree commit --repo=$repo -b os/other --tree=dir=$first -s Another --timestamp=@1600000200 $canonical
        }
        ostree refs --repo=$repo -A --create=alias os/main
    }

    It 'has the history that stock ostree logs' {
        $said = foreach ($commit in Get-OstreeCommit -Repository $repo -Revision os/main -History) {
            "commit $($commit.Checksum)"
            if ($commit.Parent) { "Parent:  $($commit.Parent)" }
            "ContentChecksum:  $($commit.ContentChecksum)"
            'Date:  ' + $commit.Timestamp.ToString('yyyy-MM-dd HH:mm:ss') + ' +0000'
            if ($commit.Version) { "Version: $($commit.Version)" }
            if ($commit.Subject) { ''; "    $($commit.Subject)" } else { '(no subject)' }
            if ($commit.Body) { ''; $commit.Body -split "`n" | ForEach-Object { "    $_" } }
            ''
        }
        ($said -join "`n") | Should -BeExactly ((ostree log --repo=$repo os/main) -join "`n")
    }

    It 'has the refs that stock ostree lists, aliases marked' {
        $refs = @(Get-OstreeRef -Repository $repo)
        (@($refs | ForEach-Object Name) -join ' ') | Should -BeExactly (@(ostree refs --repo=$repo | Sort-Object) -join ' ')
        ($refs | Where-Object Name -EQ alias).AliasOf | Should -BeExactly 'os/main'
        @(Get-OstreeRef -Repository $repo -Alias).Count | Should -Be 1
        (@(Get-OstreeRef -Repository $repo -Name 'os/*' | ForEach-Object Name) -join ' ') | Should -BeExactly 'os/main os/other'
    }

    It 'resolves <_> as stock ostree does' -ForEach 'os/main', 'os/main^', 'alias', 'os/other' {
        Resolve-OstreeRevision -Repository $repo -Revision $_ | Should -BeExactly (ostree rev-parse --repo=$repo $_)
    }

    It 'resolves the beginning of a checksum' {
        $full = ostree rev-parse --repo=$repo os/other
        Resolve-OstreeRevision -Repository $repo -Revision $full.Substring(0, 9) | Should -BeExactly $full
    }

    It 'differs as stock ostree says, commit with commit' {
        $differences = Get-Difference os/main^ os/main
        $differences.Count | Should -BeGreaterThan 5
        ($differences -join "`n") | Should -BeExactly ((Get-StockDifference os/main^ os/main) -join "`n")
        ((Get-Difference os/main) -join "`n") | Should -BeExactly ((Get-StockDifference os/main) -join "`n")
        ((Get-Difference os/main os/main^) -join "`n") | Should -BeExactly ((Get-StockDifference os/main os/main^) -join "`n")
    }

    It 'differs as stock ostree says, commit with directory and directory with commit' {
        ((Get-Difference os/main $first) -join "`n") | Should -BeExactly ((Get-StockDifference os/main $first) -join "`n")
        ((Get-Difference $second os/main^) -join "`n") | Should -BeExactly ((Get-StockDifference $second os/main^) -join "`n")
        ((Get-Difference $first $second) -join "`n") | Should -BeExactly ((Get-StockDifference $first $second) -join "`n")
    }

    It 'shares as many objects as stock ostree counts' {
        $stats = Compare-OstreeTree -Repository $repo -Reference os/main^ -Difference os/main -Stats
        $said = ostree diff --repo=$repo --stats os/main^ os/main
        $said[0] | Should -BeExactly "[A] Object Count: $($stats.ReferenceObjects)"
        $said[1] | Should -BeExactly "[B] Object Count: $($stats.DifferenceObjects)"
        $said[2] | Should -BeExactly "Common Object Count: $($stats.CommonObjects)"
    }

    It 'gives metadata as values' {
        $commit = Get-OstreeCommit -Repository $repo -Revision os/main^
        $commit.Metadata['version'] | Should -BeExactly '1.0'
        $commit.Metadata['ostree.ref-binding'] | Should -BeExactly 'os/main'
        $commit.RefBindings | Should -BeExactly 'os/main'
        (Get-OstreeCommit -Repository $repo -Revision os/main).DetachedMetadata['note'] | Should -BeExactly 'beside'
    }
}

Describe 'A commit from before 1970' {
    It 'is shown, followed and pruned as stock ostree does' {
        $repo = "$ground/ancient"
        ostree init --repo=$repo --mode=bare-user
        $null = ostree commit --repo=$repo -b ancient --timestamp=1950-01-02T03:04:05Z --tree=dir=$first --canonical-permissions
        $null = ostree commit --repo=$repo -b ancient --tree=dir=$second --canonical-permissions
        @(Get-OstreeCommit -Repository $repo -Revision ancient -History)[1].Timestamp | Should -Be ([DateTimeOffset] '1950-01-02T03:04:05Z')
        (New-OstreeCommit -Repository $repo -Branch ours -Path $first -Timestamp 1950-01-02T03:04:05Z).Timestamp | Should -Be ([DateTimeOffset] '1950-01-02T03:04:05Z')
        ostree show --repo=$repo ours | Should -Contain 'Date:  1950-01-02 03:04:05 +0000'
        (Invoke-OstreePrune -Repository $repo -RefsOnly -Depth 0 -Explain -WhatIf | Where-Object Stays -EQ $false).Timestamp | Should -Be ([DateTimeOffset] '1950-01-02T03:04:05Z')
    }
}

Describe 'Looking at commits' {
    BeforeAll {
        $repo = Join-Path $ground 'look'
        $null = New-OstreeRepository -Path $repo -Mode BareUser
        $one = New-OstreeCommit -Repository $repo -Branch os/main -Path $first -Subject 'One' -Timestamp '@1600000000'
        $two = New-OstreeCommit -Repository $repo -Branch os/main -Path $second -Subject 'Two' -Timestamp '@1600000100'
    }

    It 'takes refs, commits and results from the pipeline, with their repository' {
        (Get-OstreeRef -Repository $repo | Get-OstreeCommit).Subject | Should -BeExactly 'Two'
        ($one | Get-OstreeCommit).Subject | Should -BeExactly 'One'
        ($two | Get-OstreeCommit | Get-OstreeCommit -History | ForEach-Object Subject) -join ' ' | Should -BeExactly 'Two One'
        $two | Resolve-OstreeRevision | Should -BeExactly "$($two.Checksum)"
    }

    It 'shows a checksum as its digits' {
        ($two.Checksum | Out-String).Trim() | Should -BeExactly (ostree rev-parse --repo=$repo os/main)
    }

    It 'compares commit objects and directory objects' {
        @(Compare-OstreeTree -Repository $repo -Reference $one -Difference $two).Count | Should -Be @(Compare-OstreeTree -Repository $repo os/main).Count
        @(Compare-OstreeTree -Repository $repo -Reference $two -Difference (Get-Item -LiteralPath $second)).Count | Should -Be 0
    }

    It 'takes a relative directory from the current location' {
        Push-Location -LiteralPath $ground
        try {
            @(Compare-OstreeTree -Repository look -Reference os/main -Difference ./second).Count | Should -Be 0
            $thrown = { Compare-OstreeTree -Repository look -Reference os/main -Difference second } | Should -Throw -ErrorId 'RefNotFound,*' -PassThru
            $thrown.ErrorDetails.RecommendedAction | Should -Match "write './second'"
        }
        finally { Pop-Location }
    }

    It 'names both sides and the kind of change' {
        $changes = @{}
        foreach ($difference in Compare-OstreeTree -Repository $repo os/main) { $changes[$difference.Path] = $difference }
        "$($changes['/dir/file'].Changes)" | Should -BeExactly 'Content'
        "$($changes['/link'].Changes)" | Should -BeExactly 'Target'
        "$($changes['/dir/deep/mode'].Changes)" | Should -BeExactly 'Mode'
        "$($changes['/becomes'].Status)" | Should -BeExactly 'Modified'
        $changes['/link'].Reference.Target | Should -BeExactly 'target'
        $changes['/link'].Difference.Target | Should -BeExactly 'other'
    }

    It 'stops a history where the reader has enough' {
        @(Get-OstreeCommit -Repository $repo -Revision os/main -History | Select-Object -First 1).Count | Should -Be 1
    }

    It 'says where a history ends early' {
        $shallow = Join-Path $ground 'shallow'
        ostree init --repo=$shallow --mode=bare-user
        ostree pull-local --repo=$shallow --depth=0 $repo os/main
        $ends = Get-OstreeCommit -Repository $shallow -Revision os/main -History -Verbose 4>&1
        @($ends | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and "$_" -match "$($one.Checksum)" }).Count | Should -Be 1
        @($ends | Where-Object IsParentMissing).Count | Should -Be 1
    }

    It 'shows a list for one commit and a table for several, within 100 columns' {
        $shown = Get-OstreeCommit -Repository $repo -Revision os/main | Out-String -Width 100
        $shown | Should -Match "Commit\s+: $($two.Checksum)"
        $table = Get-OstreeCommit -Repository $repo -Revision os/main -History | Out-String -Width 100
        $table | Should -Match 'Commit +Date +Version +Subject +Refs'
        @($table -split "`n" | Where-Object { $_.TrimEnd().Length -gt 100 }).Count | Should -Be 0
    }

    It 'shows refs with their aliases within 80 columns' {
        New-OstreeRef -Repository $repo -Name current -Alias os/main | Out-Null
        $shown = Get-OstreeRef -Repository $repo | Out-String -Width 80
        Remove-OstreeRef -Repository $repo -Name current
        $shown | Should -Match '(?m)^Local +[0-9a-f]{10} +current -> os/main *$'
        $shown | Should -Match '(?m)^Local +[0-9a-f]{10} +os/main *$'
    }

    It 'lists what the refs point to when no revision is named' {
        @(Get-OstreeCommit -Repository $repo).Count | Should -Be 1
        @(Get-OstreeCommit -Repository $repo -History).Count | Should -Be 2
    }
}

Describe 'Bad input' {
    BeforeAll {
        $repo = Join-Path $ground 'bad'
        $null = New-OstreeRepository -Path $repo -Mode BareUser
        $one = New-OstreeCommit -Repository $repo -Branch os/main -Path $first -Subject 'One' -Timestamp '@1600000000'
        $null = New-OstreeCommit -Repository $repo -Branch os/other -Path $second -Subject 'Two' -Timestamp '@1600000000'

        function Get-ErrorId([scriptblock] $Script) {
            try { $null = & $Script } catch { return ($_.FullyQualifiedErrorId -split ',')[0] }
            'none'
        }
    }

    It 'gives <Id> for <What>' -ForEach @(
        @{ What = 'a ref that is missing'; Id = 'RefNotFound'; Script = { Get-OstreeCommit -Repository $repo -Revision nope } }
        @{ What = 'a commit that is missing'; Id = 'ObjectNotFound'; Script = { Get-OstreeCommit -Repository $repo -Revision ('0' * 64) } }
        @{ What = 'a parent of a first commit'; Id = 'RevisionNotFound'; Script = { Resolve-OstreeRevision -Repository $repo -Revision os/main^ } }
        @{ What = 'a name that no ref can have'; Id = 'InvalidRefName'; Script = { Resolve-OstreeRevision -Repository $repo -Revision 'a b' } }
        @{ What = 'several commits where one is meant'; Id = 'AmbiguousRevision'; Script = { Resolve-OstreeRevision -Repository $repo -Single } }
        @{ What = 'a ref asked for by name'; Id = 'RefNotFound'; Script = { Get-OstreeRef -Repository $repo -Name nope -ErrorAction Stop } }
        @{ What = 'a directory that is missing'; Id = 'PathNotFound'; Script = { Compare-OstreeTree -Repository $repo os/main ./nope } }
        @{ What = 'a directory without anything to compare with'; Id = 'InvalidOption'; Script = { Compare-OstreeTree -Repository $repo $first } }
        @{ What = 'statistics of a directory'; Id = 'InvalidOption'; Script = { Compare-OstreeTree -Repository $repo os/main $first -Stats } }
        @{ What = 'no repository'; Id = 'RepositoryNotFound'; Script = { Get-OstreeRef -Repository $first } }
        @{ What = 'a mode that does not exist'; Id = 'CannotConvertArgumentNoMessage'; Script = { New-OstreeRepository -Path "$ground/z" -Mode nope } }
        @{ What = 'a time that is none'; Id = 'ParameterArgumentTransformationError'; Script = { New-OstreeCommit -Repository $repo -Branch x -Path $first -Timestamp yesterdayish } }
        @{ What = 'metadata without a value'; Id = 'InvalidOption'; Script = { New-OstreeCommit -Repository $repo -Branch x -Path $first -Metadata a } }
    ) {
        Get-ErrorId $Script | Should -BeExactly $Id
    }

    It 'requires a branch or -Orphan' {
        (Get-Command New-OstreeCommit).Parameters['Branch'].ParameterSets['Branch'].IsMandatory | Should -BeTrue
    }

    It 'goes on after one of several revisions failed' {
        $commits = @(Get-OstreeCommit -Repository $repo -Revision nope, os/main -ErrorAction SilentlyContinue -ErrorVariable failed)
        $commits.Subject | Should -BeExactly 'One'
        $failed[0].FullyQualifiedErrorId | Should -Match '^RefNotFound'
    }

    It 'goes on in silence when asked to (<_>)' -ForEach 'SilentlyContinue', 'Ignore' {
        $shown = & {
            Get-OstreeCommit -Repository $repo -Revision nope -ErrorAction $_
            Get-OstreeRemote -Repository $repo -Name nope -ErrorAction $_
            Get-OstreeRef -Repository /no/such/repository -ErrorAction $_
            if (-not (Resolve-OstreeRevision -Repository $repo -Revision nope -ErrorAction $_ -ErrorVariable failed)) { 'not there' }
        } 2>&1
        $shown | Should -BeExactly 'not there'
        { Get-OstreeCommit -Repository $repo -Revision nope } | Should -Throw -ErrorId 'RefNotFound,*'
    }

    It 'finds a beginning that fits two commits ambiguous' {
        # Of more than sixteen commits two begin with the same digit.
        foreach ($number in 1..17) { $null = New-OstreeCommit -Repository $repo -Branch many -Path $first -Subject "$number" -Timestamp '@1' -DisableFsync }
        $initials = @(Get-OstreeCommit -Repository $repo -Revision many -History | ForEach-Object { "$($_.Checksum)"[0] } | Group-Object | Where-Object Count -GT 1)
        Get-ErrorId { Resolve-OstreeRevision -Repository $repo -Revision "$($initials[0].Name)" } | Should -BeExactly 'AmbiguousRevision'

        # A ref of that name is not taken for the beginning of another commit, nor when that is the only one.
        foreach ($name in "$($initials[0].Name)", (Get-Content -LiteralPath "$repo/refs/heads/many").Substring(0, 6)) {
            $null = New-OstreeRef -Repository $repo -Name $name -Revision "$($one.Checksum)"
            try {
                Resolve-OstreeRevision -Repository $repo -Revision $name | Should -BeExactly "$($one.Checksum)"
                (Get-OstreeCommit -Repository $repo -Revision $name).Checksum | Should -Be $one.Checksum
            }
            finally { Remove-OstreeRef -Repository $repo -Name $name }
        }
    }

    It 'reports a damaged ref that is asked for, and lists the others' {
        Set-Content -LiteralPath "$repo/refs/heads/broken" -Value 'no checksum'
        $refs = @(Get-OstreeRef -Repository $repo -ErrorAction SilentlyContinue -ErrorVariable failed)
        $refs.Name | Should -Contain 'os/main'
        $failed[0].FullyQualifiedErrorId | Should -Match '^CorruptRef'
        Get-ErrorId { Get-OstreeRef -Repository $repo -Name broken -ErrorAction Stop } | Should -BeExactly 'CorruptRef'
        @(Get-OstreeRef -Repository $repo -Name 'os/*' -ErrorAction Stop).Count | Should -Be 2
        (Get-OstreeRef -Repository $repo -Name os/main -ErrorAction Stop).Name | Should -BeExactly 'os/main'
        (Get-OstreeCommit -Repository $repo -Revision os/main -WarningVariable warned -WarningAction SilentlyContinue).Subject | Should -BeExactly 'One'
        "$warned" | Should -Match 'broken'
        Remove-Item -LiteralPath "$repo/refs/heads/broken"
    }

    It 'refuses a damaged commit' {
        $checksum = "$($one.Checksum)"
        $path = "$repo/objects/$($checksum.Substring(0, 2))/$($checksum.Substring(2)).commit"
        $bytes = [System.IO.File]::ReadAllBytes($path)
        $damaged = [byte[]] $bytes.Clone()
        $damaged[40] = $damaged[40] -bxor 1
        [System.IO.File]::Delete($path)
        [System.IO.File]::WriteAllBytes($path, $damaged)
        Get-ErrorId { Get-OstreeCommit -Repository $repo -Revision $checksum } | Should -BeExactly 'CorruptObject'
        [System.IO.File]::WriteAllBytes($path, $bytes)
    }
}

Describe 'Completion' {
    BeforeAll {
        $repo = Join-Path $ground 'complete'
        $null = New-OstreeRepository -Path $repo -Mode BareUser
        $one = New-OstreeCommit -Repository $repo -Branch os/main -Path $first -Subject 'One' -Timestamp '@1600000000'

        function Get-Completion([string] $Line) {
            @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | ForEach-Object CompletionText)
        }
    }

    It 'offers refs for <_>' -ForEach 'Get-OstreeCommit -Repository {0} -Revision o', 'Resolve-OstreeRevision -Repository {0} o', 'Get-OstreeRef -Repository {0} -Name o', 'Compare-OstreeTree -Repository {0} -Reference o' {
        Get-Completion ($_ -f $repo) | Should -Contain 'os/main'
    }

    It 'offers a checksum from its beginning' {
        Get-Completion "Get-OstreeCommit -Repository $repo -Revision $("$($one.Checksum)".Substring(0, 6))" | Should -Contain "$($one.Checksum)"
    }

    It 'offers directories where a path begins' {
        (Get-Completion "Compare-OstreeTree -Repository $repo -Reference os/main -Difference $ground/fir") -join ' ' | Should -Match 'first'
    }
}
