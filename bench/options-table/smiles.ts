/** Raw SVI smiles of the expiries of a chain, fitted to the venue's volatilities. */
import {
  fitSvi,
  type SmileWarning,
  type SviFit,
  type SviPoint,
  smileWarnings,
} from '../../src/models/index.js';
import type { Chain, ChainRow } from './chains.js';

/** The smile of an expiry. */
export interface ExpirySmile {
  readonly expiry: string;
  readonly years: number;
  readonly points: readonly SviPoint[];
  /** Null with fewer points than SVI has parameters. */
  readonly fit: SviFit | null;
  /** Of the fit where its points are, and against the expiry before where both have some. */
  readonly warnings: readonly SmileWarning[];
}

const POINTS_MIN = 5;

/** Rows of a chain by expiry, the next one first. */
export function expiriesOf(chain: Chain): readonly (readonly [string, readonly ChainRow[]])[] {
  const groups = new Map<string, ChainRow[]>();
  for (const row of chain.rows) {
    const group = groups.get(row.expiry);
    if (group === undefined) groups.set(row.expiry, [row]);
    else group.push(row);
  }
  const yearsOf = (rows: readonly ChainRow[]): number => rows[0]?.years ?? Number.NaN;
  return [...groups].sort(([, a], [, b]) => yearsOf(a) - yearsOf(b));
}

/** What is out of the money: of a strike that has both sides, one point. */
function pointsOf(rows: readonly ChainRow[]): readonly SviPoint[] {
  return rows
    .filter(({ type, strike, forward }) => (type === 'call' ? strike >= forward : strike < forward))
    .filter(({ volatility, years }) => volatility > 0 && years > 0)
    .map(({ strike, forward, volatility }) => ({ k: Math.log(strike / forward), volatility }));
}

const reachOf = (points: readonly SviPoint[]): number =>
  points.reduce((most, { k }) => Math.max(most, Math.abs(k)), 0);

/** The smiles of a chain, the next expiry first. */
export function fitSmiles(chain: Chain): readonly ExpirySmile[] {
  let before: ExpirySmile | undefined;
  return expiriesOf(chain).map(([expiry, rows]) => {
    const points = pointsOf(rows);
    const years = rows.reduce((sum, row) => sum + row.years, 0) / rows.length;
    const places = new Set(points.map(({ k }) => k)).size;
    const shared = { expiry, years, points };
    if (places < POINTS_MIN) return { ...shared, fit: null, warnings: [] };
    const reach = reachOf(points);
    const fit = fitSvi(points, { years, reach });
    const calendar =
      before?.fit == null
        ? []
        : smileWarnings({
            smiles: [before.fit.smile, fit.smile],
            reach: Math.min(reach, reachOf(before.points)),
          }).filter(({ code }) => code === 'CALENDAR');
    before = { ...shared, fit, warnings: [...fit.warnings, ...calendar] };
    return before;
  });
}
