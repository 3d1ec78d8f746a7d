import * as flechette from '@uwdata/flechette';
import { lz4, zstd } from '../codecs.mjs';

flechette.setCompressionCodec(flechette.CompressionType.LZ4_FRAME, lz4);
flechette.setCompressionCodec(flechette.CompressionType.ZSTD, zstd);

export function read(bytes, _, shape) {
  const column = flechette.tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true }).getChild('v');
  return column.data.flatMap((batch) => Array.from({ length: batch.length }, (_, row) => at(shape, batch, row)));
}

/**
 * A row's value. Counts of a time unit and the like are taken as they lie in the buffer, because the package rounds them to a double of
 * milliseconds; nested values are walked down so that this holds for what is in them.
 */
function at(shape, batch, row) {
  if (shape.kind === 'null' || (batch.nullCount > 0 && batch.validity?.length > 0 && !batch.isValid(row))) return null;
  const list = (start, end, item) => Array.from({ length: Number(end) - Number(start) }, (_, i) => at(item, batch.children[0], Number(start) + i));
  switch (shape.kind) {
    case 'date':
    case 'time':
    case 'timestamp':
    case 'duration': return batch.values[row];
    case 'interval': return shape.unit === 'MonthDayNanosecond' ? monthDayNano(batch.values, row) : batch.at(row);
    case 'list': {
      if (shape.form === 'fixed') return list(row * shape.size, (row + 1) * shape.size, shape.value);
      return list(batch.offsets[row], batch.sizes ? batch.offsets[row] + batch.sizes[row] : batch.offsets[row + 1], shape.value);
    }
    case 'map': return list(batch.offsets[row], batch.offsets[row + 1], { kind: 'struct', fields: shape.fields });
    case 'struct': return shape.fields.map((field, i) => at(field, batch.children[i], row));
    case 'union': {
      const child = batch.type.typeIds.indexOf(batch.typeIds[row]);
      return [child, at(shape.fields[child], batch.children[child], shape.mode === 'Dense' ? batch.offsets[row] : row)];
    }
    default: return batch.at(row);
  }
}

function monthDayNano(bytes, row) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + row * 16, 16);
  return [view.getInt32(0, true), view.getInt32(4, true), view.getBigInt64(8, true)];
}

export const writes = {
  kinds: [
    'bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float', 'double', 'timestamp-s', 'timestamp-ms-utc', 'timestamp-us', 'timestamp-us-berlin',
    'timestamp-ns-utc', 'utf8', 'dictionary',
  ],
  compressions: ['none', 'lz4'],
};

/** The package cuts its own batches, all of one length. */
export function write(_, format, shape, runs, compression) {
  const column = columnOf(shape, runs.flat(), runs.length > 1 ? 100 : Infinity);
  const codec = compression === 'none' ? undefined : flechette.CompressionType.LZ4_FRAME;
  return flechette.tableToIPC(flechette.tableFromColumns({ v: column }), { format, codec });
}

/** Timestamps are built as integers, for the same reason. */
function columnOf(shape, values, maxBatchRows) {
  const type = typeOf(shape);
  if (shape.kind !== 'timestamp') return flechette.columnFromValues(values, type, { maxBatchRows });
  const integers = flechette.columnFromValues(values, flechette.int64(), { maxBatchRows });
  return new flechette.Column(integers.data.map((batch) => new (flechette.batchType(type, {}))({ ...batch, type })), type);
}

function typeOf(shape) {
  switch (shape.kind) {
    case 'bool': return flechette.bool();
    case 'float': return flechette[`float${shape.bits}`]();
    case 'utf8': return flechette.utf8();
    case 'dictionary': return flechette.dictionary(typeOf(shape.value), flechette.int32());
    case 'timestamp': return flechette.timestamp(['s', 'ms', 'us', 'ns'].indexOf(shape.unit), shape.timezone);
    default: return flechette[`${shape.signed ? 'int' : 'uint'}${shape.bits}`]();
  }
}
