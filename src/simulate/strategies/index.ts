/** Every strategy by the word that names it. A new one is a file beside these and a line here. */
import { EvenkeelError } from '../../errors.js';
import type { Market } from '../market.js';
import { avellanedaStoikov, symmetric } from './avellaneda-stoikov.js';
import { carteaJaimungal, gueantLehalleFernandezTapiaExact } from './exact-tables.js';
import { gueantLehalleFernandezTapia } from './gueant.js';
import { linear } from './linear.js';
import type { QuoteRule, StrategyModel } from './strategy.js';

export type { QuoteRule, QuotesByPosition } from './strategy.js';

/** All strategies. */
export const STRATEGIES: Readonly<Record<string, StrategyModel>> = {
  avellanedaStoikov,
  symmetric,
  gueantLehalleFernandezTapia,
  gueantLehalleFernandezTapiaExact,
  carteaJaimungal,
  linear,
};

/** The words for `model`. */
export const STRATEGY_MODELS: readonly string[] = Object.keys(STRATEGIES);

/** A strategy and its parameters, as the configuration lists it. */
export interface StrategyEntry {
  /** A word of {@link STRATEGIES}. */
  readonly model: string;
  readonly name?: string | undefined;
  readonly [parameter: string]: unknown;
}

/** The quotes of a validated entry in a market. @throws DomainError where the model has none */
export function ruleOf(entry: StrategyEntry, market: Market): QuoteRule {
  const model = STRATEGIES[entry.model];
  if (model === undefined) throw new EvenkeelError('INVARIANT', `no strategy ${entry.model}`);
  return model.rule(entry, market);
}
