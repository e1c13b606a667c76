/** Margin from nothing but positions and marks, by the public model functions. */
import type { Book, SolvencyReport } from '../../src/index.js';
import { shortOptionMargin, tieredMaintenance } from '../../src/models/index.js';
import { type Asset, type Instrument, OPTIONS, RATES, SYMBOLS } from './margin-book.js';
import type { Said } from './margin-events.js';

/** Margin of one instrument by the public model functions. */
function requirement(symbol: Instrument, lots: number, mark: number, reference: number) {
  const { initial, maintenance, floor = 0, deduction = 0, ...rest } = RATES[symbol];
  if (symbol === 'C' || symbol === 'P') {
    const { right, strike, isCoin } = OPTIONS[symbol];
    const coin = isCoin ? 1 : reference;
    const each = shortOptionMargin({
      type: right,
      spot: reference,
      strike,
      markCoin: mark / coin,
      initialRate: initial,
      initialFloor: floor,
      maintenanceRate: maintenance,
    });
    const units = Math.max(-lots, 0) * 0.1 * coin;
    return { initial: units * each.initialMargin, maintenance: units * each.maintenanceMargin };
  }
  const size = symbol === 'I' ? (Math.abs(lots) * 100) / mark : Math.abs(lots) * 0.001;
  const notional = symbol === 'I' ? size : size * mark;
  const { initialSlope = 0, maintenanceSlope = 0, tiers = [] } = rest;
  const byTiers = (key: 'initial' | 'maintenance', first: number): number =>
    tieredMaintenance(
      notional,
      [first, ...tiers.map((tier) => tier[key])].map((maintenanceRate, place) => ({
        notionalMax: tiers[place]?.above ?? Number.POSITIVE_INFINITY,
        maintenanceRate,
      })),
    ).maintenanceMargin;
  const grown = byTiers('maintenance', maintenance) + maintenanceSlope * size * notional;
  return {
    initial: byTiers('initial', initial) + initialSlope * size * notional,
    maintenance: Math.max(grown - deduction, 0),
  };
}

interface Sums {
  equity: number;
  isolated: number;
  balance: number;
  initial: number;
  maintenance: number;
}

const SETTLE: Readonly<Record<Instrument, Asset>> = {
  L: 'USD',
  I: 'BTC',
  M: 'USDT',
  C: 'BTC',
  P: 'USD',
};

/** Sums per asset of what every position needs and is worth now, from nothing but positions and marks. */
export function fromScratch(book: Book, said: Said) {
  const begin = (symbol: Asset): Sums => {
    const balance = said.cash[symbol] ?? 0;
    return { equity: balance, isolated: 0, balance, initial: 0, maintenance: 0 };
  };
  const sums = { USD: begin('USD'), BTC: begin('BTC'), USDT: begin('USDT') };
  for (const [index, symbol] of SYMBOLS.entries()) {
    const { positionLots: lots, mark, realised, unrealised } = book.positionOf(index);
    const own = sums[SETTLE[symbol]];
    own.equity += realised + unrealised;
    own.balance += realised;
    const collateral = said.collateral[symbol] ?? 0;
    if (collateral > 0) {
      own.isolated += collateral + unrealised;
      own.balance -= collateral;
      continue;
    }
    const open = said.open[symbol] ?? { buy: 0, sell: 0 };
    const of = (signed: number) => requirement(symbol, signed, mark ?? 0, said.reference);
    const worst = Math.max(of(lots + open.buy).initial, of(lots - open.sell).initial);
    own.initial += worst;
    own.maintenance += of(lots).maintenance;
  }
  return sums;
}

const SEVERITY = ['SOLVENT', 'MARGIN_CALL', 'LIQUIDATABLE', 'INSOLVENT'] as const;

/** What guards must say if the verdict is right: utilisation and maintenance above 1 or not. */
export function guardsOf({ verdict }: SolvencyReport) {
  const severity = SEVERITY.indexOf(verdict);
  return { isCalled: severity >= 1, isLiquidatable: severity >= 2 };
}
