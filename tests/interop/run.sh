#!/usr/bin/env bash
# Cross-checks with other implementations of Arrow: each reads a matrix of files that we write, value by value, and we read what they write.
# Needs the .NET 10 SDK, Node.js 20 or later with npm, and a machine that the peers' native packages are made for (Linux on x64 with glibc).
# pyarrow, nanoarrow and Polars for Python come from a folder of tools: TELEMETRY_TOOLS, else what ../shared/tools/setup.sh prints.
# Ends with a line "N passed, N failed, N skipped"; where the peers can't be had, that is one skipped, and so it is where those of Python
# can't, or where there is no compiler or linker for the engine as a native library.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

skip() {
    printf 'the cross-checks are skipped: %s\n0 passed, 0 failed, 1 skipped\n' "$1"
    exit 0
}

command -v node >/dev/null && command -v npm >/dev/null || skip "Node.js or npm is not on the PATH"
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.installed-lock.json"; then
    (cd "$here" && npm ci --no-audit --no-fund --silent) || skip "npm can't install the peers"
    cp "$here/package-lock.json" "$here/node_modules/.installed-lock.json"
fi

dotnet build -c Release "$here/TelemetryEngine.Interop" -v quiet
interop="$here/TelemetryEngine.Interop/bin/Release/net10.0/interop.dll"
mkdir "$folder/ours" "$folder/theirs"
dotnet "$interop" write "$folder/ours"

tools=${TELEMETRY_TOOLS:-}
if [ -z "$tools" ] && [ -f "$root/../shared/tools/setup.sh" ]; then
    tools=$(bash "$root/../shared/tools/setup.sh") || echo "the folder of tools can't be set up here" >&2
fi
library="$here/TelemetryEngine.Interop.Native"
native=(-r "$(dotnet --info | awk '/ RID:/ {print $2; exit}')" -p:PublishAot=true -p:NativeLib=Shared -v quiet)
if [ ! -x "$tools/venv/bin/python" ]; then
    export PEERS_MISSING="TELEMETRY_TOOLS names no folder that has them"
else
    export PEERS_PYTHON="$tools/venv/bin/python"
    if ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
        export PEERS_MISSING="there is no linker (clang or gcc)"
    elif ! dotnet restore "$library" "${native[@]}" >&2; then
        export PEERS_MISSING="the native compiler can't be had"
    else
        dotnet publish "$library" -c Release "${native[@]}" -o "$folder/native"
        export PEERS_LIBRARY="$folder/native/telemetry_interop.so"
    fi
fi
node "$here/run.mjs" "$folder" dotnet "$interop" check "$folder/theirs"
