/** What the sections of the pre-trade gate must agree on. */
import type * as z from 'zod';
import type { bookGateSchema, budgetSchema } from './gate-schema.js';
import { wholeLots } from './lots.js';
import type { InstrumentInput } from './schema.js';
import type { Path, Violations } from './violations.js';

type Budget = z.output<typeof budgetSchema>;

/** Budgets are kept in whole nanoseconds, 64 bits. */
const DEPTH_NS_MAX = 2 ** 60;
const NS_PER_SECOND = 1e9;
const SECONDS_MAX = 1e9;

interface Budgets {
  readonly messages?: Budget | undefined;
  readonly cancels?: Budget | undefined;
}

/** Budgets of the book. */
export function checkBookGate(
  gate: z.output<typeof bookGateSchema> | undefined,
  violations: Violations,
): void {
  if (gate === undefined) return;
  checkBudgets(gate, ['book', 'gate'], violations);
  checkSeconds(gate.maxUnreportedSeconds, ['book', 'gate', 'maxUnreportedSeconds'], violations);
}

/** Sizes and budgets of an instrument. */
export function checkInstrumentGate(
  { gate, lotSize }: InstrumentInput,
  path: Path,
  violations: Violations,
): void {
  if (gate === undefined) return;
  checkBudgets(gate, [...path, 'gate'], violations);
  const pauseAt = [...path, 'gate', 'repeats', 'pauseSeconds'];
  checkSeconds(gate.repeats?.pauseSeconds ?? null, pauseAt, violations);
  if (gate.maxSize === null || wholeLots(gate.maxSize, lotSize) !== null) return;
  const allowed = `a multiple of lotSize ${lotSize}`;
  violations.add([...path, 'gate', 'maxSize'], gate.maxSize, allowed);
}

/** A venue takes a cancel more willingly than an order: a smaller budget for it is a mistake. */
function checkBudgets({ messages, cancels }: Budgets, path: Path, violations: Violations): void {
  for (const [key, budget] of Object.entries({ messages, cancels })) {
    if (budget === undefined) continue;
    const depthNs = Math.ceil(NS_PER_SECOND / budget.perSecond) * budget.burst;
    if (depthNs <= DEPTH_NS_MAX) continue;
    const allowed = `more: the burst would take ${Math.round(depthNs / NS_PER_SECOND)} s to refill`;
    violations.add([...path, key, 'perSecond'], budget.perSecond, allowed);
  }
  if (messages === undefined || cancels === undefined) return;
  for (const key of ['perSecond', 'burst'] as const) {
    if (cancels[key] >= messages[key]) continue;
    const allowed = `${messages[key]} or more, as of messages: cancels must not starve`;
    violations.add([...path, 'cancels', key], cancels[key], allowed);
  }
}

function checkSeconds(seconds: number | null, path: Path, violations: Violations): void {
  if (seconds === null || seconds <= SECONDS_MAX) return;
  violations.add(path, seconds, `at most ${SECONDS_MAX} s`);
}
