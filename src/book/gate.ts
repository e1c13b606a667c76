/** What is left of the message budgets, and what the gate has said so far. */
import * as code from '../../assembly/codes.js';
import * as gate from '../../assembly/gate-layout.js';
import * as at from '../../assembly/layout.js';
import { CODES } from '../frames/index.js';
import type { BookRegion } from '../kernel/index.js';
import type { BudgetReport, GateReport, InstrumentTerms } from './types.js';

/** Reads the gate of an instrument and of its book, as of the last frame. */
export function gateReport(region: BookRegion, terms: InstrumentTerms): GateReport {
  const { state } = region;
  const lane = region.riskLane(terms.index);
  const now = region.long(state + at.BOOK_TIME_NS);
  const run = region.float(lane + gate.GATE_RUN);
  const pause = region.long(lane + gate.GATE_PAUSE_NS);
  const sinceRun = now - region.long(lane + gate.GATE_RUN_NS);
  const pending = {
    buyLots: region.float(lane + gate.GATE_PENDING_BUY),
    sellLots: region.float(lane + gate.GATE_PENDING_SELL),
  };
  const hasPending = pending.buyLots + pending.sellLots > 0;
  const since = region.long(lane + gate.GATE_PENDING_NS);
  return {
    instrument: terms.index,
    symbol: terms.symbol,
    messages: budget(region, lane + gate.GATE_MESSAGES, now),
    cancels: budget(region, lane + gate.GATE_CANCELS, now),
    book: {
      messages: budget(region, state + gate.BOOK_GATE_MESSAGES, now),
      cancels: budget(region, state + gate.BOOK_GATE_CANCELS, now),
    },
    pending: { ...pending, ageNs: hasPending ? Number(now - since) : null },
    fillsInARow: sinceRun < pause ? run : 0,
    counters: counters(region),
  };
}

function budget(region: BookRegion, address: number, now: bigint): BudgetReport | null {
  const interval = region.long(address + gate.BUDGET_INTERVAL_NS);
  if (interval === 0n) return null;
  const depth = region.long(address + gate.BUDGET_DEPTH_NS);
  const full = region.long(address + gate.BUDGET_FULL_NS);
  const missing = full > now ? full - now : 0n;
  const left = depth > missing ? (depth - missing) / interval : 0n;
  return { left: Number(left), burst: Number(depth / interval), fullInNs: Number(missing) };
}

function counters(region: BookRegion): GateReport['counters'] {
  const { state } = region;
  const byReason: Record<string, number> = {};
  for (const { code: reason, family, name } of CODES) {
    if (family !== 'order') continue;
    const gap = reason > code.ORDER_MESSAGE_BUDGET ? gate.GATE_COUNTER_GAP : 0;
    const place = (reason - code.ORDER_TRADING_HALTED - gap) * 8;
    const count = Number(region.long(state + gate.BOOK_GATE_COUNTERS + place));
    if (count > 0) byReason[name] = count;
  }
  return { checked: Number(region.long(state + gate.BOOK_GATE_CHECKED)), byReason };
}
