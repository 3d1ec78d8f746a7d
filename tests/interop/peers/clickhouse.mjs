import { Session } from 'chdb';
import { unscaled } from '../neutral.mjs';

const session = new Session();
const seconds = { s: { name: 'Second', digits: 0 }, ms: { name: 'Milli', digits: 3 }, us: { name: 'Micro', digits: 6 }, ns: { name: 'Nano', digits: 9 } };
const formats = { file: 'Arrow', stream: 'ArrowStream' };
/** One thread, because others would hand out the batches in the order in which they are done. */
const readSettings = 'max_threads = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_named_tuples_as_objects = 0';

export function close() {
  session.close();
}

export function read(_, format, shape, path) {
  const rows = session.query(`select ${expression(shape)} from file('${path}', '${formats[format]}') settings ${readSettings}`, 'JSONCompactEachRow');
  return rows.split('\n').filter((row) => row !== '').map((row) => value(shape, JSON.parse(row)[0]));
}

function expression(shape) {
  switch (shape.kind) {
    case 'timestamp': return 'reinterpretAsInt64(v)';
    case 'date': return 'toInt64(v)';
    case 'decimal': return 'toString(v)';
    case 'binary': return 'hex(v)';
    default: return 'v';
  }
}

function value(shape, raw) {
  if (raw === null) return null;
  switch (shape.kind) {
    case 'float': return typeof raw === 'string' ? Number(raw.replace('inf', 'Infinity')) : raw;
    case 'decimal': return unscaled(raw, shape.scale);
    case 'binary': return Buffer.from(raw, 'hex');
    case 'date': return shape.unit === 'ms' ? BigInt(raw) * 1000n : raw;
    case 'time': return timeOfDay(shape, raw);
    case 'map': return Object.entries(raw);
    case 'union': return [typeof raw === 'number' ? 0 : 1, raw];
    default: return raw;
  }
}

function timeOfDay(shape, text) {
  const [hours, minutes, rest] = text.split(':');
  return (BigInt(hours) * 3600n + BigInt(minutes) * 60n) * 10n ** BigInt(seconds[shape.unit].digits) + unscaled(rest, seconds[shape.unit].digits);
}

export const writes = {
  kinds: [
    'bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float', 'double', 'timestamp-s', 'timestamp-ms-utc', 'timestamp-us', 'timestamp-us-berlin',
    'timestamp-ns-utc', 'utf8', 'dictionary',
  ],
  compressions: ['none', 'lz4', 'zstd'],
};

/** A table in memory keeps what is inserted at a time as a block, and a block becomes a batch. */
export function write(path, format, shape, runs, compression) {
  const type = columnType(shape);
  session.query(`create or replace table made (v ${type}) engine = Memory`);
  for (const run of runs.filter((rows) => rows.length > 0)) {
    const rows = run.map((raw) => JSON.stringify([typeof raw === 'bigint' || typeof raw === 'number' ? numberText(raw) : raw])).join('\n');
    session.query(`insert into made select ${shape.kind === 'timestamp' ? `fromUnixTimestamp64${seconds[shape.unit].name}(n)` : 'n'}
      from format(JSONCompactEachRow, ${quoted(`n ${shape.kind === 'timestamp' ? 'Nullable(Int64)' : type}`)}, ${quoted(rows)})
      settings precise_float_parsing = 1`);
  }
  session.query(`insert into function file('${path}', '${formats[format]}') select v from made
    settings engine_file_truncate_on_insert = 1, min_insert_block_size_rows = 0, min_insert_block_size_bytes = 0, max_threads = 1,
    output_format_arrow_compression_method = '${{ none: 'none', lz4: 'lz4_frame', zstd: 'zstd' }[compression]}',
    output_format_arrow_low_cardinality_as_dictionary = 1, output_format_arrow_string_as_string = 1`);
  return null;
}

function columnType(shape) {
  switch (shape.kind) {
    case 'bool': return 'Nullable(Bool)';
    case 'float': return `Nullable(Float${shape.bits})`;
    case 'utf8': return 'Nullable(String)';
    case 'dictionary': return 'LowCardinality(Nullable(String))';
    case 'timestamp': return `Nullable(DateTime64(${seconds[shape.unit].digits}${shape.timezone ? `, '${shape.timezone}'` : ''}))`;
    default: return `Nullable(${shape.signed ? '' : 'U'}Int${shape.bits})`;
  }
}

function numberText(raw) {
  return Object.is(raw, -0) ? '-0' : String(raw).replace('Infinity', 'inf').replace('NaN', 'nan');
}

function quoted(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
