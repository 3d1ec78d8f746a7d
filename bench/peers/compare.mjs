import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Throws unless two files have the same bytes. Answers how many lines there are behind the head. */
export async function sameBytes(left, right) {
  const [ours, theirs] = [pieces(left), pieces(right)];
  let [a, b] = [Buffer.alloc(0), Buffer.alloc(0)];
  for (let count = -1; ;) {
    if (a.length === 0) a = (await ours.next()).value ?? a;
    if (b.length === 0) b = (await theirs.next()).value ?? b;
    const length = Math.min(a.length, b.length);
    if (!a.subarray(0, length).equals(b.subarray(0, length)) || (length === 0 && a.length !== b.length)) throw new Error(`${left} and ${right} differ`);
    if (length === 0) return count;
    for (let at = a.indexOf(10); at >= 0 && at < length; at = a.indexOf(10, at + 1)) count++;
    [a, b] = [a.subarray(length), b.subarray(length)];
  }
}

/** Throws unless two results have the same rows, numbers to 1e-12 of their size, or what is given; sketched columns to 3 %; times by their digits. */
export async function agree(ours, theirs, name, tolerance = 1e-12) {
  const [left, right] = [lines(ours), lines(theirs)];
  let tolerances = [];
  for (let row = 0; ; row++) {
    const [a, b] = [await left.next(), await right.next()];
    if (a.done || b.done) {
      if (a.done !== b.done) throw new Error(`${name} has ${a.done ? 'more' : 'fewer'} rows than we, from row ${row} on`);
      return row - 1;
    }
    const [x, y] = [a.value.split(','), b.value.split(/[,;]/).map((field) => field.replace(/^"(.*)"$/, '$1'))];
    if (row === 0) tolerances = x.map((column) => (column.startsWith('approx_') ? 0.03 : tolerance));
    if (row > 0 && (x.length !== y.length || !x.every((field, i) => equal(field, y[i], tolerances[i])))) {
      throw new Error(`row ${row}: ours is ${a.value}, ${name}'s is ${b.value}`);
    }
  }
}

function equal(ours, theirs, tolerance) {
  if (ours === theirs) return true;
  if (/^\d{4}-\d\d-\d\d/.test(ours)) {
    const digits = (text) => text.replace(/\D/g, '').padEnd(14, '0').slice(0, 14);
    return digits(ours) === digits(theirs);
  }
  const [a, b] = [Number(ours), Number(theirs)];
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

function pieces(path) {
  return createReadStream(path, { highWaterMark: 1 << 20 })[Symbol.asyncIterator]();
}

function lines(path) {
  return createInterface({ input: createReadStream(path), crlfDelay: Infinity })[Symbol.asyncIterator]();
}
