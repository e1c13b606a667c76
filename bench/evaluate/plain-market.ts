/** The market of the plain baseline: an object per instrument, its option priced by hand, its PnL per lot by scenario. */
import { AS_OF } from './market-sql.js';

/** A row of a table as objects hold it. */
export type Row = Readonly<Record<string, string | number | null>>;

/** Settings of the profiles that the generator writes. */
const PROFILES = {
  stocks: { half: 2e-4, sigmas: 0.5, pull: 5e-4, fee: 0.00001, initial: 0.25, maintenance: 0.15 },
  coins: { half: 1e-4, sigmas: 1, pull: 8e-4, fee: 0.0002, initial: 0.1, maintenance: 0.05 },
  options: { half: 50e-4, sigmas: 0, pull: 20e-4, fee: 0, initial: 0.15, maintenance: 0.075 },
} as const;

const PRICE_MOVES = [-0.3, -0.15, 0, 0.15, 0.3];
const VOLATILITY_MOVES = [-0.25, 0, 0.45];
const YEAR_MS = 365 * 86_400_000;

/** By hand: error function of Abramowitz and Stegun is too coarse, so the series and fraction of Marsaglia 2004. */
function normal(x: number): number {
  if (x < -7 || x > 7) return x < 0 ? tail(-x) : 1 - tail(x);
  let sum = x;
  let term = x;
  for (let power = 3; sum !== sum + term; power += 2) {
    term *= (x * x) / power;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.9189385332046728);
}

function tail(x: number): number {
  return Math.exp(-0.5 * x * x - 0.9189385332046728) / (x + 1 / (x + 2 / (x + 3 / (x + 4 / x))));
}

/** An option per unit of its underlying, in the currency of its premium. */
export function priceOption(option: OptionTerms, forward: number, volatility: number) {
  const { strike, years, sign, rate, isCoin } = option;
  const total = volatility * Math.sqrt(years);
  const d1 = Math.log(forward / strike) / total + total / 2;
  const d2 = d1 - total;
  const discount = isCoin ? 1 / forward : Math.exp(-rate * years);
  const price = sign * discount * (forward * normal(sign * d1) - strike * normal(sign * d2));
  return { price, d1, d2, total, discount };
}

/** Terms of an option. */
export interface OptionTerms {
  readonly strike: number;
  readonly years: number;
  readonly sign: 1 | -1;
  readonly rate: number;
  readonly volatility: number;
  readonly forward: number;
  readonly isCoin: boolean;
}

/** An instrument as positions need it. */
export interface PlainInstrument {
  readonly symbol: string;
  readonly profile: (typeof PROFILES)[keyof typeof PROFILES];
  readonly isInverse: boolean;
  readonly settle: string;
  readonly rate: number;
  readonly tick: number;
  readonly lot: number;
  readonly multiplier: number;
  readonly bid: number;
  readonly ask: number;
  readonly mark: number;
  readonly index: number;
  readonly sigma: number;
  readonly maxPosition: number;
  readonly quoteSize: number;
  readonly option: OptionTerms | null;
  readonly greeks: {
    readonly delta: number;
    readonly gamma: number;
    readonly vega: number;
    readonly theta: number;
  };
  /** Reporting currency per lot in each scenario. */
  readonly units: readonly number[];
}

const numberOf = (row: Row, name: string): number => Number(row[name] ?? Number.NaN);

function optionOf(row: Row): OptionTerms | null {
  if (row.contract !== 'option' && row.contract !== 'inverseOption') return null;
  const years = (Date.parse(String(row.expiry)) - Date.parse(AS_OF)) / YEAR_MS;
  return {
    strike: numberOf(row, 'strike'),
    years,
    sign: row.right === 'call' ? 1 : -1,
    rate: numberOf(row, 'interest_rate'),
    volatility: numberOf(row, 'implied_volatility'),
    forward: numberOf(row, 'forward'),
    isCoin: row.contract === 'inverseOption',
  };
}

/** By the index, in quote currency; a coin option net of its premium. */
function greeksOf(option: OptionTerms, index: number): PlainInstrument['greeks'] {
  const { forward, strike, years, sign, rate, volatility, isCoin } = option;
  const { price, d1, d2, total, discount } = priceOption(option, forward, volatility);
  const carry = forward / index;
  const density = Math.exp(-0.5 * d1 * d1) * 0.3989422804014327;
  const worth = isCoin ? index : 1;
  const vega = discount * forward * density * Math.sqrt(years);
  const accrual = isCoin ? 0 : rate * price;
  const theta = accrual - (discount * forward * density * volatility) / (2 * Math.sqrt(years));
  const net = (sign * strike * normal(sign * d2)) / forward;
  const delta = isCoin ? net : discount * sign * normal(sign * d1) * carry;
  const gamma = isCoin
    ? (density / (forward * total) - net / forward) * carry
    : ((discount * density) / (forward * total)) * carry * carry;
  return { delta, gamma, vega: vega * worth, theta: theta * worth };
}

const FLAT = { delta: 1, gamma: 0, vega: 0, theta: 0 };

function unitsOf(row: Row, option: OptionTerms | null, mark: number, rate: number): number[] {
  const unit = numberOf(row, 'multiplier') * numberOf(row, 'lot_size');
  const isInCoin = row.settle !== 'USD';
  return PRICE_MOVES.flatMap((move) =>
    VOLATILITY_MOVES.map((volatilityMove) => {
      const moved = isInCoin ? rate * (1 + move) : rate;
      if (option === null) {
        const price = mark * (1 + move);
        return moved * unit * (row.contract === 'inverse' ? 1 / mark - 1 / price : price - mark);
      }
      const days = 365 * option.years;
      const scale = (30 / Math.max(1, days)) ** (days < 30 ? 0.3 : 0.13);
      const volatility = Math.max(option.volatility * (1 + volatilityMove * scale), 1e-6);
      const { price } = priceOption(option, option.forward * (1 + move), volatility);
      const before = priceOption(option, option.forward, option.volatility).price;
      return moved * unit * (price - before);
    }),
  );
}

/** One row of the market. */
export function plainInstrument(row: Row): PlainInstrument {
  const option = optionOf(row);
  const index = numberOf(row, 'index');
  const rate = row.settle === 'USD' ? 1 : index;
  const mid = (numberOf(row, 'bid') + numberOf(row, 'ask')) / 2;
  const mark = option === null ? mid : priceOption(option, option.forward, option.volatility).price;
  return {
    symbol: String(row.instrument),
    profile: PROFILES[row.profile as keyof typeof PROFILES],
    isInverse: row.contract === 'inverse',
    settle: String(row.settle),
    rate,
    tick: numberOf(row, 'tick_size'),
    lot: numberOf(row, 'lot_size'),
    multiplier: numberOf(row, 'multiplier'),
    bid: numberOf(row, 'bid'),
    ask: numberOf(row, 'ask'),
    mark,
    index,
    sigma: option === null ? numberOf(row, 'sigma') : 0,
    maxPosition: numberOf(row, 'max_position'),
    quoteSize: numberOf(row, 'quote_size'),
    option,
    greeks: option === null ? FLAT : greeksOf(option, index),
    units: unitsOf(row, option, mark, rate),
  };
}
