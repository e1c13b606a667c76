/** Whether the book can carry what it holds: margin, liquidation prices, the verdict (docs/solvency.md). */
import * as code from '../../assembly/codes.js';
import * as at from '../../assembly/layout.js';
import * as margin from '../../assembly/margin-layout.js';
import { ACCOUNT_MODES } from '../config/index.js';
import type { BookRegion } from '../kernel/index.js';
import { liquidationDistance } from '../models/index.js';
import type {
  AssetSolvency,
  InstrumentSolvency,
  IsolatedPosition,
  SolvencyOptions,
  SolvencyReport,
} from './solvency-types.js';
import type { InstrumentTerms } from './types.js';
import { finite, marginShare, verdictOf, worstVerdict } from './verdict.js';

const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_YEAR = 365 * SECONDS_PER_DAY;

function isMultiAsset(region: BookRegion): boolean {
  return region.float(region.state + margin.BOOK_ACCOUNT_MODE) === code.ACCOUNT_MULTI_ASSET;
}

function assetSolvency(region: BookRegion, asset: number, symbol: string): AssetSolvency {
  const row = region.assetRow(asset);
  const equity = region.wide(row + at.ASSET_EQUITY_HI);
  const isolated = region.wide(row + margin.ASSET_ISOLATED_HI);
  const collateral = equity - (isolated + region.float(row + margin.ASSET_CUT));
  const initialMargin = region.wide(row + margin.ASSET_INITIAL_HI);
  const maintenanceMargin = region.wide(row + margin.ASSET_MAINTENANCE_HI);
  const margined = region.float(row + margin.ASSET_MARGINED);
  const isAccount = margined > 0 && !isMultiAsset(region);
  return {
    asset,
    symbol,
    equity,
    balance: region.wide(row + margin.ASSET_BALANCE_HI),
    haircut: region.float(row + margin.ASSET_HAIRCUT),
    collateral,
    initialMargin,
    maintenanceMargin,
    free: collateral - initialMargin,
    margined,
    utilisation: finite(marginShare(initialMargin, collateral)),
    verdict: isAccount ? verdictOf({ collateral, initialMargin, maintenanceMargin }) : null,
  };
}

function isolatedPosition(region: BookRegion, lane: number): IsolatedPosition | null {
  if (region.float(lane + margin.MARGIN_IS_ISOLATED) === 0) return null;
  const equity = region.float(lane + margin.MARGIN_ISOLATED_EQUITY);
  const initial = region.float(lane + margin.MARGIN_INITIAL);
  const maintenance = region.float(lane + margin.MARGIN_MAINTENANCE);
  return {
    collateral: region.float(lane + margin.MARGIN_COLLATERAL),
    equity,
    verdict: verdictOf({
      collateral: equity,
      initialMargin: initial,
      maintenanceMargin: maintenance,
    }),
  };
}

type Odds = Pick<InstrumentSolvency, 'sigmas' | 'touchProbability'>;

/** At the volatility that the instrument is quoted with. */
function oddsOf(
  region: BookRegion,
  { index, tickSize }: InstrumentTerms,
  liquidation: number | null,
  horizonSeconds: number,
): Odds {
  const quote = region.quoteLane(index);
  const mark = region.float(quote + at.QUOTE_MARK);
  const sigma = region.float(quote + at.QUOTE_SIGMA);
  if (liquidation === null || !(sigma > 0)) return { sigmas: null, touchProbability: null };
  const { sigmas, touchProbability } = liquidationDistance({
    price: mark * tickSize,
    liquidation,
    volatility: (sigma / mark) * Math.sqrt(SECONDS_PER_YEAR),
    horizonYears: horizonSeconds / SECONDS_PER_YEAR,
  });
  return { sigmas, touchProbability };
}

/** Of the position at the mark, settle asset. */
function notionalOf(region: BookRegion, { index }: InstrumentTerms): number {
  const gross = region.float(region.ledgerLane(index) + at.LEDGER_BOOKED_GROSS);
  return gross * Math.sign(region.float(region.quoteLane(index) + at.QUOTE_POSITION));
}

/** The tier that a notional reaches, with its rate. */
function tierOf(
  region: BookRegion,
  lane: number,
  notional: number,
): Pick<InstrumentSolvency, 'tier' | 'maintenanceRate'> {
  const count = region.float(lane + margin.MARGIN_TIER_COUNT);
  let tier = 0;
  let maintenanceRate = region.float(lane + margin.MARGIN_MAINTENANCE_RATE);
  for (let row = lane + margin.MARGIN_TIERS; tier < count; row += margin.TIER_BYTES) {
    if (Math.abs(notional) <= region.float(row + margin.TIER_ABOVE)) break;
    maintenanceRate = region.float(row + margin.TIER_MAINTENANCE_RATE);
    tier += 1;
  }
  return { tier, maintenanceRate };
}

function instrumentSolvency(
  region: BookRegion,
  terms: InstrumentTerms,
  horizonSeconds: number,
): InstrumentSolvency | null {
  const { kernel, state } = region;
  const { index } = terms;
  if (region.float(region.ledgerLane(index) + at.LEDGER_HAS_MARGIN) === 0) return null;
  const lane = region.riskLane(index);
  const liquidationPrice = finite(kernel.liquidationPrice(state, index));
  const notional = notionalOf(region, terms);
  return {
    instrument: index,
    symbol: terms.symbol,
    notional,
    ...tierOf(region, lane, notional),
    initialMargin: region.float(lane + margin.MARGIN_INITIAL),
    maintenanceMargin: region.float(lane + margin.MARGIN_MAINTENANCE),
    isolated: isolatedPosition(region, lane),
    liquidationPrice,
    bankruptcyPrice: finite(kernel.bankruptcyPrice(state, index)),
    distance: finite(kernel.liquidationDistance(state, index)),
    ...oddsOf(region, terms, liquidationPrice, horizonSeconds),
  };
}

/** Signed notional of all positions, reporting currency. */
function netNotional(region: BookRegion, instruments: readonly InstrumentTerms[]): number {
  return instruments.reduce((sum, terms) => {
    const settle = region.float(region.ledgerLane(terms.index) + at.LEDGER_SETTLE_ASSET);
    const rate = region.float(region.assetRow(settle) + at.ASSET_RATE);
    return sum + notionalOf(region, terms) * rate;
  }, 0);
}

/** Ratios and verdict of the book: pooled, or of the worst asset that margin is due in. */
function judge(
  region: BookRegion,
  pooled: Pick<SolvencyReport, 'collateral' | 'initialMargin' | 'maintenanceMargin'>,
  assets: readonly AssetSolvency[],
): Pick<SolvencyReport, 'utilisation' | 'maintenanceRatio' | 'verdict'> {
  const due = assets.filter(({ margined }) => margined > 0);
  const nothing = { ...pooled, initialMargin: 0, maintenanceMargin: 0 };
  const accounts = isMultiAsset(region) ? [pooled] : [nothing, ...due];
  const worst = (key: 'initialMargin' | 'maintenanceMargin'): number | null =>
    finite(Math.max(...accounts.map((account) => marginShare(account[key], account.collateral))));
  const verdicts = accounts.map(({ collateral, initialMargin, maintenanceMargin }) =>
    verdictOf({ collateral, initialMargin, maintenanceMargin }),
  );
  return {
    utilisation: worst('initialMargin'),
    maintenanceRatio: worst('maintenanceMargin'),
    verdict: worstVerdict(verdicts),
  };
}

/**
 * Of every asset, of every instrument with margin rates, and of the book.
 *
 * @throws DomainError when the horizon is not above 0
 */
export function solvencyReport(
  region: BookRegion,
  instruments: readonly InstrumentTerms[],
  symbols: readonly string[],
  { horizonSeconds = SECONDS_PER_DAY }: SolvencyOptions = {},
): SolvencyReport {
  const { state } = region;
  const assets = symbols.map((symbol, asset) => assetSolvency(region, asset, symbol));
  const inReporting = (asset: number, amount: number): number =>
    amount * region.float(region.assetRow(asset) + at.ASSET_RATE);
  const haircut = assets.reduce((sum, { asset }) => {
    return sum + inReporting(asset, region.float(region.assetRow(asset) + margin.ASSET_CUT));
  }, 0);
  const isolated = assets.reduce((sum, { asset }) => {
    return sum + inReporting(asset, region.wide(region.assetRow(asset) + margin.ASSET_ISOLATED_HI));
  }, 0);
  const equity = region.wide(state + at.BOOK_EQUITY_HI);
  const collateral = equity - region.wide(state + margin.BOOK_WITHHELD_HI);
  const initialMargin = region.wide(state + margin.BOOK_INITIAL_HI);
  const maintenanceMargin = region.wide(state + margin.BOOK_MAINTENANCE_HI);
  const grossNotional = region.wide(state + at.BOOK_GROSS_HI);
  const pooled = { collateral, initialMargin, maintenanceMargin };
  return {
    mode: ACCOUNT_MODES[region.float(state + margin.BOOK_ACCOUNT_MODE)] ?? '',
    equity,
    isolated,
    haircut,
    ...pooled,
    free: collateral - initialMargin,
    grossNotional,
    netNotional: netNotional(region, instruments),
    leverage: collateral > 0 ? grossNotional / collateral : null,
    ...judge(region, pooled, assets),
    assets,
    instruments: instruments.flatMap(
      (terms) => instrumentSolvency(region, terms, horizonSeconds) ?? [],
    ),
  };
}
