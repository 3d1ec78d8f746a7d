import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { agree, sameBytes } from './compare.mjs';
import { prepare } from './data.mjs';
import { jobs } from './jobs.mjs';
import { measure } from './processes.mjs';
import { head, line, median, short, write } from './report.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: flags } = parseArgs({
  options: {
    root: { type: 'string' }, rows: { type: 'string', default: '20m' }, devices: { type: 'string', default: '1000' }, runs: { type: 'string', default: '5' },
    jobs: { type: 'string' }, data: { type: 'string' }, readme: { type: 'boolean', default: false },
  },
});
const [telemetry, portable, timings] = [process.env.TELEMETRY, process.env.PORTABLE, process.env.TIMINGS];
const isNative = portable !== telemetry;
const rows = count(flags.rows);
const runs = Number(flags.runs);
const data = flags.data ?? mkdtempSync(join(tmpdir(), 'peers-'));
mkdirSync(data, { recursive: true });
const all = ['duckdb', 'clickhouse', 'polars'];

function count(text) {
  const unit = { k: 1e3, m: 1e6, g: 1e9 }[text.at(-1).toLowerCase()] ?? 1;
  return Math.round(parseFloat(text) * unit);
}

async function runJob(job) {
  const { input, truth } = await prepare(job, data, telemetry);
  const engines = all.filter((e) => !job.without?.includes(e));
  const output = (engine) => join(data, `${job.name}.${engine}.csv`);
  const arrow = join(data, `${job.name}.ours.arrow`);
  const aggregate = (program, name) => [program, ['aggregate', input('ours'), ...job.ours, '-o', output(name), '--quiet']];
  const commands = {
    ours: job.queries ? [timings, ['query', JSON.stringify(job), input('ours'), arrow]] : aggregate(telemetry, 'ours'),
    ...(isNative && !job.queries ? { portable: aggregate(portable, 'portable') } : {}),
    ...Object.fromEntries(engines.map((e) => [e, [process.execPath, [join(here, 'engines', `${e}.mjs`), JSON.stringify(job), input(e), output(e)]]])),
  };
  const failed = {};
  const figures = Object.fromEntries(Object.keys(commands).map((e) => [e, { seconds: [], peaks: [] }]));
  for (let run = 0; run < runs; run++) {
    for (const [engine, command] of Object.entries(commands)) {
      if (failed[engine]) continue;
      rmSync(output(engine), { force: true });
      try {
        const { seconds, peak, printed } = await measure(command);
        figures[engine].seconds.push(...(job.queries ? JSON.parse(printed).seconds : [seconds]));
        figures[engine].peaks.push(peak);
      } catch (error) {
        if (!all.includes(engine)) throw error;
        failed[engine] = error.message.split('\n')[0];
      }
    }
  }
  if (job.queries) execFileSync(telemetry, ['convert', arrow, '-o', output('ours'), '--quiet']);
  if (truth) sameBytes(output('ours'), truth);
  if (commands.portable) sameBytes(output('ours'), output('portable'));
  let resultRows = 0;
  for (const engine of engines.filter((e) => !failed[e])) resultRows = await agree(output('ours'), output(engine), engine, job.tolerance);
  for (const file of [arrow, ...Object.keys(commands).map(output)]) rmSync(file, { force: true });
  return { job, resultRows, failed, figures, note: job.gunzip ? await gunzipNote(job, input('ours')) : null };
}

async function gunzipNote(job, file) {
  const seconds = [];
  for (let run = 0; run < runs; run++) seconds.push(...JSON.parse((await measure([timings, ['gunzip', file]])).printed).seconds);
  return `${job.name}: the runtime's GZipStream alone takes ${median(seconds).toFixed(2)} s for the file.`;
}

const ours = execFileSync(telemetry, ['--version'], { encoding: 'utf8' }).trim();
const chosen = jobs({ rows, devices: Number(flags.devices) }).filter((j) => !flags.jobs || flags.jobs.split(',').includes(j.name));
const table = head(`${ours}${isNative ? ' as a native program' : ''}`, rows, runs);
const notes = [];
const portables = [];
try {
  for (const job of chosen) {
    const result = await runJob(job);
    table.push(line(result, all));
    console.log(table.at(-1));
    if (result.note) notes.push(result.note);
    if (result.figures.portable) portables.push(short(result));
    for (const [engine, why] of Object.entries(result.failed)) console.error(`${job.name}: ${engine} failed: ${why}`);
  }
} finally {
  if (!flags.data) rmSync(data, { recursive: true, force: true });
}

if (portables.length > 0) notes.push(`The program for the .NET runtime, same bytes: ${portables.join(', ')}.`);
console.log(notes.join('\n'));
console.log(`→ ${write(flags.root, [...table, ...(notes.length ? ['', ...notes] : [])].join('\n') + '\n', flags.readme)}`);
