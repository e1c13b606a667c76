/**
 * The baseline of `evenkeel evaluate`: the same columns by plain loops and objects, as one would write
 * them for portfolios of the generator: linear model, no open limits but size, rates of margin.
 */
import * as code from '../../assembly/codes.js';
import type { PlainInstrument, Row } from './plain-market.js';

/** A position with what it comes to, by name of the columns. */
export type PlainResult = Record<string, number | string>;

/** Sums of a portfolio, reporting currency. */
export interface PlainPortfolio {
  pnl: number;
  gross: number;
  net: number;
  dollarDelta: number;
  vega: number;
  initialMargin: number;
  /** Of positions by scenario; coins held are not in it. */
  scenarios: number[];
}

const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);

/** Settle asset that so many units are worth at a price. */
function worthOf({ isInverse, multiplier }: PlainInstrument, units: number, price: number): number {
  return isInverse ? (units * multiplier) / price : units * multiplier * price;
}

function sideOf(
  instrument: PlainInstrument,
  price: number,
  size: number,
  room: number,
): readonly [price: number, size: number, reason: number] {
  const { mark, lot, tick } = instrument;
  const none = (reason: number) => [Number.NaN, 0, reason] as const;
  if (price < tick) return none(code.DROP_PRICE);
  if (Math.abs(price - mark) > 0.02 * mark) return none(code.DROP_COLLAR);
  if (size === 0) return none(code.DROP_INVENTORY);
  if (room === 0) return none(code.DROP_LIMIT);
  return [price, Math.min(size, room) * lot, code.QUOTED];
}

/** Quotes in the terms of docs/semantics.md 6, sizes in lots. */
function quote(instrument: PlainInstrument, lots: number, buys: number, sells: number) {
  const { profile, tick, bid, ask, lot, option, mark } = instrument;
  const fair = option === null ? (bid + ask) / 2 : mark;
  const limit = Math.round(instrument.maxPosition / lot);
  const x = clamp(lots / limit, -1, 1);
  const wanted = profile.half * fair + profile.sigmas * instrument.sigma;
  const half = Math.max(tick / 2, profile.fee * fair, Math.min(wanted, 0.05 * fair));
  const skew = clamp(profile.pull * fair * x, -0.05 * fair, 0.05 * fair);
  const over = Math.max(0, (Math.abs(x) - 0.8) / 0.2);
  const reservation = fair - skew - Math.sign(x) * over * over * 5e-4 * fair;
  let bidTicks = Math.floor((reservation - half) / tick);
  let askTicks = Math.ceil((reservation + half) / tick);
  if (option === null) {
    bidTicks = Math.min(bidTicks, Math.round(ask / tick) - 1);
    askTicks = Math.max(askTicks, Math.round(bid / tick) + 1);
  }
  let buy = clamp(1 - 0.5 * x, 0, 2) * (x > 0 ? 1 - over : 1);
  let sell = clamp(1 + 0.5 * x, 0, 2) * (x < 0 ? 1 - over : 1);
  const isReducing = Math.abs(lots) > limit;
  if (isReducing && lots < 0) buy = Math.max(buy, 1);
  if (isReducing && lots > 0) sell = Math.max(sell, 1);
  const roomOf = (toFlat: number, open: number): number =>
    isReducing ? Math.max(0, toFlat - open) : Math.max(0, limit + toFlat - open, toFlat - open);
  const roomBuy = roomOf(-lots, buys);
  const roomSell = roomOf(lots, sells);
  const size = Math.round(instrument.quoteSize / lot);
  const reason = (side: readonly [number, number, number], room: number) =>
    isReducing && room === 0 && side[2] >= code.DROP_REDUCING
      ? ([Number.NaN, 0, code.DROP_REDUCING] as const)
      : side;
  const bidSide = sideOf(instrument, bidTicks * tick, Math.floor(size * buy), roomBuy);
  const askSide = sideOf(instrument, askTicks * tick, Math.floor(size * sell), roomSell);
  return { fair, reservation, x, bid: reason(bidSide, roomBuy), ask: reason(askSide, roomSell) };
}

/** Margin per unit of a short option in its premium currency. */
function optionMargin(
  { option, index, mark, profile }: PlainInstrument,
  isInitial: boolean,
): number {
  if (option === null) return 0;
  const coin = option.isCoin ? 1 : index;
  const charge = profile.maintenance * (option.sign < 0 ? Math.max(coin, mark) : coin) + mark;
  if (!isInitial) return charge;
  const out = Math.max(option.sign * (option.strike - index), 0) / index;
  const initial = Math.max(profile.initial - out, 0.1) * coin + mark;
  return option.sign < 0 ? Math.max(initial, charge) : initial;
}

function marginOf(instrument: PlainInstrument, units: number, isInitial: boolean): number {
  const { option, profile, mark, multiplier } = instrument;
  if (option !== null) {
    return Math.max(-units, 0) * multiplier * optionMargin(instrument, isInitial);
  }
  const rate = isInitial ? profile.initial : profile.maintenance;
  return rate * worthOf(instrument, Math.abs(units), mark);
}

/** What one position comes to. */
export function plainPosition(instrument: PlainInstrument, row: Row): PlainResult {
  const { mark, isInverse, rate, lot, multiplier, index, greeks, option } = instrument;
  const position = Number(row.position);
  const entry = row.average_entry === null ? mark : Number(row.average_entry);
  const buys = Number(row.open_buy ?? 0);
  const sells = Number(row.open_sell ?? 0);
  const lots = Math.round(position / lot);
  const units = position * multiplier;
  const unrealised = isInverse ? units * (1 / entry - 1 / mark) : units * (mark - entry);
  const equity = unrealised + Number(row.booked ?? 0);
  const delta = isInverse ? units / index : units * greeks.delta;
  const gamma = units * greeks.gamma;
  const sides = quote(instrument, lots, Math.round(buys / lot), Math.round(sells / lot));
  const long = position + buys;
  const short = position - sells;
  const worst = option !== null || Math.abs(short) > Math.abs(long) ? short : long;
  const most = instrument.maxPosition;
  return {
    position,
    mark,
    unrealised,
    pnl: rate * equity,
    notional: rate * worthOf(instrument, position, mark),
    delta,
    dollar_delta: delta * index,
    dollar_gamma: (gamma * index * index) / 100,
    vega: units * greeks.vega,
    theta: units * greeks.theta,
    utilisation: sides.x,
    fair: sides.fair,
    reservation: sides.reservation,
    bid: sides.bid[0],
    bid_size: sides.bid[1],
    bid_reason: sides.bid[2],
    ask: sides.ask[0],
    ask_size: sides.ask[1],
    ask_reason: sides.ask[2],
    limits:
      (Math.abs(lots) * lot > most ? 1 : 0) +
      (Math.round(Math.max(long, -short) / lot) > Math.round(most / lot) ? 2 : 0),
    initial_margin: marginOf(instrument, worst, true),
    maintenance_margin: marginOf(instrument, position, false),
  };
}

/** Adds a position to the sums of its portfolio. */
export function addPlain(
  portfolios: Map<string, PlainPortfolio>,
  name: string,
  instrument: PlainInstrument,
  result: PlainResult,
): void {
  let sums = portfolios.get(name);
  if (sums === undefined) {
    const scenarios = instrument.units.map(() => 0);
    sums = { pnl: 0, gross: 0, net: 0, dollarDelta: 0, vega: 0, initialMargin: 0, scenarios };
    portfolios.set(name, sums);
  }
  sums.pnl += Number(result.pnl);
  sums.gross += Math.abs(Number(result.notional));
  sums.net += Number(result.notional);
  sums.dollarDelta += Number(result.dollar_delta);
  sums.vega += Number(result.vega);
  sums.initialMargin += instrument.rate * Number(result.initial_margin);
  const lots = Number(result.position) / instrument.lot;
  for (let scenario = 0; scenario < sums.scenarios.length; scenario++) {
    sums.scenarios[scenario] =
      (sums.scenarios[scenario] ?? 0) + lots * (instrument.units[scenario] ?? 0);
  }
}
