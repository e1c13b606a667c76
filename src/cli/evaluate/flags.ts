/** From the command line to the evaluation it asks for. */
import { readDocument } from '../../config/index.js';
import { EvenkeelError } from '../../errors.js';
import type {
  EvaluateOptions,
  MarketSource,
  PortfolioSource,
  VarOptions,
} from '../../portfolio/index.js';
import { DEFAULT_SCENARIOS, readScenarios } from '../../portfolio/index.js';

/** The options as parsed. */
export interface Flags {
  readonly market: string;
  readonly marketSql?: string;
  readonly output: string;
  readonly cash?: string;
  readonly where?: string;
  readonly sql?: string;
  readonly profiles?: string;
  readonly reportingAsset?: string;
  readonly asOf?: string;
  /** True without a file: the default grid. */
  readonly scenarios?: string | true;
  readonly var?: VarOptions['method'];
  readonly panel?: string;
  readonly confidence?: readonly number[];
  readonly horizon?: number;
  readonly decay?: number;
  readonly missing?: 'refuse' | 'still';
  readonly draws?: number;
  readonly seed?: number;
  readonly backtest?: number;
  readonly portfolios?: string;
  readonly scenarioPnl?: string;
  readonly risk?: string;
  readonly contributions?: string;
  readonly positionRisk?: boolean;
  readonly rejects?: string;
  readonly strict?: boolean;
  readonly workers?: number;
  readonly tile?: number;
  readonly memory?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Options of VaR by the flags that belong to it. */
const VAR_FLAGS = {
  confidence: 'confidences',
  horizon: 'horizonDays',
  decay: 'decay',
  missing: 'missing',
  draws: 'draws',
  seed: 'seed',
} as const satisfies Partial<Record<keyof Flags, keyof VarOptions>>;

/** Positions to evaluate. */
export function portfolioOf(positions: string, { cash, where, sql }: Flags): PortfolioSource {
  return { positions, cash, where, sql };
}

/** The market. */
export function marketOf({
  market,
  marketSql,
  reportingAsset,
  asOf,
  profiles,
}: Flags): MarketSource {
  return {
    table: market,
    sql: marketSql,
    reportingAsset,
    asOf,
    ...(profiles !== undefined && { profiles: readDocument(profiles) }),
  };
}

/** Files, scenarios and threads. @throws EvenkeelError `USAGE` for flags that have no effect */
export function optionsOf(flags: Flags): EvaluateOptions {
  refuseContradictions(flags);
  const { output, portfolios, scenarioPnl, risk, contributions, rejects, strict } = flags;
  return {
    output,
    portfolios,
    scenarioPnl,
    risk,
    contributions,
    rejects,
    strict,
    scenarios: scenariosOf(flags),
    valueAtRisk: valueAtRiskOf(flags),
    positionRisk: flags.positionRisk,
    panel: flags.panel,
    backtestDays: flags.backtest,
    workers: flags.workers,
    tileRows: flags.tile,
    memoryMiB: flags.memory,
  };
}

function scenariosOf({ scenarios }: Flags): unknown {
  return typeof scenarios === 'string' ? readScenarios(scenarios) : scenarios && DEFAULT_SCENARIOS;
}

function valueAtRiskOf(flags: Flags): VarOptions | undefined {
  if (flags.var === undefined) return undefined;
  const chosen = Object.entries(VAR_FLAGS).flatMap(([flag, option]) => {
    const value = flags[flag as keyof typeof VAR_FLAGS];
    return value === undefined ? [] : [[option, value] as const];
  });
  return { method: flags.var, ...Object.fromEntries(chosen) };
}

/** What would have no effect is not what was meant. */
function refuseContradictions(flags: Flags): void {
  const ofVar = [...Object.keys(VAR_FLAGS), 'panel', 'backtest', 'risk', 'contributions'] as const;
  for (const flag of ofVar) {
    if (flags.var !== undefined || flags[flag as keyof Flags] === undefined) continue;
    throw new EvenkeelError('USAGE', `--${flag} belongs to --var`);
  }
  if (flags.scenarioPnl !== undefined && flags.scenarios === undefined) {
    throw new EvenkeelError('USAGE', '--scenario-pnl belongs to --scenarios');
  }
  if (flags.positionRisk && flags.scenarios === undefined && flags.var !== 'historical') {
    throw new EvenkeelError('USAGE', '--position-risk belongs to --scenarios or --var historical');
  }
  if (flags.panel !== undefined && flags.var !== 'historical') {
    throw new EvenkeelError('USAGE', '--panel belongs to --var historical');
  }
}
