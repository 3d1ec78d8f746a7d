#!/usr/bin/env bash
# Cross-checks of aggregates and windows with DuckDB and ClickHouse: all aggregate the same million rows, and the results are compared value by value.
# Needs the .NET 10 SDK, Node.js 20 or later with npm, and a machine that the peers' native packages are made for (Linux on x64 with glibc).
# TELEMETRY_PROGRAM names a published program to check instead of the one that is built here.
# Ends with a line "N passed, N failed, N skipped"; where the peers can't be had, that is one skipped.
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

if [ -z "${TELEMETRY_PROGRAM:-}" ]; then
    dotnet build -c Release "$root/src/TelemetryEngine.Cli" -v quiet
fi
TELEMETRY="${TELEMETRY_PROGRAM:-$root/src/TelemetryEngine.Cli/bin/Release/net10.0/telemetry}" node "$here/run.mjs" "$folder"
