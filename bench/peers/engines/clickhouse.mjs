import { query, Session } from 'chdb';
import { select } from '../sql.mjs';
import { timed } from './timed.mjs';

const [job, input, output] = [JSON.parse(process.argv[2]), process.argv[3], process.argv[4]];
const text = 'LowCardinality(String)';
const types = { timestamp: 'DateTime', device_id: text, station: text, site: text, tariff: text };
const typed = (columns) => columns.map((c) => `${c} ${types[c] ?? 'Float64'}`).join(', ');
const windows = { '1h': 'toStartOfHour', '1m': 'toStartOfMinute', '15m': 'toStartOfFifteenMinutes', '1mo': 'toStartOfMonth' };
const dialect = {
  window: (every, time) => `${windows[every]}(${time})`,
  calls: { p95: (value) => `quantileDD(0.01, 0.95)(${value})` },
  argMax: 'argMax',
  // a DateTime is a number in Arrow files
  everything: '* replace (toDateTime64(timestamp, 0) as timestamp)',
};
const settings = `settings max_threads = 2, date_time_input_format = 'best_effort', format_csv_delimiter = '${job.delimiter}', session_timezone = 'UTC'`;
const session = job.queries ? new Session() : null;
const run = session ? (sql) => session.query(sql) : query;
const csv = (path, columns, header = true) => `file('${path}', '${header ? 'CSVWithNames' : 'CSV'}', '${typed(columns)}')`;
const others = Object.entries(job.tables ?? {});
let from = input.endsWith('.arrow') ? `file('${input}', 'Arrow')` : csv(input, job.columns, job.header);
let tables = Object.fromEntries(others.map(([name, table]) => [name, csv(table.csv, table.columns)]));
const load = (name, path, columns) => {
  run(`create table ${name} (${typed(columns)}) engine = Memory`);
  run(`insert into ${name} select ${columns.join(', ')} from file('${path}', 'Arrow') ${settings}`);
};
if (job.queries) {
  load('readings', input, ['timestamp', 'device_id', 'power_w']);
  for (const [name, table] of others) load(name, table.arrow, table.columns);
  [from, tables] = ['readings', Object.fromEntries(others.map(([name]) => [name, name]))];
}
const { query: selected, order } = select(job, dialect, from, tables);
// the format Null computes the whole result and throws it away, which costs it the least
if (job.queries) await timed(job.queries, () => run(`${selected} format Null ${settings}`));
const written = output.endsWith('.arrow') ? "output_format_arrow_compression_method = 'none'" : 'output_format_csv_crlf_end_of_line = 0';
run(`insert into function file('${output}', '${output.endsWith('.arrow') ? 'Arrow' : 'CSVWithNames'}') ${selected}${order}
  ${settings}, ${written}, engine_file_truncate_on_insert = 1`);
session?.close();
