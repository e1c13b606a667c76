/** Result files from anywhere, advice, and rendering. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type BenchResult,
  DEFAULT_SETTINGS,
  labCases,
  parseResult,
  readResult,
  renderMarkdown,
  renderText,
  resultDocument,
} from '../../src/bench/index.js';
import { formatChange, formatNs, formatRate } from '../../src/bench/report/format.js';
import {
  caseWarnings,
  machineWarnings,
  noiseWarnings,
  spinWarnings,
} from '../../src/bench/results/advice.js';
import { EvenkeelError } from '../../src/errors.js';
import { scratch } from '../cli/evenkeel.js';
import { caseResult, noisy, result } from './synthetic-results.js';

const SAMPLE = result([caseResult('inline/tick', noisy(70, 0.01, 4, 1))]);

function errorOf(read: () => unknown): EvenkeelError {
  try {
    read();
  } catch (error) {
    if (error instanceof EvenkeelError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('reading a result', () => {
  it('gives back what was written', () => {
    expect(parseResult(JSON.stringify(SAMPLE), 'x.json')).toEqual(SAMPLE);
  });

  const changed = (change: object): string => JSON.stringify({ ...SAMPLE, ...change });
  const [first] = SAMPLE.cases;
  const withRound = (round: object): string =>
    changed({ cases: [{ ...first, rounds: [{ ...first?.rounds[0], ...round }] }] });
  it.each([
    ['nothing', '', /is not JSON/],
    ['half a file', changed({}).slice(0, 500), /is not JSON/],
    ['null', 'null', /no result of evenkeel bench/],
    ['a list', '[1, 2]', /no result of evenkeel bench/],
    ['a foreign file', '{"results": []}', /no result of evenkeel bench/],
    ['another version', changed({ version: 2 }), /has version 2, this program reads version 1/],
    ['a missing key', changed({ cases: undefined }), /damaged: cases/],
    ['a round of no time', withRound({ p50Ns: 0 }), /damaged: cases\.0\.rounds\.0\.p50Ns/],
    ['a negative time', withRound({ p99Ns: -1 }), /damaged: cases\.0\.rounds\.0\.p99Ns/],
    ['text for a number', withRound({ meanNs: '7' }), /damaged: cases\.0\.rounds\.0\.meanNs/],
    ['no rounds', changed({ cases: [{ ...first, rounds: [] }] }), /damaged: cases\.0\.rounds/],
  ])('refuses %s', (_, text, message) => {
    const error = errorOf(() => parseResult(text, 'x.json'));
    expect(error.code).toBe('DATA');
    expect(error.message).toMatch(message);
    expect(error.details).toMatchObject({ path: 'x.json' });
  });

  it('reads files, and names one that cannot be read', () => {
    const folder = scratch();
    writeFileSync(folder.path('good.json'), JSON.stringify(SAMPLE));
    mkdirSync(folder.path('folder.json'));
    expect(readResult(folder.path('good.json'))).toEqual(SAMPLE);
    const missing = errorOf(() => readResult(folder.path('missing.json')));
    const directory = errorOf(() => readResult(folder.path('folder.json')));
    folder.remove();
    expect([missing.code, directory.code]).toEqual(['IO', 'IO']);
    expect(missing.message).toContain('missing.json');
  });
});

describe('advice', () => {
  const clock = { source: 'performance.now', costNs: 30, granularityNs: 10 };
  const context = { clock, ratePerSecond: 1e5 };
  const single = { kind: 'latency', loop: 'closed', samples: 1e6 } as const;
  const open = { ...single, loop: 'open', parameters: { ratePerSecond: 1000 } } as const;

  it.each([
    [
      'a call as short as a read of the clock',
      caseResult('a', [80], single),
      /finer than the clock/,
    ],
    ['a call of few steps of the clock', caseResult('a', [99], single), /steps of 10 ns/],
    ['a tail of few samples', caseResult('a', [500], { ...single, samples: 99 }), /99 samples/],
    ['a queue that grows', caseResult('a', [500], { ...open, ratePerSecond: 900 }), /900 of 1,000/],
    [
      'ticks given up',
      caseResult('a', [500], { ...open, ratePerSecond: 1000, unfinished: 3 }),
      /3 given up/,
    ],
    ['rounds of different work', caseResult('a', [500], { checksum: 'a/b' }), /different work/],
  ])('warns of %s', (_, each, message) => {
    expect(caseWarnings(each, context).join('\n')).toMatch(message);
  });

  it('says nothing where there is nothing to say', () => {
    expect(caseWarnings(caseResult('a', [500], single), context)).toEqual([]);
    expect(caseWarnings(caseResult('a', [3]), context)).toEqual([]);
    expect(machineWarnings(SAMPLE.environment)).toEqual([]);
    expect(noiseWarnings(SAMPLE.cases)).toEqual([]);
  });

  it('warns of threads that outnumber idle cores, in one line', () => {
    const cases = labCases(DEFAULT_SETTINGS).filter(({ name }) => /^inline\/fil/.test(name));
    const three = cases.map((each) => ({ ...each, spinningThreads: 3 }));
    expect(spinWarnings(three, 2.4)).toEqual([
      expect.stringMatching(/3 threads spin and 2\.4 cores .*: inline\/fill, inline\/fill-call$/),
    ]);
    expect(spinWarnings(three, 2.6)).toEqual([]);
    expect(spinWarnings(cases, 0.2)).toHaveLength(1);
  });

  it('warns of rounds that differ, in one line', () => {
    const cases = [caseResult('a', [70, 100]), caseResult('b', [70, 71]), caseResult('c', [1, 9])];
    expect(noiseWarnings(cases)).toEqual([expect.stringMatching(/10 % or more .* in a, c:/)]);
  });

  it.each([
    ['busy neighbours', { idleCores: 7 }, /others used 1\.0 of 8 cores/],
    ['a governor that saves power', { governor: 'powersave' }, /governor powersave/],
    ['a virtual machine', { isVirtual: true }, /virtual machine/],
    ['a debug kernel', { kernel: 'debug 0123' }, /not the kernel that ships/],
  ])('warns of %s', (_, change, message) => {
    expect(machineWarnings({ ...SAMPLE.environment, ...change }).join('\n')).toMatch(message);
  });
});

describe('rendering', () => {
  const corrected = { p50: 400, p90: 500, p99: 600, 'p99.9': 7_000_000, max: 8e9 };
  const run: BenchResult = {
    ...result([
      caseResult('inline/tick', [70, 72], { beside: 'baseline/plain-tick' }),
      caseResult('baseline/plain-tick', [210, 210]),
      caseResult('pool/round-trip', [400, 410], {
        kind: 'latency',
        loop: 'closed',
        correctedNs: corrected,
        warnings: ['be careful | with this'],
      }),
    ]),
    failures: [{ name: 'pool/open-loop', reason: 'it fell over' }],
    isInterrupted: true,
    warnings: ['others are busy'],
  };

  it('shows environment, both kinds of cases, what stands beside them, and every warning', () => {
    const text = renderText(resultDocument(run));
    for (const expected of [
      'Test CPU',
      'governor performance',
      'one read 25.0 ns',
      'Throughput',
      '70.0 ns/tick',
      '3.0x of baseline/plain-tick',
      'Latency',
      'had one been due at 100 k/s',
      '7.00 ms',
      '! interrupted',
      '! others are busy',
      '! pool/open-loop FAILED: it fell over',
      '! pool/round-trip: be careful',
    ]) {
      expect(text).toContain(expected);
    }
  });

  it('gives Markdown whose tables are tables', () => {
    const lines = renderMarkdown(resultDocument(run)).split('\n');
    const rule = lines.findIndex((line) => /^\|---\|(---:\|)+$/.test(line));
    const cells = (line = ''): number => line.replace(/\\\|/g, '').split('|').length;
    expect(rule).toBeGreaterThan(0);
    expect(cells(lines[rule])).toBe(cells(lines[rule - 1]));
    expect(cells(lines[rule + 1])).toBe(cells(lines[rule]));
    expect(lines.at(-2)).toContain('be careful \\| with this');
  });

  it('leaves out tables without rows', () => {
    const text = renderText(resultDocument(result([])));
    expect(text).not.toContain('Throughput');
    expect(text).toContain('Test CPU');
  });

  it.each([
    [0, '0.00 ns'],
    [0.456, '0.46 ns'],
    [72.44, '72.4 ns'],
    [999, '999 ns'],
    [1834, '1.83 us'],
    [12_000_000, '12.0 ms'],
    [3.6e12, '3600 s'],
  ])('%d ns is %s', (ns, text) => {
    expect(formatNs(ns)).toBe(text);
  });

  it('shows rates and changes', () => {
    expect([13.5e6, 99_800, 512].map(formatRate)).toEqual(['13.5 M/s', '99.8 k/s', '512 /s']);
    expect([1.1, 1, 0.5].map(formatChange)).toEqual(['+10.0 %', '+0.0 %', '-50.0 %']);
  });
});
