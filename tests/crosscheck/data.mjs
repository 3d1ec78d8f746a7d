import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/**
 * The rows: the same for the same seed. Times on a grid of ten seconds, in any order, so that many are equal also within a device. Some
 * devices have eight days around the change of Europe/Berlin's clocks in spring, the others in autumn. Devices `d5`, null and `d6` have fewer
 * rows each, so that there are gaps, hours are missing and groups are small. NaN is in `x` of `d3` in some hours, and of `d6`; `pos` is the
 * row's number, which orders rows of equal time.
 */
export const header = 'pos,time,device_id,phase,keep,x,y,weight,e,d,i,s,counter';
export const schema = 'x=float64,y=float64,weight=float64,e=float64,counter=float64';
const stretches = ['2024-03-25T00:00:00Z', '2024-10-21T00:00:00Z'].map((text) => Date.parse(text) / 10_000);
const ticksPerStretch = 8 * 8640;
const words = ['', 'Zürich', 'zero', 'Ω', '東京', 'a,b', 'say "hi"', ' x', 'ä', 'z', 'A', 'a', '😀', 'NULL', 'nan', '0', '-1', ...Array.from({ length: 24 }, (_, n) => `word${n}`)];

/** Mulberry32: 32 bits of state are plenty for a million rows. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const number = (value) => (Number.isNaN(value) ? 'NaN' : Object.is(value, -0) ? '-0' : String(value));
const quoted = (text) => (text === '' || /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export async function writeRows(path, rows, seed) {
  const random = randomOf(seed);
  const normal = () => random() + random() + random() + random() + random() + random() - 3;
  const orNull = (share, value) => (random() < share ? '' : value);
  const below = (limit) => Math.floor(random() * limit);

  function row(pos) {
    const share = random();
    const device = share < 0.003 ? null : share < 0.0034 ? 6 : share < 0.06 ? 5 : below(5);
    const tick = stretches[(device ?? 1) % 2] + below(ticksPerStretch);
    const few = device === 6;
    const hour = Math.floor(tick / 360);
    const isNaN = (few && random() < 0.4) || (device === 3 && hour % 5 === 0 && random() < 0.1);
    const level = normal() * 40 + (device ?? 9) * 7 - 20;
    const x = isNaN ? NaN : random() < 0.5 ? Math.round(level * 4) / 4 : level;
    const y = Math.round((level * 0.6 + normal() * 25) * 1000) / 1000;
    const e = [Infinity, -Infinity, NaN, -0, 0, 1e-300, 1e15][below(700)] ?? below(2000) / 1000 - 1;
    const counter = ((tick + 37 * (device ?? 0)) % 613) / 2 + (random() < 0.05 ? below(8) / 8 : 0);
    return [
      pos, new Date(tick * 10_000).toISOString().replace('.000', ''), device === null ? '' : `d${device}`, 1 + below(3), orNull(0.05, random() < 0.7 ? 'true' : 'false'),
      orNull(few ? 0.3 : 0.08, number(x)), orNull(0.06, number(y)), orNull(0.05, random() < 0.1 ? '0' : number(below(800) / 100)), orNull(0.05, number(e)),
      orNull(0.05, (Math.round(normal() * 3000) / 100).toFixed(2)), orNull(0.05, random() < 0.5 ? below(11) - 5 : Math.round(normal() * 1e12)),
      orNull(0.05, quoted(words[Math.floor(random() * random() * words.length)])), orNull(0.04, number(counter)),
    ].join(',');
  }

  const stream = createWriteStream(path);
  stream.write(`${header}\n`);
  for (let start = 0; start < rows; start += 10_000) {
    const block = Array.from({ length: Math.min(10_000, rows - start) }, (_, n) => row(start + n)).join('\n');
    if (!stream.write(`${block}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}
