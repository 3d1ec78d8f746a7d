import { join } from 'node:path';
import { aggregates } from './aggregates.mjs';
import * as clickhouse from './clickhouse.mjs';
import { agree, spoilt, valueOf } from './compare.mjs';
import { schema, writeRows } from './data.mjs';
import * as duckdb from './duckdb.mjs';
import { jobs } from './jobs.mjs';
import * as ours from './ours.mjs';

// node run.mjs FOLDER: makes the rows in FOLDER, has the command in TELEMETRY and the peers aggregate them, compares the answers and prints the counts.
const folder = process.argv[2];
const rows = Number(process.env.CROSSCHECK_ROWS ?? 1_000_000);
const file = join(folder, 'rows.csv');
const totals = { passed: 0, failed: 0, skipped: 0 };
const tally = new Map();

function count(outcome, aggregate, peer) {
  totals[outcome]++;
  const of = tally.get(aggregate) ?? tally.set(aggregate, new Map()).get(aggregate);
  of.set(`${peer} ${outcome}`, (of.get(`${peer} ${outcome}`) ?? 0) + 1);
}

function judge(fault, aggregate, peer, what) {
  count(fault === null ? 'passed' : 'failed', aggregate, peer);
  if (fault !== null) console.log(`FAILED ${what} against ${peer}: ${fault}`);
}

/** The columns that are asked of a peer, run as one query for each thing that the rows go through, and looked up by group. */
async function ask(peer, rowsOf, columns) {
  const answers = new Map();
  const sources = new Map();
  for (const column of columns) {
    const from = column.from === undefined ? rowsOf : column.from(rowsOf);
    sources.set(from, [...(sources.get(from) ?? []), column]);
  }
  for (const [from, wanted] of sources) {
    const result = await peer.query(`select w, k, ${wanted.map((column, n) => `${column.sql} as c${n}`).join(', ')} from ${from} group by w, k`);
    const byKey = new Map(result.map((row) => [`${row[0]}|${row[1]}`, row]));
    wanted.forEach((column, n) => answers.set(column.id, { groups: byKey, at: n + 2, partial: column.partial }));
  }
  return { answers, at: (id, key) => { const answer = answers.get(id); return answer?.groups.get(key)?.[answer.at] ?? null; } };
}

/** The first group in which a column is not what the peer says, or null. */
function faultIn(entry, type, groups, column, theirs, id) {
  const { groups: theirGroups, partial } = theirs.answers.get(id);
  if (theirGroups.size > groups.size || (!partial && theirGroups.size < groups.size)) return `${groups.size} groups of ours and ${theirGroups.size} of theirs`;
  let witness = false;
  for (const [key, row] of groups) {
    const [is, belongs] = [valueOf(type, row[column]), valueOf(type, theirs.at(id, key))];
    const scale = entry.scale === undefined ? 0 : Number(theirs.at(`${id} scale`, key));
    if (!partial && !theirGroups.has(key)) return `they have no group ${key}`;
    if (!agree(entry, type, is, belongs, scale)) return `in group ${key} ours is ${is}, theirs ${belongs}`;
    if (is !== null && !witness) {
      witness = true;
      if (agree(entry, type, spoilt(entry, type, is, scale), belongs, scale)) return `in group ${key} a spoilt ${is} would pass`;
    }
  }
  return witness ? null : 'no group has a value';
}

/** The groups in which a peer's own function differs from ours must be those that the table says. */
function faultOfDifference(entry, groups, column, theirs, id) {
  let seen = 0;
  for (const [key, row] of groups) {
    const scale = entry.scale === undefined ? 0 : Number(theirs.at(`${id} scale`, key));
    if (agree(entry, entry.type, valueOf(entry.type, row[column]), valueOf(entry.type, theirs.at(`${id} plain`, key)), scale)) continue;
    seen++;
    if (!Number(theirs.at(`${id} only`, key))) return `in group ${key} ${entry.differs.plain} differs from ours, though not: ${entry.differs.reason}`;
  }
  return seen > 0 ? null : `${entry.differs.plain} differs nowhere from ours, though it should: ${entry.differs.reason}`;
}

function columnsOf(entry, n, peer, withDifference) {
  const sql = [entry[peer] ?? []].flat();
  const partial = entry.from !== undefined && entry.everyGroup !== true;
  const columns = sql.map((text, column) => ({ id: `${n}.${column}`, sql: text, from: entry.from, partial }));
  if (entry.scale !== undefined) columns.push(...sql.map((_, column) => ({ id: `${n}.${column} scale`, sql: entry.scale, from: entry.from })));
  if (withDifference && entry.differs?.engine === peer && entry.differs.plain !== undefined) {
    columns.push({ id: `${n}.0 plain`, sql: entry.differs.plain }, { id: `${n}.0 only`, sql: entry.differs.only, from: entry.differs.from });
    if (entry.scale !== undefined && sql.length === 0) columns.push({ id: `${n}.0 scale`, sql: entry.scale });
  }
  return columns;
}

async function run(job, peers) {
  const entries = job.entries.filter((entry) => known.has(entry.aggregate));
  const filters = ['', ' filter (where keep)'];
  const calls = filters.flatMap((filter) => entries.map((entry) => entry.call + filter));
  const width = job.keys + filters.length * entries.reduce((sum, entry) => sum + (entry.types?.length ?? 1), 0);
  const result = ours.aggregate(file, schema, job.flags, calls, join(folder, 'ours.csv'));
  const groups = new Map(result.map((row) => [job.keyOf(row), row.slice(job.keys)]));
  if (groups.size !== result.length || result[0].length !== width) throw new Error(`${job.name}: ${result.length} rows of ${groups.size} groups, ${result[0].length} columns of ${width}`);

  for (const [name, peer] of Object.entries(peers).filter(([name]) => job.rows[name] !== undefined)) {
    let column = 0;
    for (const filter of filters) {
      const table = filter === '' ? 'readings' : 'kept';
      const withDifference = filter === '' && job.differences === true;
      const theirs = await ask(peer, job.rows[name](table), entries.flatMap((entry, n) => columnsOf(entry, n, name, withDifference)));
      for (const [n, entry] of entries.entries()) {
        const types = entry.types ?? [entry.type];
        const what = `${entry.call}${filter}, ${job.name}`;
        if (entry[name] !== undefined) {
          const faults = types.map((type, i) => faultIn(entry, type, groups, column + i, theirs, `${n}.${i}`));
          judge(faults.find((fault) => fault !== null) ?? null, entry.aggregate, name, what);
        }
        if (withDifference && entry.differs?.engine === name && entry.differs.plain !== undefined) {
          judge(faultOfDifference(entry, groups, column, theirs, `${n}.0`), entry.aggregate, name, `${what}: where ${entry.differs.plain} differs,`);
        }
        column += types.length;
      }
    }
  }
}

async function checkErrors(peers) {
  for (const { aggregate, call, differs } of aggregates.filter((entry) => known.has(entry.aggregate) && entry.differs?.raises !== undefined)) {
    const error = await peers[differs.engine].query(differs.raises).then(() => null, (reason) => reason);
    const fault = error === null ? `${differs.raises} is no error, though: ${differs.reason}` : differs.message.test(error.message) ? null : error.message;
    judge(fault, aggregate, differs.engine, `${call}: where it raises`);
  }
}

const known = new Set(ours.catalogue());
const named = new Set(jobs.flatMap((job) => job.entries.map((entry) => entry.aggregate)));
for (const name of known) if (!named.has(name)) judge('it has no entry in aggregates.mjs', name, 'all', name);
for (const name of named) if (!known.has(name)) judge('it has an entry in aggregates.mjs and is no aggregate', name, 'all', name);

await writeRows(file, rows, 1);
const peers = { duckdb: await duckdb.open(file), clickhouse: await clickhouse.open(file) };
for (const job of jobs) await run(job, peers);
await checkErrors(peers);
for (const peer of Object.values(peers)) peer.close();
for (const [aggregate, of] of [...tally].sort()) console.log(`${aggregate}: ${[...of].map(([outcome, number]) => `${outcome} ${number}`).join(', ')}`);
console.log(Object.entries(totals).map(([name, number]) => `${number} ${name}`).join(', '));
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
