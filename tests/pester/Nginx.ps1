# nginx for the tests: one process, plain HTTP, TLS, and TLS that asks for client certificates, over one directory. Dot-source this file.

# Makes an authority, a certificate for localhost and one for a client, all in PEM.
function New-TestCertificate([string] $Folder) {
    $null = [System.IO.Directory]::CreateDirectory($Folder)
    foreach ($name in 'ca', 'server', 'client') {
        $null = openssl ecparam -name prime256v1 -genkey -noout -out "$Folder/$name.key" 2>&1
    }
    [System.IO.File]::WriteAllText("$Folder/san", "subjectAltName=DNS:localhost,IP:127.0.0.1`n")
    $null = openssl req -x509 -new -key "$Folder/ca.key" -subj '/CN=Test authority' -days 2 -out "$Folder/ca.pem" 2>&1
    foreach ($name in 'server', 'client') {
        $null = openssl req -new -key "$Folder/$name.key" -subj "/CN=$name" -out "$Folder/$name.csr" 2>&1
        $null = openssl x509 -req -in "$Folder/$name.csr" -CA "$Folder/ca.pem" -CAkey "$Folder/ca.key" -CAcreateserial -days 2 -extfile "$Folder/san" -out "$Folder/$name.pem" 2>&1
    }
}

function Get-FreePort {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

# Starts nginx; Http, Https and Mutual say where it listens, Log what was asked of it.
function Start-Nginx([string] $Root, [string] $Folder, [string] $Certificates) {
    $null = [System.IO.Directory]::CreateDirectory($Folder)
    $plain = Get-FreePort
    $tls = Get-FreePort
    $mutual = Get-FreePort
    $user = if ([Environment]::UserName -eq 'root') { 'user root;' }
    $secure = "ssl_certificate $Certificates/server.pem; ssl_certificate_key $Certificates/server.key; root $Root;"
    [System.IO.File]::WriteAllText("$Folder/nginx.conf", @"
$user
daemon off;
worker_processes 1;
pid $Folder/nginx.pid;
error_log $Folder/error.log;
events { worker_connections 512; }
http {
  log_format protocol '`$server_protocol `$request_uri `$status';
  access_log $Folder/access.log protocol;
  keepalive_requests 1000000;
  client_body_temp_path $Folder/t1; proxy_temp_path $Folder/t2; fastcgi_temp_path $Folder/t3; uwsgi_temp_path $Folder/t4; scgi_temp_path $Folder/t5;
  server { listen 127.0.0.1:$plain; root $Root; }
  server { listen 127.0.0.1:$tls ssl http2; $secure }
  server { listen 127.0.0.1:$mutual ssl http2; $secure ssl_client_certificate $Certificates/ca.pem; ssl_verify_client on; }
}
"@)
    $start = [System.Diagnostics.ProcessStartInfo]::new('nginx')
    foreach ($argument in '-c', "$Folder/nginx.conf", '-p', $Folder, '-e', "$Folder/error.log") { $start.ArgumentList.Add($argument) }
    $process = [System.Diagnostics.Process]::Start($start)
    for ($i = 0; $i -lt 100 -and -not [System.IO.File]::Exists("$Folder/nginx.pid"); $i++) { [System.Threading.Thread]::Sleep(50) }
    if (-not [System.IO.File]::Exists("$Folder/nginx.pid")) { throw "nginx did not start: $([System.IO.File]::ReadAllText("$Folder/error.log"))" }
    [pscustomobject]@{ Http = "http://localhost:$plain"; Https = "https://localhost:$tls"; Mutual = "https://localhost:$mutual"; Log = "$Folder/access.log"; Process = $process }
}

function Stop-Nginx($Nginx) {
    if (-not $Nginx) { return }
    kill -QUIT $Nginx.Process.Id
    if (-not $Nginx.Process.WaitForExit(5000)) { $Nginx.Process.Kill() }
    $Nginx.Process.Dispose()
}
