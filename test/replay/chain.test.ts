/** Option chains: files of every kind, a rule, and what becomes of them in a session. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/errors.js';
import { type ChainPreset, readChain } from '../../src/replay/chain/index.js';
import { validateSession } from '../../src/replay/index.js';
import { optionsDocument } from './options-session.js';

const dir = mkdtempSync(join(tmpdir(), 'evenkeel-chain-'));
afterAll(() => rmSync(dir, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

const TAKEN = Date.UTC(2026, 0, 1);
const EXPIRY = Date.UTC(2026, 0, 30, 8);
const LATER = Date.UTC(2026, 2, 27, 8);

/** Name, type, strike, forward, expiry, price, volatility. */
type Option = readonly [string, 'call' | 'put', number, number, number, number, number];

const OPTIONS: readonly Option[] = [
  ['BTC-30JAN26-90000-P', 'put', 90_000, 88_100, EXPIRY, 0.05, 0.5],
  ['BTC-30JAN26-88000-C', 'call', 88_000, 88_100, EXPIRY, 0.04, 0.48],
  ['BTC-30JAN26-70000-C', 'call', 70_000, 88_100, EXPIRY, 0.2, 0.7],
  ['BTC-27MAR26-88000-C', 'call', 88_000, 88_900, LATER, 0.08, 0.52],
  ['BTC-27MAR26-99000-C', 'call', 99_000, 88_900, LATER, 0.03, 0],
];

const snapshot = JSON.stringify({
  captured_at_utc: new Date(TAKEN).toISOString(),
  expiries: {
    all: {
      spot_price: 88_000,
      options: OPTIONS.map(([name, type, strike, forward, expiry, price, volatility]) => ({
        ...{ instrument_name: name, option_type: type, strike, underlying_price: forward },
        ...{
          expiration_timestamp: expiry,
          mark_price: price,
          mark_iv: volatility,
          bid_price: null,
        },
      })),
    },
  },
});

const summary = JSON.stringify({
  jsonrpc: '2.0',
  result: OPTIONS.map(([name, , , forward, , price, volatility]) => ({
    ...{ instrument_name: name, underlying_price: forward, mark_price: price },
    ...{ mark_iv: volatility * 100, creation_timestamp: TAKEN, estimated_delivery_price: 88_000 },
  })),
});

const orderBooks = [
  ',expiration_timestamp,option_type,instrument_name,strike,underlying_price,timestamp,stats,mark_price,mark_iv,index_price',
  ...OPTIONS.map(
    ([name, type, strike, forward, expiry, price, volatility], row) =>
      `${row},${expiry},${type},${name},${strike},${forward},${TAKEN},"{'low': 1, 'high': ""2""}",${price},${volatility * 100},88000`,
  ),
  '',
].join('\n');

const EXPECTED = {
  index: 88_000,
  rows: OPTIONS.map(([name, right, strike, forward, expiryMs, price, volatility]) => ({
    ...{ name, right, strike, forward, price, expiryMs, takenMs: TAKEN },
    volatility: expect.closeTo(volatility, 12),
  })),
};

describe('files of chains', () => {
  it.each<[ChainPreset, string, string]>([
    ['deribitSnapshot', 'snapshot.json', snapshot],
    ['deribitSnapshot', 'snapshot.json.gz', snapshot],
    ['deribitSummary', 'summary.json', summary],
    ['deribitOrderBooks', 'books.csv.gz', orderBooks],
  ])('%s says the same as the others (%s)', (preset, name, text) => {
    expect(readChain(write(name, text), preset)).toEqual(EXPECTED);
  });

  it.each<[ChainPreset, string, string, RegExp]>([
    ['deribitSnapshot', 'cut.json', snapshot.slice(0, 200), /cut\.json/],
    ['deribitSnapshot', 'other.json', '{"a": 1}', /captured_at_utc/],
    [
      'deribitSnapshot',
      'none.json',
      '{"captured_at_utc": "2026-01-01", "expiries": {}}',
      /no options/,
    ],
    ['deribitSummary', 'name.json', summary.replace('30JAN26', '30ABC26'), /30ABC26/],
    ['deribitOrderBooks', 'head.csv', orderBooks.replace('mark_iv', 'iv'), /no column mark_iv/],
    [
      'deribitOrderBooks',
      'hole.csv',
      orderBooks.replace(',90000,', ',,'),
      /90000-P lacks a number/,
    ],
  ])('%s refuses %s', (preset, name, text, message) => {
    const path = write(name, text);
    expect(() => readChain(path, preset)).toThrow(message);
    expect(() => readChain(path, preset)).toThrow(expect.objectContaining({ code: 'DATA' }));
  });

  it('a file that is not there is a DATA error that names it', () => {
    expect(() => readChain(join(dir, 'nowhere.json'), 'deribitSnapshot')).toThrow(/nowhere\.json/);
  });
});

const template = (optionsDocument().session.chain as { instrument: object }).instrument;

/** The session with the chain of a file. */
function withFile(chain: Record<string, unknown> = {}) {
  write('chain.json', snapshot);
  const own = { file: 'chain.json', preset: 'deribitSnapshot', underlying: 'BTC', minDays: 0 };
  const document = optionsDocument({ chain: { ...own, instrument: template, ...chain } });
  return validateSession(document, dir);
}

describe('the chain of a session', () => {
  it('becomes expiries and options in the order of the file, without those it cannot price', () => {
    const { book } = withFile();
    const options = book.instruments.slice(1);
    expect(options.map(({ symbol }) => symbol)).toEqual(OPTIONS.slice(0, 4).map(([name]) => name));
    expect(options[0]).toMatchObject({
      ...{ contract: 'inverseOption', tickSize: 0.0001 },
      option: { right: 'put', strike: 90_000, volatility: 0.5, expiry: 'BTC-2026-01-30T08:00' },
    });
    expect(book.expiries).toMatchObject([
      { timeNs: BigInt(EXPIRY) * 1_000_000n, forward: 88_100, underlying: 'BTC' },
      { timeNs: BigInt(LATER) * 1_000_000n, forward: 88_900 },
    ]);
    expect(book.underlyings[0]?.initialIndex).toBe(88_000);
  });

  it('takes the nearest to the money of each expiry', () => {
    const { book } = withFile({ perExpiry: 1 });
    const symbols = book.instruments.slice(1).map(({ symbol }) => symbol);
    expect(symbols).toEqual(['BTC-30JAN26-88000-C', 'BTC-27MAR26-88000-C']);
    expect(withFile({ minDays: 40 }).book.instruments).toHaveLength(2);
  });

  it('is as old at its time in the session as it was when it was recorded', () => {
    const takenAt = '2025-06-01T12:00:00Z';
    const { book } = withFile({ takenAt });
    const life = BigInt(EXPIRY - TAKEN) * 1_000_000n;
    const begin = BigInt(Date.parse(takenAt)) * 1_000_000n;
    expect(book.expiries[0]?.timeNs).toBe(begin + life);
  });

  it('says once what is wrong with the template, and where', () => {
    const broken = { ...template, lotSize: -1 };
    const chain = { ...(optionsDocument().session.chain as object), instrument: broken };
    try {
      validateSession(optionsDocument({ chain }));
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const paths = error.violations.map(({ path }) => path);
      expect(paths).toEqual(['session.chain.instrument.lotSize']);
    }
  });

  it.each([
    [{ generated: undefined }, /file or generated/],
    [{ file: 'x.json' }, /file or generated/],
    [{ generated: undefined, file: 'x.json' }, /preset/],
    [{ underlying: 'ETH' }, /ETH/],
    [{ perExpiry: 0 }, /perExpiry/],
    [{ nothing: 1 }, /nothing/],
  ])('%j is refused', (changes, message) => {
    const chain = { ...(optionsDocument().session.chain as object), ...changes };
    expect(() => validateSession(optionsDocument({ chain }))).toThrow(message);
  });
});

const DATA = process.env.EVENKEEL_DATA ?? resolve(import.meta.dirname, '../../../shared/data');

describe('recorded chains', () => {
  it.skipIf(!existsSync(DATA)).each<[ChainPreset, string, number, number]>([
    ['deribitSnapshot', 'deribit_snapshot_8exp_20260207.json.gz', 536, 69_430.2],
    ['deribitOrderBooks', 'btc_options_data_20200514.csv.gz', 310, 9350.67],
  ])('%s', (preset, name, count, index) => {
    const path = join(DATA, 'options-deribit', name);
    const chain = readChain(path, preset);
    expect(chain.rows).toHaveLength(count);
    expect(chain.index).toBe(index);
  });
});
