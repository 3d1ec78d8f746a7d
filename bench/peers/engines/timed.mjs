/** Runs a query so many times and prints what each took, for run.mjs. */
export async function timed(queries, query) {
  const seconds = [];
  for (let run = 0; run < queries; run++) {
    const start = process.hrtime.bigint();
    await query();
    seconds.push(Number(process.hrtime.bigint() - start) / 1e9);
  }
  console.log(JSON.stringify({ seconds }));
}
