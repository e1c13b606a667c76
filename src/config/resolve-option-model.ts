/** From a model of options to what its frame says. Which contracts may have one is checked here. */
import type { OptionModelInput } from './option-model-schema.js';
import type { ModelSection } from './resolve-model.js';
import type { OptionModel } from './types.js';

/** Numbers of models in `setOptionModel` frames. */
const MODEL_NUMBERS = { greeks: 1, hedged: 2, unhedged: 3, residual: 4, vega: 5 } as const;
const PARAMETER_COUNT = 8;

/** Null after a violation. */
export function resolveOptionModel(
  input: OptionModelInput,
  section: ModelSection,
): OptionModel | null {
  const { path, violations, isOption } = section;
  if (!isOption) {
    violations.add(
      [...path, 'type'],
      input.type,
      'a model that needs no greeks: this is no option',
    );
    return null;
  }
  const given = parametersOf(input, section);
  if (given === null) return null;
  const parameters = [...given.parameters, ...new Array<number>(PARAMETER_COUNT).fill(0)];
  return {
    type: input.type,
    number: given.number,
    spreadUnit: input.spreadUnit,
    parameters: parameters.slice(0, PARAMETER_COUNT),
  };
}

interface Parameters {
  readonly number: number;
  readonly parameters: readonly number[];
}

function parametersOf(input: OptionModelInput, section: ModelSection): Parameters | null {
  switch (input.type) {
    case 'optionGreeks':
      return greeksOf(input, section);
    case 'optionDelta': {
      const { regime, baseRate, rateSlope, gamma = 0, volatility, horizonYears, volOfVol } = input;
      const parameters = [baseRate, rateSlope, gamma, volatility, horizonYears, volOfVol];
      return { number: MODEL_NUMBERS[regime], parameters };
    }
    case 'optionVega': {
      const { lambda, alpha, beta, tradeSize = section.size * section.multiplier } = input;
      return { number: MODEL_NUMBERS.vega, parameters: [lambda, alpha, beta, tradeSize] };
    }
  }
}

function greeksOf(
  input: Extract<OptionModelInput, { type: 'optionGreeks' }>,
  { path, violations }: ModelSection,
): Parameters | null {
  const { halfSpread, vegaSkew, fullVega, deltaSkewBps, fullDelta } = input;
  const isVegaFull = vegaSkew === 0 || fullVega !== undefined;
  const isDeltaFull = deltaSkewBps === 0 || fullDelta !== undefined;
  if (!isVegaFull) {
    violations.add([...path, 'fullVega'], fullVega, 'the vega at which vegaSkew is full');
  }
  if (!isDeltaFull) {
    violations.add([...path, 'fullDelta'], fullDelta, 'the delta at which deltaSkewBps is full');
  }
  if (!isVegaFull || !isDeltaFull) return null;
  const parameters = [halfSpread, vegaSkew, fullVega ?? 0, deltaSkewBps * 1e-4, fullDelta ?? 0];
  return { number: MODEL_NUMBERS.greeks, parameters };
}
