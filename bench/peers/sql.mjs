// The query of a job in the words that the engines with SQL share.

/** What stands between `select` and `from`, and what it is ordered by. `dialect` has `window(every)` and, for aggregates that are named otherwise, `calls`. */
export function select(job, dialect) {
  const keys = [...(job.every ? ['window_start'] : []), ...(job.key ? [job.key] : [])];
  const call = (name) => (dialect.calls?.[name] ?? ((value) => `${name}(${value})`))(job.value);
  const columns = [
    ...(job.every ? [`${dialect.window(job.every)} as window_start`] : []),
    ...(job.key ? [job.key] : []),
    ...job.aggregates.map((name) => `${call(name)} as ${name}_${job.value}`),
  ];
  return { columns: columns.join(', '), group: keys.length ? `group by ${keys.join(', ')}` : '', order: keys.length ? `order by ${keys.join(', ')}` : '' };
}
