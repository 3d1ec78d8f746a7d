import { execFileSync, spawn } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { agree, sameBytes } from './compare.mjs';
import { jobs } from './jobs.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: flags } = parseArgs({
  options: {
    root: { type: 'string' }, rows: { type: 'string', default: '20m' }, devices: { type: 'string', default: '1000' }, runs: { type: 'string', default: '5' },
    jobs: { type: 'string' }, data: { type: 'string' }, readme: { type: 'boolean', default: false },
  },
});
const telemetry = process.env.TELEMETRY;
const rows = count(flags.rows);
const runs = Number(flags.runs);
const data = flags.data ?? mkdtempSync(join(tmpdir(), 'peers-'));
mkdirSync(data, { recursive: true });
const engines = ['duckdb', 'clickhouse', 'polars'];

function count(text) {
  const unit = { k: 1e3, m: 1e6, g: 1e9 }[text.at(-1).toLowerCase()] ?? 1;
  return Math.round(parseFloat(text) * unit);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length % 2 ? sorted[sorted.length >> 1] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
}

/** Runs a process; its time from start to end, and the most memory it had (as the system counts it, asked for every 10 ms). */
async function measure(command, args) {
  const start = process.hrtime.bigint();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text) => { errors += text; });
  let peak = 0;
  const watch = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
    } catch { /* the process is gone, or the system has no such file */ }
  }, 10);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${errors}`);
  return { seconds, peak };
}

async function prepare(job) {
  const plain = join(data, job.file.replace(/\.gz$/, ''));
  if (!existsSync(plain)) {
    const truth = job.truth ? ['--truth', `${plain}.truth`, '--every', job.truth] : [];
    execFileSync(telemetry, ['generate', ...job.generate, '-o', plain, ...truth, '--quiet']);
  }
  if (job.file.endsWith('.gz') && !existsSync(join(data, job.file))) {
    await pipeline(createReadStream(plain), createGzip({ level: 6 }), createWriteStream(join(data, job.file)));
  }
  // both once through, so that all find the file in memory
  for await (const _ of createReadStream(join(data, job.file), { highWaterMark: 1 << 20 })) { /* only read */ }
  return { input: join(data, job.file), truth: job.truth ? `${plain}.truth` : null };
}

async function runJob(job) {
  const { input, truth } = await prepare(job);
  const output = (engine) => join(data, `${job.name}.${engine}.csv`);
  const commands = {
    ours: [telemetry, ['aggregate', input, ...job.ours, '-o', output('ours'), '--quiet']],
    ...Object.fromEntries(engines.map((e) => [e, [process.execPath, [join(here, 'engines', `${e}.mjs`), JSON.stringify(job), input, output(e)]]])),
  };
  const failed = {};
  const figures = Object.fromEntries(Object.keys(commands).map((e) => [e, []]));
  for (let run = 0; run < runs; run++) {
    for (const [engine, [command, args]] of Object.entries(commands)) {
      if (failed[engine]) continue;
      rmSync(output(engine), { force: true });
      try {
        figures[engine].push(await measure(command, args));
      } catch (error) {
        if (engine === 'ours') throw error;
        failed[engine] = error.message.split('\n')[0];
      }
    }
  }
  if (truth) sameBytes(output('ours'), truth);
  let resultRows = 0;
  for (const engine of engines.filter((e) => !failed[e])) resultRows = await agree(output('ours'), output(engine), engine);
  for (const engine of Object.keys(commands)) rmSync(output(engine), { force: true });
  return { job, resultRows, failed, figures };
}

function line({ job, resultRows, failed, figures }) {
  const ours = median(figures.ours.map((f) => f.seconds));
  const cell = (engine) => {
    if (failed[engine]) return 'failed';
    const seconds = median(figures[engine].map((f) => f.seconds));
    return `${seconds.toFixed(2)} s (${(seconds / ours).toFixed(1)}×)`;
  };
  const peak = Math.round(median(figures.ours.map((f) => f.peak)));
  return `| ${job.name} | ${job.title} | ${resultRows.toLocaleString('en')} | **${ours.toFixed(2)} s** | ${peak} MB | ${engines.map(cell).join(' | ')} |`;
}

const version = (name) => JSON.parse(readFileSync(join(here, 'node_modules', ...name.split('/'), 'package.json'), 'utf8')).version;
const date = new Date().toISOString().slice(0, 10);
const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release().split('-')[0]}`;
const ours = execFileSync(telemetry, ['--version'], { encoding: 'utf8' }).trim();
const chosen = jobs({ rows, devices: Number(flags.devices) }).filter((j) => !flags.jobs || flags.jobs.split(',').includes(j.name));
const table = [
  `${date} · ${machine} · ${ours}, DuckDB ${version('@duckdb/node-api')}, chdb ${version('chdb')} (ClickHouse), Polars ${version('nodejs-polars')} (Node)`,
  `${rows.toLocaleString('en')} rows, whole processes, medians of ${runs} runs in turn; in brackets the ratio to ours. Every result was checked: ours against the generator's exact answer byte for byte where there is one, the peers' against ours to 10⁻¹².`,
  '',
  '| job | what | result rows | ours | peak memory | DuckDB | ClickHouse | Polars |',
  '|---|---|---|---|---|---|---|---|',
];
try {
  for (const job of chosen) {
    const result = await runJob(job);
    table.push(line(result));
    console.log(table.at(-1));
    for (const [engine, why] of Object.entries(result.failed)) console.error(`${job.name}: ${engine} failed: ${why}`);
  }
} finally {
  if (!flags.data) rmSync(data, { recursive: true, force: true });
}

const text = table.join('\n') + '\n';
const results = join(flags.root, 'bench', 'results');
mkdirSync(results, { recursive: true });
const file = join(results, `${date}-${cpus()[0].model.trim().replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()}-${cpus().length}-cores.md`);
writeFileSync(file, text);
if (flags.readme) {
  const readme = join(flags.root, 'README.md');
  const [before, , after] = readFileSync(readme, 'utf8').split(/<!-- (?:end of )?comparison -->\n/);
  writeFileSync(readme, `${before}<!-- comparison -->\n${text}<!-- end of comparison -->\n${after}`);
}
console.log(`→ ${file}`);
