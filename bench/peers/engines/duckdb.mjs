// DuckDB's binding of Node: does what duckdb-script.mjs says.
import { DuckDBInstance } from '@duckdb/node-api';
import { timed } from './timed.mjs';

const { prepare, queries, query, result } = JSON.parse(process.argv[2]);
const database = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await database.connect();
for (const statement of prepare) await connection.run(statement);
// `run` materialises the result's rows in DuckDB's memory
if (queries) await timed(queries, () => connection.run(query));
await connection.run(result);
