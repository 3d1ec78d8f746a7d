import pl from 'nodejs-polars';
import { unscaled } from '../neutral.mjs';

export function read(bytes, format, shape) {
  return values(shape, (format === 'file' ? pl.readIPC(bytes) : pl.readIPCStream(bytes)).getColumn('v'));
}

/** Numbers of 64 bits go through text, because the package rounds them to a double. */
function values(shape, series) {
  switch (shape.kind) {
    case 'null':
    case 'bool':
    case 'utf8': return series.toArray();
    case 'float': return (shape.bits === 16 ? series.cast(pl.Float32) : series).toArray();
    case 'decimal': return series.cast(pl.Utf8).toArray().map((text) => (text === null ? null : unscaled(text, shape.scale)));
    case 'dictionary': return values(shape.value, shape.value.kind === 'utf8' ? series.cast(pl.Utf8) : series);
    case 'date': return counts(series);
    case 'time': return whole(counts(series), { s: 1_000_000_000n, ms: 1_000_000n, us: 1000n, ns: 1n }[shape.unit]);
    case 'duration':
    case 'timestamp': return whole(counts(series), shape.unit === 's' ? 1000n : 1n);
    case 'struct': return structs(shape, series);
    case 'binary': return series.cast(pl.List(pl.UInt8)).toArray();
    case 'list': return series.toArray();
    case 'map': return series.toArray().map((pairs) => pairs?.map(({ key, value }) => [key, value]) ?? null);
    default: return integers(shape.bits === 64 && !shape.signed ? series : series.cast(pl.Int64));
  }
}

function structs(shape, series) {
  const fields = shape.fields.map((field, i) => values(field, series.struct.field(shape.names[i])));
  const isNull = series.isNull().toArray();
  return isNull.map((none, row) => (none ? null : fields.map((field) => field[row])));
}

function counts(series) {
  return integers(series.cast(pl.Int64));
}

function integers(series) {
  return series.cast(pl.Utf8).toArray().map((text) => (text === null ? null : BigInt(text)));
}

/** Polars has no seconds: it makes them milliseconds; and it has times of day in nanoseconds only. */
function whole(counts, factor) {
  return counts.map((count) => {
    if (count !== null && count % factor !== 0n) throw new Error(`${count} is no multiple of ${factor}`);
    return count === null ? null : count / factor;
  });
}

/** Text is written as views, categories as dictionaries of views with codes of uint32. Each batch gets its own, so a file has one batch. */
export const writes = {
  kinds: [
    'bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float', 'double', 'date32', 'time64-ns', 'timestamp-ms-utc', 'timestamp-us', 'timestamp-us-berlin',
    'timestamp-ns-utc', 'duration-us', 'duration-ns', 'utf8', 'utf8-view', 'dictionary',
  ],
  compressions: ['none', 'lz4', 'zstd'],
};

export function write(_, format, shape, runs, compression) {
  const [first, ...rest] = (runs.length === 0 ? [[]] : runs).map((run) => pl.DataFrame({ v: series(shape, run) }));
  const stacked = rest.reduce((all, next) => all.vstack(next), first);
  const frame = shape.kind === 'dictionary' ? (format === 'file' ? stacked.rechunk() : stacked).withColumn(pl.col('v').cast(pl.Categorical)) : stacked;
  const options = { compression: compression === 'none' ? 'uncompressed' : compression };
  return format === 'file' ? frame.writeIPC(options) : frame.writeIPCStream(options);
}

function series(shape, run) {
  const integers = () => pl.Series('v', run.map((value) => (value === null ? null : String(value))), pl.Utf8).cast(shape.signed === false ? pl.UInt64 : pl.Int64);
  switch (shape.kind) {
    case 'bool': return pl.Series('v', run, pl.Bool);
    case 'float': return pl.Series('v', run, shape.bits === 32 ? pl.Float32 : pl.Float64);
    case 'utf8':
    case 'dictionary': return pl.Series('v', run, pl.Utf8);
    case 'timestamp': return integers().cast(pl.Datetime(shape.unit, shape.timezone ?? undefined));
    case 'date': return integers().cast(pl.Int32).cast(pl.Date);
    case 'time': return integers().cast(pl.Time);
    case 'duration': return integers().cast(pl.Duration(shape.unit));
    default: return integers().cast(pl[`${shape.signed ? '' : 'U'}Int${shape.bits}`]);
  }
}
