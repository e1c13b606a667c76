/** Reads exposures out of the state: by underlying, expiry, asset, factor and for the whole book. */
import * as at from '../../assembly/layout.js';
import * as risk from '../../assembly/risk-layout.js';
import type { BookConfiguration } from '../config/index.js';
import type { BookRegion } from '../kernel/index.js';
import type {
  AssetExposure,
  BookExposure,
  ExpiryExposure,
  ExposureReport,
  ExposuresReport,
} from './exposure-types.js';

const DAYS_PER_YEAR = 365;

/** The kernel says NaN where an index is missing. */
function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function leverageOf(region: BookRegion, gross: number): number | null {
  const equity = region.wide(region.state + at.BOOK_EQUITY_HI);
  return equity > 0 ? known(gross / equity) : null;
}

function expiryExposures(
  region: BookRegion,
  configuration: BookConfiguration,
  underlying: number,
): readonly ExpiryExposure[] {
  return configuration.expiries.flatMap(({ symbol }, expiry) => {
    const row = region.expiryRow(expiry);
    const isOwn = region.float(row + risk.EXPIRY_UNDERLYING) === underlying;
    if (!isOwn || region.float(row + risk.EXPIRY_OPTION_COUNT) === 0) return [];
    const optionDelta = region.float(row + risk.EXPIRY_DELTA);
    return [{ expiry, symbol, optionDelta, vega: region.float(row + risk.EXPIRY_VEGA) }];
  });
}

/** Exposures of one underlying; `underlying` is one of the configuration. */
export function exposureReport(
  region: BookRegion,
  configuration: BookConfiguration,
  underlying: number,
): ExposureReport {
  const { kernel, state } = region;
  const row = region.underlyingRow(underlying);
  const read = (offset: number): number => region.float(row + offset);
  const price = read(risk.UNDERLYING_INDEX);
  const index = price > 0 ? price : Number.NaN;
  const contractDelta = kernel.contractDelta(row);
  const collateralDelta = kernel.collateralDelta(state, row);
  const delta = contractDelta + collateralDelta;
  const gamma = read(risk.UNDERLYING_GAMMA);
  const vega = read(risk.UNDERLYING_VEGA);
  const gross = kernel.grossNotional(row);
  const ofOptions = kernel.optionNotional(row);
  const age = region.float(state + at.BOOK_NOW) - read(risk.UNDERLYING_INDEX_NOW);
  return {
    underlying,
    symbol: configuration.underlyings[underlying]?.symbol ?? '',
    index: known(index),
    indexAgeNs: price > 0 ? age : null,
    contractDelta: known(contractDelta),
    collateralDelta,
    delta: known(delta),
    dollarDelta: known(delta === 0 ? 0 : delta * index),
    gamma,
    dollarGamma: known(gamma === 0 ? 0 : (gamma * index * index) / 100),
    vega,
    expiries: expiryExposures(region, configuration, underlying),
    thetaPerDay: read(risk.UNDERLYING_THETA) / DAYS_PER_YEAR,
    vanna: read(risk.UNDERLYING_VANNA),
    volga: read(risk.UNDERLYING_VOLGA),
    worstDelta: {
      up: known(delta + kernel.openDeltaUp(row)),
      down: known(delta - kernel.openDeltaDown(row)),
    },
    worstVega: {
      up: vega + read(risk.UNDERLYING_VEGA_UP),
      down: vega - read(risk.UNDERLYING_VEGA_DOWN),
    },
    netNotional: known(kernel.netNotional(row)),
    grossNotional: known(gross),
    optionNotional: known(ofOptions),
    leverage: leverageOf(region, gross + ofOptions),
  };
}

function assetExposure(region: BookRegion, symbol: string, asset: number): AssetExposure {
  const row = region.assetRow(asset);
  return {
    asset,
    symbol,
    equity: region.wide(row + at.ASSET_EQUITY_HI),
    grossNotional: region.wide(row + at.ASSET_GROSS_HI),
    rate: region.float(row + at.ASSET_RATE),
  };
}

function bookExposure(region: BookRegion, reports: readonly ExposureReport[]): BookExposure {
  const sum = (value: (report: ExposureReport) => number | null): number =>
    reports.reduce((total, report) => total + (value(report) ?? Number.NaN), 0);
  const gross = sum((report) => report.grossNotional);
  const ofOptions = sum((report) => report.optionNotional);
  return {
    dollarDelta: known(sum((report) => report.dollarDelta)),
    dollarGamma: known(sum((report) => report.dollarGamma)),
    vega: sum((report) => report.vega),
    thetaPerDay: sum((report) => report.thetaPerDay),
    netNotional: known(sum((report) => report.netNotional)),
    grossNotional: known(gross),
    optionNotional: known(ofOptions),
    leverage: leverageOf(region, gross + ofOptions),
  };
}

/** Exposures at every level. */
export function exposuresReport(
  region: BookRegion,
  configuration: BookConfiguration,
): ExposuresReport {
  const underlyings = configuration.underlyings.map((_, underlying) =>
    exposureReport(region, configuration, underlying),
  );
  const count = configuration.factors?.count ?? 0;
  const factorBytes = at.BOOK_FACTOR_1_HI - at.BOOK_FACTOR_0_HI;
  return {
    book: bookExposure(region, underlyings),
    underlyings,
    assets: configuration.assets.map(({ symbol }, asset) => assetExposure(region, symbol, asset)),
    factors: Array.from({ length: count }, (_, factor) =>
      region.wide(region.state + at.BOOK_FACTOR_0_HI + factor * factorBytes),
    ),
  };
}
