/** Positions through files come to what live books say of them, bit for bit. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODES } from '../../src/frames/index.js';
import { evaluate } from '../../src/portfolio/index.js';
import {
  expectSame,
  fork,
  type Position,
  positions,
  type Result,
  reported,
  resultOf,
} from './live-report.js';
import { AS_OF, liveBook, markets, type RandomMarket, rowsOfMarket } from './random-market.js';
import { query, SmallFiles } from './small-files.js';

let files: SmallFiles;
beforeEach(() => {
  files = new SmallFiles();
});
afterEach(() => files.remove());

const cases = fc.array(
  fc.record({
    market: markets,
    positions: fc.array(positions, { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 24, maxLength: 30 },
);

interface Case {
  readonly market: RandomMarket;
  readonly positions: readonly Position[];
}

/** Positions as rows, a portfolio each. */
function rowsOf({ market, positions: list }: Case, prefix: string) {
  return list.map((position, place) => {
    const index = position.instrument % market.instruments.length;
    const { lotSize = 1, tickSize = 1 } = market.instruments[index] ?? {};
    return {
      portfolio: `${prefix}${place}`,
      instrument: `${prefix}I${index}`,
      position: position.lots * lotSize,
      average_entry: position.entryTicks * tickSize,
      open_buy: position.openBuyLots * lotSize,
      open_sell: position.openSellLots * lotSize,
      booked: position.booked,
    };
  });
}

function expectedOf({ market, positions: list }: Case): Result[] {
  const live = liveBook(market);
  const snapshot = live.snapshot();
  return list.map((position) => {
    const index = position.instrument % market.instruments.length;
    return reported(fork(live, snapshot), index, position, market);
  });
}

const drops = new Map(
  CODES.filter(({ family }) => family === 'drop').map(({ name, code }) => [name, code]),
);

/** A row of the output file; a reason that is nothing is 0. */
function readResult(row: Readonly<Record<string, unknown>>): Result {
  return resultOf((name) => {
    const value = row[name];
    if (name.endsWith('_reason')) return value === null ? 0 : (drops.get(String(value)) ?? -1);
    return value === null ? Number.NaN : Number(value);
  });
}

/** Files hold 0 for -0. */
function unsigned(result: Result): Result {
  const entries = Object.entries(result).map(([name, value]) =>
    typeof value === 'number' ? ([name, value + 0] as const) : ([name, value] as const),
  );
  return Object.fromEntries(entries) as Result;
}

describe('positions of many markets in one file', () => {
  it.each(['parquet', 'csv'])(
    'come to what their live books say, in %s',
    async (format) => {
      const [all = []] = fc.sample(cases, { numRuns: 1 });
      const markets = all.map(({ market }, place) => rowsOfMarket(market, `M${place}-`));
      const table = files.table(
        'm.csv',
        markets.flatMap(({ rows }) => rows),
      );
      const held = files.table(
        'p.csv',
        all.flatMap((one, place) => rowsOf(one, `M${place}-`)),
      );
      const inputs = [table, held];
      if (format === 'parquet') {
        for (const [place, file] of inputs.entries()) {
          inputs[place] = file.replace('.csv', '.parquet');
          await query(`COPY (FROM '${file}') TO '${inputs[place]}'`);
        }
      }
      const output = files.path(`out.${format}`);
      const summary = await evaluate(
        { positions: inputs[1] ?? '' },
        {
          table: inputs[0] ?? '',
          asOf: AS_OF,
          profiles: Object.assign({}, ...markets.map(({ profiles }) => profiles)),
        },
        { output, workers: 1, strict: true },
      );
      const expected = all.flatMap(expectedOf).map(unsigned);
      expect(summary.rows.evaluated).toBe(expected.length);
      const columns = (await query(`DESCRIBE FROM '${output}'`)).map(([name]) => String(name));
      const rows = (await query(`FROM '${output}' ORDER BY row`)).map((row) =>
        Object.fromEntries(columns.map((name, place) => [name, row[place]])),
      );
      for (const [place, said] of expected.entries()) {
        expectSame(unsigned(readResult(rows[place] ?? {})), said);
      }
    },
    300_000,
  );
});
