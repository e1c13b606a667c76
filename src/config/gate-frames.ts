/** The pre-trade gate of a configuration as frames. */
import type { ConfigurationFrame } from './configuration-frames.js';
import { wholeLots } from './lots.js';
import type { BookConfiguration, InstrumentConfiguration } from './types.js';

interface Budget {
  readonly perSecond: number;
  readonly burst: number;
}

/** Of instruments, then of the book; none without a section. */
export function gateFrames({
  gate,
  instruments,
}: BookConfiguration): readonly ConfigurationFrame[] {
  const own = instruments.flatMap(instrumentFrame);
  if (gate === null) return own;
  const { messages, cancels, maxUnreportedSeconds, countQuotes } = gate;
  const rest = [maxUnreportedSeconds, countQuotes ? 1 : 0];
  return [
    ...own,
    { name: 'setGate', values: [...budgetValues(messages), ...budgetValues(cancels), ...rest] },
  ];
}

function budgetValues(budget: Budget | undefined): readonly (number | null)[] {
  return budget === undefined ? [null, 0] : [budget.perSecond, budget.burst];
}

function instrumentFrame(
  { gate, lotSize }: InstrumentConfiguration,
  index: number,
): readonly ConfigurationFrame[] {
  if (gate === undefined) return [];
  const { maxSize, maxValue, markCollarBps, touchCollarBps, repeats, denyCross } = gate;
  const values = [
    index,
    maxSize === null ? null : wholeLots(maxSize, lotSize),
    maxValue,
    markCollarBps,
    touchCollarBps,
    ...budgetValues(gate.messages),
    ...budgetValues(gate.cancels),
    repeats?.fills ?? 0,
    repeats?.pauseSeconds ?? 0,
    denyCross ? 1 : 0,
  ];
  return [{ name: 'setInstrumentGate', values }];
}
