/** Underlyings, expiries and options of a configuration as frames. */
import type { ConfigurationFrame } from './configuration-frames.js';
import type {
  BookConfiguration,
  ExpiryConfiguration,
  InstrumentConfiguration,
  UnderlyingConfiguration,
} from './types.js';

type Indexes = (symbol: string) => number;

/** In the order in which a book can take them; instruments and assets are defined before. */
export function underlyingFrames(
  config: BookConfiguration,
  assetIndex: Indexes,
  instrumentIndex: Indexes,
): readonly ConfigurationFrame[] {
  const { underlyings, expiries, instruments } = config;
  const underlyingIndex = indexOf(underlyings);
  const expiryIndex = indexOf(expiries);
  return [
    ...underlyings.flatMap(({ collateral, index, initialIndex, remark, vegaRisk }, row) => [
      {
        name: 'defineUnderlying' as const,
        values: [
          row,
          collateral === null ? null : assetIndex(collateral),
          index === null ? null : instrumentIndex(index),
          remark.thresholdBps,
          remark.maxAgeSeconds,
        ],
      },
      ...(initialIndex === null ? [] : [{ name: 'index' as const, values: [row, initialIndex] }]),
      ...(vegaRisk === null ? [] : [vegaRiskFrame(vegaRisk, row)]),
    ]),
    ...expiries.flatMap((expiry, row) => expiryFrames(expiry, row, underlyingIndex)),
    ...instruments.flatMap((terms, index) =>
      contractFrames(terms, index, underlyingIndex, expiryIndex),
    ),
  ];
}

function vegaRiskFrame(
  { gamma, volOfVariance, maxVega }: NonNullable<UnderlyingConfiguration['vegaRisk']>,
  row: number,
): ConfigurationFrame {
  return { name: 'setVegaRisk', values: [row, gamma, volOfVariance, maxVega] };
}

function indexOf(entries: readonly { readonly symbol: string }[]): Indexes {
  const indexes = new Map(entries.map(({ symbol }, index) => [symbol, index]));
  return (name) => indexes.get(name) ?? -1;
}

function expiryFrames(
  { underlying, timeNs, rate, forward, smile }: ExpiryConfiguration,
  row: number,
  underlyingIndex: Indexes,
): readonly ConfigurationFrame[] {
  const frames: ConfigurationFrame[] = [
    { name: 'defineExpiry', values: [row, underlyingIndex(underlying), timeNs, rate] },
  ];
  if (forward !== null) frames.push({ name: 'forward', values: [row, forward] });
  if (smile !== null) {
    const { a, b, rho, m, sigma } = smile;
    frames.push({ name: 'setSmile', values: [row, a, b, rho, m, sigma] });
  }
  return frames;
}

function contractFrames(
  { underlying, option }: InstrumentConfiguration,
  index: number,
  underlyingIndex: Indexes,
  expiryIndex: Indexes,
): readonly ConfigurationFrame[] {
  if (option !== undefined) {
    const { expiry, right, strike, volatility = null, mark, fair } = option;
    const values = [
      index,
      expiryIndex(expiry),
      right === 'call' ? 0 : 1,
      strike,
      volatility,
      mark === 'model' ? 1 : 0,
      fair === 'model' ? 1 : 0,
    ];
    return [{ name: 'defineOption', values }];
  }
  if (underlying === undefined) return [];
  return [{ name: 'setUnderlying', values: [index, underlyingIndex(underlying)] }];
}
