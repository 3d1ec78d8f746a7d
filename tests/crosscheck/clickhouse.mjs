import { Session } from 'chdb';

const settings = "max_threads = 2, session_timezone = 'UTC'";

/** ClickHouse with the rows in a table `readings`; `kept` has them with null in place of what `filter (where keep)` leaves out. */
export async function open(file) {
  const session = new Session();
  const types = {
    pos: 'Int64', time: "Nullable(DateTime('UTC'))", device_id: 'Nullable(String)', phase: 'Int32', keep: 'Nullable(Bool)', x: 'Nullable(Float64)', y: 'Nullable(Float64)',
    weight: 'Nullable(Float64)', e: 'Nullable(Float64)', d: 'Nullable(Decimal(12, 2))', i: 'Nullable(Int64)', s: 'Nullable(String)', counter: 'Nullable(Float64)',
  };
  const columns = Object.entries(types).map(([name, type]) => `${name} ${type}`).join(', ');
  session.query(`create table readings (${columns}, t DateTime('UTC'), one Nullable(UInt8)) engine = Memory`);
  session.query(`insert into readings select *, assumeNotNull(time), 1 from file('${file}', 'CSVWithNames', '${columns.replaceAll("'", "\\'")}')
    settings ${settings}, date_time_input_format = 'best_effort', precise_float_parsing = 1, input_format_csv_trim_whitespaces = 0`);
  const values = ['keep', 'x', 'y', 'weight', 'e', 'd', 'i', 's', 'counter', 'time', 'one'];
  session.query(`create view kept as select pos, t, device_id, phase, ${values.map((c) => `if(readings.keep, readings.${c}, null) as ${c}`).join(', ')} from readings`);
  return {
    query: async (sql) => {
      const lines = session.query(`${sql} settings ${settings}, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1`, 'JSONCompactEachRow').split('\n');
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
    },
    close: () => session.close(),
  };
}
