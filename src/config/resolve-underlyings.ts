/** From the `underlyings` and `expiries` sections to rows: names are resolved, terms of options checked. */

import { nearestName } from './nearest-name.js';
import { isOptionContract } from './option-contract.js';
import type { InstrumentInput } from './schema.js';
import type { ExpiryConfiguration, UnderlyingConfiguration } from './types.js';
import type { ExpiryInput, UnderlyingInput } from './underlying-schema.js';
import type { Path, Violations } from './violations.js';

/** What the sections may name. */
interface Names {
  readonly assets: readonly string[];
  readonly instruments: readonly InstrumentInput[];
}

const NS_PER_MS = 1_000_000n;

function named(
  what: string,
  symbol: string,
  symbols: readonly string[],
  path: Path,
  violations: Violations,
): void {
  if (symbols.includes(symbol)) return;
  const near = nearestName(symbol, symbols);
  violations.add(path, symbol, `the symbol of ${what}${near === null ? '' : `: ${near}?`}`);
}

/** The complete section. */
export function resolveUnderlyings(
  inputs: readonly UnderlyingInput[],
  names: Names,
  violations: Violations,
): readonly UnderlyingConfiguration[] {
  const instruments = names.instruments.map(({ symbol }) => symbol);
  const options = new Set(
    names.instruments.filter((each) => isOptionContract(each.contract)).map(({ symbol }) => symbol),
  );
  const followers = new Map<string, string>();
  return inputs.map((input, place) => {
    const { symbol, collateral = null, index = null, initialIndex = null } = input;
    const { remark, vegaRisk = null, hedge = null } = input;
    const path = ['underlyings', place];
    if (collateral !== null) {
      named('an asset', collateral, names.assets, [...path, 'collateral'], violations);
    }
    if (index !== null) {
      named('an instrument', index, instruments, [...path, 'index'], violations);
      if (options.has(index)) violations.add([...path, 'index'], index, 'no option');
      const other = followers.get(index);
      if (other !== undefined) {
        const allowed = `an instrument that no other underlying follows; ${other} follows this one`;
        violations.add([...path, 'index'], index, allowed);
      }
      followers.set(index, symbol);
    }
    return { symbol, collateral, index, initialIndex, remark, vegaRisk, hedge };
  });
}

/** The complete section. */
export function resolveExpiries(
  inputs: readonly ExpiryInput[],
  underlyings: readonly UnderlyingConfiguration[],
  violations: Violations,
): readonly ExpiryConfiguration[] {
  const symbols = underlyings.map(({ symbol }) => symbol);
  return inputs.map((input, place) => {
    const { symbol, underlying, time, rate, forward = null, smile = null } = input;
    const path = ['expiries', place];
    named('an underlying', underlying, symbols, [...path, 'underlying'], violations);
    const row = underlyings.find((each) => each.symbol === underlying);
    if (forward !== null && row !== undefined && row.initialIndex === null) {
      const allowed = `nothing without the initialIndex of ${underlying}, which it belongs to`;
      violations.add([...path, 'forward'], forward, allowed);
    }
    if (smile !== null) {
      const lowest = smile.a + smile.b * smile.sigma * Math.sqrt(1 - smile.rho ** 2);
      const allowed = `a + b sigma sqrt(1 - rho^2) of 0 or more, not ${lowest}: it is a variance`;
      if (lowest < 0) violations.add([...path, 'smile', 'a'], smile.a, allowed);
    }
    const timeNs = BigInt(Date.parse(time)) * NS_PER_MS;
    return { symbol, underlying, timeNs, rate, forward, smile };
  });
}

/** What instruments say about underlyings and options. */
export function checkDerivatives(
  instruments: readonly { readonly input: InstrumentInput; readonly path: Path }[],
  underlyings: readonly UnderlyingConfiguration[],
  expiries: readonly ExpiryConfiguration[],
  violations: Violations,
): void {
  const underlyingSymbols = underlyings.map(({ symbol }) => symbol);
  const expirySymbols = expiries.map(({ symbol }) => symbol);
  for (const { input, path } of instruments) {
    const { contract, underlying, option } = input;
    const isOption = isOptionContract(contract);
    if (isOption && option === undefined) {
      violations.add([...path, 'option'], option, `the terms of the ${contract}`);
    }
    if (!isOption && option !== undefined) {
      violations.add([...path, 'option'], option, `nothing: this is a ${contract} contract`);
    }
    if (underlying !== undefined) {
      const at = [...path, 'underlying'];
      if (isOption) violations.add(at, underlying, 'nothing: the expiry says it');
      else named('an underlying', underlying, underlyingSymbols, at, violations);
    }
    if (option !== undefined && isOption) {
      named('an expiry', option.expiry, expirySymbols, [...path, 'option', 'expiry'], violations);
      checkVolatility(option, expiries, path, violations);
      checkVegaRisk(input, underlyings, expiries, path, violations);
    }
  }
}

/** Options quoted by vega need to know what vega costs. */
function checkVegaRisk(
  { model, option }: InstrumentInput,
  underlyings: readonly UnderlyingConfiguration[],
  expiries: readonly ExpiryConfiguration[],
  path: Path,
  violations: Violations,
): void {
  if (model.type !== 'optionVega') return;
  const expiry = expiries.find(({ symbol }) => symbol === option?.expiry);
  const row = underlyings.find(({ symbol }) => symbol === expiry?.underlying);
  if (row === undefined || row.vegaRisk !== null) return;
  const allowed = `a model that needs no vegaRisk, which ${row.symbol} has not`;
  violations.add([...path, 'model', 'type'], model.type, allowed);
}

function checkVolatility(
  { expiry, volatility }: NonNullable<InstrumentInput['option']>,
  expiries: readonly ExpiryConfiguration[],
  path: Path,
  violations: Violations,
): void {
  const row = expiries.find(({ symbol }) => symbol === expiry);
  if (volatility !== undefined || row === undefined || row.smile !== null) return;
  const allowed = `a number above 0, as ${expiry} has no smile`;
  violations.add([...path, 'option', 'volatility'], volatility, allowed);
}
