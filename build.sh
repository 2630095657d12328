#!/bin/sh
# build.sh TASK [arguments]: build.ps1 in pwsh 7.6 or later, else in our own small host on the .NET 10 SDK.
cd "$(dirname "$0")" || exit 1
if command -v pwsh >/dev/null && pwsh -NoProfile -Command 'exit [int]($PSVersionTable.PSVersion -lt [version]"7.6")'; then
    exec pwsh -NoProfile -File build.ps1 "$@"
fi
if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    printf '%s\n' 'OstreePS needs the .NET SDK 10.0, which is not here. Get it with one of:' \
        '  Debian, Ubuntu   apt-get install dotnet-sdk-10.0   (after adding packages.microsoft.com)' \
        '  Fedora           dnf install dotnet-sdk-10.0' \
        '  anywhere         https://dot.net/v1/dotnet-install.sh, run with --channel 10.0' >&2
    exit 1
fi
host=out/host/PwshHost
if [ ! -x "$host" ] || [ -n "$(find tools/PwshHost Directory.*.props global.json -newer "$host.dll" -type f | head -n 1)" ]; then
    mkdir -p out
    # Native code ahead of time, as a released pwsh has it: it starts in a third of the time.
    dotnet publish tools/PwshHost -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true -o out/host -v quiet -nologo -clp:NoSummary \
        >out/host-build.log 2>&1 || { cat out/host-build.log >&2; exit 1; }
    touch "$host.dll"
fi
exec "$host" build.ps1 "$@"
