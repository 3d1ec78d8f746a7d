// The other engines: those of npm, and with a Python of the folder of tools that it has.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { script } from './engines/duckdb-script.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const engine = (file) => join(here, 'engines', file);
const ofNpm = (name) => JSON.parse(readFileSync(join(here, 'node_modules', ...name.split('/'), 'package.json'), 'utf8')).version;

/** Each engine's key, column, version, and command for a job. `python` has the newer ones; without it DuckDB is the one of npm, and Polars is not there. */
export function peers(python) {
  const versions = python
    ? JSON.parse(execFileSync(python, ['-c', 'import json, duckdb, polars; print(json.dumps([duckdb.__version__, polars.__version__]))'], { encoding: 'utf8' }))
    : [ofNpm('@duckdb/node-api')];
  const duckdb = (job, input, output) => (python
    ? [python, [engine('duckdb_python.py'), JSON.stringify(script(job, input, output))]]
    : [process.execPath, [engine('duckdb.mjs'), JSON.stringify(script(job, input, output))]]);
  const clickhouse = (job, input, output) => [process.execPath, [engine('clickhouse.mjs'), JSON.stringify(job), input, output]];
  const polars = (job, input, output) => [python, [engine('polars_python.py'), JSON.stringify(job), input, output]];
  return [
    // the binding of npm has nothing to write an Arrow file with
    { key: 'duckdb', title: 'DuckDB', version: versions[0], command: duckdb, can: (job) => python || job.output !== 'arrow' },
    { key: 'clickhouse', title: 'ClickHouse', version: `${ofNpm('chdb')} (chdb)`, command: clickhouse, can: () => true },
    ...(python ? [{ key: 'polars', title: 'Polars', version: versions[1], command: polars, can: () => true }] : []),
  ];
}
