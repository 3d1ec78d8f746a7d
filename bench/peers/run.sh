#!/usr/bin/env bash
# Runs the same jobs on this engine and on others, in turn, and writes the table of results:
#   bench/peers/run.sh --rows 20m --devices 1000 --runs 5 [--jobs J1,J9] [--data DIR] [--readme]
# Needs the .NET 10 SDK and Node.js 20 with npm. The data is made once and kept in DIR (default: a temporary folder that goes afterwards).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT

runtime=$(dotnet --info | awk '/ RID:/ {print $2; exit}')
publish() {
    dotnet publish "$root/$1" -c Release -r "$runtime" --self-contained false -p:PublishReadyToRun=true -o "$published/$2" >"$published/publish.log" \
        || { cat "$published/publish.log" >&2; exit 1; }
}
publish src/TelemetryEngine.Cli cli
publish bench/TelemetryEngine.Timings timings
(cd "$here" && npm install --no-audit --no-fund --no-package-lock --silent)
TELEMETRY="$published/cli/telemetry" TIMINGS="$published/timings/timings" node "$here/run.mjs" --root "$root" "$@"
