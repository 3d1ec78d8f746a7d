/**
 * Every aggregate of ours, and the SQL of others that must give the same. An entry:
 *   aggregate    the name in the catalogue
 *   call         ours
 *   type         of the result: double, int, text, bool or time; or types, one for each column of a call with several
 *   duckdb, clickhouse   the SQL, or one for each column
 *   from         for DuckDB: what the rows go through first, a function of the rows' subquery
 *   tolerance    relative, 1e-12 for doubles unless said otherwise
 *   scale        SQL of a magnitude; the tolerance counts relative to it where it is greater than the value
 *   absolute     a further tolerance
 *   why          the reason for scale, absolute or another tolerance
 *   differs      where the other's own function means something else. `plain` is that function: it may differ from ours only in groups where
 *                `only` is true, and must somewhere; or `raises` is a query that must be an error.
 */
const entries = [];
const rounding = 'they round at every step; ours rounds once';

function add(aggregate, call, type, sql, more = {}) {
  entries.push({ aggregate, call, ...(Array.isArray(type) ? { types: type } : { type }), ...sql, ...more });
}

const some = (condition) => `coalesce(max(${condition}), false)`;
const someNaN = (column) => some(`isnan(${column})`);
const milliseconds = { duckdb: (sql) => `epoch_ms(${sql})`, clickhouse: (sql) => `toUnixTimestamp(${sql}) * 1000` };
const typeOf = { x: 'double', y: 'double', d: 'double', e: 'double', i: 'int', s: 'text', keep: 'bool', time: 'time' };

/** The same value in the form that it is compared in. */
function typed(column, duckdb, clickhouse) {
  const wrap = { d: { duckdb: (sql) => `(${sql})::double`, clickhouse: (sql) => `toFloat64(${sql})` }, time: milliseconds }[column];
  return { duckdb: wrap?.duckdb(duckdb) ?? duckdb, ...(clickhouse && { clickhouse: wrap?.clickhouse(clickhouse) ?? clickhouse }) };
}

add('count', 'count()', 'int', { duckdb: 'count(one)', clickhouse: 'count(one)' });
for (const c of ['x', 'd', 'i', 's', 'keep', 'time']) add('count', `count(${c})`, 'int', { duckdb: `count(${c})`, clickhouse: `count(${c})` });
for (const c of ['x', 'y', 'd', 'e']) {
  add('sum', `sum(${c})`, 'double', typed(c, `sum(${c})`, `sum(${c})`), { scale: `sum(abs(${c}))`, why: rounding });
}
for (const c of ['x', 'y', 'd', 'e', 'i']) {
  add('avg', `avg(${c})`, 'double', typed(c, `avg(${c})`, `sum(toFloat64(${c})) / count(${c})`), { scale: `avg(abs(${c}))`, why: rounding });
}
add('sum', 'sum(i)', 'int', { duckdb: 'sum(i)', clickhouse: 'sum(i)' });

// smallest and largest: what is not a number does not count unless there is nothing else
const nanIsGreatest = (plain, c) => ({ engine: 'duckdb', plain, only: someNaN(c), reason: 'NaN is the greatest number' });
const pastNaN = (f, c) => `coalesce(${f}(case when not isnan(${c}) then ${c} end), ${f}(${c}))`;
const range = { duckdb: (c) => `${pastNaN('max', c)} - ${pastNaN('min', c)}`, clickhouse: (c) => `max(${c}) - min(${c})` };
for (const [names, f] of [[['min', 'low'], 'min'], [['max', 'high'], 'max']]) {
  for (const c of ['d', 'i', 's', 'keep', 'time']) add(names[0], `${names[0]}(${c})`, typeOf[c], typed(c, `${f}(${c})`, `${f}(${c})`));
  for (const name of names) {
    for (const c of ['x', 'e']) {
      add(name, `${name}(${c})`, 'double', { duckdb: pastNaN(f, c), clickhouse: `${f}(${c})` }, f === 'max' ? { differs: nanIsGreatest(`max(${c})`, c) } : {});
    }
  }
}
for (const c of ['x', 'e']) add('range', `range(${c})`, 'double', { duckdb: range.duckdb(c), clickhouse: range.clickhouse(c) }, { differs: nanIsGreatest(`max(${c}) - min(${c})`, c) });
add('range', 'range(d)', 'double', typed('d', 'max(d) - min(d)', 'max(d) - min(d)'));

// by time, then by position; the order among equal times is the input's
const byTime = { duckdb: 'row(t, pos)', clickhouse: '(t, pos)' };
const earliest = (c) => typed(c, `arg_min(${c}, ${byTime.duckdb})`, `argMin(${c}, ${byTime.clickhouse})`);
const latest = (c) => typed(c, `arg_max(${c}, ${byTime.duckdb})`, `argMax(${c}, ${byTime.clickhouse})`);
for (const c of ['x', 'd', 'e', 'i', 's', 'keep', 'time']) {
  const shown = typeOf[c];
  for (const name of ['first', 'open']) add(name, `${name}(${c})`, shown, earliest(c));
  for (const name of ['last', 'close']) add(name, `${name}(${c})`, shown, latest(c));
  add('any', `any(${c})`, shown, typed(c, `arg_min(${c}, pos)`, `argMin(${c}, pos)`));
}
for (const c of ['x', 'd']) {
  const [open, close] = [earliest(c), latest(c)];
  const [high, low] = c === 'x' ? [pastNaN('max', c), pastNaN('min', c)] : ['max(d)::double', 'min(d)::double'];
  add('ohlc', `ohlc(${c})`, ['double', 'double', 'double', 'double'], {
    duckdb: [open.duckdb, high, low, close.duckdb],
    clickhouse: [open.clickhouse, `toFloat64(max(${c}))`, `toFloat64(min(${c}))`, close.clickhouse],
  });
}

// the value where another is largest or smallest; of equal ones the first in the input, NaN only where there is nothing else
for (const [name, clickhouse, pos] of [['arg_max', 'argMaxIf', '-pos'], ['arg_min', 'argMinIf', 'pos']]) {
  for (const [c, by] of [['s', 'i'], ['time', 'd'], ['x', 'y'], ['i', 's'], ['keep', 'time'], ['d', 'keep']]) {
    const both = `${c} is not null and ${by} is not null`;
    add(name, `${name}(${c}, ${by})`, typeOf[c],
      typed(c, `${name}(${c}, row(${by}, ${pos})) filter (where ${both})`, `${clickhouse}(${c}, (${by}, ${pos}), ${both})`));
  }
  const byX = (x) => `${name}(s, row(${x}, ${pos})) filter (where ${x} is not null)`;
  add(name, `${name}(s, x)`, 'text', { duckdb: `coalesce(${byX('case when not isnan(x) then x end')}, ${byX('x')})` });
}

// with a condition
add('count_if', 'count_if(y > 0)', 'int', { duckdb: 'coalesce(count_if(y > 0), 0)', clickhouse: 'countIf(y > 0)' });
add('count_if', 'count_if(keep)', 'int', { duckdb: 'coalesce(count_if(keep), 0)', clickhouse: 'countIf(keep)' });
for (const c of ['y', 'd']) {
  add('sum_if', `sum_if(${c}, keep)`, 'double', typed(c, `sum(${c}) filter (where keep)`), { scale: `sum(abs(${c}))`, why: rounding });
  add('avg_if', `avg_if(${c}, keep)`, 'double', typed(c, `avg(${c}) filter (where keep)`), { scale: `avg(abs(${c}))`, why: rounding });
}
for (const condition of ['keep', 'y > 0', "s < 'm'"]) {
  add('bool_and', `bool_and(${condition})`, 'bool', { duckdb: `bool_and(${condition})`, clickhouse: `toBool(min(${condition}))` });
  add('bool_or', `bool_or(${condition})`, 'bool', { duckdb: `bool_or(${condition})`, clickhouse: `toBool(max(${condition}))` });
}

// deviations: of doubles with NaN or ±∞ among them NaN
const finite = (c) => `case when isfinite(${c}) then ${c} end`;
const unlessNaN = (c, f, least) => (['y', 'd', 'i'].includes(c)
  ? `nullif(${f}(${c}::double), 'nan'::double)`
  : `case when ${some(`not isfinite(${c})`)} then case when count(${c}) >= ${least} then 'nan'::double end else nullif(${f}(${finite(c)}), 'nan'::double) end`);
const raises = (call) => ({ engine: 'duckdb', raises: `select ${call} from readings`, message: /out of range/i, reason: 'NaN or ±∞ among the values is an error' });
const ofFew = (engine, plain, c, least) => ({ engine, plain, only: `count(${c}) < ${least}`, reason: 'of one value it is not null' });
const deviations = [['var', 'var_samp', 'varSampStable'], ['var_pop', 'var_pop', 'varPopStable'], ['stddev', 'stddev_samp', 'stddevSampStable'], ['stddev_pop', 'stddev_pop', 'stddevPopStable']];
for (const [name, duckdb, clickhouse] of deviations) {
  for (const c of ['x', 'y', 'd', 'i', 'e']) {
    const [least, theirs] = [name.endsWith('pop') ? 1 : 2, `${clickhouse}(toFloat64(${c}))`];
    add(name, `${name}(${c})`, 'double',
      { duckdb: unlessNaN(c, duckdb, least), ...(['y', 'd', 'i'].includes(c) && { clickhouse: `if(count(${c}) >= ${least}, ${theirs}, null)` }) },
      { x: { differs: raises(`${duckdb}(x)`) }, y: least === 2 ? { differs: ofFew('clickhouse', theirs, 'y', least) } : {} }[c]);
  }
}
const bias = {
  skew: (c, n) => `skewPop(${c}) * sqrt(${n} * (${n} - 1)) / (${n} - 2)`,
  kurtosis: (c, n) => `(${n} - 1) / ((${n} - 2) * (${n} - 3)) * ((${n} + 1) * (kurtPop(${c}) - 3) + 6)`,
};
for (const [name, duckdb, plain] of [['skew', 'skewness', 'skewSamp'], ['kurtosis', 'kurtosis', 'kurtSamp']]) {
  for (const c of ['x', 'y', 'd']) {
    const least = name === 'skew' ? 3 : 4;
    const corrected = `if(count(${c}) >= ${least}, ${bias[name](`toFloat64(${c})`, `toInt64(count(${c}))`)}, null)`;
    add(name, `${name}(${c})`, 'double', { duckdb: unlessNaN(c, duckdb, least), ...(c !== 'x' && { clickhouse: corrected }) }, {
      absolute: 1e-8, why: 'they subtract sums of third and fourth powers in doubles, in small groups nearly equal ones',
      differs: { x: raises(`${duckdb}(x)`), y: { engine: 'clickhouse', plain: `${plain}(y)`, only: 'true', reason: 'does not correct the bias of a sample' } }[c],
    });
  }
}

// two columns: rows where neither is null
const pairs = [['corr', 'corr', 'corrStable'], ['covar', 'covar_samp', 'covarSampStable'], ['covar_pop', 'covar_pop', 'covarPopStable'], ['slope', 'regr_slope']];
for (const [name, duckdb, clickhouse] of pairs) {
  for (const [a, b] of [['y', 'x'], ['d', 'y']]) {
    const scale = { corr: '1', slope: '1' }[name] ?? `avg(abs(${a})) * avg(abs(${b}))`;
    const least = name === 'covar_pop' ? 1 : 2;
    const plain = `${duckdb}(${a}::double, ${b}::double)`;
    const pairs = b === 'x' ? 'count(case when y is not null then x end)' : 'count(d + y)';
    const theirs = `${clickhouse}(toFloat64(${a}), toFloat64(${b}))`;
    const nothing = { engine: 'duckdb', plain, only: 'count(d + y) < 2', reason: 'NaN where nothing varies' };
    add(name, `${name}(${a}, ${b})`, 'double', {
      duckdb: b === 'x'
        ? `case when ${some('isnan(x) and y is not null')} then case when ${pairs} >= ${least} then 'nan'::double end else nullif(${duckdb}(y, ${finite('x')}), 'nan'::double) end`
        : `nullif(${plain}, 'nan'::double)`,
      ...(clickhouse && b !== 'x' && { clickhouse: `if(${pairs} >= ${least} and not isNaN(${theirs}), ${theirs}, null)` }),
    }, { scale, why: rounding, ...(!name.startsWith('covar') && { differs: b === 'x' ? raises(`${duckdb}(y, x)`) : nothing }) });
  }
}
for (const c of ['x', 'y', 'd']) {
  add('weighted_avg', `weighted_avg(${c}, weight)`, 'double', {
    duckdb: `case when sum(case when ${c} is not null then weight end) > 0 or ${some(`isnan(${c}::double) and weight is not null`)} then weighted_avg(${c}::double, weight) end`,
    clickhouse: `if(sum(if(${c} is null, null, weight)) > 0 or countIf(isNaN(toFloat64(${c})) and weight is not null) > 0, avgWeighted(toFloat64(${c}), weight), null)`,
  }, { scale: `avg(abs(${c}))`, why: rounding });
}

// directions: where the sum of unit vectors points to
const [sines, cosines] = ['sin', 'cos'].map((f) => `sum(${f}(d::double * pi() / 180))`);
add('circular_avg', 'circular_avg(d, 360)', 'double', {
  duckdb: `case when sqrt(${sines} ** 2 + ${cosines} ** 2) >= 1e-12 * count(d) then (atan2(${sines}, ${cosines}) * 180 / pi() + 360) % 360 end`,
}, { absolute: 1e-6, why: 'they take sines of radians, which are rounded; ours has 12 digits of the period' });

// what is equal: −0 is 0, and all NaNs are one value
for (const c of ['x', 'd', 'e', 'i', 's', 'keep', 'time']) {
  const ch = c === 'x' || c === 'e' ? `uniqExact(${c} + 0)` : `uniqExact(${c})`;
  add('count_distinct', `count_distinct(${c})`, 'int', { duckdb: `count(distinct ${c})`, clickhouse: ch },
    c === 'x' ? { differs: { engine: 'clickhouse', plain: 'uniqExact(x)', only: 'countIf(x = 0) > 1', reason: 'counts −0 beside 0' } } : {});
  add('approx_distinct', `approx_distinct(${c})`, 'int', { duckdb: `count(distinct ${c})` },
    { tolerance: 0.033, absolute: 2, why: 'HyperLogLog: four standard errors of 0.81 %, and two values in small groups' });
}

// quantiles: of n values in order, NaN last, at rank p × (n − 1), between two ranks linear
const quantileTolerance = (c) => ({ scale: `avg(abs(${c}))`, why: 'they interpolate in another order of operations' });
const skipsNaN = (plain, c) => ({ engine: 'clickhouse', plain, only: some(`isNaN(${c})`), reason: 'leaves NaN out' });
for (const [c, p] of [['x', 0.25], ['x', 0.9], ['x', 0], ['x', 1], ['y', 0.375], ['d', 0.1], ['i', 0.75]]) {
  const asDouble = `toFloat64(${c})`;
  add('quantile', `quantile(${c}, ${p})`, 'double',
    { duckdb: `quantile_cont(${c}::double, ${p})`, ...(c !== 'x' && { clickhouse: `quantileExactInclusive(${p})(${asDouble})` }) },
    { ...quantileTolerance(c), ...(c === 'x' && p > 0 && { differs: skipsNaN(`quantileExactInclusive(${p})(x)`, c) }) });
}
add('quantile', 'quantile(e, 0.002)', 'double', { duckdb: 'quantile_cont(e, 0.002)' }, quantileTolerance('e'));
for (const c of ['x', 'y', 'd', 'i']) {
  add('median', `median(${c})`, 'double', { duckdb: `median(${c}::double)`, ...(c !== 'x' && { clickhouse: `quantileExactInclusive(0.5)(toFloat64(${c}))` }) }, quantileTolerance(c));
}
for (const [c, p] of [['x', 0.05], ['x', 0.5], ['d', 0.95]]) {
  add('approx_quantile', `approx_quantile(${c}, ${p})`, 'double',
    { duckdb: `list_sort(list(${c}::double) filter (where ${c} is not null))[1 + floor(${p} * (count(${c}) - 1))::bigint]` },
    { tolerance: 0.01 + 1e-9, why: 'DDSketch at 1 %, of the lower of two ranks' });
}

// the smallest value up to which the weights, which have two digits behind the point, add up to a share of all
const weighed = (c) => (rows) => `(select w, k, v, sum(hundredths) over (partition by w, k order by v) as upto, sum(hundredths) over (partition by w, k) as whole
  from (select w, k, ${c} as v, round(weight * 100)::bigint as hundredths from ${rows} where ${c} is not null and weight > 0))`;
for (const c of ['x', 'd', 'i']) {
  for (const thousandths of [0, 250, 500, 900, 1000]) {
    add('weighted_quantile', `weighted_quantile(${c}, weight, ${thousandths / 1000})`, 'double',
      { duckdb: `min(v::double) filter (where upto * 1000 >= ${thousandths} * whole)` }, { from: weighed(c) });
  }
}

// the most frequent, of equally frequent ones the smallest
const asValue = (c) => ({ d: 'v::double', time: 'epoch_ms(v)' }[c] ?? 'v');
const counted = (c) => (rows) => `(select w, k, v, n, max(n) over group_of as most, row_number() over (group_of order by n desc, v) as r
  from (select w, k, ${c} as v, count(*) as n from ${rows} where ${c} is not null group by w, k, v) window group_of as (partition by w, k))`;
for (const c of ['x', 'd', 'i', 's', 'keep', 'time']) {
  add('mode', `mode(${c})`, typeOf[c], { duckdb: `any_value(${asValue(c)}) filter (where r = 1)` }, {
    from: counted(c),
    ...(c === 's' && { differs: { engine: 'duckdb', plain: 'mode(s)', only: 'count_if(n = most) > 1', from: counted(c), reason: 'of equally frequent values it takes the one that it met first' } }),
  });
  if (c !== 'keep') add('top', `top(${c}, 3)`, [typeOf[c], typeOf[c], typeOf[c]], { duckdb: [1, 2, 3].map((r) => `any_value(${asValue(c)}) filter (where r = ${r})`) }, { from: counted(c) });
}
const texts = { x: 'x', i: 'i::varchar', s: 's', d: 'd', time: "strftime(time, '%Y-%m-%dT%H:%M:%SZ')" };
for (const [c, separator] of [['s', ','], ['i', '; '], ['time', '|']]) {
  add('string_agg', separator === ',' ? `string_agg(${c})` : `string_agg(${c}, '${separator}')`, 'text',
    { duckdb: `string_agg(${texts[c]}, '${separator}' order by t, pos)` },
    c === 's' ? { differs: { engine: 'duckdb', plain: "string_agg(s, ',')", only: 'count(s) > 1', reason: 'joins in the order of the rows unless told otherwise' } } : {});
}
const buckets = (c, compare) => [`${c} < -10`, `${c} >= -10 and ${c} < 0`, `${c} >= 0 and ${c} < 12.5`, `${c} >= 12.5${compare}`];
for (const [c, more] of [['x', ' and not isnan(x)'], ['d', ''], ['i', '']]) {
  add('histogram', `histogram(${c}, -10, 0, 12.5)`, ['int', 'int', 'int', 'int'], {
    duckdb: buckets(c, more).map((condition) => `coalesce(count_if(${condition}), 0)`),
    clickhouse: buckets(c, more.toLowerCase().replace('isnan', 'isNaN')).map((condition) => `countIf(${condition})`),
  });
}

export const aggregates = entries;
