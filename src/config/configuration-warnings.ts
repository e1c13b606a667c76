/** What a valid configuration is warned of: smiles that can be arbitraged. */
import { type SmileWarning, smileWarnings } from '../models/index.js';
import type { BookConfiguration } from './types.js';

/** Something that is allowed and is hardly meant. */
export interface ConfigurationWarning {
  /** Where, for example `expiries[0].smile`. */
  readonly path: string;
  /** Symbol of the expiry. */
  readonly expiry: string;
  readonly code: SmileWarning['code'];
  /** One sentence with the two numbers compared, without the path. */
  readonly message: string;
}

interface Smile {
  readonly symbol: string;
  readonly path: string;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

function sentence({ code, k, measured, bound }: SmileWarning, before: string): string {
  const [found, limit, at] = [short(measured), short(bound), short(k)];
  switch (code) {
    case 'NEGATIVE_VARIANCE':
      return `total variance is ${found} at ln(strike/forward) ${at}; above ${limit} wanted`;
    case 'BUTTERFLY':
      return `density is ${found} at ln(strike/forward) ${at}, so a butterfly costs less than nothing; ${limit} or more wanted`;
    case 'WING':
      return `a wing has the slope b (1 + |rho|) ${found}; at most ${limit} wanted`;
    case 'CALENDAR':
      return `total variance is ${found} at ln(strike/forward) ${at}, below the ${limit} of ${before} that expires sooner`;
  }
}

/**
 * Arbitrage in the smiles of a configuration, by `smileWarnings`: of each smile alone, and against the
 * next sooner expiry of the same underlying that has one. A book takes such smiles; who quotes by
 * them offers the arbitrage.
 *
 * @param configuration as `validateConfiguration` gives it
 */
export function configurationWarnings(
  configuration: Pick<BookConfiguration, 'underlyings' | 'expiries'>,
): readonly ConfigurationWarning[] {
  const rows = configuration.expiries.flatMap(({ smile, ...expiry }, place) =>
    smile === null ? [] : [{ ...expiry, smile, path: `expiries[${place}].smile` }],
  );
  return configuration.underlyings.flatMap(({ symbol }) => {
    const own = rows
      .filter(({ underlying }) => underlying === symbol)
      .sort((a, b) => (a.timeNs < b.timeNs ? -1 : Number(a.timeNs > b.timeNs)));
    return smileWarnings({ smiles: own.map(({ smile }) => smile) }).map((warning) => {
      const named: readonly Smile[] = own;
      const { path = '', symbol: expiry = '' } = named[warning.expiry] ?? {};
      const before = named[warning.expiry - 1]?.symbol ?? '';
      return { path, expiry, code: warning.code, message: sentence(warning, before) };
    });
  });
}
