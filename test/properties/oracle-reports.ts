/** The oracle's exact state as the reports of a book: every number rounded once. */
import { CONTRACT_INVERSE } from '../../assembly/codes.js';
import { TRADING_STATES } from '../../src/frames/codes.js';
import {
  BUCKETS,
  type Bucket,
  type Fixed,
  type Instrument,
  multiply,
  type OracleBook,
  toNumber,
} from '../oracle/index.js';
import type { PositionFacts, RiskFacts } from './engine.js';

export function oraclePosition(instrument: Instrument): PositionFacts {
  const { q, terms, valueScale, attribution } = instrument;
  const settle = (level: Fixed): number => toNumber(multiply(valueScale, level));
  const realised = instrument.realised;
  const unrealised = instrument.unrealisedLevel();
  const net = multiply(valueScale, realised + unrealised) - instrument.fees + instrument.funding;
  return {
    positionLots: q,
    averageEntry: averageEntry(instrument),
    mark: Number.isNaN(instrument.mark) ? null : instrument.mark * terms.tickSize,
    realised: settle(realised),
    unrealised: settle(unrealised),
    fees: toNumber(instrument.fees),
    funding: toNumber(instrument.funding),
    net: toNumber(net),
    attribution: {
      spread: settle(attribution.spread),
      hedge: settle(attribution.hedge),
      inventory: settle(attribution.inventory),
      adjustment: settle(attribution.adjustment),
      fees: -toNumber(instrument.fees),
      funding: toNumber(instrument.funding),
      conversion: 0,
    },
    boughtLots: instrument.boughtLots,
    soldLots: instrument.soldLots,
    turnover: toNumber(instrument.turnover),
    fillCount: instrument.fillCount,
    state: TRADING_STATES[instrument.state] ?? 'HALTED',
    normalisedInventory: normalisedInventory(instrument),
  };
}

function averageEntry(instrument: Instrument): number | null {
  const { q, cost, terms } = instrument;
  if (q === 0) return null;
  const ticks = terms.contract === CONTRACT_INVERSE ? -q / toNumber(cost) : toNumber(cost) / q;
  return ticks * terms.tickSize;
}

function normalisedInventory(instrument: Instrument): number {
  const limits = instrument.inventoryLimits;
  if (limits === null) return 0;
  const { target, maxPosition } = limits;
  const dev = instrument.q - target;
  const distance = dev >= 0 ? maxPosition - target : maxPosition + target;
  return Math.min(1, Math.max(-1, dev / distance));
}

export function oracleRisk(book: OracleBook): RiskFacts {
  const { ledger } = book;
  const bucket = (name: Bucket): [Bucket, number] => [name, toNumber(ledger.buckets[name])];
  return {
    timeNs: book.timeNs,
    state: TRADING_STATES[book.state] ?? 'HALTED',
    equity: book.equity,
    capital: toNumber(ledger.capital),
    peakEquity: toNumber(ledger.peak),
    drawdown: toNumber(ledger.peak - ledger.equity),
    lossToday: toNumber(ledger.dayOpen - ledger.equity),
    grossNotional: book.grossNotional,
    attribution: Object.fromEntries(BUCKETS.map(bucket)) as Record<Bucket, number>,
    operatorReason: book.operatorReason,
    counters: {
      framesApplied: book.framesApplied,
      framesRejected: book.framesRejected,
      duplicateFills: book.duplicateFills,
    },
  };
}
