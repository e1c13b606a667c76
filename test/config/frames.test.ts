/** Frames of a configuration: order, fields as the schema of the protocol has them, values. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  configurationFrames,
  parseConfiguration,
  validateConfiguration,
} from '../../src/config/index.js';
import { type FieldKind, INPUT_FRAMES } from '../../src/frames/index.js';
import { minimal } from './sample.js';

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
const frames = configurationFrames(parseConfiguration(example));

const isIndex = (value: unknown, capacity: number) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < capacity;
const isNumber = (value: unknown, low: number, high: number) =>
  typeof value === 'number' && value >= low && value <= high;

/** Whether a value is what the kernel accepts in a field. */
const accepts: Partial<Record<FieldKind, (value: unknown) => boolean>> = {
  instrument: (value) => isIndex(value, 3),
  asset: (value) => isIndex(value, 3),
  optionalInstrument: (value) => value === null || isIndex(value, 3),
  lots: (value) => isIndex(value, 2 ** 50),
  signedLots: (value) => Number.isInteger(value) && !Object.is(value, -0),
  enum: (value) => isIndex(value, 16),
  ratio: (value) => isNumber(value, 0, 1),
  number: (value) => isNumber(value, -1e15, 1e15),
  nonNegative: (value) => isNumber(value, 0, 1e15),
  positive: (value) => isNumber(value, 1e-15, 1e15),
  optionalNumber: (value) => value === null || isNumber(value, -1e15, 1e15),
};

describe('configurationFrames', () => {
  it('defines before it sets, and pays in at the end', () => {
    const settings = (model: string) => [
      'setQuoting',
      model,
      'setVolatility',
      'setInventory',
      'setRisk',
    ];
    expect(frames.map(({ name }) => name)).toEqual([
      ...Array(3).fill('defineAsset'),
      ...Array(3).fill('defineInstrument'),
      ...settings('setLinear'),
      ...settings('setGueant'),
      ...settings('setAvellanedaStoikov'),
      'setBookLimits',
      'cash',
      'cash',
    ]);
  });

  it('fits the schema of the protocol', () => {
    for (const { name, values } of frames) {
      const fields = INPUT_FRAMES.find((frame) => frame.name === name)?.fields ?? [];
      expect(values.length).toBe(fields.length);
      fields.forEach((field, index) => {
        const value = values[index];
        const text = `${name}.${field.name} (${field.kind}) = ${value}`;
        expect(accepts[field.kind]?.(value), text).toBe(true);
      });
    }
  });

  it('carries the values in their places', () => {
    expect(configurationFrames(validateConfiguration(minimal()))).toEqual([
      { name: 'defineAsset', values: [0, 1, null] },
      { name: 'defineAsset', values: [1, 1, 0] },
      { name: 'defineInstrument', values: [0, 1, 1, 0, 0, 0.1, 0.001, 1, 1, 0, 0, 0] },
      { name: 'setQuoting', values: [0, 10, 0.5, 0, 1, 0, 500, 0, 500, 0.8, 5, 0.5, 0.1] },
      { name: 'setLinear', values: [0, 2, 0, 4] },
      { name: 'setVolatility', values: [0, 60, 0.1, 0, 0] },
      { name: 'setInventory', values: [0, 0, 500, null] },
      { name: 'setRisk', values: [0, 10, 200] },
      { name: 'setBookLimits', values: [null, null, null, null, null, 0.8] },
    ]);
    expect(frames.slice(0, 3).map(({ values }) => values)).toEqual([
      [0, 1, null],
      [1, 60_000, 2],
      [2, 3000, 1],
    ]);
    expect(frames.slice(-3).map(({ values }) => values)).toEqual([
      [1_000_000, 5000, 10_000, null, 20_000, 0.8],
      [0, 100_000, 0],
      [1, 1, 0],
    ]);
  });

  it('writes the levels of a table before it takes them, the next table behind it', () => {
    const flow = { buyOrderRate: 1, sellOrderRate: 1, kappa: 0.4, phi: 1e-3 };
    const model = { type: 'carteaJaimungal', ...flow };
    const [one] = minimal().instruments;
    const sizes = { quoting: { size: 0.25 }, model };
    const config = validateConfiguration({
      ...minimal(),
      instruments: [
        { ...one, ...sizes },
        { ...one, ...sizes, symbol: 'OTHER' },
      ],
    });
    const written = configurationFrames(config).filter(({ name }) => name.startsWith('setTable'));
    expect(written.map(({ name }) => name)).toEqual([
      ...Array(5).fill('setTableLevel'),
      'setTable',
      ...Array(5).fill('setTableLevel'),
      'setTable',
    ]);
    const rows = written.filter(({ name }) => name === 'setTableLevel').map((each) => each.values);
    expect(rows.map(([row]) => row)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // Bid only where the position cannot fall further, ask only where it cannot grow.
    expect(rows.map((values) => values[3])).toEqual([1, 0, 0, 0, 2, 1, 0, 0, 0, 2]);
    expect(written[5]?.values).toEqual([0, 0, 5, -500, 250]);
    expect(written[11]?.values).toEqual([1, 5, 5, -500, 250]);
    // The side that is not quoted has the distance of its neighbour.
    expect(rows[0]?.[2]).toBe(rows[1]?.[2]);
    expect(rows[4]?.[1]).toBe(rows[3]?.[1]);
  });

  it('gives loadings to those that have a part in the whole-book skew', () => {
    const factors = { riskAversion: 2, horizonSeconds: 3, loadings: { BTCUSDT: [0.1, -0.2] } };
    const config = validateConfiguration({ ...minimal(), factors });
    expect(configurationFrames(config).find(({ name }) => name === 'setFactorLoadings')).toEqual({
      name: 'setFactorLoadings',
      values: [0, 6, 50, 0, 0.1, -0.2, 0, 0, 0, 0, 0, 0],
    });
  });
});
