/** What the `hedge` sections of underlyings and instruments must agree on. */
import { MAX_HEDGE_INSTRUMENTS } from '../../assembly/codes.js';
import { wholeLots } from './lots.js';
import type { InstrumentInput } from './schema.js';
import type { ExpiryConfiguration, UnderlyingConfiguration } from './types.js';
import type { Path, Violations } from './violations.js';

/** An instrument that hedges, and where it stands. */
interface Entry {
  readonly input: InstrumentInput;
  readonly path: Path;
}

/** Instruments hedge what they are contracts on, at most 8 of them one underlying. */
export function checkHedges(
  instruments: readonly Entry[],
  underlyings: readonly UnderlyingConfiguration[],
  expiries: readonly ExpiryConfiguration[],
  violations: Violations,
): void {
  const counts = new Map<string, number>();
  for (const { input, path } of instruments) {
    if (input.hedge === undefined) continue;
    const at = [...path, 'hedge'];
    const ofExpiry = expiries.find(({ symbol }) => symbol === input.option?.expiry)?.underlying;
    const underlying = input.underlying ?? ofExpiry;
    if (underlying === undefined) {
      violations.add(at, input.hedge, 'nothing without an underlying, which it would hedge');
      continue;
    }
    checkSize(input, input.hedge.maxSize, at, violations);
    const count = (counts.get(underlying) ?? 0) + 1;
    counts.set(underlying, count);
    if (count <= MAX_HEDGE_INSTRUMENTS) continue;
    const allowed = `nothing: ${MAX_HEDGE_INSTRUMENTS} instruments hedge ${underlying} already`;
    violations.add(at, input.hedge, allowed);
  }
  underlyings.forEach(({ symbol, hedge }, place) => {
    if (hedge === null || counts.has(symbol)) return;
    const allowed = `nothing while no instrument on ${symbol} has a hedge section`;
    violations.add(['underlyings', place, 'hedge'], hedge.mode, allowed);
  });
}

function checkSize(input: InstrumentInput, size: number, path: Path, violations: Violations): void {
  const lots = wholeLots(size, input.lotSize);
  if (lots !== null && lots >= 1) return;
  violations.add([...path, 'maxSize'], size, `a multiple of lotSize ${input.lotSize}`);
}
