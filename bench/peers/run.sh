#!/usr/bin/env bash
# Runs the same jobs on this engine and on others, in turn, and writes the table of results:
#   bench/peers/run.sh --rows 20m --devices 1000 --runs 5 [--jobs J1,J9] [--data DIR] [--readme]
# Needs the .NET 10 SDK and Node.js 20 with npm. Ours is the native program where one can be built, and the one for the .NET runtime runs beside it.
# The data is made once and kept in DIR (default: a temporary folder that goes afterwards).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT

runtime=$(dotnet --info | awk '/ RID:/ {print $2; exit}')
publish() {
    dotnet publish "$root/$1" -c Release -r "$runtime" "${@:3}" -o "$published/$2" >"$published/publish.log"
}
publish_for_runtime() {
    publish "$1" "$2" --self-contained false || { cat "$published/publish.log" >&2; exit 1; }
}
publish_for_runtime src/TelemetryEngine.Cli cli
portable="$published/cli/telemetry"
telemetry=$portable
if publish src/TelemetryEngine.Cli native -p:PublishAot=true &&
    publish bench/TelemetryEngine.Timings timings -p:PublishAot=true -p:IlcInstructionSet=native; then
    telemetry="$published/native/telemetry"
else
    tail -n 3 "$published/publish.log" >&2
    echo "the native program can't be built here: the one for the .NET runtime is measured instead" >&2
    publish_for_runtime bench/TelemetryEngine.Timings timings
fi
(cd "$here" && npm install --no-audit --no-fund --no-package-lock --silent)
TELEMETRY="$telemetry" PORTABLE="$portable" TIMINGS="$published/timings/timings" node "$here/run.mjs" --root "$root" "$@"
