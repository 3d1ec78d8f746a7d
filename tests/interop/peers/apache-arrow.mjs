import * as arrow from 'apache-arrow';
import { lz4, zstd } from '../codecs.mjs';

arrow.compressionRegistry.set(arrow.CompressionType.LZ4_FRAME, lz4);
arrow.compressionRegistry.set(arrow.CompressionType.ZSTD, zstd);

export function read(bytes, _, shape) {
  return arrow.tableFromIPC(bytes).getChild('v').data.flatMap((data) => Array.from({ length: data.length }, (_, row) => at(shape, data, row)));
}

/**
 * A row's value. Counts of a time unit and the like are taken as they lie in the buffer, because the package rounds them to a double of
 * milliseconds; nested values are walked down so that this holds for what is in them.
 */
function at(shape, data, row) {
  if (shape.kind === 'null' || (shape.kind !== 'union' && !data.getValid(row))) return null;
  const list = (start, end, item) => Array.from({ length: Number(end) - Number(start) }, (_, i) => at(item, data.children[0], Number(start) + i));
  switch (shape.kind) {
    case 'date':
    case 'time':
    case 'timestamp':
    case 'duration': return data.values[row];
    case 'interval': return interval(shape, data.values, row);
    case 'decimal': return decimal(data.values, row, shape.bits / 32);
    case 'list': return shape.form === 'fixed' ? list(row * shape.size, (row + 1) * shape.size, shape.value) : list(data.valueOffsets[row], data.valueOffsets[row + 1], shape.value);
    case 'map': return list(data.valueOffsets[row], data.valueOffsets[row + 1], { kind: 'struct', fields: shape.fields });
    case 'struct': return shape.fields.map((field, i) => at(field, data.children[i], row));
    case 'union': {
      const child = data.type.typeIdToChildIndex[data.typeIds[row]];
      return [child, at(shape.fields[child], data.children[child], shape.mode === 'Dense' ? data.valueOffsets[row] : row)];
    }
    default: return new arrow.Vector([data]).get(row);
  }
}

function interval(shape, values, row) {
  if (shape.unit === 'YearMonth') return values[row];
  if (shape.unit === 'DayTime') return values.subarray(row * 2, row * 2 + 2);
  return [values[row * 4], values[row * 4 + 1], new BigInt64Array(values.slice(row * 4 + 2, row * 4 + 4).buffer)[0]];
}

/** Words of 32 bits, the lowest first, in two's complement. */
function decimal(words, row, count) {
  const bits = words.subarray(row * count, (row + 1) * count).reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return BigInt.asIntN(count * 32, bits);
}

/** Nothing compressed: the package writes the compressed length where the other one belongs. */
export const writes = {
  kinds: [
    'bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float', 'double', 'timestamp-s', 'timestamp-ms-utc', 'timestamp-us', 'timestamp-us-berlin',
    'timestamp-ns-utc', 'utf8', 'dictionary',
  ],
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
    default: return new arrow[`${shape.signed ? 'Int' : 'Uint'}${shape.bits}`]();
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
