/** Named sets of instrument settings, which many instruments of different terms share. */

import * as z from 'zod';
import { ConfigurationError } from '../errors.js';
import { modelSchema } from './model-schema.js';
import { isOptionContract } from './option-contract.js';
import { OPTION_MODEL_SCHEMAS } from './option-model-schema.js';
import { map, positive, symbol } from './ranges.js';
import { resolveInstrument } from './resolve-instrument.js';
import { instrumentSchema, inventorySchema, quotingSchema } from './schema.js';
import type { InstrumentConfiguration } from './types.js';
import type { Violations } from './violations.js';
import { Violations as ViolationList } from './violations.js';

const { minNotional, makerFee, takerFee, margin, volatility, risk } = instrumentSchema.shape;

/** Sections of an instrument, without what each instrument says itself. Sizes may be left to it. */
const profileSchema = map({
  quoting: quotingSchema.extend({ size: positive.optional() }).prefault({}),
  inventory: inventorySchema.extend({ maxPosition: positive.optional() }).prefault({}),
  model: modelSchema,
  minNotional,
  makerFee,
  takerFee,
  margin,
  /** Margin of short options, in place of `margin`. */
  optionMargin: margin,
  volatility,
  risk,
});

const profilesSchema = z.record(symbol, profileSchema, { error: 'a map of profiles by name' });

/** Settings by which instruments are quoted, with every default applied. */
export type InstrumentProfile = z.output<typeof profileSchema>;

const LOOKS_AT_BOOK: readonly string[] = OPTION_MODEL_SCHEMAS.map(({ shape }) => shape.type.value);
const OF_ITS_OWN =
  'a model whose quotes depend on its own position alone: those of options look at the whole book';

/**
 * Profiles by name.
 *
 * @param document name -> sections `quoting`, `inventory`, `model`, `margin`, `optionMargin`, `volatility`, `risk` and
 *   keys `minNotional`, `makerFee`, `takerFee` of an instrument (docs/configuration.md)
 * @throws ConfigurationError with every violation
 */
export function parseProfiles(document: unknown): ReadonlyMap<string, InstrumentProfile> {
  const violations = new ViolationList(profilesSchema);
  const parsed = profilesSchema.safeParse(document);
  if (!parsed.success) violations.addIssues(document, parsed.error.issues);
  const profiles = new Map(Object.entries(parsed.data ?? {}));
  for (const [name, { model }] of profiles) {
    if (!LOOKS_AT_BOOK.includes(model.type)) continue;
    violations.add([name, 'model', 'type'], model.type, OF_ITS_OWN);
  }
  if (violations.all.length > 0) throw new ConfigurationError(violations.all);
  return profiles;
}

/** What an instrument says itself. Sizes in base units or contracts. */
export type ProfiledTerms = Pick<
  InstrumentConfiguration,
  'symbol' | 'contract' | 'base' | 'settle' | 'tickSize' | 'lotSize' | 'multiplier'
> & {
  readonly size: number;
  readonly maxPosition: number;
  readonly target: number;
  /** Price per sqrt(second); undefined: the profile's. */
  readonly initialSigma?: number | undefined;
};

/** The margin section that a contract goes by. */
export function profileMargin(
  profile: InstrumentProfile,
  contract: InstrumentConfiguration['contract'],
): InstrumentConfiguration['margin'] {
  return isOptionContract(contract) ? profile.optionMargin : profile.margin;
}

/** An instrument with the settings of a profile; null after a violation. */
export function completeProfile(
  profile: InstrumentProfile,
  terms: ProfiledTerms,
  violations: Violations,
): InstrumentConfiguration | null {
  const { size, maxPosition, target, initialSigma, ...rest } = terms;
  const sigma = initialSigma ?? profile.volatility.initialSigma;
  const input = {
    ...profile,
    ...rest,
    margin: profileMargin(profile, terms.contract),
    quoting: { ...profile.quoting, size },
    inventory: { ...profile.inventory, maxPosition, target },
    volatility: { ...profile.volatility, initialSigma: sigma },
  };
  return resolveInstrument(input, [], violations);
}
