import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { difference, neutral, rawOf, runs } from './neutral.mjs';

// One peer's part, in a process of its own: node peer.mjs PEER FOLDER. Reads every file of the matrix in FOLDER/ours, then writes the
// matrix's columns that it can make to FOLDER/theirs. Prints a line of JSON for each file: what is wrong with ours, or what it wrote.
const [name, folder] = process.argv.slice(2);
const peer = await import(`./peers/${name}.mjs`);
const { columns, files } = JSON.parse(readFileSync(join(folder, 'ours', 'matrix.json'), 'utf8'));
const print = (line) => console.log(JSON.stringify(line));

for (const file of files) {
  const { shape, values } = columns[file.column];
  const path = join(folder, 'ours', file.name);
  try {
    const actual = [...peer.read(readFileSync(path), file.format, shape, path)].map((raw) => neutral(shape, raw));
    print({ read: file.name, fault: difference(actual, values), canary: difference(actual, [...values, 'one more']) });
  } catch (error) {
    print({ read: file.name, fault: `${error?.message ?? error}`, canary: true });
  }
}

const compressions = peer.writes.compressions.filter((compression) => files.some((file) => file.compression === compression));
for (const { id, kind, shape, sliced, lengths, values } of columns) {
  if (sliced || !peer.writes.kinds.includes(kind)) continue;
  for (const format of ['file', 'stream']) {
    for (const compression of compressions) {
      const file = `${name}.${id}.${compression}.${format}`;
      const path = join(folder, 'theirs', file);
      try {
        const bytes = peer.write(path, format, shape, runs(values.map((text) => rawOf(shape, text)), lengths), compression);
        if (bytes) writeFileSync(path, bytes);
        print({ wrote: { name: file, format, values } });
      } catch (error) {
        print({ read: file, fault: `can't be written: ${error?.message ?? error}` });
      }
    }
  }
}
peer.close?.();
