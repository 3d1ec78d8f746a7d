import pl from 'nodejs-polars';

export function read(bytes, format, shape) {
  return values(shape, (format === 'file' ? pl.readIPC(bytes) : pl.readIPCStream(bytes)).getColumn('v'));
}

/** Numbers of 64 bits go through text, because the package rounds them to a double. */
function values(shape, series) {
  switch (shape.kind) {
    case 'bool':
    case 'float':
    case 'utf8': return series.toArray();
    case 'dictionary': return values(shape.value, series.cast(pl.Utf8));
    case 'timestamp': return integers(series).map((count) => (count !== null && shape.unit === 's' ? whole(count, 1000n) : count));
    default: return integers(series);
  }
}

function integers(series) {
  return series.cast(pl.Int64).cast(pl.Utf8).toArray().map((text) => (text === null ? null : BigInt(text)));
}

/** Polars has no seconds: it makes them milliseconds. */
function whole(count, factor) {
  if (count % factor !== 0n) throw new Error(`${count} is no multiple of ${factor}`);
  return count / factor;
}

/** Text and categories are written as views, dictionaries with codes of uint32. */
export const writes = { kinds: ['bool', 'int32', 'int64', 'float', 'double', 'timestamp-ms-utc', 'timestamp-us', 'timestamp-us-berlin', 'timestamp-ns-utc'], compressions: ['none', 'lz4', 'zstd'] };

export function write(_, format, shape, runs, compression) {
  const [first, ...rest] = (runs.length === 0 ? [[]] : runs).map((run) => pl.DataFrame({ v: series(shape, run) }));
  const frame = rest.reduce((all, next) => all.vstack(next), first);
  const options = { compression: compression === 'none' ? 'uncompressed' : compression };
  return format === 'file' ? frame.writeIPC(options) : frame.writeIPCStream(options);
}

function series(shape, run) {
  const integers = () => pl.Series('v', run.map((value) => (value === null ? null : String(value))), pl.Utf8).cast(pl.Int64);
  switch (shape.kind) {
    case 'bool': return pl.Series('v', run, pl.Bool);
    case 'float': return pl.Series('v', run, shape.bits === 32 ? pl.Float32 : pl.Float64);
    case 'utf8': return pl.Series('v', run, pl.Utf8);
    case 'dictionary': return pl.Series('v', run, pl.Utf8).cast(pl.Categorical);
    case 'timestamp': return integers().cast(pl.Datetime(shape.unit, shape.timezone ?? undefined));
    default: return integers().cast(pl[`Int${shape.bits}`]);
  }
}
