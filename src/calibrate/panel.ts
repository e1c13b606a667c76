/** Covariance of a panel of prices: many assets, a row per time. */
import { EvenkeelError } from '../errors.js';
import { type PricePanel, readPricePanel } from '../tables/index.js';
import { type CovarianceEstimate, estimateCovariance, LEAST_STEPS } from './covariance.js';

/** What {@link calibratePanel} finds; log returns per row. */
export interface PanelCalibration {
  readonly file: string;
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  readonly covariance: CovarianceEstimate;
}

/**
 * Factor covariance of the log returns from row to row.
 *
 * @param factorCount default: as many as exceed noise
 * @throws EvenkeelError `DATA` when the file is no panel of 2 assets and 31 rows or more, or an asset
 *   does not move
 */
export async function calibratePanel(
  file: string,
  factorCount?: number,
): Promise<PanelCalibration> {
  const panel = await readPricePanel(file);
  const { symbols, times, prices } = panel;
  if (symbols.length < 2 || prices.length <= LEAST_STEPS) {
    const found = `${symbols.length} and ${prices.length}`;
    const message = `${file}: a panel needs 2 assets and ${LEAST_STEPS + 1} rows; these are ${found}`;
    throw new EvenkeelError('DATA', message, { assets: symbols.length, rows: prices.length });
  }
  refuseStanding(file, panel);
  const returns = prices.slice(1).map((row, index) => {
    const before = prices[index] ?? [];
    return row.map((price, asset) => Math.log(price / (before[asset] ?? Number.NaN)));
  });
  return {
    file,
    firstTime: times[0] ?? null,
    lastTime: times.at(-1) ?? null,
    covariance: estimateCovariance({ symbols, returns, stepSeconds: null }, factorCount),
  };
}

function refuseStanding(file: string, { symbols, prices }: PricePanel): void {
  const first = prices[0] ?? [];
  const still = symbols.filter((_, asset) => prices.every((row) => row[asset] === first[asset]));
  if (still.length === 0) return;
  throw new EvenkeelError('DATA', `${file}: ${still.join(', ')} never moved`, { file, still });
}
