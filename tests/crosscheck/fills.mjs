/** Aggregates as in aggregates.mjs, of which windows without a value are filled: those between a device's first hour and its last. */
const grid = (value) => (rows) => `(with groups as (select w, k, ${value} as v from ${rows} group by w, k),
  hours as (select k, unnest(generate_series(min(w), max(w), 3600)) as w from groups group by k)
  select hours.w, hours.k, v from hours left join groups on hours.w = groups.w and hours.k is not distinct from groups.k)`;

const before = (value) => `last_value(${value} ignore nulls) over (partition by k order by w rows between unbounded preceding and current row)`;
const after = (value) => `first_value(${value} ignore nulls) over (partition by k order by w rows between current row and unbounded following)`;
const known = 'case when v is not null then w end';

const filled = {
  previous: (value) => (rows) => `(select w, k, ${before('v')} as v from ${grid(value)(rows)})`,
  linear: (value) => (rows) => `(select w, k, case when v0 is null or v1 is null then v when w0 = w1 then v0 else v0 + (v1 - v0) * (w - w0) / (w1 - w0) end as v
    from (select w, k, v, ${before('v')} as v0, ${before(known)} as w0, ${after('v')} as v1, ${after(known)} as w1 from ${grid(value)(rows)}))`,
};

const calls = [
  ['avg', 'avg(y)', 'double', 'avg(y)'], ['sum', 'sum(d)', 'double', 'sum(d)::double'], ['min', 'min(d)', 'double', 'min(d)::double'],
  ['max', 'max(i)', 'int', 'max(i)'], ['last', 'last(s)', 'text', 'arg_max(s, row(t, pos))'],
];

/** @param fill previous or linear; there is no straight line between texts, and one between integers is rounded. */
export function fillsOf(fill) {
  return calls.filter(([, , type]) => fill === 'previous' || type === 'double').map(([aggregate, call, type, value]) => ({
    aggregate, call, type, duckdb: 'any_value(v)', from: filled[fill](value), everyGroup: true,
    ...(type === 'double' && { absolute: 1e-12, why: 'it rounds at every step; sums and averages near 0 lose digits' }),
  }));
}
