import { query, Session } from 'chdb';
import { select } from '../sql.mjs';
import { timed } from './timed.mjs';

const [job, input, output] = [JSON.parse(process.argv[2]), process.argv[3], process.argv[4]];
const types = { timestamp: 'DateTime', device_id: 'LowCardinality(String)', station: 'LowCardinality(String)' };
const typed = (columns) => columns.map((c) => `${c} ${types[c] ?? 'Float64'}`).join(', ');
const { columns: selected, group, order } = select(job, {
  window: (every) => `${{ '1h': 'toStartOfHour', '1m': 'toStartOfMinute' }[every]}(timestamp)`,
  calls: { p95: (value) => `quantileDD(0.01, 0.95)(${value})` },
});
const settings = `settings max_threads = 2, date_time_input_format = 'best_effort', format_csv_delimiter = '${job.delimiter}', session_timezone = 'UTC'`;
const session = job.queries ? new Session() : null;
const run = session ? (sql) => session.query(sql) : query;
let from = input.endsWith('.arrow') ? `file('${input}', 'Arrow')` : `file('${input}', '${job.header ? 'CSVWithNames' : 'CSV'}', '${typed(job.columns)}')`;
if (job.queries) {
  run(`create table readings (${typed(['timestamp', 'device_id', 'power_w'])}) engine = Memory`);
  run(`insert into readings select timestamp, device_id, power_w from file('${input}', 'Arrow') ${settings}`);
  from = 'readings';
  // the format Null computes the whole result and throws it away, which costs it the least
  await timed(job.queries, () => run(`select ${selected} from ${from} ${group} format Null ${settings}`));
}
run(`insert into function file('${output}', 'CSVWithNames') select ${selected} from ${from} ${group} ${order}
  ${settings}, output_format_csv_crlf_end_of_line = 0, engine_file_truncate_on_insert = 1`);
session?.close();

