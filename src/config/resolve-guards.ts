/** From the `guards` section to what frames say: scopes by index, limits in the units of the kernel. */
import { MAX_NUMBER } from '../../assembly/codes.js';
import { normalVar } from '../models/index.js';
import { FLOORED, type GuardInput, MEASURES, RUNGS } from './guard-schema.js';
import { nearestName } from './nearest-name.js';
import type { GuardConfiguration, InstrumentConfiguration } from './types.js';
import type { Path, Violations } from './violations.js';

/** What guards may name. */
export interface GuardNames {
  readonly assets: readonly string[];
  readonly underlyings: readonly string[];
  readonly instruments: readonly InstrumentConfiguration[];
}

const SCOPES = ['book', 'asset', 'underlying', 'instrument', 'factor'] as const;
type Scope = (typeof SCOPES)[number];

/** Which measures a scope has. */
const MEASURES_OF: Readonly<Record<Scope, readonly (typeof MEASURES)[number][]>> = {
  book: [
    'grossNotional',
    'leverage',
    'valueAtRisk',
    'dailyLoss',
    'drawdown',
    'marginUtilisation',
    'maintenanceRatio',
    'liquidationDistance',
  ],
  asset: ['grossNotional'],
  underlying: [
    'delta',
    'dollarDelta',
    'dollarGamma',
    'vega',
    'theta',
    'grossNotional',
    'netNotional',
  ],
  instrument: ['position', 'notional', 'liquidationDistance'],
  factor: ['factorExposure'],
};

/** Every guard, as far as it can be resolved. */
export function resolveGuards(
  inputs: readonly GuardInput[],
  names: GuardNames,
  violations: Violations,
): readonly GuardConfiguration[] {
  return inputs.flatMap((input, place) => {
    return resolveGuard(input, names, ['guards', place], violations) ?? [];
  });
}

function resolveGuard(
  input: GuardInput,
  names: GuardNames,
  path: Path,
  violations: Violations,
): GuardConfiguration | null {
  const before = violations.all.length;
  const scope = scopeOf(input, path, violations);
  const index = indexOf(input, scope, names, path, violations);
  const { measure, soft, hard, atSoft, atHard, confirmations, recoverRatio, leanStart } = input;
  if (!MEASURES_OF[scope].includes(measure)) {
    const allowed = `a measure of ${scope}: ${MEASURES_OF[scope].join(', ')}`;
    violations.add([...path, 'measure'], measure, allowed);
  }
  if (soft === null && hard === null) violations.add([...path, 'hard'], hard, 'soft, hard or both');
  const isFloor = FLOORED.includes(measure);
  if (soft !== null && hard !== null && (isFloor ? soft < hard : soft > hard)) {
    violations.add([...path, 'soft'], soft, `at ${isFloor ? 'least' : 'most'} hard ${hard}`);
  }
  const rungs = [RUNGS.indexOf(atSoft), RUNGS.indexOf(atHard)] as const;
  if (rungs[1] < rungs[0]) violations.add([...path, 'atHard'], atHard, `${atSoft} or more`);
  const parameter = parameterOf(input, path, violations);
  if (violations.all.length > before || index === null || parameter === null) return null;
  const scale = measure === 'position' ? (names.instruments[index]?.lotSize ?? 1) : 1;
  return {
    scope: SCOPES.indexOf(scope),
    index,
    measure: MEASURES.indexOf(measure) + 1,
    soft: soft === null ? null : soft / scale,
    hard: hard === null ? null : hard / scale,
    softRung: rungs[0],
    hardRung: rungs[1],
    confirmations,
    recoverRatio,
    leanStart,
    parameter,
    input,
  };
}

function scopeOf(input: GuardInput, path: Path, violations: Violations): Scope {
  const given = SCOPES.filter((scope) => scope !== 'book' && input[scope] !== undefined);
  const [first = 'book', second] = given;
  if (second !== undefined) {
    violations.add([...path, second], input[second as 'asset'], `nothing beside ${first}`);
  }
  return first;
}

function indexOf(
  input: GuardInput,
  scope: Scope,
  { assets, underlyings, instruments }: GuardNames,
  path: Path,
  violations: Violations,
): number | null {
  if (scope === 'book') return 0;
  if (scope === 'factor') return (input.factor ?? 1) - 1;
  const lists = {
    asset: assets,
    underlying: underlyings,
    instrument: instruments.map(({ symbol }) => symbol),
  };
  const symbol = input[scope] ?? '';
  const index = lists[scope].indexOf(symbol);
  if (index >= 0) return index;
  const near = nearestName(symbol, lists[scope]);
  const hint = near === null ? '' : `: ${near}?`;
  violations.add([...path, scope], symbol, `the symbol of an ${scope}${hint}`);
  return null;
}

/** Normal quantile times sqrt(horizon) for value at risk, else 0. */
function parameterOf(input: GuardInput, path: Path, violations: Violations): number | null {
  const { measure, confidence, horizonSeconds } = input;
  const isAtRisk = measure === 'valueAtRisk';
  for (const key of ['confidence', 'horizonSeconds'] as const) {
    if ((input[key] !== undefined) === isAtRisk) continue;
    const allowed = isAtRisk ? 'a number' : `nothing: it belongs to valueAtRisk, not to ${measure}`;
    violations.add([...path, key], input[key], allowed);
  }
  if (!isAtRisk || confidence === undefined || horizonSeconds === undefined) return 0;
  const unit = { exposures: [1], covariance: [[1]], mean: 0 };
  const { valueAtRisk } = normalVar({ ...unit, confidence, horizon: horizonSeconds });
  return Math.min(valueAtRisk, MAX_NUMBER);
}
