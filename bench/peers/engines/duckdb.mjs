import { DuckDBInstance } from '@duckdb/node-api';
import { select } from '../sql.mjs';
import { timed } from './timed.mjs';

const [job, input, output] = [JSON.parse(process.argv[2]), process.argv[3], process.argv[4]];
const types = { timestamp: 'TIMESTAMP', device_id: 'VARCHAR', station: 'VARCHAR' };
const columns = job.columns.map((c) => `'${c}': '${types[c] ?? 'DOUBLE'}'`).join(', ');
const file = `read_csv('${input}', header = ${job.header}, delim = '${job.delimiter}', columns = {${columns}}, auto_detect = false)`;
const { columns: selected, group, order } = select(job, {
  window: (every) => `date_trunc('${{ '1h': 'hour', '1m': 'minute' }[every]}', timestamp)`,
  calls: { p95: (value) => `approx_quantile(${value}, 0.95)` },
});
const database = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await database.connect();
let from = file;
if (job.queries) {
  // an enumeration is the faster key, and date_trunc the faster window
  await connection.run(`create table readings as select timestamp, device_id, power_w from ${file}`);
  await connection.run('create type device as enum (select distinct device_id from readings order by device_id)');
  await connection.run('alter table readings alter device_id type device');
  from = 'readings';
  // `run` materialises the result's rows in DuckDB's memory
  await timed(job.queries, () => connection.run(`select ${selected} from ${from} ${group}`));
}
await connection.run(`copy (select ${selected} from ${from} ${group} ${order}) to '${output}' (header)`);
