/** Memory behind a market: what all workers read, then a part for each of them. */
import { EvenkeelError } from '../../errors.js';
import type { SettledOptions } from '../options.js';
import type { Prepared } from '../prepare.js';
import type { RiskPlan } from '../report/index.js';
import { tileBytes } from '../tiles/tile-memory.js';
import type { BatchSetup, WorkerLayout } from './evaluate-blocks.js';
import { positionRiskSetup } from './position-risk.js';

const ALIGNMENT = 64;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * Prices the scenarios of a plan and lays out the memory of the workers.
 *
 * @throws EvenkeelError `USAGE` when it does not fit
 */
export function sharedSetup(
  plan: RiskPlan,
  { market, work, rows }: Prepared,
  { workers, tileRows, positionRisk }: SettledOptions,
): Omit<BatchSetup, 'ring'> {
  const { memory, place, region } = market;
  const layout = workerLayout(plan, tileRows);
  const begin = aligned(place.free + plan.sharedBytes);
  const needed = begin + workers * layout.bytes - place.free;
  const available = place.end - place.free;
  if (needed > available) {
    const message = `scenarios and workers need ${needed} bytes of memory, there are ${available}`;
    throw new EvenkeelError('USAGE', message, { needed, available, workers, tileRows });
  }
  return {
    work,
    rows,
    memory: memory.handle,
    place,
    tileRows,
    layout,
    parts: { taken: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT), begin },
    shape: plan.shape,
    state: region.state,
    risk: plan.write(place.free),
    isContribution: false,
    positionRisk: positionRisk ? positionRiskSetup(plan) : null,
  };
}

function workerLayout(plan: RiskPlan, tileRows: number): WorkerLayout {
  const column = tileRows * Float64Array.BYTES_PER_ELEMENT;
  const reducer = aligned(tileBytes(tileRows));
  const varParts = aligned(reducer + plan.reducerBytes);
  const esParts = aligned(varParts + column);
  return { reducer, varParts, esParts, bytes: aligned(esParts + column) };
}

/**
 * The same for a second pass, that of contributions: memory of the workers as it was before the first.
 */
export function contributionSetup(
  { market }: Prepared,
  setup: Omit<BatchSetup, 'ring'>,
  workers: number,
): Omit<BatchSetup, 'ring'> {
  const { begin } = setup.parts;
  market.memory.bytes.fill(0, begin, begin + workers * setup.layout.bytes);
  const taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  return { ...setup, parts: { taken, begin }, isContribution: true };
}
