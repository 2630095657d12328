# The web server of the jobs that pull over HTTP: nginx over the ground as Debian sets it up, on loopback, and the same behind a relay that adds 20 ms to each request.

$script:servers = @()
$script:near = $null
$script:far = $null

function Start-Web([string] $Root, [string] $Folder) {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $user = if ([Environment]::UserName -eq 'root') { 'user root;' }
    Set-Content -LiteralPath "$Folder/nginx.conf" -Value @"
$user
daemon off;
worker_processes 1;
pid $Folder/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 10000000;
  client_body_temp_path $Folder/t1; proxy_temp_path $Folder/t2; fastcgi_temp_path $Folder/t3; uwsgi_temp_path $Folder/t4; scgi_temp_path $Folder/t5;
  server { listen 127.0.0.1:$port; root $Root; }
}
"@
    Start-Server nginx @('-c', "$Folder/nginx.conf", '-p', $Folder, '-e', "$Folder/nginx.log")
    Wait-File "$Folder/nginx.pid"
    Start-Server $gauge @('relay', "$Folder/relay", $port, 20)
    Wait-File "$Folder/relay"
    $script:near = "http://127.0.0.1:$port"
    $script:far = "http://127.0.0.1:$(Get-Content -LiteralPath "$Folder/relay")"
}

function Start-Server([string] $Program, [string[]] $Arguments) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($Program)
    foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
    $script:servers += [System.Diagnostics.Process]::Start($start)
}

function Wait-File([string] $Path) {
    for ($i = 0; $i -lt 100 -and -not [System.IO.File]::Exists($Path); $i++) { [System.Threading.Thread]::Sleep(50) }
    if (-not [System.IO.File]::Exists($Path)) { throw "The web server of the bench did not start: there is no $Path." }
}

function Stop-Web {
    foreach ($server in $script:servers) {
        if (-not $server.HasExited) { $server.Kill($true) }
        $server.Dispose()
    }
    $script:servers = @()
}
