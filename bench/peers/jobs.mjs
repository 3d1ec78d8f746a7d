// The jobs, a line of data and a few words each. `ours` are the arguments of `telemetry aggregate`; `columns`, `every`, `key`, `value`
// and `aggregates` say the same to the peers. Jobs with `queries` have no `ours`: there each engine loads the file first, which is not timed,
// and a process runs the query so many times. `without` names engines that can't read the job's file.
const meters = ['timestamp', 'device_id', 'power_w', 'voltage_v'];
const hourly = { columns: meters, header: true, delimiter: ',', every: '1h', key: 'device_id', value: 'power_w' };
const inMemory = { columns: meters, header: true, delimiter: ',', value: 'power_w', queries: 3 };
const four = ['avg', 'count', 'min', 'max'];

export function jobs({ rows, devices }) {
  const generate = (...more) => ['--rows', String(rows), ...more];
  const held = { ...inMemory, file: `j1-${rows}-${devices}.arrow`, generate: generate('--devices', String(devices)) };
  const tenThousand = (order) => ({ ...inMemory, file: `j3-${order}-${rows}.arrow`, generate: generate('--devices', '10000', '--order', order) });
  return [
    {
      name: 'J1', title: 'hourly average per device, time order', file: `j1-${rows}-${devices}.csv`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', String(devices)),
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'J1-1', title: 'J1 on one thread (peers on two)', file: `j1-${rows}-${devices}.csv`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', String(devices)),
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)', '--threads', '1'],
    },
    {
      name: 'J1-4', title: 'J1 with avg, count, min and max', file: `j1-${rows}-${devices}.csv`, ...hourly, aggregates: four,
      generate: generate('--devices', String(devices)),
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w),count(power_w),min(power_w),max(power_w)'],
    },
    {
      name: 'J1-q', title: 'J1-4 and the 95th percentile by a sketch', file: `j1-${rows}-${devices}.csv`, ...hourly, aggregates: [...four, 'p95'],
      generate: generate('--devices', String(devices)),
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w),count(power_w),min(power_w),max(power_w),approx_quantile(power_w, 0.95)'],
    },
    {
      name: 'J2', title: 'One Billion Row Challenge file, min avg max', file: `j2-${rows * 5}.csv`, columns: ['station', 'temperature'], header: false, delimiter: ';',
      key: 'station', value: 'temperature', aggregates: ['min', 'avg', 'max'],
      generate: ['--profile', '1brc', '--rows', String(rows * 5)],
      ours: ['--no-header', '--delimiter', ';', '--columns', 'station,temperature', '--by', 'station', '--agg', 'min(temperature),avg(temperature),max(temperature)'],
    },
    { name: 'J3', title: 'in memory: avg, count, min, max by hour and device, time order', ...held, every: '1h', key: 'device_id', aggregates: four },
    { name: 'J3-r', title: 'J3 with 10,000 devices in random order', ...tenThousand('random'), every: '1h', key: 'device_id', aggregates: four },
    { name: 'J3-s', title: 'J3 with 10,000 devices, devices and times fully shuffled', ...tenThousand('shuffled'), every: '1h', key: 'device_id', aggregates: four },
    { name: 'J4', title: 'in memory: avg, min, max of a whole column', ...held, aggregates: ['avg', 'min', 'max'], tolerance: 1e-11 },
    { name: 'J5', title: 'J3 by minute and device, millions of groups', ...held, every: '1m', key: 'device_id', aggregates: four },
    {
      name: 'J6', title: 'random order, 10,000 devices', file: `j6-${rows}.csv`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', '10000', '--order', 'random'),
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'J7', title: 'random order, 100,000 devices, millions of result rows', file: `j7-${rows}.csv`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', '100000', '--step', '1000s', '--order', 'random'),
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'J8', title: 'J1 from gzip', gunzip: true, file: `j1-${rows}-${devices}.csv.gz`, ...hourly, aggregates: ['avg'], truth: '1h',
      generate: generate('--devices', String(devices)),
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'JA', title: 'J1 from an Arrow file', file: `j1-${rows}-${devices}.arrow`, ...hourly, aggregates: ['avg'], without: ['duckdb'],
      generate: generate('--devices', String(devices)),
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
    {
      name: 'J9', title: 'a file of 1,000 rows', file: 'j9.csv', ...hourly, aggregates: ['avg'], truth: '1h',
      generate: ['--rows', '1000', '--devices', '10', '--step', '60s'],
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w)'],
    },
  ];
}
