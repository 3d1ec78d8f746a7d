import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

const processor = cpus()[0].model.trim();
const date = new Date().toISOString().slice(0, 10);

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length % 2 ? sorted[sorted.length >> 1] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
}

const shown = (seconds) => `${seconds.toFixed(seconds < 0.02 ? 4 : seconds < 0.2 ? 3 : 2)} s`;

/** What stands above the table, and its head. `python` is where the newer engines are; without it the report says what is not in it. */
export function head(ours, rows, runs, engines, python) {
  const versions = engines.map((e) => `${e.title} ${e.version}`).join(', ');
  const columns = ['job', 'what', 'result rows', 'ours', 'peak memory', ...engines.map((e) => e.title)];
  return [
    `${date} · ${processor}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release().split('-')[0]} · ${ours}, ${versions}`,
    `${rows.toLocaleString('en')} rows, whole processes, or queries alone where it says “in memory”; medians of ${runs} runs in turn; in brackets the ratio to ours. Every result was checked: ours against the generator's exact answer byte for byte where there is one, the peers' against ours to 10⁻¹² (sums and averages of a whole column to 10⁻¹¹, quantiles by sketches to 3 %, sorted rows byte for byte).`,
    ...(python ? [] : ['The folder of tools for Python is not here: DuckDB is the older one of npm, and Polars is left out.']),
    '',
    `| ${columns.join(' | ')} |`,
    `|${'---|'.repeat(columns.length)}`,
  ];
}

/** A job's line of the table. `figures` are an engine's seconds and peaks. */
export function line({ job, resultRows, failed, figures }, engines) {
  const ours = median(figures.ours.seconds);
  const cell = ({ key: engine }) => {
    if (failed[engine]) return 'failed';
    if (!figures[engine]) return '–';
    const seconds = median(figures[engine].seconds);
    return `${shown(seconds)} (${(seconds / ours).toFixed(1)}×)`;
  };
  const peak = Math.round(median(figures.ours.peaks));
  return `| ${job.name} | ${job.title} | ${resultRows.toLocaleString('en')} | **${shown(ours)}** | ${peak} MB | ${engines.map(cell).join(' | ')} |`;
}

/** What a job took the program for the .NET runtime, in a few words. */
export function short({ job, figures }) {
  return `${job.name} ${shown(median(figures.portable.seconds))} and ${Math.round(median(figures.portable.peaks))} MB`;
}

/** Writes the results, and the table in the README too if wanted. */
export function write(root, text, readme) {
  const results = join(root, 'bench', 'results');
  mkdirSync(results, { recursive: true });
  const file = join(results, `${date}-${processor.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()}-${cpus().length}-cores.md`);
  writeFileSync(file, text);
  if (readme) {
    const path = join(root, 'README.md');
    const [before, , after] = readFileSync(path, 'utf8').split(/<!-- (?:end of )?comparison -->\n/);
    writeFileSync(path, `${before}<!-- comparison -->\n${text}<!-- end of comparison -->\n${after}`);
  }
  return file;
}
