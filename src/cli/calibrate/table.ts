/** Estimates as tables. */
import Table from 'cli-table3';
import {
  type Calibration,
  type CovarianceEstimate,
  type InstrumentCalibration,
  type IntensityEstimate,
  type PanelCalibration,
  refusalText,
  type VolatilityEstimate,
} from '../../calibrate/index.js';

const STYLE = { head: [], border: [], compact: true };
const DASH = '-';

/** Estimates of a session, lines ending in a newline. */
export function calibrationText(calibration: Calibration): string {
  const { instruments, covariance } = calibration;
  const parts = [
    heading(calibration),
    marketTable(instruments),
    volatilityTable(instruments, calibration),
    intensityTable(instruments),
    modelTable(instruments),
  ];
  if (covariance !== null) parts.push(covarianceText(covariance));
  const refusals = instruments.flatMap((each) => each.refusals);
  if (refusals.length > 0) parts.push('Not supported:', ...refusals.map(refusalText));
  return `${parts.join('\n')}\n`;
}

function heading({ title, firstTime, lastTime, events, end, lagMs }: Calibration): string {
  const ended = { complete: '', interrupted: ', INTERRUPTED', limit: ', stopped at the limit' };
  return [
    `${title}: ${firstTime ?? DASH} to ${lastTime ?? DASH} ` +
      `(${events.toLocaleString('en-US')} events${ended[end]})`,
    `Depths from the mid ${lagMs} ms before; prices in quote currency; +- one standard error`,
  ].join('\n');
}

function tableOf(head: readonly string[]): Table.Table {
  const colAligns = head.map((_, index) => (index === 0 ? 'left' : 'right') as 'left' | 'right');
  return new Table({ head: [...head], colAligns, style: STYLE });
}

function marketTable(instruments: readonly InstrumentCalibration[]): string {
  const table = tableOf([
    'Market',
    'seconds',
    'quotes',
    'trades',
    'orders',
    'orders/s',
    'spread',
    'bps',
  ]);
  for (const each of instruments) {
    table.push([
      each.symbol,
      each.seconds.toFixed(0),
      ...[each.quotes, each.trades, each.orders].map((count) => count.toLocaleString('en-US')),
      digits(each.orderRate),
      each.meanSpread === null ? DASH : digits(each.meanSpread),
      each.meanSpreadBps === null ? DASH : each.meanSpreadBps.toFixed(3),
    ]);
  }
  return table.toString();
}

function volatilityTable(
  instruments: readonly InstrumentCalibration[],
  { sampleSeconds }: Calibration,
): string {
  const table = tableOf([
    `Sigma, price/sqrt(s), ${sampleSeconds} s`,
    ...['realised', 'bps', 'bipower', 'EWMA now', 'half-life', 'fit', 'var. ratio', 'p(no jumps)'],
  ]);
  for (const { symbol, volatility } of instruments) {
    table.push([symbol, ...(volatility ? volatilityCells(volatility) : blanks(8))]);
  }
  return table.toString();
}

function volatilityCells(estimate: VolatilityEstimate): string[] {
  const { realised, bipower, ewma, varianceRatio, jumpPValue, referencePrice } = estimate;
  return [
    withError(realised.sigma, realised.standardError),
    ((realised.sigma / referencePrice) * 1e4).toFixed(3),
    withError(bipower.sigma, bipower.standardError),
    withError(ewma.sigma, ewma.standardError),
    `${ewma.halfLifeSeconds} s`,
    `${ewma.meanSquaredScore.toFixed(2)}, p ${probability(ewma.pValue)}`,
    withError(varianceRatio.ratio, varianceRatio.standardError),
    probability(jumpPValue),
  ];
}

function intensityTable(instruments: readonly InstrumentCalibration[]): string {
  const table = tableOf([
    'Intensity A e^(-k d)',
    ...['from, bps', 'to, bps', 'orders', 'A, 1/s', 'k, 1/price', 'k, 1/bps', 'k regr.'],
    ...['fit', 'dispersion', 'p'],
  ]);
  for (const { symbol, intensity, volatility } of instruments) {
    if (intensity === null || volatility === null) {
      table.push([symbol, ...blanks(10)]);
      continue;
    }
    const perBps = volatility.referencePrice * 1e-4;
    const range = [intensity.range.from, intensity.range.to].map((at) => (at / perBps).toFixed(2));
    table.push([symbol, ...range, ...intensityCells(intensity.both, perBps)]);
    for (const side of ['bought', 'sold'] as const) {
      const label = side === 'bought' ? '  asks' : '  bids';
      table.push([label, '', '', ...intensityCells(intensity[side], perBps)]);
    }
  }
  return table.toString();
}

function intensityCells(estimate: IntensityEstimate | null, perBps: number): string[] {
  if (estimate === null) return blanks(8);
  return [
    estimate.orders.toLocaleString('en-US'),
    withError(estimate.intensityA, estimate.standardErrorA),
    withError(estimate.intensityK, estimate.standardErrorK),
    (estimate.intensityK * perBps).toFixed(3),
    estimate.regressionK === null ? DASH : digits(estimate.regressionK),
    estimate.fit.toFixed(3),
    estimate.dispersion.toFixed(1),
    probability(estimate.pValue),
  ];
}

function modelTable(instruments: readonly InstrumentCalibration[]): string {
  const table = tableOf([
    'Model',
    ...[
      'gamma',
      'from',
      'inventorySkewBps',
      'halfSpreadBps',
      'inventoryHalfLife',
      'targetUtilisation',
    ],
  ]);
  for (const { symbol, model } of instruments) {
    if (model === null) {
      table.push([symbol, ...blanks(6)]);
      continue;
    }
    const { operatorUnits: units } = model;
    const [name = '', value = 0] = Object.entries(model.pull)[0] ?? [];
    table.push([
      symbol,
      digits(model.gamma),
      `${name} ${digits(value)}`,
      digits(units.inventorySkewBps),
      digits(units.halfSpreadBps),
      units.inventoryHalfLifeSeconds === null
        ? DASH
        : `${digits(units.inventoryHalfLifeSeconds)} s`,
      units.utilisation === null ? DASH : units.utilisation.toFixed(3),
    ]);
  }
  return table.toString();
}

/** More symbols than this are not shown as a matrix. */
const SHOWN_SYMBOLS_MAX = 12;
const SHOWN_FACTORS_MAX = 8;

function covarianceText(estimate: CovarianceEstimate): string {
  const { symbols, steps, stepSeconds, factors } = estimate;
  const step = stepSeconds === null ? 'rows' : `steps of ${stepSeconds} s`;
  const { explainedShares, explainedShare, significantFactorCount } = factors;
  const shares = explainedShares.map((share) => `${(100 * share).toFixed(1)} %`);
  const more = shares.length > SHOWN_FACTORS_MAX ? ', ...' : '';
  const lines = [
    `Correlations of ${symbols.length} instruments over ${steps.toLocaleString('en-US')} ${step}`,
    `Factors: ${shares.length} (above noise: ${significantFactorCount}), explaining ` +
      `${(100 * explainedShare).toFixed(1)} % (${shares.slice(0, SHOWN_FACTORS_MAX).join(', ')}${more})`,
    `Factor form against sample correlations: rms ${estimate.residualRms.toFixed(3)}, ` +
      `largest ${estimate.residualMax.toFixed(3)}`,
  ];
  if (symbols.length <= SHOWN_SYMBOLS_MAX) lines.splice(1, 0, correlationTable(estimate));
  return lines.join('\n');
}

function correlationTable(estimate: CovarianceEstimate): string {
  const { symbols, correlations, correlationErrors, factors } = estimate;
  const loadings = factors.factorVariances.map((_, index) => `loading ${index + 1}`);
  const table = tableOf(['', ...symbols, ...loadings]);
  for (const [row, symbol] of symbols.entries()) {
    const cells = symbols.map((_, column) =>
      column === row
        ? '1'
        : withError(correlations[row]?.[column] ?? 0, correlationErrors[row]?.[column] ?? 0),
    );
    table.push([symbol, ...cells, ...(factors.loadings[row] ?? []).map(digits)]);
  }
  return table.toString();
}

/** Covariance of a panel, lines ending in a newline. */
export function panelText({ file, firstTime, lastTime, covariance }: PanelCalibration): string {
  return `${file}: ${firstTime ?? DASH} to ${lastTime ?? DASH}\n${covarianceText(covariance)}\n`;
}

const blanks = (count: number): string[] => new Array<string>(count).fill(DASH);

/** 4 significant digits without an exponent where that is readable. */
const digits = (value: number): string => String(Number(value.toPrecision(4)));

const probability = (value: number | null): string =>
  value === null ? DASH : value < 0.001 ? '<0.001' : value.toFixed(3);

/** A figure to the second digit of its error, which follows it. */
function withError(value: number, error: number): string {
  if (!(error > 0)) return digits(value);
  const decimals = 1 - Math.floor(Math.log10(error));
  if (decimals > 9 || decimals < 0) return `${digits(value)} +- ${Number(error.toPrecision(2))}`;
  return `${value.toFixed(decimals)} +- ${error.toFixed(decimals)}`;
}
