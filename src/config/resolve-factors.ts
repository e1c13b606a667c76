/** From the `factors` section to loadings by place of the instrument. */
import { MAX_NUMBER } from '../../assembly/codes.js';
import { nearestName } from './nearest-name.js';
import type { FactorsInput } from './schema.js';
import type { FactorLoadings, FactorsConfiguration } from './types.js';
import type { Violations } from './violations.js';

/**
 * The complete section.
 *
 * @param symbols of the instruments in their order
 */
export function resolveFactors(
  input: FactorsInput,
  symbols: readonly string[],
  violations: Violations,
): FactorsConfiguration {
  const { loadings, idiosyncratic, riskAversion, horizonSeconds, maxSkewBps } = input;
  const count = Object.values(loadings).reduce((most, { length }) => Math.max(most, length), 0);
  checkSymbols('loadings', Object.keys(loadings), symbols, violations);
  checkSymbols('idiosyncratic', Object.keys(idiosyncratic), symbols, violations);
  for (const [symbol, list] of Object.entries(loadings)) {
    if (list.length === count) continue;
    const allowed = `a list of ${count} numbers, as the longest has`;
    violations.add(['factors', 'loadings', symbol], list, allowed);
  }
  if (!(riskAversion * horizonSeconds <= MAX_NUMBER)) {
    const allowed = `riskAversion x horizonSeconds at most ${MAX_NUMBER}`;
    violations.add(['factors', 'riskAversion'], riskAversion, allowed);
  }
  const instruments = symbols.map((symbol): FactorLoadings | null => {
    const own = Object.hasOwn(loadings, symbol) ? loadings[symbol] : undefined;
    const rest = Object.hasOwn(idiosyncratic, symbol) ? idiosyncratic[symbol] : undefined;
    if (own === undefined && rest === undefined) return null;
    return { loadings: own ?? [], idiosyncratic: rest ?? 0 };
  });
  return { count, riskAversion, horizonSeconds, maxSkewBps, instruments };
}

function checkSymbols(
  section: 'loadings' | 'idiosyncratic',
  named: readonly string[],
  symbols: readonly string[],
  violations: Violations,
): void {
  const known = new Set(symbols);
  for (const symbol of named) {
    if (known.has(symbol)) continue;
    const near = nearestName(symbol, symbols);
    const allowed = near === null ? 'symbols of instruments' : `symbols of instruments: ${near}?`;
    violations.add(['factors', section, symbol], symbol, allowed);
  }
}
