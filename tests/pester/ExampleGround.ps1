# The ground on which the examples of the help pages run, made in the current folder:
#   tree/        a small operating system
#   tree-next/   the same after an update: os-release and hello changed, a file gone, a file new
#   exampleos.asc, exampleos.sec.asc   the OpenPGP key of ExampleOS, public and secret, which protects nothing
#   repo/        a bare-user repository whose branch exampleos/x86_64/stable holds both, one commit after the other
$files = [ordered]@{
    'usr/bin/hello'          = "#!/bin/sh`necho Hello`n"
    'usr/bin/goodbye'        = "#!/bin/sh`necho Goodbye`n"
    'usr/lib/os-release'     = "NAME=ExampleOS`nVERSION_ID=41`n"
    'usr/share/doc/readme'   = "What ExampleOS is for.`n"
    'usr/etc/motd'           = "Welcome to ExampleOS.`n"
}
foreach ($tree in 'tree', 'tree-next') {
    foreach ($name in $files.Keys) {
        $path = Join-Path $PWD.ProviderPath "$tree/$name"
        $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($path))
        [System.IO.File]::WriteAllText($path, $files[$name])
    }
    $null = [System.IO.File]::CreateSymbolicLink((Join-Path $PWD.ProviderPath "$tree/usr/bin/hi"), 'hello')
}
[System.IO.File]::WriteAllText((Join-Path $PWD.ProviderPath 'tree-next/usr/lib/os-release'), "NAME=ExampleOS`nVERSION_ID=42`n")
[System.IO.File]::WriteAllText((Join-Path $PWD.ProviderPath 'tree-next/usr/bin/hello'), "#!/bin/sh`necho Hello, world`n")
[System.IO.File]::WriteAllText((Join-Path $PWD.ProviderPath 'tree-next/usr/share/doc/changes'), "New in 42: the greeting.`n")
[System.IO.File]::Delete((Join-Path $PWD.ProviderPath 'tree-next/usr/bin/goodbye'))

[System.IO.File]::WriteAllText((Join-Path $PWD.ProviderPath 'exampleos.asc'), @'
-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEZ3SFgBYJKwYBBAHaRw8BAQdAEndmSICxEMvTQiSkvmjM8v2eLeM7ibG1Pd2y
uR4FyS+0HEV4YW1wbGVPUyA8a2V5c0BleGFtcGxlLm9yZz6IkAQTFggAOBYhBI52
ihTpheXpxNjSGMCbwbUTk6NDBQJndIWAAhsDBQsJCAcCBhUKCQgLAgQWAgMBAh4B
AheAAAoJEMCbwbUTk6NDmw0A/30+yMtV9t4V3OYdAQqAUprm+lLMG7Xuw5nwY/sQ
oF+xAP4iqqxYdoV1L5QJm506EMBYJwmLpPBHPeDaONvwqWnLDQ==
=7j7l
-----END PGP PUBLIC KEY BLOCK-----

'@)
[System.IO.File]::WriteAllText((Join-Path $PWD.ProviderPath 'exampleos.sec.asc'), @'
-----BEGIN PGP PRIVATE KEY BLOCK-----

lFgEZ3SFgBYJKwYBBAHaRw8BAQdAEndmSICxEMvTQiSkvmjM8v2eLeM7ibG1Pd2y
uR4FyS8AAP9pJgCZmsWYuSwqeO5FRcufBM22XvWLNwfz6Gy7VMTQLhFCtBxFeGFt
cGxlT1MgPGtleXNAZXhhbXBsZS5vcmc+iJAEExYIADgWIQSOdooU6YXl6cTY0hjA
m8G1E5OjQwUCZ3SFgAIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRDAm8G1
E5OjQ5sNAP99PsjLVfbeFdzmHQEKgFKa5vpSzBu17sOZ8GP7EKBfsQD+IqqsWHaF
dS+UCZudOhDAWCcJi6TwRz3g2jjb8Klpyw0=
=JSI9
-----END PGP PRIVATE KEY BLOCK-----

'@)

$branch = 'exampleos/x86_64/stable'
$null = New-OstreeRepository -Path repo -Mode BareUser
$null = New-OstreeCommit -Repository repo -Branch $branch -Path tree -Subject 'ExampleOS 41' -Timestamp '2026-01-01T00:00:00Z'
$null = New-OstreeCommit -Repository repo -Branch $branch -Path tree-next -Subject 'ExampleOS 42' -Timestamp '2026-02-01T00:00:00Z'
Remove-Variable files, tree, name, path, branch
