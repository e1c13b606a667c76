/** Terms that scenarios price, made up: instruments of a few underlyings, options among them. */
import * as codes from '../../assembly/codes.js';
import type { ScenarioTerms } from '../../src/portfolio/scenarios/index.js';

export interface MadeOption {
  readonly forward: number;
  readonly strike: number;
  readonly years: number;
  readonly volatility: number;
  readonly sign: 1 | -1;
  readonly isCoin?: boolean;
  readonly rate?: number;
  readonly growth?: number;
}

export interface MadeInstrument {
  /** Code of the contract; options have their own. */
  readonly contract?: number;
  readonly mark?: number;
  readonly unit?: number;
  readonly underlying?: number;
  /** Asset. */
  readonly settle?: number;
  readonly option?: MadeOption;
}

/** Assets: 0 is the reporting currency, 1 the coin of underlying 0. */
export function madeTerms(
  instruments: readonly MadeInstrument[],
  { coinRate = 1 }: { readonly coinRate?: number } = {},
): ScenarioTerms {
  const held = instruments.flatMap(({ option }, instrument) =>
    option === undefined ? [] : [{ instrument, ...option }],
  );
  const contractOf = ({ contract, option }: MadeInstrument): number => {
    if (option === undefined) return contract ?? codes.CONTRACT_LINEAR;
    return option.isCoin ? codes.CONTRACT_INVERSE_OPTION : codes.CONTRACT_OPTION;
  };
  return {
    count: instruments.length,
    contract: Uint8Array.from(instruments, contractOf),
    unit: Float64Array.from(instruments, ({ unit }) => unit ?? 1),
    mark: Float64Array.from(instruments, ({ mark }) => mark ?? 1),
    settle: Int32Array.from(instruments, ({ settle }) => settle ?? 0),
    underlying: Int32Array.from(instruments, ({ underlying }) => underlying ?? 0),
    rates: Float64Array.of(1, coinRate),
    rateUnderlying: Int32Array.of(-1, 0),
    options: {
      instrument: Int32Array.from(held, ({ instrument }) => instrument),
      forward: Float64Array.from(held, ({ forward }) => forward),
      strike: Float64Array.from(held, ({ strike }) => strike),
      years: Float64Array.from(held, ({ years }) => years),
      volatility: Float64Array.from(held, ({ volatility }) => volatility),
      growth: Float64Array.from(held, ({ growth }) => growth ?? 0),
      rate: Float64Array.from(held, ({ rate }) => rate ?? 0),
      sign: Float64Array.from(held, ({ sign }) => sign),
      isCoin: Float64Array.from(held, ({ isCoin }) => (isCoin ? 1 : 0)),
    },
  };
}
