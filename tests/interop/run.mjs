import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { limitOf } from './limits.mjs';

// node run.mjs FOLDER COMMAND…: has every peer read FOLDER/ours and write FOLDER/theirs, runs COMMAND, which reads those, and prints the
// counts. With PEERS_PYTHON, a Python that has them, there are three peers more; with PEERS_LIBRARY too, the engine as a native library,
// data goes from them to it and back in one process.
const here = dirname(fileURLToPath(import.meta.url));
const [folder, command, ...args] = process.argv.slice(2);
const { PEERS_PYTHON: python, PEERS_LIBRARY: library } = process.env;
const peers = [
  ...['polars', 'clickhouse', 'apache-arrow', 'flechette'].map((peer) => ({ peer, start: [process.execPath, join(here, 'peer.mjs')] })),
  ...(python ? ['pyarrow', 'nanoarrow', 'polars-python'] : []).map((peer) => ({ peer, start: [python, '-B', join(here, 'python', 'peer.py')] })),
];
const { columns, files } = JSON.parse(readFileSync(join(folder, 'ours', 'matrix.json'), 'utf8'));
const totals = { passed: 0, failed: 0, skipped: 0 };

function fail(message) {
  totals.failed++;
  console.log(`FAILED ${message}`);
}

function skip(message) {
  totals.skipped++;
  console.log(message);
}

/** Adds the counts of a program that ends with a line of them. One that does not has failed. */
function add(title, of, program, parameters) {
  const { stdout, status, signal } = spawnSync(program, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const [, passed, failed] = /(\d+) passed, (\d+) failed\n$/.exec(stdout) ?? [0, 0, null];
  process.stdout.write(stdout.slice(0, stdout.trimEnd().lastIndexOf('\n') + 1));
  if (failed === null) return fail(`${title}: the process ended with ${status ?? signal} and without its counts`);
  console.log(`${title}: ${[`${passed} passed, ${failed} failed`, of].join(' ').trim()}`);
  totals.passed += Number(passed);
  totals.failed += Number(failed);
}

/**
 * A peer's process: the lines that it printed. What it says on its error stream about files that it can't read is shown only when it dies.
 * Where one file ends the process, those behind it are missing, and fail.
 */
async function run({ peer, start: [program, ...script] }) {
  const env = { ...process.env, POLARS_MAX_THREADS: '1', RUST_BACKTRACE: '0' };
  const child = spawn(program, [...script, peer, folder], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const lines = [];
  let errors = '';
  child.stderr.on('data', (text) => { errors += text; });
  for await (const line of createInterface(child.stdout)) lines.push(JSON.parse(line));
  return { peer, lines, errors, ended: child.exitCode ?? await new Promise((resolve) => child.on('exit', resolve)) };
}

function judge({ peer, lines, errors, ended }) {
  const before = { ...totals };
  const byName = new Map(lines.filter((line) => line.read).map((line) => [line.read, line]));
  if (ended !== 0) fail(`${peer}'s process ended with ${ended}: ${errors.slice(-2000)}`);
  for (const file of files) {
    const { fault, canary } = byName.get(file.name) ?? { fault: 'the process ended before it', canary: true };
    byName.delete(file.name);
    const limit = limitOf(peer, columns[file.column], file);
    if (canary === null) fail(`${peer} finds no fault in ${file.name} where there is one`);
    else if (limit && fault === null) fail(`${peer} reads ${file.name}, though limits.mjs says: ${limit.reason}`);
    else if (limit) totals.skipped++;
    else if (fault === null) totals.passed++;
    else fail(`${peer} reads ${file.name}: ${fault}`);
  }
  for (const { read, fault } of byName.values()) fail(`${peer} writes ${read}: ${fault}`);
  console.log(`${peer} reads ours: ${Object.entries(totals).map(([name, count]) => `${count - before[name]} ${name}`).join(', ')}`);
}

const count = (things) => new Set(things).size;
console.log(`the matrix: ${count(columns.map((c) => c.kind))} kinds of column, ${columns.length} columns, `
  + `${count(files.map((f) => f.compression))} compressions, ${files.length} files, ${peers.length} peers`);
const results = await Promise.all(peers.map(run));
results.forEach(judge);

const written = results.flatMap(({ lines }) => lines.flatMap((line) => line.wrote ?? []));
writeFileSync(join(folder, 'theirs', 'files.json'), JSON.stringify(written));
add('ours reads theirs', `of ${written.length}`, command, args);
const together = ['-B', join(here, 'python', 'in_process.py'), folder, library];
if (!python) skip(`pyarrow, nanoarrow and Polars for Python are left out: ${process.env.PEERS_MISSING}`);
else if (!library) skip(`nothing is tried in one process with pyarrow and nanoarrow: ${process.env.PEERS_MISSING}`);
else add('in one process with pyarrow and nanoarrow', '', python, together);
console.log(Object.entries(totals).map(([name, number]) => `${number} ${name}`).join(', '));
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
