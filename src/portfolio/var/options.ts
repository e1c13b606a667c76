/** How VaR of portfolios is asked for. */
import { EvenkeelError } from '../../errors.js';

export const VAR_METHODS = ['historical', 'parametric', 'monteCarlo'] as const;
export type VarMethod = (typeof VAR_METHODS)[number];

/** What may be left out has a default. */
export interface VarOptions {
  readonly method: VarMethod;
  /** Above 0, below 1; default 0.99. */
  readonly confidences?: readonly number[];
  /** Days ahead, whole, 1 .. 250; default 1. Historical: moves over so many rows of the panel, overlapping. */
  readonly horizonDays?: number;
  /** Historical: weight of a day relative to the one after it, above 0 up to 1; default 1. */
  readonly decay?: number;
  /** Historical: underlyings that the panel has not are refused, or stay where they are. Default refuse. */
  readonly missing?: 'refuse' | 'still';
  /** Monte Carlo: moves that are drawn, 100 .. 1,000,000; default 10,000. */
  readonly draws?: number;
  /** Monte Carlo: 0 .. 2^32-1; default 1. */
  readonly seed?: number;
}

export type ResolvedVarOptions = Required<VarOptions>;

const DEFAULTS = {
  confidences: [0.99],
  horizonDays: 1,
  decay: 1,
  missing: 'refuse',
  draws: 10_000,
  seed: 1,
} as const;

function requireOption(name: string, value: unknown, isAllowed: boolean, allowed: string): void {
  if (isAllowed) return;
  throw new EvenkeelError('USAGE', `${name} is ${String(value)}; allowed: ${allowed}`, {
    [name]: value,
  });
}

const isWhole = (value: number, low: number, high: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high;

/** Fills in what was left out. @throws EvenkeelError `USAGE` for a value outside its range */
export function resolveVarOptions(options: VarOptions): ResolvedVarOptions {
  const resolved: ResolvedVarOptions = { ...DEFAULTS, ...options };
  const { method, confidences, horizonDays, decay, missing, draws, seed } = resolved;
  requireOption('method', method, VAR_METHODS.includes(method), VAR_METHODS.join(', '));
  const inside = confidences.length > 0 && confidences.every((level) => level > 0 && level < 1);
  requireOption('confidence', confidences.join(', '), inside, 'above 0, below 1');
  requireOption('horizonDays', horizonDays, isWhole(horizonDays, 1, 250), 'whole, 1 .. 250');
  requireOption('decay', decay, decay > 0 && decay <= 1, 'above 0 .. 1');
  requireOption('missing', missing, missing === 'refuse' || missing === 'still', 'refuse, still');
  requireOption('draws', draws, isWhole(draws, 100, 1_000_000), 'whole, 100 .. 1000000');
  requireOption('seed', seed, isWhole(seed, 0, 0xffff_ffff), 'whole, 0 .. 4294967295');
  return resolved;
}
