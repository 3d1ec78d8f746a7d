import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Makes a job's files in a folder unless they are there. Answers where an engine finds its input and the other tables, and the generator's exact answer if there is one. */
export async function prepare(job, folder, telemetry) {
  const path = (name) => join(folder, name);
  const run = (...args) => execFileSync(telemetry, [...args, '--quiet']);
  const generate = (name, ...more) => run('generate', ...job.generate, '-o', path(name), ...more);
  const plain = job.file.replace(/\.gz$/, '');
  // DuckDB has no reader of Arrow files built in; the same seed makes the same readings in both
  const csv = plain.replace(/\.arrow$/, '.csv');
  const truth = `${plain}.truth`;
  if (job.truth && !existsSync(path(truth))) generate(plain, '--truth', path(truth), '--every', job.truth);
  for (const name of new Set([plain, csv])) if (!existsSync(path(name))) generate(name);
  if (job.file.endsWith('.gz') && !existsSync(path(job.file))) {
    await pipeline(createReadStream(path(plain)), createGzip({ level: 6 }), createWriteStream(path(job.file)));
  }
  const tables = Object.fromEntries(Object.entries(job.tables ?? {}).map(([name, table]) => [name, other(table, path(table.file), run)]));
  const input = (engine) => path(engine === 'duckdb' && !job.file.endsWith('.gz') ? csv : job.file);
  // once through, so that all find the file in memory
  for (const file of new Set([input('ours'), input('duckdb')])) {
    for await (const _ of createReadStream(file, { highWaterMark: 1 << 20 })) { /* only read */ }
  }
  return { input, tables, truth: job.truth ? path(truth) : null };
}

// A table to join with: devices with their site and tariff, or generated readings whose value is a price.
function other({ columns, devices, generate }, path, run) {
  const [csv, arrow] = [`${path}.csv`, `${path}.arrow`];
  if (!existsSync(csv)) {
    if (devices) {
      const rows = Array.from({ length: devices }, (_, i) => `meter-${String(i).padStart(5, '0')},site-${String(i % 50).padStart(2, '0')},${['day', 'night', 'flat'][i % 3]}`);
      writeFileSync(csv, `${[columns.join(','), ...rows].join('\n')}\n`);
    } else {
      run('generate', ...generate, '-o', `${path}.readings.csv`);
      run('convert', `${path}.readings.csv`, '--select', 'timestamp,device_id,power_w as price', '-o', csv);
      run('convert', csv, '-o', arrow);
    }
  }
  return { csv, arrow, columns };
}
