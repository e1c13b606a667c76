/** From the command line to the simulation it asks for. */
import {
  parsePlace,
  parseVariation,
  putAt,
  readDocument,
  type Variation,
  variants,
} from '../../config/index.js';
import { EvenkeelError } from '../../errors.js';
import { paperSimulation, type Simulation, validateSimulation } from '../../simulate/index.js';

/** The options as parsed. */
export interface Flags {
  readonly config?: string;
  readonly paper?: string;
  readonly model?: readonly string[];
  readonly parameter?: readonly Variation[];
  readonly market?: readonly Variation[];
  readonly paths?: number;
  readonly seed?: number;
  readonly workers?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Whether the paper's tables are wanted: by name, or because nothing else is. */
export function wantsPaper({ config, paper, model }: Flags): boolean {
  return paper !== undefined || (config === undefined && model === undefined);
}

/** `key=value` of the market section. */
export function parseMarketSetting(text: string): Variation {
  const setting = parseVariation(`market.${text}`);
  if (setting.values.length === 1) return setting;
  throw new EvenkeelError('USAGE', `--market ${text}: a market has one value of each`);
}

/** The simulation, validated. */
export function simulationOf(flags: Flags): Simulation {
  refuseContradictions(flags);
  const { config, model, parameter = [], market = [], paths, seed } = flags;
  if (wantsPaper(flags)) return paperSimulation({ paths, seed });
  const strategies = model?.flatMap((name) =>
    variants({ model: name }, parameter, ({ document }) => document),
  );
  const settings = [
    ...market.map(({ place, values: [value] }) => [place, value] as const),
    ...Object.entries({ paths, seed, strategies }).flatMap(([key, value]) =>
      value === undefined ? [] : [[parsePlace(key), value] as const],
    ),
  ];
  const document = config === undefined ? {} : readDocument(config, { merge: true });
  return validateSimulation(
    settings.reduce((changing, [place, value]) => putAt(changing, place, value), document),
  );
}

/** What would have no effect is not what was meant. */
function refuseContradictions(flags: Flags): void {
  const { config, model, parameter, market, paper } = flags;
  if (paper !== undefined) {
    for (const [flag, value] of Object.entries({ config, model, parameter, market })) {
      if (value === undefined) continue;
      throw new EvenkeelError('USAGE', `--paper has its own market and strategies, not --${flag}`);
    }
  }
  if (parameter !== undefined && model === undefined) {
    throw new EvenkeelError('USAGE', '--parameter belongs to --model');
  }
  if (market !== undefined && wantsPaper(flags)) {
    throw new EvenkeelError('USAGE', '--market belongs to --model or --config');
  }
}
