import { query } from 'chdb';

const [job, input, output] = [JSON.parse(process.argv[2]), process.argv[3], process.argv[4]];
const types = { timestamp: 'DateTime', device_id: 'LowCardinality(String)', station: 'LowCardinality(String)' };
const structure = job.columns.map((c) => `${c} ${types[c] ?? 'Float64'}`).join(', ');
const window = job.window ? 'toStartOfHour(timestamp) as window_start, ' : '';
const aggregates = job.aggregates.map((a) => `${a}(${job.value}) as ${a}_${job.value}`).join(', ');
query(`
  insert into function file('${output}', 'CSVWithNames')
  select ${window}${job.key}, ${aggregates}
  from file('${input}', '${job.header ? 'CSVWithNames' : 'CSV'}', '${structure}')
  group by ${job.window ? 'window_start, ' : ''}${job.key} order by ${job.window ? 'window_start, ' : ''}${job.key}
  settings max_threads = 2, date_time_input_format = 'best_effort', format_csv_delimiter = '${job.delimiter}', session_timezone = 'UTC',
    output_format_csv_crlf_end_of_line = 0, engine_file_truncate_on_insert = 1`, 'CSV');
