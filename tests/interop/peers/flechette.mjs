import * as flechette from '@uwdata/flechette';
import { lz4, zstd } from '../codecs.mjs';

flechette.setCompressionCodec(flechette.CompressionType.LZ4_FRAME, lz4);
flechette.setCompressionCodec(flechette.CompressionType.ZSTD, zstd);

export function read(bytes, _, shape) {
  const column = flechette.tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true }).getChild('v');
  return column.data.flatMap((batch) => Array.from({ length: batch.length }, (_, row) => at(shape, batch, row)));
}

/** Counts of a time unit are taken as they lie in the buffer, because the package rounds them to a double of milliseconds. */
function at(shape, batch, row) {
  const value = batch.at(row);
  return value !== null && shape.kind === 'timestamp' ? batch.values[row] : value;
}

export const writes = {
  kinds: ['bool', 'int32', 'int64', 'float', 'double', 'timestamp-s', 'timestamp-ms-utc', 'timestamp-us', 'timestamp-us-berlin', 'timestamp-ns-utc', 'utf8', 'dictionary'],
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
    default: return flechette[`int${shape.bits}`]();
  }
}
