/** What the book reports of itself, against the sums of the auditor. */
import { float, size, times } from './fixed.js';
import type { Ledger } from './ledger.js';
import type { Limits } from './limits.js';
import type { Quotes } from './quotes.js';
import { require } from './violation.js';

/** PnL by cause. */
export interface Buckets {
  readonly spread: number;
  readonly hedge: number;
  readonly inventory: number;
  readonly adjustment: number;
  readonly fees: number;
  readonly funding: number;
  readonly conversion: number;
}

/** Money in reporting currency. */
export interface BookFacts {
  readonly state: string;
  readonly equity: number;
  readonly capital: number;
  readonly peakEquity: number;
  readonly drawdown: number;
  readonly lossToday: number;
  readonly grossNotional: number;
  readonly attribution: Buckets;
}

/** Money in settle asset. */
export interface InstrumentFacts {
  readonly positionLots: number;
  readonly averageEntry: number | null;
  readonly mark: number | null;
  readonly realised: number;
  readonly unrealised: number;
  readonly fees: number;
  readonly funding: number;
  readonly net: number;
  readonly attribution: Buckets;
}

/** What may be asked of a book. */
export interface Facts {
  risk(): BookFacts;
  /** null for an instrument that the book reports nothing of. */
  position(index: number): InstrumentFacts | null;
  stateHash(): bigint;
}

const STATES = ['ACTIVE', 'REDUCING', 'HALTED'];

function close(
  rule: string,
  found: number,
  exact: bigint | number,
  slack: number,
  of: object,
): void {
  const expected = typeof exact === 'bigint' ? float(exact) : exact;
  const rounding = 1e-14 * Math.abs(expected);
  const isClose = Math.abs(found - expected) <= slack + rounding;
  require(rule, isClose, { ...of, found, expected, slack });
}

/** Takes over the marks that only the engine knows. */
export function readMarks(ledger: Ledger, quotes: Quotes, facts: Facts): void {
  for (const index of quotes.markedByModel) {
    const one = ledger.instrument(index);
    if (one === undefined) continue;
    const mark = facts.position(index)?.mark ?? null;
    if (mark !== null) ledger.setMark(one, mark / one.tickSize);
  }
}

export function compareReports(ledger: Ledger, limits: Limits, facts: Facts): void {
  const risk = facts.risk();
  const slack = ledger.tolerance();
  const equity = ledger.equity();
  close('equity is what was paid and what is held', risk.equity, equity, slack, {});
  close('capital is what came in', risk.capital, ledger.capital, slack, {});
  close('fees are what was charged', risk.attribution.fees, ledger.fees, slack, {});
  close('funding is what was paid', risk.attribution.funding, ledger.funding, slack, {});
  close('gross is what is held', risk.grossNotional, ledger.gross(), slack, {});
  close('the day is lost from its opening', risk.lossToday, ledger.dayOpen - equity, slack, {});
  if (!limits.doubts) {
    close('drawdown is from the peak', risk.drawdown, ledger.peak - equity, slack, {});
  }
  const sum = Object.values(risk.attribution).reduce((total, part) => total + part, 0);
  close('attribution adds up to PnL', sum, risk.equity - risk.capital, slack, {
    ...risk.attribution,
  });
  const state = STATES[limits.bookState];
  require('the state is what was said', risk.state === state, { found: risk.state, state });
  for (const index of ledger.instruments.keys()) compareInstrument(ledger, index, facts);
}

function compareInstrument(ledger: Ledger, index: number, facts: Facts): void {
  const one = ledger.instrument(index);
  if (one === undefined) return;
  const found = facts.position(index);
  if (found === null) return;
  const of = { index };
  const { position } = one;
  require('a position is the sum of its fills', found.positionLots === position, {
    ...of,
    found: found.positionLots,
    position,
  });
  const scale = float(times(one.scale, size(one.cost) + size(one.realised)));
  const slack = 1e-9 + 1e-12 * scale + ledger.tolerance() * 1e-3;
  close('realised is what was closed', found.realised, times(one.scale, one.realised), slack, of);
  const open = times(one.scale, one.unrealisedLevel());
  close('unrealised is what is open', found.unrealised, open, slack, of);
  close('funding of the instrument', found.funding, one.funding, slack, of);
  const { spread, hedge, inventory, adjustment } = found.attribution;
  const parts = spread + hedge + inventory + adjustment;
  close(
    'attribution of the instrument adds up',
    parts,
    found.realised + found.unrealised,
    slack,
    of,
  );
  const net = found.realised + found.unrealised - found.fees + found.funding;
  close('net is the sum of its parts', found.net, net, slack, of);
  if (position === 0 || found.averageEntry === null) {
    require('flat has no entry', position === 0 && found.averageEntry === null, of);
    return;
  }
  const cost = float(one.cost);
  const entry = (one.inverse ? -position / cost : cost / position) * one.tickSize;
  close('the entry is the average of what is open', found.averageEntry, entry, 1e-9 * entry, of);
}
