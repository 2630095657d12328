# What no program here can do faster: the bare work, on the same files and the same file system.

function Measure-Limit([string] $Kind) {
    Clear-Work
    switch ($Kind) {
        'copy' {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            cp -r --reflink=never $tree "$work/copy"
            sync -f $work
            $watch.Elapsed.TotalSeconds
        }
        'hash' { [double](Invoke-Gauge hash $tree) }
        'inflate' { [double](Invoke-Gauge inflate $archive) }
        'deflate' {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $null = Invoke-Gauge deflate $tree "$work/deflated"
            sync -f $work
            $watch.Elapsed.TotalSeconds
        }
        'download' {
            $seconds = [double](Invoke-Gauge download "$near/archive" $archive "$work/downloaded")
            $watch = [Diagnostics.Stopwatch]::StartNew()
            sync -f $work
            $seconds + $watch.Elapsed.TotalSeconds
        }
    }
}

function Get-LimitText {
    @{
        copy     = 'cp -r --reflink=never, then sync'
        hash     = 'SHA-256 on all cores'
        inflate  = 'inflate and SHA-256 on all cores'
        download = 'fetch over kept connections, inflate, hash and write each object on all cores, then sync'
        deflate  = 'deflate at level 6 on all cores to a file each, then sync'
    }
}
