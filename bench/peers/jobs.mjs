// The jobs, a line of data and a few words each. `ours` are the arguments of `telemetry aggregate`; `columns`, `window` and
// `aggregates` say the same to the peers.
const meters = ['timestamp', 'device_id', 'power_w', 'voltage_v'];
const hourly = { columns: meters, header: true, delimiter: ',', window: true, key: 'device_id', value: 'power_w' };

export function jobs({ rows, devices }) {
  const generate = (...more) => ['--rows', String(rows), ...more];
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
      name: 'J1-4', title: 'J1 with avg, count, min and max', file: `j1-${rows}-${devices}.csv`, ...hourly, aggregates: ['avg', 'count', 'min', 'max'],
      generate: generate('--devices', String(devices)),
      ours: ['--every', '1h', '--by', 'device_id', '--agg', 'avg(power_w),count(power_w),min(power_w),max(power_w)'],
    },
    {
      name: 'J2', title: 'One Billion Row Challenge file, min avg max', file: `j2-${rows * 5}.csv`, columns: ['station', 'temperature'], header: false, delimiter: ';',
      window: false, key: 'station', value: 'temperature', aggregates: ['min', 'avg', 'max'],
      generate: ['--profile', '1brc', '--rows', String(rows * 5)],
      ours: ['--no-header', '--delimiter', ';', '--columns', 'station,temperature', '--by', 'station', '--agg', 'min(temperature),avg(temperature),max(temperature)'],
    },
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
      name: 'J8', title: 'J1 from gzip', file: `j1-${rows}-${devices}.csv.gz`, ...hourly, aggregates: ['avg'], truth: '1h',
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
