/**
 * Judges a book by bytes alone: what went in, what came out, and what it reports. Arithmetic is exact. It shares
 * no code with the engine and none with the oracle, and it does not say what should be quoted; it says what must
 * never happen.
 */
import { Admission } from './admission.js';
import { Gate } from './gate.js';
import { Guards } from './guards.js';
import { Hedges } from './hedges.js';
import { Ledger } from './ledger.js';
import { Limits } from './limits.js';
import { Quotes } from './quotes.js';
import { type Row, readAll, readRow } from './reader.js';
import { compareReports, type Facts, readMarks } from './reports.js';
import { require } from './violation.js';

const QUOTE = 64;
const HEDGE = 65;
const RISK_STATE = 66;
const LIMIT_EVENT = 67;
const REJECT = 68;
const VERDICT = 69;
const LADDER = 70;
const CLOCK = 27;

interface Judged {
  readonly row: Row;
  readonly code: number;
}

/** Whoever asked finds the answer by its number and time: others' frames come in between. */
function requireCauses(judged: readonly Judged[], outputs: readonly Row[]): void {
  for (const { opcode, sequence, timeNs, fields } of outputs) {
    if (opcode === REJECT) continue;
    const isCaused = judged.some(
      ({ row, code }) => code === 0 && row.sequence === sequence && row.timeNs === timeNs,
    );
    require('an answer names its cause', isCaused, { opcode, sequence, timeNs, fields });
  }
}

export class Auditor {
  readonly ledger = new Ledger();
  readonly limits = new Limits(this.ledger);
  readonly quotes = new Quotes(this.ledger, this.limits);
  readonly gate = new Gate(this.ledger, this.limits);
  readonly guards = new Guards(this.ledger, this.limits);
  readonly hedges = new Hedges(this.ledger, this.limits);
  readonly admission: Admission;
  #hash = 0n;

  /** @param fillIds how many fill ids the book remembers */
  constructor(fillIds: number) {
    this.admission = new Admission(this.ledger, fillIds);
  }

  /** Bytes that were applied, and the output that they gave. */
  observe(input: Uint8Array, output: Uint8Array, facts: Facts): void {
    const outputs = readAll(output);
    const judged = [...this.#judge(input, outputs)];
    requireCauses(judged, outputs);
    const accepted = judged.filter(({ code }) => code === 0);
    if (accepted.length === 0) {
      const hash = facts.stateHash();
      const isSame = this.#hash === 0n || hash === this.#hash;
      require('a refusal changes nothing', isSame, { hash, before: this.#hash });
      require('only a refusal answers one', outputs.every(({ opcode }) => opcode === REJECT), {});
      return;
    }
    for (const [place, { row }] of accepted.entries()) {
      const isLast = place === accepted.length - 1;
      this.#apply(row, isLast ? outputs : [], facts);
    }
    this.#hash = 0n;
  }

  /** Hash of the state, kept for a refusal that may follow. */
  remember(hash: bigint): void {
    this.#hash = hash;
  }

  /** Reports against sums. */
  compare(facts: Facts): void {
    readMarks(this.ledger, this.quotes, facts);
    compareReports(this.ledger, this.limits, facts);
  }

  #apply(row: Row, outputs: readonly Row[], facts: Facts): void {
    this.admission.accepted(row);
    this.ledger.turnDay(row.timeNs);
    const known = this.ledger.instrument(Number(row.fields[0]));
    const before = known?.position ?? 0;
    const wasMarked = known !== undefined && known.markSource !== 'none';
    this.ledger.book(row);
    this.quotes.input(row);
    this.hedges.input(row);
    this.hedges.moved(row, before, wasMarked);
    readMarks(this.ledger, this.quotes, facts);
    for (const part of [this.limits, this.gate, this.guards]) part.input(row);
    for (const output of outputs) this.#output(output);
    this.quotes.settled(row.opcode === CLOCK);
    this.limits.settled();
    this.guards.settled();
  }

  #output(row: Row): void {
    if (row.opcode === QUOTE) this.quotes.output(row);
    else if (row.opcode === HEDGE) this.hedges.output(row);
    else if (row.opcode === RISK_STATE) this.limits.output(row);
    else if (row.opcode === LIMIT_EVENT) this.hedges.overdue(row);
    else if (row.opcode === VERDICT) this.gate.output(row);
    else if (row.opcode === LADDER) this.guards.output(row);
  }

  /** Which frames of the bytes were accepted: every refusal says how many bytes it passed over. */
  *#judge(input: Uint8Array, outputs: readonly Row[]): Generator<Judged> {
    const refusals = outputs.filter(({ opcode }) => opcode === REJECT);
    let next = 0;
    for (let at = 0; at < input.length; ) {
      const row = readRow(input, at);
      const refusal = refusals[next];
      const [opcode = 0, code = 0, , , , bytes = 0] = refusal?.fields.map(Number) ?? [];
      const isSame = row !== null && (opcode === row.opcode || opcode === 0) && bytes === row.bytes;
      if (refusal !== undefined && (row === null || isSame)) {
        next += 1;
        at += bytes;
        require('a refusal passes over bytes', bytes > 0, { code, at });
        if (row !== null) this.admission.refused(row, code, refusal);
        if (row !== null) yield { row, code };
        continue;
      }
      require('bytes that are no frame are refused', row !== null, { at, length: input.length });
      if (row === null) return;
      yield { row, code: 0 };
      at += row.bytes;
    }
    const left = refusals.slice(next).map(({ fields }) => fields.map(String).join());
    const facts = { left, input: input.join() };
    require('every refusal is of something', left.length === 0, facts);
  }
}
