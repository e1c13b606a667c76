import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvenkeelError } from '../../src/errors.js';
import {
  encodeFrame,
  formatJsonFrame,
  INPUT_FRAMES,
  type OutputFrame,
  parseJsonFrame,
  type SymbolTable,
} from '../../src/frames/index.js';

const symbols: SymbolTable = {
  instrumentIndex: (symbol) => (symbol === 'BTC-USD' ? 0 : undefined),
  assetIndex: (symbol) => (symbol === 'USD' ? 1 : undefined),
  instrumentSymbol: (index) => (index === 0 ? 'BTC-USD' : undefined),
};
const parse = (value: unknown) =>
  parseJsonFrame(typeof value === 'string' ? value : JSON.stringify(value), symbols);

describe('parseJsonFrame', () => {
  it('reads symbols, words, big integers and absent optional fields', () => {
    const frame = parse({
      frame: 'fill',
      sequence: '9007199254740993',
      timeNs: '1700000000000000001',
      instrument: 'BTC-USD',
      fillId: '18446744073709551615',
      side: 'sell',
      priceTicks: 10,
      sizeLots: 5,
      liquidity: 1,
      purpose: 'hedge',
      fee: -0.5,
    });
    expect(frame).toEqual({
      name: 'fill',
      sequence: 9007199254740993n,
      time: 1_700_000_000_000_000_001n,
      values: [0, 18446744073709551615n, 1, 10, 5, 1, 1, -0.5, null],
    });
  });

  it('takes microseconds as a number, assets by symbol and reasons as text', () => {
    const cash = parse({ frame: 'cash', timeUs: 5, asset: 'USD', amount: 1, purpose: 'capital' });
    expect(cash).toEqual({ name: 'cash', sequence: 0, time: 5, values: [1, 1, 0] });
    const halt = parse({ frame: 'tradingState', timeUs: 5, state: 'HALTED', reason: 'BTC-USD' });
    expect(halt.values).toEqual([null, 2, 'BTC-USD']);
  });

  const ticker = { frame: 'bookTicker', timeUs: 1, instrument: 0, bidTicks: 1, askTicks: 2 };
  const full = { ...ticker, bidLots: 0, askLots: 0 };
  const bad: readonly [string, unknown, RegExp][] = [
    ['text that is not JSON', '{"frame":', /not JSON/],
    ['a list', [1, 2], /JSON object/],
    ['null', 'null', /JSON object/],
    ['no frame name', {}, /"frame"/],
    ['an unknown frame', { frame: 'nothing' }, /"nothing"/],
    ['a frame name from the prototype', { frame: 'constructor' }, /"frame"/],
    ['a missing field', ticker, /"bidLots" is missing/],
    ['an unknown field', { ...full, bidLotz: 1 }, /"bidLotz"/],
    [
      '__proto__ as a field',
      `${JSON.stringify(full).slice(0, -1)},"__proto__":{"a":1}}`,
      /__proto__/,
    ],
    ['an unknown symbol', { ...full, instrument: 'ETH-USD' }, /"ETH-USD"/],
    [
      'an unknown word',
      {
        frame: 'trade',
        ...{ timeUs: 1, instrument: 0, priceTicks: 1 },
        sizeLots: 1,
        aggressor: 'bye',
      },
      /"bye"/,
    ],
    ['a fraction of a tick', { ...full, bidTicks: 1.5 }, /"bidTicks" must be an integer/],
    [
      'a number too large for JSON',
      `${JSON.stringify(full).slice(0, -1)},"bidTicks":1e999}`,
      /finite/,
    ],
    ['an unsafe integer', { ...full, bidTicks: 2 ** 53 }, /"bidTicks"/],
    ['an object as a value', { ...full, bidTicks: {} }, /an object/],
    ['true as a value', { ...full, bidTicks: true }, /true/],
    ['nanoseconds as a number', { frame: 'clock', timeNs: 5 }, /string of digits/],
    ['nanoseconds above 64 bits', { frame: 'clock', timeNs: '99999999999999999999' }, /timeNs/],
    ['no time', { frame: 'clock' }, /timeNs/],
    ['two times', { frame: 'clock', timeNs: '5', timeUs: 5 }, /either/],
    ['a fraction of a microsecond', { frame: 'clock', timeUs: 0.5 }, /timeUs/],
    ['a long line', `{"frame":"${'x'.repeat(5000)}"}`, /characters/],
    ['deep nesting', '['.repeat(4000), /not JSON/],
  ];
  it.each(bad)('refuses %s', (_, line, message) => {
    expect(() => parse(line)).toThrow(message);
    expect(() => parse(line)).toThrow(expect.objectContaining({ code: 'DATA' }));
  });

  it('answers any JSON with a frame that can be encoded or with a coded error', () => {
    const key = fc.constantFrom(
      'timeUs',
      'timeNs',
      'instrument',
      'asset',
      'sequence',
      'reason',
      'x',
    );
    const leaf = fc.oneof(fc.jsonValue(), fc.integer(), fc.bigInt().map(String));
    const line = fc.record({
      frame: fc.constantFrom(...INPUT_FRAMES.map(({ name }) => name)),
      rest: fc.dictionary(key, leaf),
      fields: fc.array(leaf, { minLength: 13, maxLength: 13 }),
    });
    fc.assert(
      fc.property(line, ({ frame, rest, fields }) => {
        const schema = INPUT_FRAMES.find(({ name }) => name === frame);
        const named = schema?.fields.map((field, index) => [field.name, fields[index]]) ?? [];
        try {
          const { name, sequence, time, values } = parse({
            timeUs: 1,
            ...Object.fromEntries(named),
            ...rest,
            frame,
          });
          encodeFrame(name, sequence, time, values);
        } catch (error) {
          expect(error).toBeInstanceOf(EvenkeelError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('formatJsonFrame', () => {
  it('writes names beside codes and integers beyond 2^53 as strings', () => {
    const quote: OutputFrame = {
      name: 'quote',
      opcode: 64,
      sequence: 3,
      timeNs: 1_700_000_000_000_000_001n,
      instrument: 0,
      bidTicks: 0,
      bidLots: 0,
      askTicks: 11,
      askLots: 5,
      bidReason: 39,
      askReason: 0,
    };
    expect(JSON.parse(formatJsonFrame(quote, symbols))).toEqual({
      frame: 'quote',
      sequence: 3,
      timeNs: '1700000000000000001',
      instrument: 0,
      symbol: 'BTC-USD',
      bidTicks: 0,
      bidLots: 0,
      askTicks: 11,
      askLots: 5,
      bidReason: 'INVENTORY',
      bidReasonNumber: 39,
      askReason: 'QUOTED',
      askReasonNumber: 0,
    });
  });

  it('names frame and field of a reject', () => {
    const reject: OutputFrame = {
      name: 'reject',
      opcode: 68,
      sequence: 3,
      timeNs: 5n,
      rejectedOpcode: 20,
      code: 8,
      field: 3,
      measure: 0,
      bound: 1,
      bytes: 20,
    };
    expect(JSON.parse(formatJsonFrame(reject, symbols))).toMatchObject({
      code: 'FIELD_RANGE',
      codeNumber: 8,
      rejectedFrame: 'fill',
      fieldName: 'priceTicks',
    });
  });

  it('writes 64-bit ids as strings, codes by name or not at all, and null for what has no name', () => {
    const verdict: OutputFrame = {
      name: 'orderVerdict',
      opcode: 69,
      sequence: 3,
      timeNs: 5n,
      instrument: 4,
      orderId: 2n ** 60n,
      verdict: 9,
      allowedLots: 0,
      cause: 0,
      measure: 0,
      bound: 0,
    };
    expect(JSON.parse(formatJsonFrame(verdict, symbols))).toMatchObject({
      ...{ symbol: null, orderId: '1152921504606846976', verdict: 9 },
    });
    const reject: OutputFrame = {
      ...{ name: 'reject', opcode: 68, sequence: 3, timeNs: 5n, rejectedOpcode: 250 },
      ...{ code: 8, field: 3, measure: 0, bound: 1, bytes: 20 },
    };
    expect(JSON.parse(formatJsonFrame(reject, symbols))).toMatchObject({
      ...{ rejectedFrame: null, fieldName: null },
    });
    const known = { ...reject, rejectedOpcode: 27, field: 9 };
    expect(JSON.parse(formatJsonFrame(known, symbols))).toMatchObject({
      ...{ rejectedFrame: 'clock', fieldName: null },
    });
  });
});
