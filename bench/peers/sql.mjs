// The jobs' queries in the words that the engines with SQL share.

/**
 * A job's query over tables by their names, `from` and `job.tables`: what stands between `select` and the end, without the order, and the order.
 * `dialect` has `window(every, time)`, for aggregates that are named otherwise `calls`, the name of `argMax`, and of a
 * sort what it selects of all columns.
 */
export function select(job, dialect, from, tables = {}) {
  return (kinds[job.kind] ?? grouped)(job, dialect, from, tables);
}

const kinds = { peaks, asof, sort };

// The aggregates of windows and keys; those of other tables come by a join.
function grouped(job, dialect, from, tables) {
  const call = (name) => (dialect.calls?.[name] ?? ((value) => `${name}(${value})`))(job.value);
  const windows = job.every ? ['window_start'] : [];
  const keys = job.keys ?? [];
  const columns = [
    ...(job.every ? [`${dialect.window(job.every, 'timestamp')} as window_start`] : []),
    ...keys,
    ...job.aggregates.map((name) => `${call(name)} as ${name}_${job.value}`),
  ];
  const joined = tables.devices ? `${from} as r join ${tables.devices} as d using (device_id)` : from;
  const by = [...windows, ...keys];
  const group = by.length ? ` group by ${by.join(', ')}` : '';
  return { query: `select ${columns.join(', ')} from ${joined}${group}`, order: by.length ? ` order by ${by.join(', ')}` : '' };
}

// The largest sum of a quarter of an hour in each month, and when it was.
function peaks(job, dialect, from) {
  const sums = `select device_id, ${dialect.window('15m', 'timestamp')} as quarter, sum(${job.value}) as total from ${from} group by device_id, quarter`;
  const at = `${dialect.argMax ?? 'arg_max'}(quarter, total)`;
  const months = `select ${dialect.window('1mo', 'quarter')} as month, device_id, max(total) as peak, ${at} as at`;
  return { query: `${months} from (${sums}) as sums group by month, device_id`, order: ' order by month, device_id' };
}

// The last price at or before each reading, of the same device.
function asof(job, dialect, from, tables) {
  const on = 'r.device_id = p.device_id and r.timestamp >= p.timestamp';
  return { query: `select count(p.price) as count_price, sum(p.price) as sum_price from ${from} as r asof join ${tables.prices} as p on ${on}`, order: '' };
}

function sort(job, dialect, from) {
  return { query: `select ${dialect.everything ?? '*'} from ${from}`, order: ' order by device_id, timestamp' };
}
