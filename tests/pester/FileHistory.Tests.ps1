# Files are found in one commit, a history and all refs, and each change of a path is laid to the commit that made it.
# Stock ostree made the commits, and its ls says what is in each.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $folder = (Resolve-Path 'TestDrive:/').ProviderPath
    $repo = "$folder/repo"
    $tree = "$folder/tree"
    ostree init --repo=$repo --mode=archive
    function New-Step([string] $Branch, [scriptblock] $Change) {
        Push-Location $tree
        & $Change
        Pop-Location
        ostree commit --repo=$repo -b $Branch --tree=dir=$tree -s "Step $($steps.Count)" --timestamp=@$($steps.Count + 1000) --add-metadata-string=version=$($steps.Count)
    }
    $null = New-Item -ItemType Directory -Path "$tree/usr/bin", "$tree/usr/lib/deep/deeper", "$tree/etc", "$tree/same"
    $steps = [System.Collections.Generic.List[string]]::new()
    $steps.Add((New-Step os/main { Set-Content usr/lib/a one; Set-Content etc/conf 1; Set-Content same/still x; ln -s a usr/lib/link }))
    $steps.Add((New-Step os/main { Set-Content usr/bin/tool v1; Set-Content usr/lib/deep/deeper/leaf x }))
    $steps.Add((New-Step os/main { Set-Content usr/bin/tool v2 }))
    $steps.Add((New-Step os/main { chmod 755 usr/bin/tool }))
    $steps.Add((New-Step os/main { Set-Content usr/bin/tool longer; chmod 700 usr/bin/tool; setfattr -n user.x -v y usr/bin/tool }))
    $steps.Add((New-Step os/main { ln -sfn conf usr/lib/link }))
    $steps.Add((New-Step os/main { Remove-Item usr/bin/tool }))
    $steps.Add((New-Step os/main { $null = New-Item -ItemType Directory usr/bin/tool; Set-Content usr/bin/tool/inner x }))
    $steps.Add((New-Step os/main { chmod 711 usr/bin/tool; Set-Content usr/bin/tool/inner y }))
    $steps.Add((New-Step os/main { Set-Content etc/conf 2 }))
    ostree commit --repo=$repo -b os/side --tree=ref=$($steps[3]) -s Side --timestamp=@1 | Out-Null
}

Describe 'Get-OstreeFileHistory' {
    It 'says which commit did what to a path' {
        $changes = @(Get-OstreeFileHistory -Repository $repo -Revision os/main -Path /usr/bin/tool)
        $changes | ForEach-Object { "$($_.Subject) $($_.Change) $($_.Changes)" } | Should -BeExactly @(
            'Step 8 Modified Content, Mode', 'Step 7 Added None', 'Step 6 Removed None', 'Step 4 Modified Content, Mode, Xattrs',
            'Step 3 Modified Mode', 'Step 2 Modified Content', 'Step 1 Added None')
        "$($changes[5].Commit)" | Should -BeExactly $steps[2]
        $changes[5].Version | Should -BeExactly '2'
        $changes[3].Size | Should -Be 7
        $changes[3].Before.Size | Should -Be 3
        $changes[2].Checksum | Should -BeNullOrEmpty
    }

    It 'agrees with what stock ostree lists in each commit' {
        foreach ($path in '/usr/bin/tool', '/usr/lib/link', '/etc/conf', '/usr/lib', '/') {
            $expected = [System.Collections.Generic.List[string]]::new()
            $before = $null
            foreach ($commit in $steps) {
                $now = (ostree ls --repo=$repo -d -C -X $commit $path 2>$null) -join "`n"
                if ($now -ne "$before") { $expected.Insert(0, $commit) }
                $before = $now
            }
            @(Get-OstreeFileHistory -Repository $repo -Revision os/main -Path $path).ForEach({ "$($_.Commit)" }) | Should -BeExactly $expected -Because $path
        }
    }

    It 'follows links and takes them for what they are' {
        $changes = @(Get-OstreeFileHistory -Repository $repo -Revision os/main -Path usr/lib/link)
        $changes[0].Changes | Should -Be 'Target'
        $changes[0].After.Target | Should -BeExactly 'conf'
    }

    It 'says that what is in the oldest known commit may be older' {
        $shallow = "$folder/shallow"
        ostree init --repo=$shallow --mode=archive
        ostree pull-local --repo=$shallow --depth=1 $repo os/main
        $changes = @(Get-OstreeFileHistory -Repository $shallow -Revision os/main -Path /etc/conf)
        $changes.Change | Should -Be 'Modified', 'Present'
    }

    It 'refuses a path that never was' {
        { Get-OstreeFileHistory -Repository $repo -Revision os/main -Path /no/such } | Should -Throw -ErrorId 'PathNotInCommit,*'
        { Get-OstreeFileHistory -Repository $repo -Revision os/main -Path ../x } | Should -Throw -ErrorId 'InvalidPath,*'
    }
}

Describe 'Find-OstreeFile' {
    It 'finds in a commit what stock ostree lists there' {
        $listed = @(ostree ls --repo=$repo -R os/main | ForEach-Object { ($_ -replace ' -> .*') -replace '^.*? (?=/)' })
        @(Find-OstreeFile -Repository $repo -Revision os/main).Path | Sort-Object | Should -BeExactly @($listed -ne '/' | Sort-Object)
        @(Find-OstreeFile -Repository $repo -Name 't*' -Revision os/main).Path | Should -BeExactly '/usr/bin/tool'
        @(Find-OstreeFile -Repository $repo -Path '/usr/*/l*' -Revision os/main).Path | Should -BeExactly '/usr/lib/link', '/usr/lib/deep/deeper/leaf'
        @(Find-OstreeFile -Repository $repo -Path /usr/lib -Revision os/main).Path | Should -BeExactly '/usr/lib'
        @(Find-OstreeFile -Repository $repo -Name 'l*' -Path '/usr/lib/deep/*' -Revision os/main).Name | Should -BeExactly 'leaf'
        @(Find-OstreeFile -Repository $repo -Name TOOL -Revision os/main).Count | Should -Be 0
    }

    It 'tells kinds apart' {
        @(Find-OstreeFile -Repository $repo -Name 'l*' -Kind SymbolicLink -Revision os/main).Path | Should -BeExactly '/usr/lib/link'
        @(Find-OstreeFile -Repository $repo -Kind Directory -Revision os/main).Count | Should -Be 8
    }

    It 'finds each form of a file once in a history, in the newest commit that has it' {
        $found = @(Find-OstreeFile -Repository $repo -Path /usr/bin/tool -Kind File -Revision os/main -History)
        $found.ForEach({ "$($_.Commit)" }) | Should -BeExactly $steps[5], $steps[3], $steps[2], $steps[1]
        @(Find-OstreeFile -Repository $repo -Name still -Revision os/main -History).ForEach({ "$($_.Commit)" }) | Should -BeExactly $steps[9]
        @(Find-OstreeFile -Repository $repo -Name nothing -Revision os/main -History).Count | Should -Be 0
    }

    It 'finds in the commits of all refs, with the refs' {
        $found = @(Find-OstreeFile -Repository $repo -Name conf -AllRefs)
        $found.ForEach({ "$($_.Refs)" }) | Should -BeExactly 'os/main', 'os/side'
        @(Find-OstreeFile -Repository $repo -Name tool -AllRefs -Kind File).Subject | Should -BeExactly 'Side'
        @(Find-OstreeFile -Repository $repo -Name tool -AllRefs -History -Kind File).Count | Should -Be 4
    }

    It 'passes what it finds on to Get-OstreeContent' {
        Find-OstreeFile -Repository $repo -Path /usr/bin/tool -Kind File -Revision os/main -History | Get-OstreeContent | Should -BeExactly 'longer', 'v2', 'v2', 'v1'
    }

    It 'goes around what was not pulled' {
        $part = "$folder/part"
        ostree init --repo=$part --mode=archive
        ostree pull-local --repo=$part --commit-metadata-only --depth=-1 $repo os/main
        ostree pull-local --repo=$part $repo os/side
        @(Find-OstreeFile -Repository $part -Name tool -AllRefs -History).Count | Should -BeGreaterThan 0
        { Find-OstreeFile -Repository $part -Name tool -Revision os/main } | Should -Throw -ErrorId 'ObjectNotFound,*'
    }
}
