/** From an engine at the end of its session to a report. */
import type { BookConfiguration } from '../../config/index.js';
import { type CapitalEfficiency, capitalEfficiency } from '../../models/index.js';
import type { BookPort, SessionEngine } from '../engine/index.js';
import { reportDerivatives } from './derivatives-report.js';
import type { EfficiencyReport, InstrumentReport, PassReport } from './report-types.js';

/** Reports a pass that ended at `time` (us); `marginRate` is held per value of a position. */
export function reportPass(
  engine: SessionEngine,
  configuration: BookConfiguration,
  time: number,
  marginRate: number,
): PassReport {
  const { book } = engine;
  const risk = book.risk();
  const rates = finalRates(book, configuration);
  const instruments = book.instruments.map(({ index }) =>
    reportInstrument(engine, index, time, marginRate),
  );
  const rateOf = (asset: string): number => rates.get(asset) ?? 1;
  const sum = (value: (instrument: InstrumentReport) => number): number =>
    instruments.reduce((total, instrument) => total + value(instrument), 0);
  const turnover = sum((instrument) => instrument.turnover * rateOf(instrument.settleAsset));
  const taken = book.instruments.reduce((total, { index, settleAsset }) => {
    return total + engine.meters.figures(index, time).takenTurnover * rateOf(settleAsset);
  }, 0);
  const pnl = risk.equity - risk.capital;
  const hours = engine.meters.hours(time);
  const underlyings = configuration.underlyings.map(({ symbol }) => symbol);
  const derivatives =
    engine.derivatives && reportDerivatives(book, engine.derivatives, underlyings, time);
  const { capitalTurnover, ...efficiency } = efficiencyOf({
    ...{ pnl, turnover, hours, marginRate, capital: Math.max(risk.capital, 0) },
    inventoryHours: hours * sum((own) => own.meanInventoryValue * rateOf(own.settleAsset)),
  });
  return {
    pnl,
    attribution: risk.attribution,
    fees: 0 - risk.attribution.fees,
    turnover,
    ...efficiency,
    capitalTurnover,
    fills: sum((instrument) => instrument.fills),
    spreadCapturedBps: bpsOf(risk.attribution.spread, turnover - taken),
    worstDrawdown: engine.meters.worstDrawdown,
    quoteUpdates: sum((instrument) => instrument.quoteUpdates),
    state: risk.state,
    limit: risk.limit,
    postOnlyRejects: engine.fills.postOnlyRejects,
    ignoredTrades: engine.fills.ignoredTrades,
    instruments,
    ...(configuration.underlyings.length > 0 ? { exposures: book.exposures() } : {}),
    ...(derivatives ? { derivatives } : {}),
    stateHash: book.stateHash().toString(16).padStart(16, '0'),
  };
}

function reportInstrument(
  engine: SessionEngine,
  index: number,
  time: number,
  marginRate: number,
): InstrumentReport {
  const { book } = engine;
  const position = book.positionOf(index);
  const terms = book.instruments[index];
  const lotSize = terms?.lotSize ?? 1;
  const figures = engine.meters.figures(index, time);
  const { inventoryHours } = figures;
  const hours = engine.meters.hours(time);
  const { net: pnl, turnover } = position;
  const { capitalTurnover: _, ...efficiency } = efficiencyOf({
    ...{ pnl, turnover, hours, marginRate, inventoryHours, capital: 0 },
  });
  return {
    symbol: position.symbol,
    settleAsset: terms?.settleAsset ?? '',
    isOption: terms?.contract === 'option' || terms?.contract === 'inverseOption',
    lotSize,
    pnl,
    attribution: position.attribution,
    fees: position.fees,
    turnover,
    ...efficiency,
    fills: position.fillCount,
    buyFills: figures.buyFills,
    sellFills: figures.sellFills,
    boughtLots: position.boughtLots,
    soldLots: position.soldLots,
    spreadCapturedBps: bpsOf(
      position.attribution.spread,
      position.turnover - figures.takenTurnover,
    ),
    markouts: figures.markouts,
    positionLots: position.positionLots,
    position: position.position,
    meanAbsInventory: figures.inventory.meanAbsLots * lotSize,
    maxAbsInventory: figures.inventory.maxAbsLots * lotSize,
    inventoryHalfLifeSeconds: figures.inventory.reversion.halfLifeSeconds,
    inventoryReversion: figures.inventory.reversion,
    timeAtLimit: figures.inventory.timeAtLimit,
    worstDrawdown: figures.worstDrawdown,
    bidQuoted: figures.quotes.bidQuoted,
    askQuoted: figures.quotes.askQuoted,
    quoteUpdates: figures.quotes.updates,
  };
}

/** What `capitalEfficiency` takes, with a flat rate of margin. */
interface Efficiency {
  readonly pnl: number;
  readonly turnover: number;
  readonly capital: number;
  readonly hours: number;
  readonly inventoryHours: number;
  readonly marginRate: number;
}

function efficiencyOf({ marginRate, ...use }: Efficiency): EfficiencyReport & CapitalEfficiency {
  const { hours, inventoryHours } = use;
  const marginHours = marginRate * inventoryHours;
  const meanInventoryValue = hours > 0 ? inventoryHours / hours : 0;
  return { meanInventoryValue, marginHours, ...capitalEfficiency({ ...use, marginHours }) };
}

/** Reporting currency per unit of each asset at the end of the session. */
function finalRates(book: BookPort, configuration: BookConfiguration): Map<string, number> {
  return new Map(
    configuration.assets.map(({ symbol, rate, rateInstrument }) => {
      const follows = book.instruments.find((terms) => terms.symbol === rateInstrument);
      const mark = follows ? book.positionOf(follows.index).mark : null;
      return [symbol, mark ?? rate];
    }),
  );
}

function bpsOf(value: number, turnover: number): number | null {
  return turnover > 0 ? (value / turnover) * 1e4 : null;
}
