/**
 * From the `assets` section and what instruments name to the list of assets with a rate each.
 * Every asset is valued from the start: a rate that is not known is a violation, never a guess.
 */

import * as z from 'zod';
import { nearestName } from './nearest-name.js';
import { isOptionContract } from './option-contract.js';
import { positive } from './ranges.js';
import { type AssetInput, termsShape } from './schema.js';
import type { AssetConfiguration } from './types.js';
import type { Path, Violations } from './violations.js';

/** What an instrument tells about assets. Readable even where the rest of the entry is not. */
export const instrumentTermsSchema = z.object({
  ...termsShape,
  model: z.object({ referencePrice: positive.optional() }).catch({}),
});

export type AssetTerms = z.output<typeof instrumentTermsSchema>;

/** Everything that names or values an asset. */
export interface AssetSources {
  readonly reportingAsset: string;
  /** Entries of the `assets` section. */
  readonly assets: readonly AssetInput[];
  readonly instruments: readonly AssetTerms[];
}

/** All assets: configured ones first, then those only named by the book or an instrument. */
export function resolveAssets(
  sources: AssetSources,
  violations: Violations,
): readonly AssetConfiguration[] {
  const resolve = new AssetResolver(sources, violations);
  const configured = sources.assets.map((asset, index) => resolve.asset(asset, ['assets', index]));
  const seen = new Set(configured.map((asset) => asset.symbol));
  const named = namedAssets(sources).flatMap(({ symbol, path }) => {
    if (seen.has(symbol)) return [];
    seen.add(symbol);
    return resolve.asset({ symbol, balance: 0, haircut: 0 }, path);
  });
  const all = [...configured, ...named];
  checkOneFollower(all, violations);
  return all;
}

function namedAssets({ reportingAsset, instruments }: AssetSources) {
  const places: { readonly symbol: string; readonly path: Path }[] = [
    { symbol: reportingAsset, path: ['book', 'reportingAsset'] },
  ];
  instruments.forEach((terms, index) => {
    for (const key of ['base', 'settle', 'feeAsset'] as const) {
      const symbol = terms[key];
      if (symbol !== undefined) places.push({ symbol, path: ['instruments', index, key] });
    }
  });
  return places;
}

/** The kernel lets one asset follow the mark of an instrument. */
function checkOneFollower(assets: readonly AssetConfiguration[], violations: Violations): void {
  const followers = new Map<string, string>();
  assets.forEach(({ symbol, rateInstrument }, index) => {
    if (rateInstrument === null) return;
    const other = followers.get(rateInstrument);
    if (other === undefined) followers.set(rateInstrument, symbol);
    else {
      const allowed = `an instrument that no other asset follows; ${other} follows this one`;
      violations.add(['assets', index, 'rateInstrument'], rateInstrument, allowed);
    }
  });
}

class AssetResolver {
  readonly #sources: AssetSources;
  readonly #violations: Violations;
  readonly #instruments: ReadonlyMap<string, AssetTerms>;
  /** Assets whose rate counts from the first fill on. */
  readonly #valued: ReadonlySet<string>;

  constructor(sources: AssetSources, violations: Violations) {
    this.#sources = sources;
    this.#violations = violations;
    this.#instruments = new Map(sources.instruments.map((terms) => [terms.symbol, terms]));
    this.#valued = new Set(sources.instruments.flatMap((i) => [i.settle, i.feeAsset ?? i.settle]));
  }

  asset(input: AssetInput, path: Path): AssetConfiguration {
    const { symbol, balance, haircut } = input;
    if (symbol === this.#sources.reportingAsset) return this.#reportingAsset(input, path);
    const followed = this.#followed(input, path);
    const isUsed = balance !== 0 || this.#valued.has(symbol);
    // An asset that nothing is held in or paid in is not valued before the first mark.
    const unused = followed === null || isUsed ? undefined : 1;
    const rate = input.rate ?? followed?.model.referencePrice ?? unused;
    if (rate === undefined && (input.rateInstrument === undefined || followed !== null)) {
      this.#missingRate(symbol, path);
    }
    const rateInstrument = followed?.symbol ?? null;
    return { symbol, balance, rate: rate ?? 1, rateInstrument, haircut };
  }

  #reportingAsset(input: AssetInput, path: Path) {
    const { symbol, balance, rate, rateInstrument, haircut } = input;
    if (rate !== undefined && rate !== 1) {
      this.#violations.add([...path, 'rate'], rate, '1: this is the reporting asset');
    }
    if (rateInstrument !== undefined) {
      const allowed = 'no instrument: this is the reporting asset';
      this.#violations.add([...path, 'rateInstrument'], rateInstrument, allowed);
    }
    return { symbol, balance, rate: 1, rateInstrument: null, haircut };
  }

  /** The instrument whose mark is the rate: as configured, else the one that prices the asset. */
  #followed({ symbol, rate, rateInstrument }: AssetInput, path: Path): AssetTerms | null {
    const { reportingAsset, instruments } = this.#sources;
    const isPricedInReporting = ({ contract, settle }: AssetTerms): boolean =>
      (contract === 'spot' || contract === 'linear') && settle === reportingAsset;
    if (rateInstrument === undefined) {
      if (rate !== undefined) return null;
      return instruments.find((i) => i.base === symbol && isPricedInReporting(i)) ?? null;
    }
    const terms = this.#instruments.get(rateInstrument);
    const at = [...path, 'rateInstrument'];
    if (terms === undefined) {
      const near = nearestName(rateInstrument, this.#instruments.keys());
      const hint = near === null ? '' : `; did you mean ${near}?`;
      this.#violations.add(at, rateInstrument, `the symbol of an instrument${hint}`);
      return null;
    }
    if (isOptionContract(terms.contract)) {
      this.#violations.add(at, rateInstrument, 'no option');
    }
    // The quote currency of inverse and quanto contracts is not named: the operator vouches for it.
    const isQuoteNamed = terms.contract === 'spot' || terms.contract === 'linear';
    if (isQuoteNamed && terms.settle !== reportingAsset) {
      this.#violations.add(at, rateInstrument, `an instrument priced in ${reportingAsset}`);
    }
    return terms;
  }

  #missingRate(symbol: string, path: Path): void {
    const { reportingAsset, assets } = this.#sources;
    const others = [reportingAsset, ...assets.map((asset) => asset.symbol)];
    const near = nearestName(
      symbol,
      others.filter((other) => other !== symbol),
    );
    const hint = near === null ? '' : `; did you mean ${near}?`;
    const at = path[0] === 'assets' ? [...path, 'rate'] : path;
    const value = path[0] === 'assets' ? undefined : symbol;
    const allowed = `an asset with a rate in ${reportingAsset} in the assets section${hint}`;
    this.#violations.add(at, value, allowed);
  }
}
