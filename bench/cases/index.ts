/** The project's own cases, beside those that ship as `evenkeel bench`. */
import type { BenchCase } from '../../src/bench/index.js';
import { exposureCases } from './exposure.js';
import { hedgeCases } from './hedge.js';
import { journalCases } from './journal.js';
import { optionCases } from './options.js';
import { oracleCases } from './oracle.js';
import { orderCases } from './orders.js';
import { portfolioCases } from './portfolio.js';
import { replayCases } from './replay.js';
import { sweepCases } from './sweep.js';
import { wholeBookCases } from './whole-book.js';

/** How large the cases are. */
export interface CaseSizes {
  /** Instruments of the sweep cases. */
  readonly sweeps: readonly number[];
  /** Instruments of the cases of whole-book skew. */
  readonly wholeBooks: readonly number[];
  /** Options of the chains that are priced. */
  readonly optionChains: readonly number[];
  /** Frames of the journal that is recovered, and instruments of the books that are snapshotted. */
  readonly journal: { readonly frames: number; readonly instruments: readonly number[] };
  /** Market events of the replay case. */
  readonly replayEvents: number;
}

/** All of them. */
export function projectCases(sizes: CaseSizes): readonly BenchCase[] {
  const { sweeps, wholeBooks, optionChains, journal, replayEvents } = sizes;
  return [
    ...oracleCases(),
    ...exposureCases(),
    ...hedgeCases(),
    ...sweepCases(sweeps),
    ...wholeBookCases(wholeBooks),
    ...optionCases(optionChains),
    ...orderCases(),
    ...portfolioCases(),
    ...journalCases(journal),
    ...replayCases(replayEvents),
  ];
}
