/** `evenkeel run` with hedges, guards and the gate: their frames in bytes and in JSON, results back in. */
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  decodeFrames,
  encodeFrame,
  type FieldValue,
  INPUT_FRAMES,
  type InputFrameName,
} from '../../src/frames/index.js';
import { evenkeel, START_US, scratch } from './evenkeel.js';

const folder = scratch();
const config = folder.path('hedged.json');
afterAll(() => folder.remove());

const shared = {
  ...{ contract: 'linear', base: 'X', settle: 'USD', tickSize: 1, lotSize: 1, underlying: 'X' },
  quoting: { size: 1 },
  inventory: { maxPosition: 1000 },
  model: { type: 'linear', halfSpreadBps: 400, inventorySkewBps: 0 },
  risk: { maxAgeSeconds: null, collarBps: null },
};
writeFileSync(
  config,
  JSON.stringify({
    book: { reportingAsset: 'USD', capacity: { instruments: 2 } },
    assets: [{ symbol: 'USD', balance: 100_000 }],
    underlyings: [
      { symbol: 'X', index: 'A', hedge: { mode: 'band', halfWidth: 2, minIntervalSeconds: 0 } },
    ],
    instruments: [
      { ...shared, symbol: 'A', gate: { maxSize: 50 } },
      { ...shared, symbol: 'B', hedge: { maxSize: 100, settleSeconds: 1 } },
    ],
    guards: [{ instrument: 'A', measure: 'position', soft: 5, atSoft: 'widen' }],
  }),
);

/** Name and values by the names of the fields. */
type Message = readonly [name: InputFrameName, fields: Readonly<Record<string, FieldValue>>];

const touch = { bidTicks: 100, askTicks: 101, bidLots: 50, askLots: 50 };
const order = { orderId: 7, action: 0, side: 0, priceTicks: 100, reduceOnly: 0, replacesLots: 0 };
const hedgeFill = {
  ...{ instrument: 1, fillId: 1, side: 1, priceTicks: 100, sizeLots: 8, liquidity: 1, purpose: 1 },
  ...{ fee: null, feeAsset: null },
};

const MESSAGES: readonly Message[] = [
  ['bookTicker', { instrument: 0, ...touch }],
  ['bookTicker', { instrument: 1, ...touch }],
  // 10 of A: above the guard's 5, and 8 beyond the edge of the band.
  ['position', { instrument: 0, positionLots: 10, priceTicks: 100 }],
  ['checkOrder', { instrument: 0, ...order, lots: 60 }],
  ['checkOrder', { instrument: 0, ...order, lots: 20 }],
  // No such hedge; then the one that was sent, filled and ended.
  ['hedgeResult', { instrument: 1, hedgeId: 9, filledLots: 0, result: 0 }],
  ['fill', hedgeFill],
  ['hedgeResult', { instrument: 1, hedgeId: 1, filledLots: 8, result: 0 }],
  ['position', { instrument: 0, positionLots: 30, priceTicks: 100 }],
];

function bytesOf([name, fields]: Message, index: number): Uint8Array {
  const schema = INPUT_FRAMES.find((frame) => frame.name === name);
  const values = (schema?.fields ?? []).map((field) => fields[field.name] ?? null);
  return encodeFrame(name, index + 1, START_US + index * 1000, values);
}

function lineOf([name, fields]: Message, index: number): string {
  const header = { frame: name, sequence: index + 1, timeUs: START_US + index * 1000 };
  return JSON.stringify({ ...header, ...fields });
}

const run = (input: Uint8Array | string, ...args: string[]) =>
  evenkeel(['run', '-c', config, '--summary-json', ...args], input);
const summaryOf = (stderr: string) => JSON.parse(stderr.trim().split('\n').at(-1) ?? '');

describe('run with hedges', async () => {
  const bytes = await run(Buffer.concat(MESSAGES.map(bytesOf)));
  const json = await run(`${MESSAGES.map(lineOf).join('\n')}\n`, '--json');
  const frames = decodeFrames(bytes.stdout);
  const lines = json.stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const framesOf = (name: string) => frames.filter((frame) => frame.name === name);
  const linesOf = (name: string) => lines.filter(({ frame }) => frame === name);

  it('passes hedges on, and the next one only after the result of the first', () => {
    expect(framesOf('hedge')).toMatchObject([
      { sequence: 3, hedgeId: 1, instrument: 1, side: 1, sizeLots: 8, deltaBefore: 10 },
      { sequence: 9, hedgeId: 2, instrument: 1, side: 1, sizeLots: 20, deltaBefore: 22 },
    ]);
    expect(linesOf('hedge')).toMatchObject([
      { sequence: 3, hedgeId: 1, instrument: 1, symbol: 'B', side: 'sell', sizeLots: 8 },
      { sequence: 9, hedgeId: 2, symbol: 'B', side: 'sell', sizeLots: 20, reason: 'BAND' },
    ]);
  });

  it('passes rungs of the ladder on', () => {
    expect(framesOf('ladder')).toMatchObject([{ sequence: 3, measure: 10 }]);
    expect(linesOf('ladder')).toHaveLength(framesOf('ladder').length);
  });

  it('answers orders', () => {
    expect(framesOf('orderVerdict')).toMatchObject([
      { sequence: 4, instrument: 0, verdict: 2, allowedLots: 0, measure: 60, bound: 50 },
      { sequence: 5, verdict: 0, allowedLots: 20, cause: 0 },
    ]);
    expect(linesOf('orderVerdict')).toMatchObject([
      { verdict: 'deny', cause: 'MAX_LOTS', symbol: 'A' },
      { verdict: 'allow' },
    ]);
  });

  it('takes results in, and refuses that of a hedge which was never sent', () => {
    const summary = summaryOf(bytes.stderr);
    expect(summary).toMatchObject({
      ...{ framesApplied: MESSAGES.length - 1, framesRejected: 1 },
      rejects: { INCONSISTENT: 1 },
    });
    expect(framesOf('reject')).toMatchObject([{ sequence: 6 }]);
    expect(summaryOf(json.stderr)).toEqual(summary);
  });

  it('says the same in JSON as in bytes, frame by frame', () => {
    expect(lines.map(({ frame, sequence }) => [frame, sequence])).toEqual(
      frames.map(({ name, sequence }) => [name, Number(sequence)]),
    );
  });
});
