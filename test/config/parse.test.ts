/** Text and files: YAML and JSON alike, damaged documents, arbitrary values. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  loadConfiguration,
  parseConfiguration,
  validateConfiguration,
} from '../../src/config/index.js';
import { ConfigurationError, EvenkeelError } from '../../src/errors.js';
import { inverse, minimal } from './sample.js';

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

function violationsOf(action: () => unknown) {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.violations;
    throw error;
  }
  return [];
}

describe('documents', () => {
  it('reads YAML and JSON alike', () => {
    const units = { type: 'avellanedaStoikov', gamma: 1e-7, k: 0.5, horizonSeconds: 60 };
    for (const value of [minimal(), inverse({ ...units, referencePrice: 6e4 })]) {
      const expected = validateConfiguration(value);
      expect(parseConfiguration(stringify(value))).toEqual(expected);
      expect(parseConfiguration(JSON.stringify(value))).toEqual(expected);
      expect(parseConfiguration(JSON.stringify(value, null, '\t'))).toEqual(expected);
    }
  });

  it('accepts the example of the page', () => {
    const { instruments, assets } = parseConfiguration(example);
    expect(instruments.map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'ETHUSDT', 'BTCUSD_PERP']);
    expect(assets.map(({ symbol }) => symbol)).toEqual(['USDT', 'BTC', 'ETH']);
    expect(instruments[1]?.operatorUnits?.inventoryHalfLifeSeconds).toBe(600);
  });

  it.each([
    ['empty text', ''],
    ['a broken document', 'book: {'],
    ['a duplicate key', 'book: {}\nbook: {}'],
    ['a duplicate key in JSON', '{"book": {}, "book": {}}'],
    ['an unknown tag', 'book: !secret 1'],
    ['an unresolved alias', 'book: *nowhere'],
    ['two documents', 'book: 1\n---\nbook: 2'],
    ['binary', '\u0000\u0001'],
  ])('refuses %s in one line per violation', (_, text) => {
    const violations = violationsOf(() => parseConfiguration(text));
    expect(violations.length).toBeGreaterThan(0);
    expect(violations[0]?.path).toBe('');
    for (const { message } of violations) expect(message).not.toContain('\n');
  });

  it('refuses aliases that multiply without end', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const items =
        level === 0
          ? '1'
          : Array(9)
              .fill(`*a${level - 1}`)
              .join(', ');
      return `a${level}: &a${level} [${items}]`;
    });
    expect(violationsOf(() => parseConfiguration(levels.join('\n'))).length).toBeGreaterThan(0);
  });
});

describe('files', () => {
  it('reads a file, and says which one it cannot read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
    try {
      const path = join(folder, 'book.yaml');
      writeFileSync(path, example);
      expect(loadConfiguration(path)).toEqual(parseConfiguration(example));
      const missing = join(folder, 'missing.yaml');
      expect(() => loadConfiguration(missing)).toThrow(EvenkeelError);
      expect(() => loadConfiguration(missing)).toThrow(
        expect.objectContaining({ code: 'IO', details: { path: missing } }),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('arbitrary input', () => {
  const key = fc.constantFrom(
    ...['symbol', 'base', 'settle', 'model', 'type', 'quoting', 'size', 'inventory', 'rate'],
    ...['maxPosition', 'lotSize', 'tickSize', 'contract', 'limits', 'capacity', '__proto__', 'x'],
  );
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('linear', 'inverse', 'avellanedaStoikov', 'BTC', 'USDT', 0, -1, 0.5, 1e300),
      fc.constantFrom(null, undefined, true, Number.NaN, 1n),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 6 }),
    ),
  }));

  it('never throws anything but ConfigurationError', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({ book: node, assets: fc.array(node), instruments: fc.array(node) }),
    );
    fc.assert(
      fc.property(value, (candidate) => {
        expect(violationsOf(() => validateConfiguration(candidate)).length).toBeGreaterThan(0);
      }),
    );
  });

  it('survives one replaced part of a valid configuration', () => {
    const [instrument] = minimal().instruments;
    const section = fc.constantFrom(...Object.keys(instrument ?? {}));
    fc.assert(
      fc.property(section, node, (name, replacement) => {
        const changed = { ...minimal(), instruments: [{ ...instrument, [name]: replacement }] };
        for (const { path } of violationsOf(() => validateConfiguration(changed))) {
          expect(path).toMatch(/^(instruments\[0\]|assets|book)/);
        }
      }),
    );
  });

  it('survives arbitrary text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(violationsOf(() => parseConfiguration(text)).length).toBeGreaterThan(0);
      }),
    );
  });
});
