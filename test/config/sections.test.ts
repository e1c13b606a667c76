import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWithSections, withSection } from '../../src/config/index.js';

const base = {
  book: { limits: { maxDrawdown: 5, recoverRatio: 0.5 } },
  instruments: [
    { symbol: 'A', model: { type: 'linear', halfSpreadBps: 1 }, volatility: { floorSigma: 1 } },
    { symbol: 'B', tags: [1, 2] },
  ],
};

describe('withSection', () => {
  it.each([
    ['an empty section', {}, base],
    [
      'maps key by key',
      { book: { limits: { recoverRatio: 0.9 }, capacity: { assets: 2 } } },
      { ...base, book: { limits: { maxDrawdown: 5, recoverRatio: 0.9 }, capacity: { assets: 2 } } },
    ],
    [
      'entries by symbol, whatever the order; a model as a whole',
      {
        instruments: [
          { symbol: 'B', tags: [3] },
          { symbol: 'A', model: { type: 'other', k: 1 }, volatility: { initialSigma: 2 } },
        ],
      },
      {
        ...base,
        instruments: [
          {
            symbol: 'A',
            model: { type: 'other', k: 1 },
            volatility: { floorSigma: 1, initialSigma: 2 },
          },
          { symbol: 'B', tags: [3] },
        ],
      },
    ],
    ['null and scalars replace', { book: null }, { ...base, book: null }],
    ['an own key __proto__ is a key like others', JSON.parse('{"__proto__": 1}'), undefined],
  ])('%s', (_name, section, expected) => {
    const before = JSON.stringify(base);
    const laid = withSection(base, section);
    if (expected !== undefined) expect(laid).toEqual(expected);
    expect(JSON.stringify(base)).toBe(before);
    expect(Object.getPrototypeOf(laid)).toBe(Object.prototype);
  });

  it.each([[null], [3], ['text'], [[1]], [undefined]])('%j is no section', (section) => {
    expect(() => withSection(base, section)).toThrow(/a map of sections/);
  });

  it('a symbol that is not there is refused by its path', () => {
    const section = { instruments: [{ symbol: 'A' }, { symbol: 'C' }] };
    expect(() => withSection(base, section)).toThrow(
      'instruments[1].symbol: "C" is not allowed; allowed: one of A, B',
    );
    expect(() => withSection({}, section)).toThrow(/instruments\[0\]\.symbol/);
  });
});

describe('readWithSections', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-sections-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('lays files one over the other and names the one that does not fit', () => {
    const file = write('base.yaml', JSON.stringify(base));
    const first = write('first.yaml', 'book: { limits: { maxDrawdown: 7 } }');
    const second = write('second.yaml', 'book: { limits: { maxDrawdown: 8 } }');
    expect(readWithSections(file, [first, second])).toMatchObject({
      book: { limits: { maxDrawdown: 8 } },
    });
    const other = write('other.yaml', 'instruments: [{ symbol: Z }]');
    expect(() => readWithSections(file, [other])).toThrow(`${other}: instruments[0].symbol`);
    const empty = write('empty.yaml', '');
    expect(() => readWithSections(file, [empty])).toThrow(empty);
    expect(() => readWithSections(file, [join(folder, 'nowhere')])).toThrow(
      expect.objectContaining({ code: 'IO' }),
    );
  });
});
