/**
 * Values in the form of NeutralText.cs, and back. `raw` is what a peer hands out: null, a boolean, a number or BigInt (also for counts of
 * the shape's unit and for decimals without their point), a string, bytes, or an array of such; for a union, its child's index and the value.
 */
export function neutral(shape, raw) {
  if (raw === null || raw === undefined) return null;
  switch (shape.kind) {
    case 'bool': return String(Boolean(raw));
    case 'float': return floatText(shape.bits, Number(raw));
    case 'utf8': return raw;
    case 'binary': return Buffer.from(raw).toString('hex');
    case 'dictionary':
    case 'run-end-encoded': return neutral(shape.value, raw);
    case 'list': return Array.from(raw, (item) => neutral(shape.value, item));
    case 'struct': return shape.fields.map((field, i) => neutral(field, raw[i]));
    case 'map': return Array.from(raw, (pair) => shape.fields.map((field, i) => neutral(field, pair[i])));
    case 'union': return neutral(shape.fields[raw[0]], raw[1]);
    case 'interval': return shape.unit === 'YearMonth' ? BigInt(raw).toString() : Array.from(raw, (part) => BigInt(part).toString());
    default: return BigInt(raw).toString();
  }
}

/** What a peer is given to write: numbers where they hold the type's values, BigInts for integers and counts of 64 bits. */
export function rawOf(shape, text) {
  if (text === null) return null;
  switch (shape.kind) {
    case 'bool': return text === 'true';
    case 'float': return floatOf(shape.bits, text);
    case 'utf8': return text;
    case 'binary': return Buffer.from(text, 'hex');
    case 'dictionary': return rawOf(shape.value, text);
    default: return shape.bits < 64 ? Number(text) : BigInt(text);
  }
}

const view = new DataView(new ArrayBuffer(8));

function floatText(bits, number) {
  if (Number.isNaN(number)) return 'nan';
  if (bits === 16) return halfText(Math.fround(number));
  view[`setFloat${bits}`](0, number);
  return view.getBigUint64(0).toString(16).padStart(16, '0').slice(0, bits / 4);
}

/** The number is one that 16 bits hold. */
function halfText(number) {
  const [sign, size] = [Object.is(number, -0) || number < 0 ? 0x8000 : 0, Math.abs(number)];
  const exponent = size === Infinity ? 16 : Math.max(-14, Math.floor(Math.log2(size || 2 ** -14)));
  const fraction = size === Infinity ? 1024 : size / 2 ** (exponent - 10);
  if (!Number.isInteger(fraction)) throw new Error(`${number} is no number of 16 bits`);
  return (sign | ((exponent + 14) * 1024 + fraction)).toString(16).padStart(4, '0');
}

function floatOf(bits, text) {
  if (text === 'nan') return NaN;
  view.setBigUint64(0, BigInt(`0x${text.padEnd(16, '0')}`));
  return view[`getFloat${bits}`](0);
}

/** A decimal as it is written, without its point. */
export function unscaled(text, scale) {
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(scale, '0'));
}

/** The first difference between two lists of neutral values as text, or null. */
export function difference(actual, expected) {
  if (actual.length !== expected.length) return `${actual.length} rows where ${expected.length} belong`;
  for (let row = 0; row < expected.length; row++) {
    const [is, belongs] = [JSON.stringify(actual[row]), JSON.stringify(expected[row])];
    if (is !== belongs) return `row ${row} is ${is} where ${belongs} belongs`;
  }
  return null;
}

/** Values in runs of the given lengths. */
export function runs(values, lengths) {
  let start = 0;
  return lengths.map((length) => values.slice(start, (start += length)));
}
