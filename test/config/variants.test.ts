/** Places in documents, and values put there in every combination. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseDocumentText,
  parseVariation,
  type Variant,
  variants,
} from '../../src/config/index.js';
import { ConfigurationError, EvenkeelError } from '../../src/errors.js';

const document = parseDocumentText(`
quoting: &quoting { size: 1, skew: null }
instruments:
  - { symbol: A, quoting: *quoting }
  - { symbol: B, quoting: *quoting }
empty: []
`);

const vary = (...texts: string[]): Variant[] =>
  variants(document, texts.map(parseVariation), (variant) => variant);

function failure(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('variants', () => {
  it('without variations are the document', () => {
    expect(vary()).toEqual([{ parameters: {}, document }]);
  });

  it('are all combinations in order, the last one changing fastest', () => {
    const sets = vary('quoting.size=1,2', 'other=a,b').map(({ parameters }) => parameters);
    expect(sets).toEqual([
      { 'quoting.size': 1, other: 'a' },
      { 'quoting.size': 1, other: 'b' },
      { 'quoting.size': 2, other: 'a' },
      { 'quoting.size': 2, other: 'b' },
    ]);
  });

  it('change one place and leave what shares an alias with it, and the document', () => {
    const before = structuredClone(document);
    const [changed] = vary('instruments[1].quoting.size=5');
    expect(changed?.document).toEqual({
      quoting: { size: 1, skew: null },
      empty: [],
      instruments: [
        { symbol: 'A', quoting: { size: 1, skew: null } },
        { symbol: 'B', quoting: { size: 5, skew: null } },
      ],
    });
    expect(document).toEqual(before);
  });

  it('reach every element, begin sections that are left out, and apply in order', () => {
    const [changed] = vary('instruments[*].risk.collarBps=7', 'instruments[0].risk.collarBps=8');
    expect(changed?.document).toMatchObject({
      instruments: [{ risk: { collarBps: 8 } }, { risk: { collarBps: 7 } }],
    });
    expect(vary('quoting.skew.most=3')[0]?.document).toMatchObject({
      quoting: { size: 1, skew: { most: 3 } },
    });
  });

  it.each([
    ['a=1, 2.5,-3e2', [1, 2.5, -300]],
    ['a=true,null,linear,"1,2"', [true, null, 'linear', '1,2']],
    ['a={reduce: 1, halt: 2},[3, 4]', [{ reduce: 1, halt: 2 }, [3, 4]]],
    ['a=2026-01-31T16:00:00Z', ['2026-01-31T16:00:00Z']],
    ['a=b=c', ['b=c']],
    ['a=-0,.inf', [-0, Number.POSITIVE_INFINITY]],
  ])('%s has the values of a YAML list', (text, values) => {
    expect(parseVariation(text).values).toEqual(values);
  });

  it.each([
    ...['a', '=1', '.a=1', 'a.=1', 'a..b=1', 'a[=1', 'a[x]=1', 'a[-1]=1', '[0].a=1', 'a b=1'],
    ...['a.[0]=1', 'a[0]b=1', '__proto__.a=1', 'a.__proto__=1', 'a[0.5]=1', 'a[9999999999]=1'],
    ...['a=', 'a=1,,2', 'a=[1', 'a=1],[2', 'a=*x', 'a=!t 1'],
  ])('%j is refused as usage', (text) => {
    const error = failure(() => parseVariation(text));
    expect(error).toBeInstanceOf(EvenkeelError);
    expect(error).toMatchObject({ code: 'USAGE' });
  });

  it.each([
    ['instruments[2].quoting.size=1', 'instruments', 'a list of 2'],
    ['instruments.quoting=1', 'instruments', 'a list of 2'],
    ['empty[*].a=1', 'empty', 'a list of 0'],
    ['quoting[0]=1', 'quoting', '"size":1'],
    ['missing[0]=1', 'missing', 'missing'],
    ['quoting.size.a=1', 'quoting.size', '1, but'],
    ['instruments[0].symbol.a=1', 'instruments[0].symbol', '"A", but'],
  ])('%s names the place that has no such part', (text, path, found) => {
    const error = failure(() => vary(text)) as EvenkeelError;
    expect(error).toMatchObject({ code: 'CONFIGURATION' });
    expect(error.message).toContain(`with ${text}:\n${path}: `);
    expect(error.message).toContain(found);
    expect(error.cause).toBeInstanceOf(ConfigurationError);
  });

  it('name the combination that is refused', () => {
    const variations = ['quoting.size=1,2', 'note={a: 1}'].map(parseVariation);
    const make = ({ parameters }: Variant): void => {
      if (parameters['quoting.size'] === 2) throw new EvenkeelError('DOMAIN', 'no', { most: 1 });
    };
    expect(failure(() => variants(document, variations, make))).toMatchObject({
      code: 'DOMAIN',
      message: 'with quoting.size=2 note={"a":1}:\nno',
      details: { most: 1, parameters: { 'quoting.size': 2, note: { a: 1 } } },
    });
  });

  it('refuse a path twice and more combinations than anybody means', () => {
    expect(failure(() => vary('a=1', 'a=2'))).toMatchObject({ code: 'USAGE' });
    const many = Array.from({ length: 101 }, (_, index) => index).join();
    expect(failure(() => vary(`a=${many}`, `b=${many}`))).toMatchObject({
      code: 'USAGE',
      details: { count: 10_201, most: 10_000 },
    });
  });

  it('arbitrary text is a variation or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        const error = failure(() => vary(text));
        if (error !== undefined) expect(error).toBeInstanceOf(EvenkeelError);
      }),
    );
  });
});
