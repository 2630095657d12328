# The ground on which the examples of the help pages run, made in the current folder:
#   tree/        a small operating system
#   tree-next/   the same after an update: os-release and hello changed, a file gone, a file new
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

$branch = 'exampleos/x86_64/stable'
$null = New-OstreeRepository -Path repo -Mode BareUser
$null = New-OstreeCommit -Repository repo -Branch $branch -Path tree -Subject 'ExampleOS 41' -Timestamp '2026-01-01T00:00:00Z'
$null = New-OstreeCommit -Repository repo -Branch $branch -Path tree-next -Subject 'ExampleOS 42' -Timestamp '2026-02-01T00:00:00Z'
Remove-Variable files, tree, name, path, branch
