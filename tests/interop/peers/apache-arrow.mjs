import * as arrow from 'apache-arrow';
import { lz4, zstd } from '../codecs.mjs';

arrow.compressionRegistry.set(arrow.CompressionType.LZ4_FRAME, lz4);
arrow.compressionRegistry.set(arrow.CompressionType.ZSTD, zstd);

export function read(bytes, _, shape) {
  const column = arrow.tableFromIPC(bytes).getChild('v');
  return column.data.flatMap((data) => Array.from({ length: data.length }, (_, row) => at(shape, column, data, row)));
}

/** Counts of a time unit are taken as they lie in the buffer, because the package rounds them to a double of milliseconds. */
function at(shape, column, data, row) {
  if (!data.getValid(row)) return null;
  return shape.kind === 'timestamp' ? data.values[data.offset + row] : new column.constructor([data]).get(row);
}

/** Nothing compressed: the package writes the compressed length where the other one belongs. */
export const writes = {
  kinds: ['bool', 'int32', 'int64', 'float', 'double', 'timestamp-s', 'timestamp-ms-utc', 'timestamp-us', 'timestamp-us-berlin', 'timestamp-ns-utc', 'utf8', 'dictionary'],
  compressions: ['none'],
};

export function write(_, format, shape, runs) {
  const type = typeOf(shape);
  const schema = new arrow.Schema([new arrow.Field('v', type, true)]);
  const dictionary = shape.kind === 'dictionary' ? [...new Set(runs.flat().filter((value) => value !== null))] : null;
  const batches = runs.map((run) => {
    const child = dictionary ? codes(type, dictionary, run) : shape.kind === 'timestamp' ? counts(type, run) : arrow.vectorFromArray(run, type).data[0] ?? arrow.makeData({ type });
    return new arrow.RecordBatch(schema, arrow.makeData({ type: new arrow.Struct(schema.fields), length: run.length, nullCount: 0, children: [child] }));
  });
  return arrow.tableToIPC(new arrow.Table(schema, batches), format);
}

function typeOf(shape) {
  switch (shape.kind) {
    case 'bool': return new arrow.Bool();
    case 'float': return new arrow[`Float${shape.bits}`]();
    case 'utf8': return new arrow.Utf8();
    case 'dictionary': return new arrow.Dictionary(typeOf(shape.value), new arrow.Int32());
    case 'timestamp': return new arrow.Timestamp(['s', 'ms', 'us', 'ns'].indexOf(shape.unit), shape.timezone);
    default: return new arrow[`Int${shape.bits}`]();
  }
}

/** Built as integers, for the same reason. */
function counts(type, run) {
  const { length, nullCount, nullBitmap, values } = arrow.vectorFromArray(run, new arrow.Int64()).data[0] ?? arrow.makeData({ type: new arrow.Int64() });
  return arrow.makeData({ type, length, nullCount, nullBitmap, data: values });
}

let texts = [null, null];

/** Batches share a dictionary, as they do in the matrix. */
function codes(type, dictionary, run) {
  if (texts[0]?.join('\0') !== dictionary.join('\0')) texts = [dictionary, arrow.vectorFromArray(dictionary, type.dictionary)];
  const { length, nullCount, nullBitmap, values } = arrow.vectorFromArray(run.map((value) => (value === null ? null : dictionary.indexOf(value))), new arrow.Int32()).data[0]
    ?? arrow.makeData({ type: new arrow.Int32() });
  return arrow.makeData({ type, length, nullCount, nullBitmap, data: values, dictionary: texts[1] });
}
