# libselinux and stock ostree are the judges: every path gets the label that they give it.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'labels'
    $null = New-Item -ItemType Directory -Path "$work/root/etc/selinux"
    # Debian's policy, turned on in a root of its own.
    cp -r /etc/selinux/default "$work/root/etc/selinux/default"
    Set-Content -LiteralPath "$work/root/etc/selinux/config" -Value "# a comment`nSELINUX=permissive`nSELINUXTYPE=default"
    Add-Content -LiteralPath "$work/root/etc/selinux/default/contexts/files/file_contexts.local" -Value "/opt/ours(/.*)?`tsystem_u:object_r:bin_t:s0`n/opt/ours/none -d <<none>>"
    Add-Content -LiteralPath "$work/root/etc/selinux/default/contexts/files/file_contexts.subs" -Value "/srv/alias /usr/lib`n/srv/roots /"

    # A tree of the paths of this machine, as empty files and links, and some that a policy treats in a special way.
    $null = New-Item -ItemType Directory -Path "$work/tree"
    $paths = @(find /usr /etc /var /boot /srv -xdev -maxdepth 4 -not -path '/usr/share/*/*/*' -not -path '/usr/include/*/*' '(' -type f -printf 'f%p\n' -o -type l -printf 'l%p\n' -o -type d -printf 'd%p\n' ')' 2>/dev/null)
    $paths += 'd/home/user', 'd/home/user/.ssh', 'f/home/user/.ssh/authorized_keys', 'f/home/user/bin/tool', 'd/root/.ssh', 'd/proc', 'd/sys', 'd/dev', 'd/run', 'd/tmp',
        'f/srv/alias/libc.so.6', 'd/srv/alias/systemd', 'd/srv/roots/usr/bin', 'f/srv/roots/etc/passwd', 'd/opt/ours/none', 'f/opt/ours/none/file', 'f/opt/ours/other',
        'f/etc/shadow', 'f/etc/passwd.lock', 'f/usr/etc/shadow', 'd/usr/etc/ssh', 'f/usr/lib64/libx.so.1', 'f/var/log/audit/audit.log', 'd/var/run/dbus', 'l/usr/bin/vi', 'f/boot/grub/grub.cfg'
    $folders = [Collections.Generic.HashSet[string]]::new()
    foreach ($item in $paths) {
        $path = $item.Substring(1)
        if ($path -match '[^\x20-\x7e]') { continue }
        if ($item[0] -eq 'd') { try { $null = [IO.Directory]::CreateDirectory("$work/tree$path") } catch [IO.IOException] { }; continue }
        $folder = [IO.Path]::GetDirectoryName($path)
        if ($folders.Add($folder)) { $null = [IO.Directory]::CreateDirectory("$work/tree$folder") }
        if ([IO.Path]::Exists("$work/tree$path")) { continue }
        if ($item[0] -eq 'f') { [IO.File]::WriteAllText("$work/tree$path", '') } else { try { $null = [IO.File]::CreateSymbolicLink("$work/tree$path", 'target') } catch [IO.IOException] { } }
    }

    $common = @{ Path = "$work/tree"; Timestamp = '@1700000000' }
    function New-Repository([string] $Mode) {
        $repo = "$work/repo-$([guid]::NewGuid())"
        ostree init --repo=$repo --mode=$Mode
        $repo
    }
}

Describe 'Labels from a policy' -Skip:(-not (Test-Path /etc/selinux/default/contexts/files/file_contexts)) {
    It 'are those of stock ostree, so that the commit has the same checksum' {
        $repo = New-Repository bare-user
        $commit = New-OstreeCommit -Repository $repo -Branch ours @common -SelinuxPolicy "$work/root" -NoBindings
        $stock = ostree commit --repo=$repo --orphan --no-bindings --tree=dir=$work/tree --selinux-policy=$work/root --timestamp=@1700000000
        "$($commit.Checksum)" | Should -Be "$stock"
    }

    It 'are those of libselinux, for each of all paths' {
        $repo = New-Repository bare-user
        $null = New-OstreeCommit -Repository $repo -Branch ours @common -SelinuxPolicy "$work/root"
        $found = @{ dir = [Collections.Generic.List[object]]::new(); file = [Collections.Generic.List[object]]::new(); symlink = [Collections.Generic.List[object]]::new() }
        foreach ($line in ostree ls --repo=$repo -R -X ours) {
            if ($line -notmatch '^([dl-]).*? \{ \[?(.*?)\]? ?\} (/.*?)( -> .*)?$') { throw "What is this: $line" }
            $kind, $attributes, $path = $Matches[1], $Matches[2], $Matches[3]
            $label = if ($attributes -match "b'security.selinux', b'([^']*)'") { $Matches[1] } else { '<<none>>' }
            # OSTree looks /proc up as a place to mount on; and matchpathcon follows the links that this machine has in /var.
            if ($path -in '/proc', '/var/run', '/var/lock') { continue }
            $found[@{ 'd' = 'dir'; '-' = 'file'; 'l' = 'symlink' }[$kind]].Add(@($path, $label))
        }
        foreach ($kind in 'dir', 'file', 'symlink') {
            [IO.File]::WriteAllText("$work/paths", (($found[$kind] | ForEach-Object { $_[0] + "`0" }) -join ''))
            $expected = @(xargs -0 -a "$work/paths" -n 4000 matchpathcon -n -P "$work/root/etc/selinux/default" -m $kind)
            $expected.Count | Should -Be $found[$kind].Count
            $expected.Count | Should -BeGreaterThan 100
            $wrong = for ($i = 0; $i -lt $expected.Count; $i++) {
                if ($found[$kind][$i][1] -cne $expected[$i]) { "$kind $($found[$kind][$i][0]): $($found[$kind][$i][1]), and libselinux has $($expected[$i])" }
            }
            $wrong | Select-Object -First 10 | Should -BeNullOrEmpty
        }
    }

    It 'are those of libselinux for names beyond ASCII, of which it sees the bytes' {
        $repo = New-Repository bare-user
        $policy = "$work/bytes/etc/selinux/default/contexts/files"
        $null = New-Item -ItemType Directory -Path "$work/bytes/etc/selinux", "$work/names" -Force
        cp -r /etc/selinux/default "$work/bytes/etc/selinux/default"
        rm -f $policy/file_contexts*
        [IO.File]::WriteAllText("$work/bytes/etc/selinux/config", "SELINUX=permissive`nSELINUXTYPE=default`n")
        $patterns = 'a.b', 'c..d', 'e...f', 'g.?.?.?.?h', 'i[^/]j', 'k[^/][^/]l', 'm\w+', 'n\W\W', 'o\S\S', 'p\s+', 'q[[:alpha:]]+', 'r[[:punct:]]*\xc3.', 's\x{c3}\x{a9}',
            't\303\251', 'u[\x80-\xff]+', 'v[^\x00-\x7f][^\x00-\x7f]', 'w(é)?|z', 'x.+y'
        $number = 0
        $rules = @("/.* system_u:object_r:default_t:s0", "# é") + @($patterns -notmatch 'é' | ForEach-Object { "/$_ system_u:object_r:found$(($number++))_t:s0" })
        [IO.File]::WriteAllText("$policy/file_contexts", ($rules -join "`n") + "`n")
        [IO.File]::WriteAllText("$policy/file_contexts.subs", "/été /a`n")
        $middles = 'é', 'ß', '€', '日本', [char]::ConvertFromUtf32(0x1F600), [string][char]0xA0, [string][char]0x85, 'x', '-', '_', ' '
        $names = foreach ($middle in $middles) {
            foreach ($pair in 'ab', 'cd', 'ef', 'gh', 'ij', 'kl', 'xy') { "$($pair[0])$middle$($pair[1])" }
            foreach ($first in 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'ma', 'qa') { "$first$middle" }
        }
        foreach ($name in $names) { [IO.File]::WriteAllText("$work/names/$name", '') }
        $null = New-Item -ItemType Directory -Path "$work/names/été"
        [IO.File]::WriteAllText("$work/names/été/b", '')
        $null = New-OstreeCommit -Repository $repo -Branch ours -Path "$work/names" -SelinuxPolicy "$work/bytes" -Timestamp '@1700000000'
        ostree commit --repo=$repo -b stock --tree=dir=$work/names --selinux-policy=$work/bytes --timestamp=@1700000000 | Should -Match '^[0-9a-f]{64}$'
        ostree diff --repo=$repo ours stock | Should -BeNullOrEmpty
        $labels = @{}
        foreach ($item in Get-OstreeChildItem -Repository $repo ours -Recurse) {
            $labels[$item.Path] = [Text.Encoding]::ASCII.GetString(($item.Xattrs | Where-Object Name -eq security.selinux).Value.ToArray()).TrimEnd([char] 0)
        }
        $wrong = foreach ($name in $names) {
            $expected = matchpathcon -n -P "$work/bytes/etc/selinux/default" -m file "/$name"
            if ($labels["/$name"] -cne $expected) { "/$name has $($labels["/$name"]), and libselinux says $expected" }
        }
        $wrong | Should -BeNullOrEmpty
        @($labels.Values | Sort-Object -Unique).Count | Should -BeGreaterThan 10
        [IO.File]::AppendAllText("$policy/file_contexts", "/é system_u:object_r:bin_t:s0`n")
        { New-OstreeCommit -Repository $repo -Branch ours -Path "$work/names" -SelinuxPolicy "$work/bytes" } | Should -Throw -ErrorId 'InvalidPolicy,*'
    }

    It 'label /usr/etc as /etc in the first epoch' {
        $repo = New-Repository bare-user
        $null = New-OstreeCommit -Repository $repo -Branch zero @common -SelinuxPolicy "$work/root"
        $null = New-OstreeCommit -Repository $repo -Branch one @common -SelinuxPolicy "$work/root" -SelinuxLabelingEpoch 1
        ostree ls --repo=$repo -X zero /usr/etc/shadow | Should -Not -Match 'shadow_t'
        ostree ls --repo=$repo -X one /usr/etc/shadow | Should -Match 'shadow_t'
        ostree ls --repo=$repo -X one /etc/shadow | Should -Match 'shadow_t'
    }

    It 'come from the base, from the first directory, and from a commit, as with stock ostree' {
        $repo = New-Repository bare-user
        $null = New-Item -ItemType Directory -Path "$work/small/usr/etc" -Force
        cp -r "$work/root/etc/selinux" "$work/small/usr/etc/selinux"
        [IO.File]::WriteAllText("$work/small/usr/etc/shadow", '')
        $ours = New-OstreeCommit -Repository $repo -Path "$work/small" -Orphan -SelinuxPolicyFromBase -Timestamp '@1700000000' -NoBindings
        "$($ours.Checksum)" | Should -Be (ostree commit --repo=$repo --orphan --no-bindings --tree=dir=$work/small -P --timestamp=@1700000000)
        ostree commit --repo=$repo -b base --tree=dir=$work/small | Out-Null
        $null = New-Item -ItemType Directory -Path "$work/upper/usr/bin" -Force
        [IO.File]::WriteAllText("$work/upper/usr/bin/tool", 'x')
        $ours = New-OstreeCommit -Repository $repo -Base base -Path "$work/upper" -Orphan -SelinuxPolicyFromBase -Timestamp '@1700000000' -NoBindings
        "$($ours.Checksum)" | Should -Be (ostree commit --repo=$repo --orphan --no-bindings --base=base --tree=dir=$work/upper -P --timestamp=@1700000000)
        $ours = New-OstreeCommit -Repository $repo -Tree 'ref=base', "dir=$work/upper" -Orphan -SelinuxPolicyFromBase -Timestamp '@1700000000' -NoBindings
        "$($ours.Checksum)" | Should -Be (ostree commit --repo=$repo --orphan --no-bindings --tree=ref=base --tree=dir=$work/upper -P --timestamp=@1700000000)
        ostree ls --repo=$repo -X $ours.Checksum /usr/bin/tool | Should -Match 'bin_t'
    }

    It 'are put on what a tar brings, as with stock ostree' {
        $repo = New-Repository bare-user
        tar -C "$work/upper" -cf "$work/upper.tar" --owner=0 --group=0 .
        $ours = New-OstreeCommit -Repository $repo -Tree "tar=$work/upper.tar" -Orphan -SelinuxPolicy "$work/root" -Timestamp '@1700000000' -NoBindings
        "$($ours.Checksum)" | Should -Be (ostree commit --repo=$repo --orphan --no-bindings --tree=tar=$work/upper.tar --selinux-policy=$work/root --timestamp=@1700000000)
    }

    It 'must be there for every path with -ErrorOnUnlabeled' {
        $repo = New-Repository bare-user
        { New-OstreeCommit -Repository $repo -Branch x @common -SelinuxPolicy "$work/root" -ErrorOnUnlabeled } | Should -Throw -ErrorId 'InvalidPolicy,*'
        ostree refs --repo=$repo | Should -BeNullOrEmpty
    }

    It 'are none where the policy is off, and an error where it is broken' {
        $repo = New-Repository bare-user
        $null = New-Item -ItemType Directory -Path "$work/off/etc/selinux/default/contexts/files", "$work/broken/etc/selinux/default/contexts/files" -Force
        Set-Content -LiteralPath "$work/off/etc/selinux/config" -Value "SELINUX=disabled`nSELINUXTYPE=default"
        $plain = New-OstreeCommit -Repository $repo -Path "$work/upper" -Orphan -Timestamp '@1700000000'
        (New-OstreeCommit -Repository $repo -Path "$work/upper" -Orphan -Timestamp '@1700000000' -SelinuxPolicy "$work/off" -WarningVariable said -WarningAction SilentlyContinue).Checksum | Should -Be $plain.Checksum
        "$said" | Should -Match 'No SELinux policy is turned on in .*/off'
        Set-Content -LiteralPath "$work/broken/etc/selinux/config" -Value "SELINUX=enforcing`nSELINUXTYPE=default"
        { New-OstreeCommit -Repository $repo -Path "$work/upper" -Orphan -SelinuxPolicy "$work/broken" } | Should -Throw -ErrorId 'InvalidPolicy,*'
        Set-Content -LiteralPath "$work/broken/etc/selinux/default/contexts/files/file_contexts" -Value "/usr/bin/(tool system_u:object_r:bin_t:s0"
        { New-OstreeCommit -Repository $repo -Path "$work/upper" -Orphan -SelinuxPolicy "$work/broken" } | Should -Throw -ErrorId 'InvalidPolicy,*'
        { New-OstreeCommit -Repository $repo -Path "$work/upper" -Orphan -SelinuxPolicy "$work/nowhere" } | Should -Throw -ErrorId 'PathNotFound,*'
        { New-OstreeCommit -Repository $repo -Tree "tar=$work/upper.tar" -Orphan -SelinuxPolicyFromBase } | Should -Throw -ErrorId 'InvalidOption,*'
    }
}

Describe 'Labels of a checkout' -Skip:(-not (Test-Path /etc/selinux/default/contexts/files/file_contexts) -or [Environment]::UserName -ne 'root') {
    BeforeAll {
        $repo = New-Repository bare-user
        $null = New-Item -ItemType Directory -Path "$work/os/usr/bin", "$work/os/etc" -Force
        [IO.File]::WriteAllText("$work/os/usr/bin/tool", 'x')
        [IO.File]::WriteAllText("$work/os/etc/shadow", 'x')
        $null = [IO.File]::CreateSymbolicLink("$work/os/usr/bin/link", 'tool')
        $null = New-OstreeCommit -Repository $repo -Branch os -Path "$work/os"
        function Get-Label([string] $Path) { "$(getfattr -h -n security.selinux --only-values $Path 2>/dev/null)".TrimEnd([char] 0) }
    }

    It 'are those of stock ostree on files, and those of the policy on directories and links' {
        Invoke-OstreeCheckout -Repository $repo -Revision os -Destination "$work/ours" -SelinuxPolicy "$work/root" | Out-Null
        ostree checkout --repo=$repo --selinux-policy=$work/root os $work/theirs
        foreach ($file in 'usr/bin/tool', 'etc/shadow') {
            $ours, $stock = foreach ($tree in 'ours', 'theirs') { @(getfattr -h -e hex -n security.selinux "$work/$tree/$file" 2>/dev/null) -match '^security' -join '' }
            $stock | Should -Match '=0x'
            $ours | Should -BeExactly $stock
        }
        Get-Label "$work/ours/etc/shadow" | Should -Match 'shadow_t'
        Get-Label "$work/ours/usr/bin/link" | Should -Match 'bin_t'
        Get-Label "$work/ours/etc" | Should -Match 'etc_t'
    }

    It 'go by the prefix, and else by the subpath' {
        Invoke-OstreeCheckout -Repository $repo -Revision os -Destination "$work/prefixed" -SelinuxPolicy "$work/root" -Subpath /etc -SelinuxPrefix /usr/bin | Out-Null
        Get-Label "$work/prefixed/shadow" | Should -Match 'bin_t'
        Invoke-OstreeCheckout -Repository $repo -Revision os -Destination "$work/below" -SelinuxPolicy "$work/root" -Subpath /etc | Out-Null
        Get-Label "$work/below/shadow" | Should -Match 'shadow_t'
    }

    It 'contradict required hard links, and need a policy' {
        { Invoke-OstreeCheckout -Repository $repo -Revision os -Destination "$work/no" -SelinuxPolicy "$work/root" -RequireHardlinks } | Should -Throw -ErrorId 'InvalidOption,*'
        { Invoke-OstreeCheckout -Repository $repo -Revision os -Destination "$work/no" -SelinuxPrefix /x } | Should -Throw -ErrorId 'InvalidOption,*'
        "$work/no" | Should -Not -Exist
    }
}
