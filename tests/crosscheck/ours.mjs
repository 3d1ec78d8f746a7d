import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The program. */
const program = process.env.TELEMETRY;

/** Runs `telemetry`; what it prints is its result, or an error with what it says of the reason. */
function telemetry(...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`telemetry ${args.join(' ').slice(0, 2000)}\nended with ${status}: ${stderr.slice(-2000)}`);
  return stdout;
}

/** The names in the help's list of aggregates. */
export function catalogue() {
  const help = telemetry('aggregate', '--help');
  const lines = help.slice(help.indexOf('\nAggregates\n') + '\nAggregates\n'.length).split('\n\n')[0].split('\n');
  return lines.flatMap((line) => /^ {2}(\w+)\(/.exec(line)?.[1] ?? []);
}

/** The result as rows of fields; a field is null or text. */
export function aggregate(file, schema, flags, calls, output) {
  telemetry('aggregate', file, '--schema', schema, '--time', 'time', '--quiet', ...flags, ...calls.flatMap((call, n) => ['--agg', `${call} as c${n}`]), '-o', output);
  return records(readFileSync(output, 'utf8')).slice(1);
}

/** CSV's records: null is an empty field, empty text is `""`. */
function records(text) {
  const field = /(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n)/y;
  const all = [];
  let record = [];
  for (let match; field.lastIndex < text.length && (match = field.exec(text)) !== null;) {
    record.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2] === '' ? null : match[2]);
    if (match[3] === '\n') {
      all.push(record);
      record = [];
    }
  }
  return all;
}
