/**
 * What a peer can't read of what is right: the one place for it. A file is under a limit when all that the limit names is so; it counts as
 * skipped as long as the peer fails on it, and as a failure as soon as the peer reads it, so that this table stays true.
 */
export const limits = [
  { peer: 'polars', kind: 'decimal256', batches: [1, 4], reason: 'has no decimals of 256 bits' },
  { peer: 'polars', kind: ['interval-year-month', 'interval-day-time', 'interval-month-day-nano'], reason: 'has no intervals' },
  { peer: 'polars', kind: ['dense-union', 'sparse-union'], reason: 'has no unions' },
  { peer: 'polars', kind: 'run-end-encoded', reason: 'has no run-end-encoded arrays' },
  { peer: 'polars', kind: ['list-view', 'large-list-view'], reason: 'has no list views' },
  { peer: 'polars', kind: 'decimal128', batches: 4, compression: ['lz4', 'zstd'], reason: 'wants decimals of 128 bits on a border of 16 bytes, also where they are stored as they are behind 8 bytes of length' },
  { peer: 'clickhouse', kind: 'null', reason: 'does not take the type null for a column' },
  { peer: 'clickhouse', kind: ['interval-year-month', 'interval-day-time', 'interval-month-day-nano'], reason: 'has no such intervals' },
  { peer: 'clickhouse', kind: 'run-end-encoded', reason: 'has no run-end-encoded arrays' },
  { peer: 'clickhouse', kind: ['list-view', 'large-list-view'], reason: 'has no list views' },
  { peer: 'clickhouse', kind: 'date64', nulls: ['none', 'some'], batches: [1, 4], reason: 'makes it seconds of 32 bits, from 1970 to 2106' },
  {
    peer: 'clickhouse', kind: ['list', 'list-utf8', 'large-list', 'list-list', 'fixed-size-list', 'map', 'struct'], nulls: ['some', 'all'],
    reason: 'arrays, maps and tuples are never null: they become empty',
  },
  { peer: 'clickhouse', kind: 'dense-union', nulls: ['some', 'all'], reason: 'does not expect a null in a child' },
  { peer: 'apache-arrow', kind: 'run-end-encoded', reason: 'has no run-end-encoded arrays' },
  { peer: 'apache-arrow', kind: ['list-view', 'large-list-view'], reason: 'has no list views' },
  { peer: 'pyarrow', kind: ['interval-year-month', 'interval-day-time'], batches: [1, 4], reason: 'has no such intervals in Python' },
  {
    peer: 'pyarrow', kind: 'run-end-encoded', batches: [1, 4], compression: 'none-8-bytes-v4',
    reason: 'wants a bitmap of run-end-encoded arrays in version 4, where they have none in any version',
  },
  { peer: 'nanoarrow', format: 'file', reason: 'reads streams only' },
  { peer: 'nanoarrow', kind: ['decimal32', 'decimal64'], batches: [1, 4], reason: 'has no such decimals in Python' },
  { peer: 'nanoarrow', kind: ['utf8-view', 'binary-view', 'dictionary-uint32-view'], reason: 'reads no views' },
  { peer: 'nanoarrow', kind: ['list-view', 'large-list-view'], reason: 'reads no list views' },
  { peer: 'nanoarrow', kind: 'run-end-encoded', reason: 'reads no run-end-encoded arrays' },
  {
    peer: 'nanoarrow', kind: ['dictionary', 'dictionary-int8', 'dictionary-uint16', 'dictionary-replaced'], batches: [1, 4], compression: ['lz4', 'zstd'],
    reason: 'does not unpack dictionaries, those of pyarrow neither',
  },
  {
    peer: 'nanoarrow', kind: 'dictionary-int64-values', nulls: ['none', 'some'], batches: [1, 4], compression: ['lz4', 'zstd'],
    reason: 'does not unpack dictionaries, those of pyarrow neither',
  },
  { peer: 'polars-python', kind: 'decimal256', batches: [1, 4], reason: 'has no decimals of 256 bits' },
  { peer: 'polars-python', kind: ['interval-year-month', 'interval-day-time', 'interval-month-day-nano'], reason: 'has no intervals' },
  { peer: 'polars-python', kind: ['dense-union', 'sparse-union'], reason: 'has no unions' },
  { peer: 'polars-python', kind: 'run-end-encoded', reason: 'has no run-end-encoded arrays' },
  { peer: 'polars-python', kind: ['list-view', 'large-list-view'], reason: 'has no list views' },
];

export function limitOf(peer, column, file) {
  const place = { peer, kind: column.kind, batches: column.lengths.length, nulls: column.nulls, sliced: column.sliced, compression: file.compression, format: file.format };
  return limits.find(({ reason, ...names }) => Object.entries(names).every(([key, value]) => [value].flat().includes(place[key])));
}
