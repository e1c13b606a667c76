/** Replay from Parquet: reading, merging, the book, simulated fills and statistics, in events per second. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  type BenchCase,
  configuration,
  type OpenCase,
  START_US,
  TimingHistogram,
} from '../../src/bench/index.js';
import { replay, type SessionConfiguration, validateSession } from '../../src/replay/index.js';
import { oracleOf, send } from '../oracle-baseline.js';

const INSTRUMENTS = 2;
const BASELINE_EVENTS = 240_000;

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

/** Something that runs once and says how many units it was and what came out. */
type OneRun = () => Promise<{ readonly units: number; readonly checksum: string }>;

/** A run is one sample of all its units. */
function opened(folder: string, run: OneRun): OpenCase {
  let last = '';
  return {
    get checksum() {
      return last;
    },
    async measure() {
      const timings = new TimingHistogram();
      const started = performance.now();
      const { units, checksum } = await run();
      timings.record((performance.now() - started) * 1e6);
      last = checksum;
      return { timings, seconds: timings.totalNs / 1e9, unitsPerSample: units };
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** The whole of a replay without the uncontrolled book beside it. */
async function replayRun(folder: string, events: number): Promise<OneRun> {
  await writeMarket(folder, events);
  const prepared = session(folder);
  await replay(prepared, { baseline: false, limit: 50_000 });
  return async () => {
    const report = await replay(prepared, { baseline: false });
    return { units: report.events, checksum: report.controlled.stateHash };
  };
}

/** Rows as objects, one call per row, msgpack frames into the oracle; no fills, no statistics. */
async function baselineRun(folder: string, events: number): Promise<OneRun> {
  await writeMarket(folder, events);
  const sql = `SELECT * FROM '${join(folder, 'quotes-0.parquet')}'`;
  return async () => {
    const oracle = oracleOf(configuration(INSTRUMENTS));
    const connection = await (await DuckDBInstance.create()).connect();
    const rows = (await connection.runAndReadAll(sql)).getRowObjects();
    for (const row of rows) {
      const bid = Math.round(Number(row.bid) * 10);
      send(oracle, 'bookTicker', Number(row.time), [0, bid, bid + 1, 500, 700]);
    }
    connection.closeSync();
    const { bidTicks, askTicks } = oracle.instrument(0).published;
    return { units: rows.length, checksum: `${bidTicks}-${askTicks}` };
  };
}

function replayCase(
  terms: Pick<BenchCase, 'name' | 'title' | 'beside'>,
  events: number,
  prepare: (folder: string, events: number) => Promise<OneRun>,
): BenchCase {
  return {
    ...terms,
    loop: 'batch',
    unit: 'event',
    spinningThreads: 1,
    parameters: { events },
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
      return opened(folder, await prepare(folder, events));
    },
  };
}

/** A replay, and the rows of a file through the oracle. @param events market events of the replay */
export function replayCases(events: number): readonly BenchCase[] {
  const count = events.toLocaleString('en');
  return [
    replayCase(
      {
        name: 'replay/parquet',
        title: `replay from Parquet, about ${count} events (aim 1000 ns)`,
        beside: 'oracle/rows',
      },
      events,
      replayRun,
    ),
    replayCase(
      { name: 'oracle/rows', title: 'row objects, msgpackr and the oracle; no fills' },
      Math.min(events, BASELINE_EVENTS),
      baselineRun,
    ),
  ];
}
