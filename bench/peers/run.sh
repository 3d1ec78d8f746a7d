#!/usr/bin/env bash
# Runs the same jobs on this engine and on others, in turn, and writes the table of results:
#   bench/peers/run.sh --rows 20m --devices 1000 --runs 5 [--jobs J1,J9] [--data DIR] [--readme]
#   bench/peers/run.sh --smoke [--jobs J1,J9]     whether all agree: 20,000 rows, once; nothing is written
# Needs the .NET 10 SDK and Node.js 20 with npm. Ours is the native program where one can be built, and the one for the .NET runtime runs beside it;
# with TELEMETRY and TIMINGS in the environment it is those programs, and nothing is built.
# Polars and the newer DuckDB are those of the Python in a folder of tools: TELEMETRY_TOOLS, else what ../shared/tools/setup.sh prints. Without it
# DuckDB is that of npm, Polars is left out, and the report says so.
# The data is made once and kept in DIR (default: a temporary folder that goes afterwards).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT

(cd "$here" && npm install --no-audit --no-fund --no-package-lock --silent)
tools=${TELEMETRY_TOOLS:-}
if [ -z "$tools" ] && [ -f "$root/../shared/tools/setup.sh" ]; then
    tools=$(bash "$root/../shared/tools/setup.sh") || echo "the folder of tools can't be set up here" >&2
fi
if [ -x "$tools/venv/bin/python" ]; then
    export PEERS_PYTHON="$tools/venv/bin/python"
else
    echo "TELEMETRY_TOOLS names no folder with a Python that has the newer engines: those of npm run" >&2
fi

publish() {
    dotnet publish "$root/$1" -c Release -r "$runtime" "${@:3}" -o "$published/$2" >"$published/publish.log"
}
publish_for_runtime() {
    publish "$1" "$2" --self-contained false || { cat "$published/publish.log" >&2; exit 1; }
}
if [ -z "${TELEMETRY:-}" ] || [ -z "${TIMINGS:-}" ]; then
    runtime=$(dotnet --info | awk '/ RID:/ {print $2; exit}')
    publish_for_runtime src/TelemetryEngine.Cli cli
    export PORTABLE="$published/cli/telemetry" TIMINGS="$published/timings/timings"
    if publish src/TelemetryEngine.Cli native -p:PublishAot=true &&
        publish bench/TelemetryEngine.Timings timings -p:PublishAot=true -p:IlcInstructionSet=native; then
        export TELEMETRY="$published/native/telemetry"
    else
        tail -n 3 "$published/publish.log" >&2
        echo "the native program can't be built here: the one for the .NET runtime is measured instead" >&2
        publish_for_runtime bench/TelemetryEngine.Timings timings
        export TELEMETRY=$PORTABLE
    fi
fi
PORTABLE=${PORTABLE:-$TELEMETRY} node "$here/run.mjs" --root "$root" "$@"
