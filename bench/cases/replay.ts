/** Replay from Parquet: reading, merging, the book, simulated fills and statistics, in events per second. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { replay, type SessionConfiguration, validateSession } from '../../src/replay/index.js';
import { oracleOf, send } from '../baseline.js';
import type { Effort, Result } from '../measure.js';
import { configuration, START_US } from '../workload.js';

const INSTRUMENTS = 2;
const BASELINE_EVENTS = 100_000;

/** Quotes of a price that wanders by ticks: 0.1 s apart, the same on every run. */
function quotesSql(rows: number, instrument: number): string {
  const walk = `hash(i * ${INSTRUMENTS} + ${instrument}) % 3`;
  return `SELECT ${START_US} + i * 100000 AS time,
    60000 + 0.1 * (sum(CAST(${walk} AS BIGINT) - 1) OVER (ORDER BY i)) AS bid,
    bid + 0.1 AS ask, 0.5 AS bid_size, 0.7 AS ask_size FROM range(${rows}) r(i)`;
}

/** A trade every fifth quote, at the touch or a tick beyond it. */
function tradesSql(quotes: string): string {
  return `SELECT time + 50000 AS time, CASE WHEN hash(time) % 2 = 0 THEN bid - 0.1 ELSE ask + 0.1 END AS price,
    0.02 AS size, CASE WHEN hash(time) % 2 = 0 THEN 'sell' ELSE 'buy' END AS side
    FROM '${quotes}' WHERE hash(time) % 5 = 0`;
}

async function writeMarket(folder: string, events: number): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = Math.round(events / (INSTRUMENTS * 1.2));
  for (let instrument = 0; instrument < INSTRUMENTS; instrument++) {
    const quotes = join(folder, `quotes-${instrument}.parquet`);
    const trades = join(folder, `trades-${instrument}.parquet`);
    await connection.run(`COPY (${quotesSql(rows, instrument)}) TO '${quotes}' (FORMAT parquet)`);
    await connection.run(`COPY (${tradesSql(quotes)}) TO '${trades}' (FORMAT parquet)`);
  }
  connection.closeSync();
}

function session(folder: string): SessionConfiguration {
  const sources = Array.from({ length: INSTRUMENTS }, (_, index) => [
    {
      instrument: `I${index}`,
      file: `quotes-${index}.parquet`,
      columns: {
        time: 'time',
        timeUnit: 'us',
        bid: 'bid',
        ask: 'ask',
        bidSize: 'bid_size',
        askSize: 'ask_size',
      },
    },
    {
      instrument: `I${index}`,
      file: `trades-${index}.parquet`,
      columns: { time: 'time', timeUnit: 'us', price: 'price', size: 'size', side: 'side' },
    },
  ]).flat();
  const book = configuration(INSTRUMENTS) as Record<string, unknown>;
  return validateSession(
    { ...book, session: { title: 'bench', dataDir: folder, sources } },
    folder,
  );
}

/** Rows as objects, one call per row, msgpack frames into the oracle; no fills, no statistics. */
async function baselineNs(folder: string): Promise<number> {
  const oracle = oracleOf(configuration(INSTRUMENTS));
  const connection = await (await DuckDBInstance.create()).connect();
  const started = performance.now();
  const sql = `SELECT * FROM '${join(folder, 'quotes-0.parquet')}' LIMIT ${BASELINE_EVENTS}`;
  const reader = await connection.runAndReadAll(sql);
  const rows = reader.getRowObjects();
  for (const row of rows) {
    const bid = Math.round(Number(row.bid) * 10);
    send(oracle, 'bookTicker', Number(row.time), [0, bid, bid + 1, 500, 700]);
  }
  connection.closeSync();
  return ((performance.now() - started) * 1e6) / rows.length;
}

/** One case: the whole of a replay without the uncontrolled book beside it. */
export async function replayCases(effort: Effort): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
  try {
    await writeMarket(folder, effort.replayEvents);
    const prepared = session(folder);
    await replay(prepared, { baseline: false, limit: 50_000 });
    const started = performance.now();
    const report = await replay(prepared, { baseline: false });
    const nsPerUnit = ((performance.now() - started) * 1e6) / report.events;
    return [
      {
        name: `replay from Parquet, ${report.events.toLocaleString('en')} events`,
        unit: 'event',
        nsPerUnit,
        unitsPerSecond: 1e9 / nsPerUnit,
        baselineNsPerUnit: await baselineNs(folder),
        baseline: 'row objects, msgpackr and plain TypeScript without fills or statistics',
        checksum: report.controlled.stateHash,
        aimNs: 1000,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
