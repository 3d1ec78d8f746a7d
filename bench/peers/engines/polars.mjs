import pl from 'nodejs-polars';

const [job, input, output] = [JSON.parse(process.argv[2]), process.argv[3], process.argv[4]];
// the hour is the first 13 characters of an ISO time: cheaper than parsing it
const keys = job.window ? [pl.col('timestamp').str.slice(0, 13).alias('window_start'), pl.col(job.key)] : [pl.col(job.key)];
const names = job.window ? ['window_start', job.key] : [job.key];
const dtypes = { timestamp: pl.Utf8, device_id: pl.Utf8, station: pl.Utf8, power_w: pl.Float64, voltage_v: pl.Float64, temperature: pl.Float64 };
const call = { avg: (c) => c.mean(), min: (c) => c.min(), max: (c) => c.max(), count: (c) => c.count() };
let frame = pl.scanCSV(input, { hasHeader: job.header, sep: job.delimiter, schema: Object.fromEntries(job.columns.map((c) => [c, dtypes[c]])) });
frame = frame.groupBy(keys, false).agg(...job.aggregates.map((a) => call[a](pl.col(job.value)).alias(`${a}_${job.value}`)));
(await frame.sort(names).collect()).writeCSV(output);
