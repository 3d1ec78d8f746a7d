import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { agree, sameBytes } from './compare.mjs';
import { prepare } from './data.mjs';
import { jobs } from './jobs.mjs';
import { peers } from './peers.mjs';
import { measure } from './processes.mjs';
import { head, line, median, short, write } from './report.mjs';

const { values: flags } = parseArgs({
  options: {
    root: { type: 'string' }, rows: { type: 'string', default: '20m' }, devices: { type: 'string', default: '1000' }, runs: { type: 'string', default: '5' },
    jobs: { type: 'string' }, data: { type: 'string' }, readme: { type: 'boolean', default: false }, smoke: { type: 'boolean', default: false },
  },
});
const [telemetry, portable, timings, python] = [process.env.TELEMETRY, process.env.PORTABLE, process.env.TIMINGS, process.env.PEERS_PYTHON];
const isNative = portable !== telemetry;
// a smoke run asks whether all agree, and not how fast
const rows = flags.smoke ? 20_000 : count(flags.rows);
const devices = flags.smoke ? 100 : Number(flags.devices);
const runs = flags.smoke ? 1 : Number(flags.runs);
const data = flags.data ?? mkdtempSync(join(tmpdir(), 'peers-'));
mkdirSync(data, { recursive: true });
const all = peers(python);

function count(text) {
  const unit = { k: 1e3, m: 1e6, g: 1e9 }[text.at(-1).toLowerCase()] ?? 1;
  return Math.round(parseFloat(text) * unit);
}

async function runJob(described) {
  const { input, tables, truth } = await prepare(described, data, telemetry);
  const job = { ...described, tables };
  const engines = all.filter((e) => !job.without?.includes(e.key) && e.can(job));
  const output = (engine) => join(data, `${job.name}.${engine}.${job.output ?? 'csv'}`);
  const arrow = join(data, `${job.name}.ours.arrow`);
  const words = (job.ours ?? []).map((word) => filled(word, { input: input('ours'), ...Object.fromEntries(Object.entries(tables).map(([name, { csv }]) => [name, csv])) }));
  const own = (program, name) => [program, [...words, '-o', output(name), '--quiet']];
  const commands = {
    ours: job.queries ? [timings, ['query', JSON.stringify(job), input('ours'), arrow]] : own(telemetry, 'ours'),
    ...(isNative && !job.queries ? { portable: own(portable, 'portable') } : {}),
    ...Object.fromEntries(engines.map(({ key, command }) => [key, command(job, input(key), output(key))])),
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
        if (!all.some(({ key }) => key === engine)) throw error;
        failed[engine] = error.message;
      }
    }
  }
  if (job.queries) execFileSync(telemetry, ['convert', arrow, '-o', output('ours'), '--quiet']);
  if (truth) await sameBytes(output('ours'), truth);
  if (commands.portable) await sameBytes(output('ours'), output('portable'));
  let resultRows = 0;
  for (const { key } of engines.filter((e) => !failed[e.key])) {
    resultRows = job.output ? await sameRows(output('ours'), output(key)) : await agree(output('ours'), output(key), key, job.tolerance);
  }
  for (const file of [arrow, ...Object.keys(commands).map(output)]) rmSync(file, { force: true });
  return { job, resultRows, failed, figures, note: job.note ? await noteOf[job.note](job, input('ours')) : null };
}

// Files that are no text are read by our program, and must be the same text then.
async function sameRows(ours, theirs) {
  const text = (file) => `${file}.csv`;
  for (const file of [ours, theirs]) execFileSync(telemetry, ['convert', file, '-o', text(file), '--quiet']);
  const count = await sameBytes(text(ours), text(theirs));
  for (const file of [ours, theirs]) rmSync(text(file));
  return count;
}

function filled(word, paths) {
  return word.replace(/\{(\w+)\}/g, (_, name) => paths[name]);
}

// What stands under the table.
const noteOf = {
  async gunzip(job, file) {
    const seconds = [];
    for (let run = 0; run < runs; run++) seconds.push(...await secondsOf(['gunzip', file]));
    return `${job.name}: the runtime's GZipStream alone takes ${median(seconds).toFixed(2)} s for the file.`;
  },
  async sql(job, file) {
    const planned = async (way) => `${(median(await secondsOf([way, job.sql, file])) * 1e3).toFixed(2)} ms`;
    return `${job.name} from its text in SQL to the bound plan, warm, in one process: ${await planned('sql-batches')} on record batches, ${await planned('sql')} on the file, whose types are found in a sample.`;
  },
  async start() {
    const seconds = [];
    for (let run = 0; run < 20; run++) seconds.push((await measure([telemetry, ['--version']])).seconds);
    return `The program starts, prints its version and ends in ${(median(seconds) * 1e3).toFixed(1)} ms, as Node.js sees it.`;
  },
};

async function secondsOf(words) {
  return JSON.parse((await measure([timings, words])).printed).seconds;
}

const ours = execFileSync(telemetry, ['--version'], { encoding: 'utf8' }).trim();
const chosen = jobs({ rows, devices }).filter((j) => !flags.jobs || flags.jobs.split(',').includes(j.name));
const table = head(`${ours}${isNative ? ' as a native program' : ''}`, rows, runs, all, python);
const notes = [];
const portables = [];
let failures = 0;
try {
  for (const job of chosen) {
    const result = await runJob(job);
    table.push(line(result, all));
    console.log(table.at(-1));
    if (result.note) notes.push(result.note);
    if (result.figures.portable) portables.push(short(result));
    for (const [engine, why] of Object.entries(result.failed)) {
      failures++;
      console.error(`${job.name}: ${engine} failed: ${why}`);
    }
  }
} finally {
  if (!flags.data) rmSync(data, { recursive: true, force: true });
}

if (portables.length > 0) notes.push(`The program for the .NET runtime, same bytes: ${portables.join(', ')}.`);
console.log(notes.join('\n'));
if (flags.smoke) {
  console.log(`${chosen.length} jobs ran, ${failures} failures of peers`);
  process.exitCode = failures > 0 || chosen.length === 0 ? 1 : 0;
} else {
  console.log(`→ ${write(flags.root, [...table, ...(notes.length ? ['', ...notes] : [])].join('\n') + '\n', flags.readme)}`);
}
