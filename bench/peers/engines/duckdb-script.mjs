import { select } from '../sql.mjs';

const types = { timestamp: 'TIMESTAMP', device_id: 'VARCHAR', station: 'VARCHAR', site: 'VARCHAR', tariff: 'VARCHAR' };

/**
 * What DuckDB does in a job, for its bindings of Node and of Python: statements to `prepare`, the `query` of a job in memory, and the `result`, which
 * is a `copy` or, where an Arrow file is wanted, a query.
 */
export function script(job, input, output) {
  const others = Object.entries(job.tables ?? {});
  const prepare = [];
  let from = file(input, job.columns, job);
  let tables = Object.fromEntries(others.map(([name, table]) => [name, file(table.csv, table.columns)]));
  if (job.queries) {
    // an enumeration is the faster key, and date_trunc the faster window
    prepare.push(
      `create table readings as select timestamp, device_id, power_w from ${from}`,
      'create type device as enum (select distinct device_id from readings order by device_id)',
      'alter table readings alter device_id type device',
      ...others.flatMap(([name]) => [`create table ${name} as select * from ${tables[name]}`, `alter table ${name} alter device_id type device`]),
    );
    [from, tables] = ['readings', Object.fromEntries(others.map(([name]) => [name, name]))];
  }
  const { query, order } = select(job, { window, calls }, from, tables);
  return { prepare, queries: job.queries ?? 0, query, result: output.endsWith('.arrow') ? `${query}${order}` : `copy (${query}${order}) to '${output}' (header)`, output };
}

const calls = { p95: (value) => `approx_quantile(${value}, 0.95)` };

function window(every, time) {
  return every === '15m' ? `time_bucket(interval '15 minutes', ${time})` : `date_trunc('${{ '1h': 'hour', '1m': 'minute', '1mo': 'month' }[every]}', ${time})`;
}

function file(path, columns, { header = true, delimiter = ',' } = {}) {
  const typed = columns.map((c) => `'${c}': '${types[c] ?? 'DOUBLE'}'`).join(', ');
  return `read_csv('${path}', header = ${header}, delim = '${delimiter}', columns = {${typed}}, auto_detect = false)`;
}
