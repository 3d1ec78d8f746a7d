// The jobs, a line of data and a few words each. `ours` are the words behind `telemetry`, with `{input}` and the names of `tables` for paths; `kind`,
// `columns`, `every`, `keys`, `value` and `aggregates` say the same to the peers. Jobs with `queries` have no `ours`: there each engine loads the files
// first, which is not timed, and a process runs the query so many times. `without` names engines that can't read or write the job's files. `output`
// is what a result is written as, CSV unless it says another. `note` names what stands under the table when the job has run.
const meters = ['timestamp', 'device_id', 'power_w', 'voltage_v'];
const hourly = { columns: meters, header: true, delimiter: ',', every: '1h', keys: ['device_id'], value: 'power_w' };
const inMemory = { columns: meters, header: true, delimiter: ',', value: 'power_w', queries: 3 };
const four = ['avg', 'count', 'min', 'max'];
const deviceTable = { columns: ['device_id', 'site', 'tariff'] };
const priceTable = { columns: ['timestamp', 'device_id', 'price'] };
// the SQL of J1, whose planning is timed
const averages = "select time_bucket('1h', timestamp) as hour, device_id, avg(power_w) from readings group by hour, device_id order by hour, device_id";
const peaks = `select date_trunc('month', quarter) as month, device_id, max(total) as peak, arg_max(quarter, total) as at from
  (select device_id, time_bucket('15m', timestamp) as quarter, sum(power_w) as total from '{input}' group by device_id, quarter)
  group by month, device_id order by month, device_id`;

export function jobs({ rows, devices }) {
  const generate = (...more) => ['--rows', String(rows), ...more];
  // as long a time as the readings, whose step is 10 s
  const prices = Math.ceil(rows / 20);
  const held = { ...inMemory, file: `j1-${rows}-${devices}.arrow`, generate: generate('--devices', String(devices)) };
  const tenThousand = (order) => ({ ...inMemory, file: `j3-${order}-${rows}.arrow`, generate: generate('--devices', '10000', '--order', order) });
  return [
    {
      name: 'J1', title: 'hourly average per device, time order', file: `j1-${rows}-${devices}.csv`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', String(devices)), note: 'sql', sql: averages,
      ours: ['aggregate', '{input}', '--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'J1-1', title: 'J1 on one thread (peers on two)', file: `j1-${rows}-${devices}.csv`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', String(devices)),
      ours: ['aggregate', '{input}', '--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)', '--threads', '1'],
    },
    {
      name: 'J1-4', title: 'J1 with avg, count, min and max', file: `j1-${rows}-${devices}.csv`, ...hourly, aggregates: four,
      generate: generate('--devices', String(devices)),
      ours: ['aggregate', '{input}', '--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w),count(power_w),min(power_w),max(power_w)'],
    },
    {
      name: 'J1-q', title: 'J1-4 and the 95th percentile by a sketch', file: `j1-${rows}-${devices}.csv`, ...hourly, aggregates: [...four, 'p95'],
      generate: generate('--devices', String(devices)),
      ours: ['aggregate', '{input}', '--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w),count(power_w),min(power_w),max(power_w),approx_quantile(power_w, 0.95)'],
    },
    {
      name: 'J2', title: 'One Billion Row Challenge file, min avg max', file: `j2-${rows * 5}.csv`, columns: ['station', 'temperature'], header: false, delimiter: ';',
      keys: ['station'], value: 'temperature', aggregates: ['min', 'avg', 'max'],
      generate: ['--profile', '1brc', '--rows', String(rows * 5)],
      ours: ['aggregate', '{input}', '--no-header', '--delimiter', ';', '--columns', 'station,temperature', '--by', 'station', '--agg', 'min(temperature),avg(temperature),max(temperature)'],
    },
    { name: 'J3', title: 'in memory: avg, count, min, max by hour and device, time order', ...held, every: '1h', keys: ['device_id'], aggregates: four },
    { name: 'J3-r', title: 'J3 with 10,000 devices in random order', ...tenThousand('random'), every: '1h', keys: ['device_id'], aggregates: four },
    { name: 'J3-s', title: 'J3 with 10,000 devices, devices and times fully shuffled', ...tenThousand('shuffled'), every: '1h', keys: ['device_id'], aggregates: four },
    { name: 'J4', title: 'in memory: avg, min, max of a whole column', ...held, aggregates: ['avg', 'min', 'max'], tolerance: 1e-11 },
    { name: 'J5', title: 'J3 by minute and device, millions of groups', ...held, every: '1m', keys: ['device_id'], aggregates: four },
    {
      name: 'J6', title: 'random order, 10,000 devices', file: `j6-${rows}.csv`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', '10000', '--order', 'random'),
      ours: ['aggregate', '{input}', '--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'J7', title: 'random order, 100,000 devices, millions of result rows', file: `j7-${rows}.csv`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', '100000', '--step', '1000s', '--order', 'random'),
      ours: ['aggregate', '{input}', '--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'J8', title: 'J1 from gzip', note: 'gunzip', file: `j1-${rows}-${devices}.csv.gz`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', String(devices)),
      ours: ['aggregate', '{input}', '--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'JA', title: 'J1 from an Arrow file', file: `j1-${rows}-${devices}.arrow`, ...hourly, aggregates: ['avg'], without: ['duckdb'],
      generate: generate('--devices', String(devices)),
      ours: ['aggregate', '{input}', '--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'JJ', title: 'J1 joined with its devices: hourly average by site and tariff', file: `j1-${rows}-${devices}.csv`, ...hourly, keys: ['site', 'tariff'],
      aggregates: ['avg'], generate: generate('--devices', String(devices)),
      tables: { devices: { ...deviceTable, file: `devices-${devices}`, devices } },
      ours: ['aggregate', '{input}', '--join', '{devices} on device_id', '--every', '1h', '--by', 'site,tariff', '--agg', 'avg(power_w)'],
    },
    {
      name: 'JH', title: 'largest sum of 15 minutes per device and month, and its time', kind: 'peaks', file: `j1-${rows}-${devices}.csv`, ...hourly,
      generate: generate('--devices', String(devices)),
      ours: ['sql', peaks],
    },
    {
      name: 'JO', title: 'in memory: the price at each reading by an asof join, summed', kind: 'asof', ...held, queries: 3, value: 'power_w', tolerance: 1e-11,
      tables: { prices: { ...priceTable, file: `prices-${prices}-${devices}`, generate: ['--rows', String(prices), '--devices', String(devices), '--step', '200s', '--seed', '7'] } },
    },
    {
      name: 'JT', title: 'sorted by device and time, written as an Arrow file', kind: 'sort', output: 'arrow', file: `j1-${rows}-${devices}.csv`, ...hourly,
      generate: generate('--devices', String(devices)),
      ours: ['convert', '{input}', '--sort', 'device_id,timestamp'],
    },
    {
      name: 'J9', title: 'a file of 1,000 rows', note: 'start', file: 'j9.csv', ...hourly, aggregates: ['avg'], truth: '1h',
      generate: ['--rows', '1000', '--devices', '10', '--step', '60s'],
      ours: ['aggregate', '{input}', '--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
  ];
}
