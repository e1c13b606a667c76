/** How the instruments of a market are quoted: profiles completed by what rows say, once per distinct terms. */

import { MAX_LOTS } from '../../../assembly/codes.js';
import {
  completeProfile,
  type InstrumentConfiguration,
  type InstrumentProfile,
  profileMargin,
  Violations,
  wholeLots,
} from '../../config/index.js';
import type { MarketReader, NumberColumn } from './columns.js';
import type { Refusal } from './refusals.js';
import type { MarketRow } from './row.js';

/** What an instrument is set to. Without `quoted` it has limits and margin at most and is not quoted. */
export interface Settings {
  readonly quoted: InstrumentConfiguration | null;
  readonly lots: { readonly target: number; readonly maxPosition: number } | null;
  readonly maxNotional: number | null;
  readonly margin: InstrumentConfiguration['margin'];
}

const DEFAULT_PROFILE = 'default';
const BARE: Settings = { quoted: null, lots: null, maxNotional: null, margin: undefined };

/** What completion found wrong, by the last keys of its path. */
const COLUMN_OF: Readonly<Record<string, NumberColumn>> = {
  'quoting.size': 'quote_size',
  'inventory.maxPosition': 'max_position',
  'inventory.target': 'target_position',
};

/** Settings by terms: a map per term, for a text of all of them takes longer to make than to look up. */
class KnownSettings {
  settings: Settings | Refusal | undefined;
  readonly #next = new Map<string | number, KnownSettings>();

  of(terms: readonly (string | number)[]): KnownSettings {
    return terms.reduce<KnownSettings>((known, term) => known.#after(term), this);
  }

  #after(term: string | number): KnownSettings {
    let next = this.#next.get(term);
    if (next === undefined) {
      next = new KnownSettings();
      this.#next.set(term, next);
    }
    return next;
  }
}

/** Settings by row. */
export class SettingsReader {
  readonly #table: MarketReader;
  readonly #profiles: ReadonlyMap<string, InstrumentProfile>;
  readonly #known = new KnownSettings();

  constructor(table: MarketReader, profiles: ReadonlyMap<string, InstrumentProfile>) {
    this.#table = table;
    this.#profiles = profiles;
  }

  /** Settings of a row, or why they are none. */
  of(row: MarketRow): Settings | Refusal {
    const named = this.#table.text('profile', row.place);
    const profile = this.#profiles.get(named || DEFAULT_PROFILE);
    if (profile === undefined && named !== '') {
      return { code: 'MARKET_PROFILE', column: 'profile' };
    }
    const sizes = this.#sizes(row, profile);
    const { size, maxPosition, target, sigma } = sizes;
    const { contract, tickSize, lotSize, multiplier } = row;
    const terms = [
      named,
      contract,
      tickSize,
      lotSize,
      multiplier,
      size,
      maxPosition,
      target,
      sigma,
    ];
    const same = this.#known.of(terms);
    same.settings ??=
      profile === undefined ? limitsOnly(row, sizes) : complete(row, profile, sizes);
    return same.settings;
  }

  /** NaN for what neither row nor profile says. */
  #sizes({ place }: MarketRow, profile: InstrumentProfile | undefined): Sizes {
    const or = (column: NumberColumn, other: number | undefined): number => {
      const value = this.#table.number(column, place);
      return Number.isNaN(value) ? (other ?? Number.NaN) : value;
    };
    return {
      size: or('quote_size', profile?.quoting.size),
      maxPosition: or('max_position', profile?.inventory.maxPosition),
      target: or('target_position', profile?.inventory.target ?? 0),
      sigma: or('sigma', undefined),
    };
  }
}

interface Sizes {
  readonly size: number;
  readonly maxPosition: number;
  readonly target: number;
  readonly sigma: number;
}

function complete(row: MarketRow, profile: InstrumentProfile, sizes: Sizes): Settings | Refusal {
  const { maxNotional } = profile.inventory;
  if (Number.isNaN(sizes.size) || Number.isNaN(sizes.maxPosition)) {
    const limits = limitsOnly(row, sizes);
    if ('code' in limits) return limits;
    return { ...limits, maxNotional, margin: profileMargin(profile, row.contract) };
  }
  const { symbol, contract, underlying, settle, tickSize, lotSize, multiplier } = row;
  const { size, maxPosition, target, sigma } = sizes;
  const violations = new Violations();
  const terms = { symbol, contract, base: underlying, settle, tickSize, lotSize, multiplier };
  const initialSigma = Number.isNaN(sigma) ? undefined : sigma;
  const own = { size, maxPosition, target, initialSigma };
  const quoted = completeProfile(profile, { ...terms, ...own }, violations);
  const [violation] = violations.all;
  if (quoted === null || violation !== undefined) {
    const column = COLUMN_OF[violation?.path ?? ''];
    return { code: column ? 'MARKET_SIZE' : 'MARKET_PROFILE', column: column ?? 'profile' };
  }
  return { quoted, lots: quoted.lots, maxNotional, margin: quoted.margin };
}

function limitsOnly({ lotSize }: MarketRow, { maxPosition, target }: Sizes): Settings | Refusal {
  if (Number.isNaN(maxPosition)) return BARE;
  const most = wholeLots(maxPosition, lotSize);
  if (most === null || most > MAX_LOTS) return { code: 'MARKET_SIZE', column: 'max_position' };
  const wanted = wholeLots(target, lotSize);
  if (wanted === null || Math.abs(wanted) >= most) {
    return { code: 'MARKET_SIZE', column: 'target_position' };
  }
  return { ...BARE, lots: { target: wanted, maxPosition: most } };
}
