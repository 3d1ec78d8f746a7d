import { aggregates } from './aggregates.mjs';
import { fillsOf } from './fills.mjs';
import { hourlySeries, wholeSeries, windowsPassed } from './series.mjs';

const seconds = (text) => Date.parse(text) / 1000;
const from = (w, k) => (table) => `(select ${w} as w, ${k} as k, * from ${table})`;
const hour = { duckdb: "epoch(date_trunc('hour', t))::bigint", clickhouse: 'toUnixTimestamp(toStartOfHour(t))' };
const byHour = (k) => ({ duckdb: from(hour.duckdb, k), clickhouse: from(hour.clickhouse, k) });
const whole = (k) => ({ duckdb: from('0', k), clickhouse: from('0', k) });
const byStart = { keys: 2, keyOf: ([start, key]) => `${seconds(start)}|${key}` };

/** Some of everything, for the windows. */
const some = aggregates.filter(({ call }) => ['count()', 'sum(d)', 'avg(y)', 'min(e)', 'max(i)', 'last(s)', 'median(y)', 'var(d)', 'count_distinct(s)'].includes(call));

const few = some.filter(({ aggregate }) => ['count', 'sum', 'max', 'last', 'median'].includes(aggregate));

/** The second of a row's time, and for windows that overlap a row for each window that holds it. */
const second = '(select *, epoch(t)::bigint as q from';
const hopping = (every, period, k) => ({
  duckdb: (table) => `(select opens || '-' || (opens + ${period}) as w, ${k} as k, *
    from (select *, unnest(generate_series(q // ${every} * ${every} - ${period} // ${every} * ${every}, q // ${every} * ${every}, ${every})) as opens from ${second} ${table})) where opens + ${period} > q)`,
});
const cumulative = (step, period, k) => ({
  duckdb: (table) => `(select (q // ${period} * ${period}) || '-' || closes as w, ${k} as k, *
    from (select *, unnest(generate_series(q // ${period} * ${period} + ${step}, q // ${period} * ${period} + ${period}, ${step})) as closes from ${second} ${table})) where closes > q)`,
});
/** A reading exactly the gap after the one before begins a session. */
const session = (gap, k) => ({
  duckdb: (table) => `(select (min(q) over of_session) || '-' || (max(q) over of_session + ${gap}) as w, k, * exclude (k)
    from (select *, sum(begins) over (partition by k order by q, pos rows unbounded preceding) as session
      from (select *, ${k} as k, case when q - lag(q) over (partition by ${k} order by q, pos) < ${gap} then 0 else 1 end as begins from ${second} ${table})))
    window of_session as (partition by k, session))`,
});
const byBoth = { keys: 3, keyOf: ([start, end, key]) => `${seconds(start)}-${seconds(end)}|${key}` };

const berlin = {
  duckdb: (unit) => `epoch(date_trunc('${unit}', (t at time zone 'UTC') at time zone 'Europe/Berlin') at time zone 'Europe/Berlin')::bigint`,
  clickhouse: (f) => `toUnixTimestamp(toDateTime(${f}, 'Europe/Berlin'))`,
};
const calendar = [
  ['1d', 'day', "toStartOfDay(t, 'Europe/Berlin')"], ['1w', 'week', "toStartOfWeek(t, 1, 'Europe/Berlin')"], ['1mo', 'month', "toStartOfMonth(t, 'Europe/Berlin')"],
];

/**
 * What is aggregated by what. `keyOf` makes of the `keys` first fields of our result's row what the peers' columns `w` and `k` make, joined
 * by a bar.
 */
export const jobs = [
  { name: 'hourly by device', flags: ['--every', '1h', '--by', 'device_id'], ...byStart, rows: byHour('device_id'), entries: aggregates, differences: true },
  { name: 'the whole input', flags: [], keys: 0, keyOf: () => '0|0', rows: whole('0'), entries: aggregates.filter(({ call }) => /\((y|d|s)?[,)]/.test(call)) },
  {
    name: 'hourly by device, from reading to reading', flags: ['--every', '1h', '--by', 'device_id'], ...byStart, rows: byHour('device_id'),
    entries: [...hourlySeries, windowsPassed],
  },
  {
    name: 'hourly by phase, from reading to reading of a device', flags: ['--every', '1h', '--by', 'phase', '--series', 'device_id'], ...byStart, rows: byHour('phase'),
    entries: hourlySeries,
  },
  {
    name: 'by phase, from reading to reading of a device', flags: ['--by', 'phase', '--series', 'device_id'], keys: 1, keyOf: ([key]) => `0|${key}`, rows: whole('phase'),
    entries: wholeSeries,
  },
  ...['previous', 'linear'].map((fill) => ({
    name: `hourly by device, filled: ${fill}`, flags: ['--every', '1h', '--by', 'device_id', '--fill', fill], ...byStart, rows: byHour('device_id'),
    entries: fillsOf(fill),
  })),
  {
    name: 'every 15 minutes, shifted by 5, by phase', flags: ['--every', '15m', '--offset', '5m', '--by', 'phase'], ...byStart, entries: some,
    rows: {
      duckdb: from("epoch(time_bucket(interval '15 minutes', t, timestamp '1970-01-01 00:05:00'))::bigint", 'phase'),
      clickhouse: from('toUnixTimestamp(toStartOfInterval(t - 300, interval 15 minute)) + 300', 'phase'),
    },
  },
  { name: 'hopping, an hour every 15 minutes', flags: ['--every', '15m', '--period', '1h', '--by', 'phase'], ...byBoth, rows: hopping(900, 3600, 'phase'), entries: few },
  { name: 'hopping, 50 minutes every 20', flags: ['--every', '20m', '--period', '50m', '--by', 'phase'], ...byBoth, rows: hopping(1200, 3000, 'phase'), entries: few },
  { name: 'cumulative, an hour by 15 minutes', flags: ['--cumulate', '15m', '--period', '1h', '--by', 'phase'], ...byBoth, rows: cumulative(900, 3600, 'phase'), entries: few },
  { name: 'sessions with gaps of a minute', flags: ['--session', '1m', '--by', 'device_id'], ...byBoth, rows: session(60, 'device_id'), entries: some },
  ...calendar.map(([every, unit, f]) => ({
    name: `every ${every} in Europe/Berlin by device`, flags: ['--every', every, '--time-zone', 'Europe/Berlin', '--by', 'device_id'], ...byStart, entries: some,
    rows: { duckdb: from(berlin.duckdb(unit), 'device_id'), clickhouse: from(berlin.clickhouse(f), 'device_id') },
  })),
];
