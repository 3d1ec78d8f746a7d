/**
 * Values in the form of NeutralText.cs, and back. `raw` is what a peer hands out: null, a boolean, a number or BigInt (also for counts of
 * the shape's unit), a string, bytes, or an array of such.
 */
export function neutral(shape, raw) {
  if (raw === null || raw === undefined) return null;
  switch (shape.kind) {
    case 'bool': return String(Boolean(raw));
    case 'float': return floatText(shape.bits, Number(raw));
    case 'utf8': return raw;
    case 'dictionary': return neutral(shape.value, raw);
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
    case 'dictionary': return rawOf(shape.value, text);
    default: return shape.bits < 64 ? Number(text) : BigInt(text);
  }
}

const view = new DataView(new ArrayBuffer(8));

function floatText(bits, number) {
  if (Number.isNaN(number)) return 'nan';
  view[`setFloat${bits}`](0, number);
  return view.getBigUint64(0).toString(16).padStart(16, '0').slice(0, bits / 4);
}

function floatOf(bits, text) {
  if (text === 'nan') return NaN;
  view.setBigUint64(0, BigInt(`0x${text.padEnd(16, '0')}`));
  return view[`getFloat${bits}`](0);
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
