import { DuckDBInstance } from '@duckdb/node-api';

/** DuckDB with the rows in a table `readings`; `kept` has them with null in place of what `filter (where keep)` leaves out. */
export async function open(file) {
  const database = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await database.connect();
  const types = {
    pos: 'BIGINT', time: 'TIMESTAMP', device_id: 'VARCHAR', phase: 'INTEGER', keep: 'BOOLEAN', x: 'DOUBLE', y: 'DOUBLE', weight: 'DOUBLE', e: 'DOUBLE', d: 'DECIMAL(12,2)',
    i: 'BIGINT', s: 'VARCHAR', counter: 'DOUBLE',
  };
  const columns = Object.entries(types).map(([name, type]) => `'${name}': '${type}'`).join(', ');
  await connection.run("set timezone = 'UTC'");
  await connection.run(`create table readings as select *, time as t, 1 as one
    from read_csv('${file}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, columns = {${columns}})`);
  const values = ['keep', 'x', 'y', 'weight', 'e', 'd', 'i', 's', 'counter', 'time', 'one'];
  await connection.run(`create view kept as select pos, t, device_id, phase, ${values.map((c) => `case when keep then ${c} end as ${c}`).join(', ')} from readings`);
  return {
    query: async (sql) => (await connection.runAndReadAll(sql)).getRowsJS(),
    close: () => connection.closeSync(),
  };
}
