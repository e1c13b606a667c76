/** Sections of the pre-trade gate: what they must agree on, and the frames they become. */
import { describe, expect, it } from 'vitest';
import { configurationFrames, validateConfiguration } from '../../src/config/index.js';
import { ConfigurationError } from '../../src/errors.js';
import { linearInstrument, minimal, withInstrument } from './sample.js';

const withBookGate = (gate: unknown) => ({
  ...minimal(),
  book: { reportingAsset: 'USDT', gate },
});

const withGate = (gate: unknown) => withInstrument({ gate });

function pathsOf(value: unknown): readonly string[] {
  try {
    validateConfiguration(value);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.violations.map(({ path }) => path);
    throw error;
  }
  return [];
}

const budget = (perSecond: unknown, burst: unknown) => ({ perSecond, burst });

const bad: [string, unknown, string][] = [
  ['a size between two lots', withGate({ maxSize: 0.0015 }), 'instruments[0].gate.maxSize'],
  ['no size', withGate({ maxSize: 0 }), 'instruments[0].gate.maxSize'],
  ['a value of NaN', withGate({ maxValue: Number.NaN }), 'instruments[0].gate.maxValue'],
  ['a collar of nothing', withGate({ markCollarBps: 0 }), 'instruments[0].gate.markCollarBps'],
  ['an unknown key', withGate({ maxSiez: 1 }), 'instruments[0].gate.maxSiez'],
  ['a burst of 0', withGate({ messages: budget(5, 0) }), 'instruments[0].gate.messages.burst'],
  [
    'a rate without a burst',
    withGate({ cancels: { perSecond: 5 } }),
    'instruments[0].gate.cancels.burst',
  ],
  [
    'cancels slower than orders',
    withGate({ messages: budget(5, 10), cancels: budget(4, 10) }),
    'instruments[0].gate.cancels.perSecond',
  ],
  [
    'fewer cancels at once than orders',
    withBookGate({ messages: budget(5, 10), cancels: budget(5, 9) }),
    'book.gate.cancels.burst',
  ],
  [
    'a burst that takes decades',
    withBookGate({ messages: budget(1e-6, 1_000_000) }),
    'book.gate.messages.perSecond',
  ],
  [
    'a pause of decades',
    withGate({ repeats: { fills: 3, pauseSeconds: 1e10 } }),
    'instruments[0].gate.repeats.pauseSeconds',
  ],
  ['a count that is no flag', withBookGate({ countQuotes: 1 }), 'book.gate.countQuotes'],
];

describe('the gate in a configuration', () => {
  it.each(bad)('refuses %s', (_, value, path) => {
    expect(pathsOf(value)).toEqual([path]);
  });

  it('is off where it is absent', () => {
    const names = configurationFrames(validateConfiguration(minimal())).map(({ name }) => name);
    expect(names).not.toContain('setGate');
    expect(names).not.toContain('setInstrumentGate');
  });

  it('becomes frames, with its defaults', () => {
    const config = validateConfiguration({
      book: { reportingAsset: 'USDT', gate: { messages: budget(20, 40), countQuotes: true } },
      instruments: [
        { ...linearInstrument(), gate: {} },
        {
          ...linearInstrument(),
          symbol: 'OTHER',
          gate: {
            maxSize: 0.05,
            maxValue: 5000,
            markCollarBps: null,
            touchCollarBps: 20,
            messages: budget(5, 10),
            cancels: budget(10, 20),
            repeats: { fills: 8, pauseSeconds: 60 },
            denyCross: false,
          },
        },
      ],
    });
    const frames = configurationFrames(config).filter(({ name }) => name.endsWith('Gate'));
    expect(frames).toEqual([
      { name: 'setInstrumentGate', values: [0, null, null, 500, 100, null, 0, null, 0, 0, 0, 1] },
      { name: 'setInstrumentGate', values: [1, 50, 5000, null, 20, 5, 10, 10, 20, 8, 60, 0] },
      { name: 'setGate', values: [20, 40, null, 0, 5, 1] },
    ]);
  });
});
