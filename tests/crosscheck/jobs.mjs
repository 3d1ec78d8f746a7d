import { aggregates } from './aggregates.mjs';
import { hourlySeries, wholeSeries, windowsPassed } from './series.mjs';

const seconds = (text) => Date.parse(text) / 1000;
const from = (w, k) => (table) => `(select ${w} as w, ${k} as k, * from ${table})`;
const hour = { duckdb: "epoch(date_trunc('hour', t))::bigint", clickhouse: 'toUnixTimestamp(toStartOfHour(t))' };
const byHour = (k) => ({ duckdb: from(hour.duckdb, k), clickhouse: from(hour.clickhouse, k) });
const whole = (k) => ({ duckdb: from('0', k), clickhouse: from('0', k) });
const byStart = { keys: 2, keyOf: ([start, key]) => `${seconds(start)}|${key}` };

/** Some of everything, for the windows. */
const some = aggregates.filter(({ call }) => ['count()', 'sum(d)', 'avg(y)', 'min(e)', 'max(i)', 'last(s)', 'median(y)', 'var(d)', 'count_distinct(s)'].includes(call));

const berlin = {
  duckdb: (unit) => `epoch(date_trunc('${unit}', (t at time zone 'UTC') at time zone 'Europe/Berlin') at time zone 'Europe/Berlin')::bigint`,
  clickhouse: (f) => `toUnixTimestamp(toDateTime(${f}, 'Europe/Berlin'))`,
};
const calendar = [
  ['1d', 'day', "toStartOfDay(t, 'Europe/Berlin')"], ['1w', 'week', "toStartOfWeek(t, 1, 'Europe/Berlin')"], ['1mo', 'month', "toStartOfMonth(t, 'Europe/Berlin')"],
  ['1q', 'quarter', "toStartOfQuarter(t, 'Europe/Berlin')"], ['1y', 'year', "toStartOfYear(t, 'Europe/Berlin')"],
];

/**
 * What is aggregated by what. `keyOf` makes of the `keys` first fields of our result's row what the peers' columns `w` and `k` make, joined
 * by a bar; `needs` is a flag that there may not be yet.
 */
export const jobs = [
  { name: 'hourly by device', flags: ['--every', '1h', '--by', 'device_id'], ...byStart, rows: byHour('device_id'), entries: aggregates, differences: true },
  { name: 'the whole input', flags: [], keys: 0, keyOf: () => '0|0', rows: whole('0'), entries: aggregates },
  {
    name: 'hourly by device, from reading to reading', flags: ['--every', '1h', '--by', 'device_id'], ...byStart, rows: byHour('device_id'),
    needs: '--series', entries: [...hourlySeries, windowsPassed],
  },
  {
    name: 'hourly by phase, from reading to reading of a device', flags: ['--every', '1h', '--by', 'phase', '--series', 'device_id'], ...byStart, rows: byHour('phase'),
    needs: '--series', entries: hourlySeries,
  },
  {
    name: 'by phase, from reading to reading of a device', flags: ['--by', 'phase', '--series', 'device_id'], keys: 1, keyOf: ([key]) => `0|${key}`, rows: whole('phase'),
    needs: '--series', entries: wholeSeries,
  },
  {
    name: 'every 15 minutes, shifted by 5, by phase', flags: ['--every', '15m', '--offset', '5m', '--by', 'phase'], ...byStart, entries: some,
    rows: {
      duckdb: from("epoch(time_bucket(interval '15 minutes', t, timestamp '1970-01-01 00:05:00'))::bigint", 'phase'),
      clickhouse: from('toUnixTimestamp(toStartOfInterval(t - 300, interval 15 minute)) + 300', 'phase'),
    },
  },
  ...calendar.map(([every, unit, f]) => ({
    name: `every ${every} in Europe/Berlin by device`, flags: ['--every', every, '--time-zone', 'Europe/Berlin', '--by', 'device_id'], ...byStart, entries: some,
    rows: { duckdb: from(berlin.duckdb(unit), 'device_id'), clickhouse: from(berlin.clickhouse(f), 'device_id') },
  })),
];
