import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Makes a job's files in a folder unless they are there. Answers where an engine finds its input, and the generator's exact answer if there is one. */
export async function prepare(job, folder, telemetry) {
  const path = (name) => join(folder, name);
  const generate = (name, ...more) => execFileSync(telemetry, ['generate', ...job.generate, '-o', path(name), ...more, '--quiet']);
  const plain = job.file.replace(/\.gz$/, '');
  // DuckDB has no reader of Arrow files built in; the same seed makes the same readings in both
  const csv = plain.replace(/\.arrow$/, '.csv');
  const truth = `${plain}.truth`;
  if (job.truth && !existsSync(path(truth))) generate(plain, '--truth', path(truth), '--every', job.truth);
  for (const name of new Set([plain, csv])) if (!existsSync(path(name))) generate(name);
  if (job.file.endsWith('.gz') && !existsSync(path(job.file))) {
    await pipeline(createReadStream(path(plain)), createGzip({ level: 6 }), createWriteStream(path(job.file)));
  }
  const input = (engine) => path(engine === 'duckdb' && !job.file.endsWith('.gz') ? csv : job.file);
  // once through, so that all find the file in memory
  for (const file of new Set([input('ours'), input('duckdb')])) {
    for await (const _ of createReadStream(file, { highWaterMark: 1 << 20 })) { /* only read */ }
  }
  return { input, truth: job.truth ? path(truth) : null };
}
