# Hosts of the local network, by the real Avahi: one that sees nothing but its own loopback interface, and talks over a message bus of
# the tests' own. Needs root, and avahi-daemon and dbus-daemon, which are not started otherwise.
$able = [Environment]::UserName -eq 'root' -and -not @('avahi-daemon', 'dbus-daemon', 'unshare', 'ip').Where({ -not (Get-Command $_ -CommandType Application -ErrorAction SilentlyContinue) })

Describe 'A host of the local network' -Skip:(-not $able) {
    BeforeAll {
        Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
        . "$PSScriptRoot/FindGround.ps1"
        $served = "$work/www"
        $null = New-Item -ItemType Directory -Path $served, "$work/services", "$work/log"
        cp -a $mirrorOfAll "$served/258"
        $server = Start-TestServer -Root $served
        $port = ([uri] $server.Uri).Port

        # A filter that may have everything, one that has nothing, and records that are of no version we know.
        function Add-Service([string] $Name, [string] $Version, [string] $Bits) {
            [IO.File]::WriteAllText("$work/services/$Name.service", @"
<?xml version="1.0" standalone='no'?><!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group><name>$Name</name><service><type>_ostree_repo._tcp</type><port>$port</port>
<txt-record value-format="binary-hex">v=$Version</txt-record><txt-record value-format="binary-hex">rb=0801$Bits</txt-record>
<txt-record value-format="binary-hex">st=000000006a1dd680</txt-record><txt-record value-format="binary-hex">ri=0102</txt-record>
</service></service-group>
"@)
        }
        Add-Service 'A neighbour' '01' ('ff' * 32)
        Add-Service 'Empty' '01' ('00' * 32)
        Add-Service 'Future' '02' ('ff' * 32)

        [IO.File]::WriteAllText("$work/bus.conf", @"
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=$work/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"@)
        [IO.File]::WriteAllText("$work/avahi.sh", @"
ip link set lo up multicast on
ip route add 224.0.0.0/4 dev lo
mount --bind '$work/services' /etc/avahi/services
mount -t tmpfs none /run
mkdir /run/avahi-daemon
exec avahi-daemon --no-drop-root --no-chroot --no-rlimits
"@)
        function Start-Helper([string] $Program, [string[]] $Argument) {
            $start = [Diagnostics.ProcessStartInfo]::new($Program)
            foreach ($one in $Argument) { $start.ArgumentList.Add($one) }
            $start.Environment['DBUS_SYSTEM_BUS_ADDRESS'] = "unix:path=$work/bus"
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            [Diagnostics.Process]::Start($start)
        }
        function Find-Here([string[]] $Ref, [switch] $Loud) {
            Find-OstreeRemote -Repository $client org.example.Os $Ref -Finder Lan -Verbose:$Loud -NetworkRetries 0 -ErrorAction SilentlyContinue 4>&1
        }
        $env:DBUS_SYSTEM_BUS_ADDRESS = "unix:path=$work/bus"
        $helpers = @(Start-Helper dbus-daemon "--config-file=$work/bus.conf", '--nofork')
        for ($i = 0; $i -lt 100 -and -not [IO.File]::Exists("$work/bus"); $i++) { [Threading.Thread]::Sleep(50) }
        $before = "$(Find-Here stable -Loud)"
        $helpers += Start-Helper unshare '--net', '--mount', 'sh', "$work/avahi.sh"
        for ($i = 0; $i -lt 40 -and "$(Find-Here stable -Loud)" -notmatch 'Future'; $i++) { [Threading.Thread]::Sleep(250) }
    }

    AfterAll {
        $env:DBUS_SYSTEM_BUS_ADDRESS = $null
        foreach ($helper in $helpers) { if (-not $helper.HasExited) { $helper.Kill($true); $helper.WaitForExit() } }
        Stop-TestServer $server
        Remove-Item -Recurse -Force -LiteralPath $work
    }

    It 'is not looked for while Avahi does not run' { $before | Should -Match 'Avahi does not run' }

    It 'is found when it announces a repository that may have the ref, and has it' {
        $found = Find-Here stable
        $found.Url | Should -Be "http://127.0.0.1:$port/258"
        "$($found.Finder) $($found.Priority) $($found.KeyringRemote) $($found.Refs)" | Should -Be 'Lan 60 os (org.example.Os, stable)'
        Find-Here none | Should -BeNullOrEmpty
        $said = "$(Find-Here stable -Loud)"
        $said | Should -Match "'Future' at .* is not understood"
        $said | Should -Match 'has none of the refs, by what it announces'
    }

    It 'goes behind volumes and before remotes' {
        $volume = New-Volume
        $null = New-OstreeUsbRepository -Repository $mirrorOfAll -Path $volume -Ref stable -CollectionId org.example.Os
        $found = Find-OstreeRemote -Repository $client org.example.Os stable -Finder Config, Lan, Mount -MountPath $volume -NetworkRetries 0
        "$($found.Finder)" | Should -Be 'Mount Lan Config'
    }

    It 'can be pulled from, and learns no credentials' {
        $target = Copy-Client
        $null = @(Get-TestServerRequest $server -Clear)
        $password = [securestring]::new()
        foreach ($letter in [char[]] 'secret') { $password.AppendChar($letter) }
        $secret = [System.Management.Automation.PSCredential]::new('me', $password)
        $found = Find-OstreeRemote -Repository $target org.example.Os stable -Finder Lan -NetworkRetries 0 -Credential $secret -HttpHeader X-Token=secret
        ($found | Invoke-OstreePull -Credential $secret -HttpHeader X-Token=secret).VerifiedBy.Count | Should -Be 1
        ostree rev-parse --repo=$target os:stable | Should -Be (ostree rev-parse --repo=$work/os stable)
        $requests = @(Get-TestServerRequest $server)
        $requests.Count | Should -BeGreaterThan 3
        @($requests | Where-Object { "$($_.headers)" -match 'secret|Authorization|X-Token' }).Count | Should -Be 0
    }
}
