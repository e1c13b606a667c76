/** From an `instruments` entry to a complete instrument: lots, defaults that depend on others. */

import { MAX_LOTS } from '../../assembly/codes.js';
import { wholeLots } from './lots.js';
import { isOptionContract } from './option-contract.js';
import { checkInstrumentGate } from './resolve-gate.js';
import { checkMargin } from './resolve-margin.js';
import { resolveModel } from './resolve-model.js';
import type { InstrumentInput } from './schema.js';
import type { InstrumentConfiguration, ModelConfiguration } from './types.js';
import type { Path, Violations } from './violations.js';

/** The complete instrument; null after a violation without which it cannot be completed. */
export function resolveInstrument(
  input: InstrumentInput,
  path: Path,
  violations: Violations,
): InstrumentConfiguration | null {
  const { quoting, inventory, minSize = input.lotSize, feeAsset = input.settle } = input;
  checkAssets(input, path, violations);
  checkSpread(input, path, violations);
  checkMargin(input, path, violations);
  checkInstrumentGate(input, path, violations);
  const lots = resolveLots(input, minSize, path, violations);
  const resolved = resolveModel(input.model, {
    path: [...path, 'model'],
    violations,
    inverse: input.contract === 'inverse',
    isOption: isOptionContract(input.contract),
    multiplier: input.multiplier,
    size: quoting.size,
    maxPosition: inventory.maxPosition,
    tickSize: input.tickSize,
    lotSize: input.lotSize,
    lots,
  });
  if (lots === null || resolved === null) return null;
  const { initialSigma = referenceSigmaOf(resolved.model) } = input.volatility;
  const volatility = { ...input.volatility, initialSigma };
  return { ...input, ...resolved, minSize, feeAsset, lots, volatility };
}

function referenceSigmaOf(model: ModelConfiguration): number {
  return 'referenceSigma' in model ? (model.referenceSigma ?? 0) : 0;
}

/** An inverse contract settles in its base; a position in spot or linear is not its own money. */
function checkAssets(input: InstrumentInput, path: Path, violations: Violations): void {
  const { contract, base, settle } = input;
  const isInverse = contract === 'inverse' || contract === 'inverseOption';
  if (isInverse && settle !== base) {
    violations.add(
      [...path, 'settle'],
      settle,
      `${base}: an ${contract} contract settles in its base`,
    );
  }
  if (!isInverse && contract !== 'quanto' && settle === base) {
    violations.add([...path, 'settle'], settle, `the quote currency, which is not ${base}`);
  }
}

/** The floor of the half-spread must leave room below its cap. */
function checkSpread(input: InstrumentInput, path: Path, violations: Violations): void {
  const { minHalfSpreadBps, maxHalfSpreadBps, minEdgeBps } = input.quoting;
  const floorBps = Math.max(minHalfSpreadBps, input.makerFee * 1e4 + minEdgeBps);
  if (maxHalfSpreadBps >= floorBps) return;
  const allowed = `${floorBps} or more: minHalfSpreadBps, and makerFee plus minEdgeBps`;
  violations.add([...path, 'quoting', 'maxHalfSpreadBps'], maxHalfSpreadBps, allowed);
}

function resolveLots(
  input: InstrumentInput,
  minSize: number,
  path: Path,
  violations: Violations,
): InstrumentConfiguration['lots'] | null {
  const { lotSize, quoting, inventory } = input;
  const lotsOf = (value: number, ...keys: readonly string[]): number | null => {
    const lots = wholeLots(value, lotSize);
    const inRange = lots !== null && Math.abs(lots) <= MAX_LOTS;
    const allowed = `a multiple of lotSize ${lotSize}, at most ${MAX_LOTS} lots`;
    if (!inRange) violations.add([...path, ...keys], value, allowed);
    return inRange ? lots : null;
  };
  const quote = lotsOf(quoting.size, 'quoting', 'size');
  const min = lotsOf(minSize, 'minSize');
  const target = lotsOf(inventory.target, 'inventory', 'target');
  const maxPosition = lotsOf(inventory.maxPosition, 'inventory', 'maxPosition');
  if (quote !== null && min !== null && quote < Math.max(min, 1)) {
    const allowed = `minSize ${minSize} or more`;
    violations.add([...path, 'quoting', 'size'], quoting.size, allowed);
  }
  if (target !== null && maxPosition !== null && Math.abs(target) >= maxPosition) {
    const allowed = `inside maxPosition ${inventory.maxPosition}, on either side`;
    violations.add([...path, 'inventory', 'target'], inventory.target, allowed);
  }
  if (quote === null || min === null || target === null || maxPosition === null) return null;
  return { quote, min, target, maxPosition };
}
