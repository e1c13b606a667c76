/** What `Book.solvency` reports. */

/** `MARGIN_CALL`: initial margin above equity. `LIQUIDATABLE`: maintenance is. `INSOLVENT`: no equity. */
export type SolvencyVerdict = 'SOLVENT' | 'MARGIN_CALL' | 'LIQUIDATABLE' | 'INSOLVENT';

/** What stands behind margin and what is needed, in one currency. */
export interface AccountStanding {
  readonly equity: number;
  /** What of it backs cross margin: without isolated positions and haircuts. */
  readonly collateral: number;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
  /** collateral - initialMargin; below 0 a margin call. */
  readonly free: number;
}

/** One asset, in that asset. Margin is of what settles in it, isolated positions left out. */
export interface AssetSolvency extends AccountStanding {
  readonly asset: number;
  readonly symbol: string;
  /** Cash and realised PnL, less isolated collateral. */
  readonly balance: number;
  readonly haircut: number;
  /** Instruments that need cross margin in it. */
  readonly margined: number;
  /** initialMargin / collateral; null when there is margin and no collateral. */
  readonly utilisation: number | null;
  /** Of the asset by itself; null in a multiAsset account, and where no margin is due. */
  readonly verdict: SolvencyVerdict | null;
}

/** A position with collateral of its own, settle asset. */
export interface IsolatedPosition {
  readonly collateral: number;
  /** Collateral and unrealised PnL. */
  readonly equity: number;
  readonly verdict: SolvencyVerdict;
}

/** One instrument with margin rates. Margin in settle asset, prices in quote currency. */
export interface InstrumentSolvency {
  readonly instrument: number;
  readonly symbol: string;
  /** Of the position at the mark, signed, settle asset. */
  readonly notional: number;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
  /** Of the schedule that the position reaches, from 0 on; 0 for options. */
  readonly tier: number;
  /** Its maintenance rate, without slope. */
  readonly maintenanceRate: number;
  /** null for cross margin. */
  readonly isolated: IsolatedPosition | null;
  /**
   * Mark at which what stands behind it meets maintenance margin while every other mark stays; null
   * when none above 0 does, when it is there already, and for options.
   */
  readonly liquidationPrice: number | null;
  /** Mark at which nothing stands behind it, likewise. */
  readonly bankruptcyPrice: number | null;
  /** |liquidationPrice / mark - 1|, 0 when it is passed; null without one. */
  readonly distance: number | null;
  /** |ln(liquidationPrice / mark)| in standard deviations of the horizon; null without volatility too. */
  readonly sigmas: number | null;
  /** Probability that the mark gets there within the horizon, without drift. */
  readonly touchProbability: number | null;
}

/** Money in reporting currency. */
export interface SolvencyReport extends AccountStanding {
  /** What stands behind cross margin: `singleAsset` or `multiAsset`. */
  readonly mode: string;
  /** Of equity: collateral and unrealised PnL of isolated positions. */
  readonly isolated: number;
  /** Of equity: what haircuts take off. */
  readonly haircut: number;
  readonly grossNotional: number;
  readonly netNotional: number;
  /** grossNotional / collateral; null without collateral. */
  readonly leverage: number | null;
  /** As guards measure it: of the worst account; null when there is margin and no collateral. */
  readonly utilisation: number | null;
  /** The same of maintenance margin; above 1 the account can be liquidated. */
  readonly maintenanceRatio: number | null;
  /** Of the worst account; isolated positions have verdicts of their own. */
  readonly verdict: SolvencyVerdict;
  readonly assets: readonly AssetSolvency[];
  readonly instruments: readonly InstrumentSolvency[];
}

/** Options of `Book.solvency`. */
export interface SolvencyOptions {
  /** Of `sigmas` and `touchProbability`, s, above 0; default a day. */
  readonly horizonSeconds?: number;
}
