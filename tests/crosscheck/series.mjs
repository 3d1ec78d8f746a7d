/**
 * Aggregates that go from reading to reading, as in aggregates.mjs. A series is a group's device. `w` is the window's first second; a step
 * goes from the reading `pv` at `p` in the window `pw` to the reading `v` at `q`; seconds are whole.
 */
const steps = (c) => (rows) => `(select w, k, v, lag(v) over s as pv, lag(w) over s as pw, lag(q) over s as p, q
  from (select w, k, device_id, pos, epoch(t)::bigint as q, ${c} as v from ${rows} where ${c} is not null) window s as (partition by k, device_id order by q, pos))`;

/** Steps cut at the hours' borders: each piece from `a` to `b`. */
const pieces = (c) => (rows) => `(select hour as w, k, pv, v, p, q, greatest(p, hour) as a, least(q, hour + 3600) as b
  from (select *, unnest(generate_series(p // 3600 * 3600, (q - 1) // 3600 * 3600, 3600)) as hour from ${steps(c)(rows)} where p < q))`;

/** The windows that have rows, and those without that a step leads through of any column; what a filter leaves out takes no window away. */
const passed = (rows) => `(select w, k, one from ${rows} ${['x', 'y', 'd'].map((c) => `union all select w, k, null as one from ${pieces(c)(rows.replace(' kept)', ' readings)'))}`).join(' ')}
  union all select w, k, null as one from ${rows.replace(' kept)', ' readings)')})`;

const whole = { a: 'p', b: 'q' };
const cut = { a: 'a', b: 'b' };
const linear = ({ a, b }) => `(2 * pv + (v - pv) * ((${a} - p) + (${b} - p))::double / (q - p)) / 2 * (${b} - ${a})`;
const held = ({ a, b }) => `pv * (${b} - ${a})`;
const size = ({ a, b }) => `sum((abs(pv) + abs(v)) * (${b} - ${a}))`;
const rise = "case when v >= pv then v - pv when v < pv then v else 'nan'::double end";
const inside = 'filter (where p is not null and pw = w)';
const carried = 'filter (where p is not null)';
// readings of the data share times, as those of several devices do
const allow = ", mixed => 'allow'";
const rounding = 'it rounds at every step; ours rounds once';

/** @param hourly true when windows are hours; else there is one, and nothing to cut. */
function entries(hourly) {
  const all = [];
  const add = (aggregate, call, type, duckdb, from, more) => all.push({ aggregate, call, type, duckdb, from, ...more });
  for (const [bounds, option] of [[carried, ''], [inside, ", bounds => 'inside'"]]) {
    add('increase', `increase(counter${option}${allow})`, 'double', `sum(${rise}) ${bounds}`, steps('counter'));
    add('rate', `rate(counter${option}${allow})`, 'double', `sum(${rise}) ${bounds} / nullif(sum(q - p) ${bounds}, 0)`, steps('counter'));
    add('num_resets', `num_resets(counter${option}${allow})`, 'int', `count(*) ${bounds.replace('where', 'where v < pv and')}`, steps('counter'));
    for (const c of ['x', 'y', 'd']) {
      add('delta', `delta(${c}${option}${allow})`, 'double', `sum(v::double - pv::double) ${bounds}`, steps(c), { scale: `sum(abs(v) + abs(pv))`, why: rounding });
    }
  }
  for (const c of ['x', 'y', 'd']) {
    for (const [option, from, ends, filter] of [['', hourly ? pieces(c) : steps(c), hourly ? cut : whole, hourly ? '' : inside], [", bounds => 'inside'", steps(c), whole, inside]]) {
      const positive = filter === '' ? '' : filter.replace('where', 'where q > p and');
      const scale = `${size(ends)} ${positive}`;
      const time = `sum(${ends.b} - ${ends.a}) ${positive}`;
      add('integral', `integral(${c}${option}${allow})`, 'double', `sum(${linear(ends)}) ${positive} / 3600`, from, { scale: `${scale} / 3600`, why: rounding });
      add('time_weighted_avg', `time_weighted_avg(${c}${option}${allow})`, 'double', `sum(${held(ends)}) ${positive} / ${time}`, from, { scale: `${scale} / ${time}`, why: rounding });
      add('time_weighted_avg', `time_weighted_avg(${c}, method => 'linear'${option}${allow})`, 'double', `sum(${linear(ends)}) ${positive} / ${time}`, from, { scale: `${scale} / ${time}`, why: rounding });
    }
  }
  return all;
}

export const [hourlySeries, wholeSeries] = [entries(true), entries(false)];

/** How many rows each window has: also those without any that a step leads through. */
export const windowsPassed = { aggregate: 'count', call: 'count()', type: 'int', duckdb: 'count(one)', from: passed, everyGroup: true };
