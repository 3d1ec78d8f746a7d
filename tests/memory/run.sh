#!/usr/bin/env bash
# The memory law: every aggregate, over windows and fills, holds no more than --memory and 100 MB beside it, for inputs ten times as large, in a container of --memory and 150 MB, and ends with a
# result or with a message that is true. Results are compared with those of a run that has memory for all.
#
#   tests/memory/run.sh PROGRAM [MEMORY in MB ...]      (default 50; 200 and 1000 take hours)
#
# TELEMETRY_LAW_ONLY is a pattern of questions to ask; TELEMETRY_LAW_COMPARE=off leaves the comparison out. Prints a table; exit code 1 when the law is broken somewhere.
set -u
program=${1:?the program to test}
shift
[ $# -gt 0 ] || set -- 50
work=$(mktemp -d)
cgroup=
trap 'rm -rf "$work"; [ -z "$cgroup" ] || rmdir "$cgroup" 2>/dev/null' EXIT

# a group of processes that may hold so much: of the second version of control groups, or of the first
enter_group() {
    local root
    for root in /sys/fs/cgroup/memory /sys/fs/cgroup; do
        cgroup=$root/telemetry-law-$$
        mkdir -p "$cgroup" 2>/dev/null || continue
        if echo "$1" 2>/dev/null >"$cgroup/memory.limit_in_bytes" || echo "$1" 2>/dev/null >"$cgroup/memory.max"; then
            return 0
        fi
        rmdir "$cgroup" 2>/dev/null
    done
    cgroup=
    echo "control groups can't be written here: nothing holds the runs to their memory, which is only looked at" >&2
}

# runs the program and gives its code and the largest memory that it held, in MB
measure() {
    (
        [ -z "$cgroup" ] || echo "$BASHPID" >"$cgroup/cgroup.procs"
        exec timeout 900 "$program" "$@" >"$work/out" 2>"$work/err"
    ) &
    local pid=$! held=0 now
    while kill -0 $pid 2>/dev/null; do
        for now in $(cat /proc/$pid/task/*/children 2>/dev/null) $pid; do
            now=$(awk '/^VmHWM/ { print int($2 / 1024) }' /proc/"$now"/status 2>/dev/null)
            [ "${now:-0}" -le $held ] || held=$now
        done
        read -r -t 0.02 <> <(:) || true
    done
    wait $pid
    echo "$? $held"
}

# half of the aggregates need nothing but a few numbers for each group; the others hold values
questions=(
    'count()' 'sum(v)' 'avg(v)' 'min(v)' 'max(s)' 'first(v)' 'last(s)' 'approx_quantile(v, 0.5)' 'count_distinct(v)' 'count_distinct(s)' 'quantile(v, 0.9)' 'median(v)' 'mode(v)' 'mode(s)' 'top(v, 100)' 'top(s, 3)'
    'string_agg(v)' 'string_agg(s)' 'time_weighted_avg(v)' 'integral(v)' 'increase(v)' 'rate(v)' 'delta(v)' 'num_resets(v)' 'var(v)' 'var_pop(v)' 'stddev(v)' 'stddev_pop(v)' 'skew(v)' 'kurtosis(v)'
    'covar(v, w)' 'covar_pop(v, w)' 'corr(v, w)' 'slope(v, w)' 'weighted_avg(v, w)' 'range(v)' 'open(v)' 'high(v)' 'low(v)' 'close(v)' 'ohlc(v)' 'any(v)' 'histogram(v, 1, 10, 100)' 'approx_distinct(s)' 'circular_avg(v, 360)'
    'arg_max(s, v)' 'arg_min(v, s)' 'count_if(v > 10)' 'sum_if(v, w = 1)' 'avg_if(v, w = 1)' 'bool_and(v > 10)' 'bool_or(w = 1)'
)
windows=('' '--by k' '--by s' '--every 1s --by k' '--every 1h' '--every 10m --period 1h --by k' '--session 1m --by k' '--every 1m --by k --fill previous')

failed=0
for megabytes in "$@"; do
    rows=$((megabytes * 10 * 1000000 / 42))
    awk -v rows=$rows 'BEGIN { print "ts,k,s,v,w"; for (i = 0; i < rows; i++) printf "%d,%d,device-%07d,%d.5,%d\n", 1700000000 + i, i % 3, i * 7 % rows, (i * 131) % rows, i % 97 }' >"$work/input.csv"
    enter_group $(((megabytes + 150) * 1000000))
    printf '%-28s %-36s %6s %5s %7s  %s\n' aggregate windows memory exit 'MB held' result
    for window in "${windows[@]}"; do
        for question in "${questions[@]}"; do
            [[ "$question $window" =~ ${TELEMETRY_LAW_ONLY:-.} ]] || continue
            # the columns of steps need windows that a step may cross
            [[ "$window" != *--session* || ! "$question" =~ ^(time_weighted_avg|integral) ]] || continue
            ask=(aggregate "$work/input.csv" --time ts --schema ts=timestamp --agg "$question" $window --format csv --quiet)
            read -r code held <<<"$(measure "${ask[@]}" --memory "${megabytes}m" -o "$work/result.csv")"
            verdict=
            case $code in
                0)
                    verdict=done
                    if [ "${TELEMETRY_LAW_COMPARE:-on}" = on ]; then
                        "$program" "${ask[@]}" -o "$work/expected.csv" 2>/dev/null
                        cmp -s "$work/result.csv" "$work/expected.csv" && verdict='the same bytes' || verdict='BROKEN: another result'
                    fi
                    ;;
                1)
                    grep -qE 'allow more with --memory|no more memory for this run' "$work/err" && verdict=$(grep -m 1 telemetry: "$work/err" | cut -c 1-150) || verdict="BROKEN: $(tail -n 1 "$work/err" | cut -c 1-150)"
                    ;;
                *) verdict="BROKEN: $(tail -n 1 "$work/err" | cut -c 1-150)" ;;
            esac
            [ "$held" -le $((megabytes + 100)) ] || verdict="BROKEN: too much; $verdict"
            [[ "$verdict" != BROKEN* ]] || failed=1
            printf '%-28s %-36s %5sm %5s %7s  %s\n' "$question" "${window:-none}" "$megabytes" "$code" "$held" "$verdict"
            rm -f "$work/result.csv" "$work/expected.csv"
        done
    done
    [ -z "$cgroup" ] || rmdir "$cgroup" 2>/dev/null
done
exit $failed
