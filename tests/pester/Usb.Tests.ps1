# What stock ostree puts onto a volume we put there too, and it finds what we put there.
BeforeAll {
    Import-Module (Join-Path (Resolve-Path "$PSScriptRoot/../..") 'out/OstreePS/OstreePS.psd1') -Force
    $work = Join-Path (Resolve-Path 'TestDrive:/').ProviderPath 'usb'
    $null = New-Item -ItemType Directory -Path "$work/tree/usr"
    [IO.File]::WriteAllText("$work/tree/usr/file", 'content')
    ostree init --repo=$work/builds --mode=archive --collection-id=org.example.Os
    foreach ($ref in 'stable', 'devel') { ostree commit --repo=$work/builds -b $ref --tree=dir=$work/tree | Out-Null }
    # A host that has pulled both from a remote of the collection.
    ostree init --repo=$work/host --mode=bare-user
    ostree remote add --repo=$work/host --no-gpg-verify --collection-id=org.example.Os origin file://$work/builds
    ostree pull --repo=$work/host origin stable devel | Out-Null
    function New-Volume { $path = "$work/volume-$([guid]::NewGuid())"; $null = New-Item -ItemType Directory -Path $path; $path }
    function Get-Tree([string] $Path) {
        Push-Location -LiteralPath $Path
        try { find . -not -type d -not -path './.ostree/repo/tmp/*' -not -name .lock -not -name config | Sort-Object } finally { Pop-Location }
    }
}

Describe 'A repository on a volume' {
    It 'has what stock ostree would put there' -ForEach @(@{ Place = '.ostree/repo' }, @{ Place = 'ostree/repo' }, @{ Place = 'other/place' }) {
        $ours = New-Volume
        $theirs = New-Volume
        $result = New-OstreeUsbRepository -Repository "$work/host" -Path $ours -Ref stable, devel -CollectionId org.example.Os -DestinationRepository $Place
        ostree create-usb --repo=$work/host --destination-repo=$Place $theirs org.example.Os stable org.example.Os devel | Out-Null
        $LASTEXITCODE | Should -Be 0
        Get-Tree $ours | Should -Be (Get-Tree $theirs)
        "$($result.Refs.Ref.CollectionId | Select-Object -Unique)" | Should -Be 'org.example.Os'
        ostree refs --repo=$ours/$Place --collections | Sort-Object | Should -Be (ostree refs --repo=$theirs/$Place --collections | Sort-Object)
        ostree fsck --repo=$ours/$Place | Select-Object -Last 1 | Should -Match 'no errors found'
        ostree summary --repo=$ours/$Place -v 2>&1 | Select-String 'org.example.Os' | Should -Not -BeNullOrEmpty
    }

    It 'can be pulled from by stock ostree' {
        $volume = New-Volume
        $null = Get-OstreeRef -Repository "$work/builds" | New-OstreeUsbRepository -Repository "$work/builds" -Path $volume
        $commit = "$(ostree rev-parse --repo=$work/builds stable)"
        ostree init --repo=$work/client --mode=bare-user
        ostree remote add --repo=$work/client --no-gpg-verify origin file://$volume/.ostree/repo
        ostree pull --repo=$work/client origin $commit | Out-Null
        ostree ls --repo=$work/client -R $commit | Select-String '/usr/file' | Should -Not -BeNullOrEmpty
    }

    It 'gets one link however often it is written' {
        $volume = New-Volume
        foreach ($i in 1..2) { $null = New-OstreeUsbRepository -Repository "$work/builds" -Path $volume -Ref stable -DestinationRepository deep/er/repo }
        @(Get-ChildItem -LiteralPath "$volume/.ostree/repos.d").Name | Should -Be '00-generated'
        [IO.FileInfo]::new("$volume/.ostree/repos.d/00-generated").LinkTarget | Should -Be '../../deep/er/repo'
    }

    It 'is refused outside the volume, without a collection, and for a ref that is not there' {
        $volume = New-Volume
        { New-OstreeUsbRepository -Repository "$work/builds" -Path $volume -Ref stable -DestinationRepository ../escape } | Should -Throw -ErrorId 'InvalidPath,*'
        { New-OstreeUsbRepository -Repository "$work/host" -Path $volume -Ref stable } | Should -Throw -ErrorId 'InvalidOption,*'
        { New-OstreeUsbRepository -Repository "$work/host" -Path $volume -Ref none -CollectionId org.example.Os } | Should -Throw -ErrorId 'RefNotFound,*'
        @(Get-ChildItem -LiteralPath $volume -Force).Count | Should -Be 0
        { New-OstreeUsbRepository -Repository "$work/host" -Path "$work/nowhere" -Ref stable -CollectionId org.example.Os } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'is not made with -WhatIf' {
        $volume = New-Volume
        New-OstreeUsbRepository -Repository "$work/builds" -Path $volume -Ref stable -WhatIf
        @(Get-ChildItem -LiteralPath $volume -Force).Count | Should -Be 0
    }
}
