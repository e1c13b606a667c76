/** Replays of options books: add up, repeat, hedge what they should, on any number of threads. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  formatReport,
  formatRuns,
  loadSession,
  type PassReport,
  parseVariation,
  type ReplayReport,
  replay,
  replayAll,
  sessionRuns,
} from '../../src/replay/index.js';
import { EXAMPLES, optionsDocument, optionsSession } from './options-session.js';

const DATA = process.env.EVENKEEL_DATA ?? resolve(import.meta.dirname, '../../../shared/data');
const present = existsSync(resolve(DATA, 'options-deribit'));
const title = present ? '' : ' (skipped: no recorded data; set EVENKEEL_DATA to its folder)';
const HALF_WIDTH = 0.5;

/** Greeks that sum to the PnL, with a residual that is small against the moves. */
function holdsTogether({ derivatives, pnl, fills, instruments }: PassReport): void {
  const parts = Object.values(derivatives?.attribution ?? {});
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(pnl, 6);
  const { residual = Number.NaN } = derivatives?.attribution ?? {};
  expect(Math.abs(residual)).toBeLessThan(1e-3 * (derivatives?.grossMoves ?? 0));
  expect(fills).toBeGreaterThan(20);
  for (const own of instruments) expect(own.boughtLots - own.soldLots).toBe(own.positionLots);
}

/** Rows of the table in docs/options.md. */
function pageRows({ controlled, uncontrolled }: ReplayReport): string[] {
  const passes = uncontrolled ? [controlled, uncontrolled] : [controlled];
  const row = (label: string, value: (pass: PassReport) => number | undefined): string =>
    `| ${[label, ...passes.map((pass) => (value(pass) ?? Number.NaN).toFixed(2))].join(' | ')} |`;
  const parts = [
    ['delta of options and coin', 'delta'],
    ['gamma', 'gamma'],
    ['vega', 'vega'],
    ['theta', 'theta'],
    ['hedge (position in the perpetual)', 'hedge'],
    ['cost of hedges (slippage and fees)', 'hedgeCost'],
    ['spread', 'spread'],
    ['fees of options', 'fees'],
    ['residual', 'residual'],
  ] as const;
  return [
    ...parts.map(([label, part]) => row(label, (own) => own.derivatives?.attribution?.[part])),
    row('**PnL**', ({ pnl }) => pnl),
    row('worst drawdown', ({ worstDrawdown }) => worstDrawdown),
  ];
}

describe('a book of options over a generated index', async () => {
  const session = optionsSession(120, 3);
  const report = await replay(session);
  const { controlled, uncontrolled } = report;
  const [own] = controlled.derivatives?.underlyings ?? [];
  const [other] = uncontrolled?.derivatives?.underlyings ?? [];

  it('attributes every cent in both passes', () => {
    holdsTogether(controlled);
    if (uncontrolled === null) throw new Error('no pass without control');
    holdsTogether(uncontrolled);
  });

  it('quotes more than fifty options and keeps delta near its band', () => {
    expect(controlled.instruments.filter(({ isOption }) => isOption)).toHaveLength(56);
    const [hedging] = controlled.derivatives?.hedging ?? [];
    expect(hedging?.symbol).toBe('PERPETUAL');
    expect(hedging?.sent).toBeGreaterThan(5);
    expect(hedging?.fees).toBeGreaterThan(0);
    expect(own?.delta.meanSize).toBeLessThan(2 * HALF_WIDTH);
    expect(own?.delta.insideBand).toBeGreaterThan(0.5);
    expect(own?.delta.series.length).toBeGreaterThan(100);
  });

  it('hedges nothing without control, and says so', () => {
    expect(uncontrolled?.derivatives?.hedging).toEqual([]);
    expect(other?.pnl.hedge ?? Number.NaN).not.toBe(own?.pnl.hedge);
    expect(other?.delta.meanSize ?? 0).toBeGreaterThan(own?.delta.meanSize ?? 0);
    expect(other?.delta.insideBand ?? 1).toBeLessThan(own?.delta.insideBand ?? 0);
    expect(report.uncontrolledChanges).toContain('hedging and skew by greeks off');
  });

  it('prints options in one table, greeks and hedges in another', () => {
    const text = formatReport(report);
    expect(text).toContain('Derivatives, USD');
    expect(text).toMatch(/PERPETUAL: hedges +│ +\d+ │ +- │/);
    expect(text).toContain('Time inside the band');
    expect(text.match(/7D-60000-C/g)?.length ?? 0).toBeLessThan(2);
    expect(text).toMatch(/│ +Option +│|│ Option/);
  });

  it('gives the same for the same seed, another for another', async () => {
    expect(await replay(optionsSession(120, 3))).toEqual(report);
    const changed = await replay(optionsSession(120, 4), { baseline: false });
    expect(changed.controlled.pnl).not.toBe(controlled.pnl);
  });

  it('meets the same takers in both passes: only what they find differs', () => {
    const count = (pass: PassReport | null): number =>
      (pass?.instruments ?? []).filter(({ isOption }) => isOption).reduce((n, o) => n + o.fills, 0);
    const [mine, without] = [count(controlled), count(uncontrolled)];
    expect(Math.abs(mine - without)).toBeLessThan(0.2 * mine);
  });

  it('has no trades without takers', async () => {
    const quiet = optionsSession(30, 3, { takers: undefined });
    const { controlled: pass } = await replay(quiet, { baseline: false });
    expect(pass.instruments.filter(({ isOption, fills }) => isOption && fills > 0)).toEqual([]);
  });
});

describe('several runs of options books', () => {
  it('are those of one by one, and tell delta and hedges', async () => {
    const generated = { ...(optionsDocument().session.generated as object), durationSeconds: 40 };
    const runs = sessionRuns(optionsDocument({ generated }), [
      parseVariation('underlyings[0].hedge.halfWidth=0.2,2'),
      parseVariation('session.chain.perExpiry=4,14'),
    ]);
    const configurations = runs.map(({ configuration }) => configuration);
    const outcomes = await replayAll(configurations, { workers: 2 });
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status !== 'done') throw new Error(outcome.status);
      const [configuration] = configurations.slice(index, index + 1);
      if (configuration === undefined) throw new Error('a run without configuration');
      expect(outcome.result).toEqual(await replay(configuration));
    }
    const instruments = configurations.map(({ book }) => book.instruments.length);
    expect(instruments).toEqual([1 + 4 * 4, 1 + 4 * 14, 1 + 4 * 4, 1 + 4 * 14]);
    expect(formatRuns(runs, outcomes)).toMatch(/mean \|delta\| +│ +hedges/);
  });
});

describe.skipIf(!present)(`the recorded session${title}`, () => {
  it('quotes a chain of fifty options and more over recorded ticks', async () => {
    const session = loadSession(`${EXAMPLES}/options-deribit.yaml`, DATA);
    const report = await replay(session);
    expect(report.controlled.instruments.filter(({ isOption }) => isOption)).toHaveLength(84);
    expect(report.events).toBeGreaterThan(10_000);
    holdsTogether(report.controlled);
    if (report.uncontrolled) holdsTogether(report.uncontrolled);
    const [own] = report.controlled.derivatives?.underlyings ?? [];
    expect(own?.delta.insideBand).toBeGreaterThan(0.9);
    expect(own?.delta.series.length).toBeGreaterThan(250);
    expect(own?.delta.series.length).toBeLessThanOrEqual(500);
    const page = readFileSync(resolve(EXAMPLES, '../docs/options.md'), 'utf8');
    const missing = pageRows(report).filter((row) => !page.includes(row));
    expect(missing).toEqual([]);
  });
});
