# What makes archives entry by entry, in the folder $ground.

# A header by hand: GNU tar makes none of these.
function New-Header([string] $Name, [char] $Type = '0', [long] $Size = 0, [string] $Link = '', [string] $Mode = '0000644') {
    $block = [byte[]]::new(512)
    $put = { param($text, $at) $bytes = [Text.Encoding]::UTF8.GetBytes($text); [Array]::Copy($bytes, 0, $block, $at, $bytes.Length) }
    & $put $Name 0; & $put $Mode 100; & $put '0000000' 108; & $put '0000000' 116
    & $put ([Convert]::ToString($Size, 8).PadLeft(11, '0')) 124; & $put '00000000000' 136; & $put '        ' 148
    $block[156] = [byte]$Type; & $put $Link 157; & $put "ustar`0" 257; & $put '00' 263
    $sum = 0; foreach ($byte in $block) { $sum += $byte }
    & $put ([Convert]::ToString($sum, 8).PadLeft(6, '0') + "`0 ") 148
    , $block
}
function New-Archive([string] $Name, [byte[][]] $Blocks, [switch] $Open) {
    $file = [IO.File]::Create("$ground/$Name.tar")
    foreach ($block in @(, (New-Header './' '5' -Mode '0000755')) + $Blocks) { $file.Write($block, 0, $block.Length) }
    if (-not $Open) { $file.Write([byte[]]::new(1024), 0, 1024) }
    $file.Dispose()
}

# An archive of entries as words: `dir NAME`, `file NAME CONTENT`, `link NAME TARGET`, `sym NAME TARGET`, each with `mode=…`, split by commas.
function New-WordedArchive([string] $Name, [string] $Entries) {
    $blocks = foreach ($entry in $Entries -split ', *') {
        $words = @($entry -split ' ' | Where-Object { $_ -notlike 'mode=*' })
        $mode = if ($entry -match 'mode=(\d+)') { $Matches[1].PadLeft(7, '0') } elseif ($words[0] -eq 'dir') { '0000755' } else { '0000644' }
        switch ($words[0]) {
            'dir' { , (New-Header $words[1] '5' -Mode $mode) }
            'file' {
                , (New-Header $words[1] '0' $words[2].Length -Mode $mode)
                , ([Text.Encoding]::ASCII.GetBytes($words[2].PadRight(512, [char] 0)))
            }
            'link' { , (New-Header $words[1] '1' -Link $words[2] -Mode $mode) }
            'sym' { , (New-Header $words[1] '2' -Link $words[2] -Mode $mode) }
        }
    }
    New-Archive $Name $blocks
}
