import { DuckDBInstance } from '@duckdb/node-api';

const [job, input, output] = [JSON.parse(process.argv[2]), process.argv[3], process.argv[4]];
const types = { timestamp: 'TIMESTAMP', device_id: 'VARCHAR', station: 'VARCHAR' };
const columns = job.columns.map((c) => `'${c}': '${types[c] ?? 'DOUBLE'}'`).join(', ');
const window = job.window ? "time_bucket(interval '1 hour', timestamp) as window_start, " : '';
const aggregates = job.aggregates.map((a) => `${a}(${job.value}) as ${a}_${job.value}`).join(', ');
const database = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await database.connect();
await connection.run(`copy (
  select ${window}${job.key}, ${aggregates}
  from read_csv('${input}', header = ${job.header}, delim = '${job.delimiter}', columns = {${columns}}, auto_detect = false)
  group by all order by ${job.window ? '1, 2' : '1'}) to '${output}' (header)`);
