/** What is simulated: a market, strategies in it, how many paths. */
import * as z from 'zod';
import { formatParameters, integerBetween, list, map, Violations } from '../config/index.js';
import { ConfigurationError } from '../errors.js';
import { type Market, marketSchema } from './market.js';
import { ruleOf, STRATEGIES, STRATEGY_MODELS, type StrategyEntry } from './strategies/index.js';

const PATHS_MAX = 1_000_000;
const SEED_MAX = 0xffff_ffff;

const strategySchema = z.discriminatedUnion(
  'model',
  Object.values(STRATEGIES).map(({ schema }) => schema) as [z.ZodObject],
  { error: `a map whose model is one of ${STRATEGY_MODELS.join(', ')}` },
);

const simulationSchema = map({
  market: marketSchema.prefault({}),
  /** Paths of each strategy; a deviation needs two. */
  paths: integerBetween(2, PATHS_MAX).default(1000),
  seed: integerBetween(0, SEED_MAX).default(1),
  strategies: list(strategySchema).min(1, 'a list of 1 strategy or more'),
});

/** A strategy with what it is called in reports. */
export interface NamedStrategy extends StrategyEntry {
  readonly name: string;
}

/** A validated simulation, every default applied. */
export interface Simulation {
  readonly market: Market;
  readonly paths: number;
  readonly seed: number;
  readonly strategies: readonly NamedStrategy[];
}

/**
 * Validates a simulation and applies its defaults.
 *
 * @param input what a YAML or JSON document holds
 * @throws ConfigurationError with every violation found
 * @throws DomainError when a strategy has no quotes with these parameters
 */
export function validateSimulation(input: unknown): Simulation {
  const parsed = simulationSchema.safeParse(input);
  if (!parsed.success) {
    const violations = new Violations(simulationSchema);
    violations.addIssues(input, parsed.error.issues);
    throw new ConfigurationError(violations.all);
  }
  const { market, paths, seed } = parsed.data;
  const given = (input as { readonly strategies: readonly object[] }).strategies;
  const strategies = (parsed.data.strategies as unknown as readonly StrategyEntry[]).map(
    (entry, index) => ({ ...entry, name: entry.name ?? nameOf({ ...given[index] }) }),
  );
  // A model that refuses its parameters does so here and not in the middle of a path.
  for (const entry of strategies) ruleOf(entry, market)(market.horizon)(market.positionLots);
  return { market, paths, seed, strategies };
}

/** Model and the parameters that were given: `avellanedaStoikov gamma=0.1`. */
function nameOf({ model, ...parameters }: Readonly<Record<string, unknown>>): string {
  return `${model} ${formatParameters(parameters)}`.trim();
}
