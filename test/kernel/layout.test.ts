/** The relations between offsets that the layout file cannot assert itself. */
import { describe, expect, it } from 'vitest';
import * as codes from '../../assembly/codes.js';
import * as gate from '../../assembly/gate-layout.js';
import * as guard from '../../assembly/guard-layout.js';
import * as hedge from '../../assembly/hedge-layout.js';
import * as layout from '../../assembly/layout.js';
import * as margin from '../../assembly/margin-layout.js';
import * as risk from '../../assembly/risk-layout.js';
import { CAPACITY_MAX } from '../../src/config/schema.js';

/** Offsets of one region, in order of their file. */
const offsets = (file: Readonly<Record<string, number>>, prefix: string, exclude: RegExp) =>
  Object.entries(file)
    .filter(([name]) => name.startsWith(prefix) && !exclude.test(name))
    .map(([, value]) => value);

/** Where the part of the header begins that risk-layout.ts states. */
const HEADER_OF_RISK = risk.BOOK_UNDERLYING_CAPACITY;
/** Where the areas of the header begin that it leaves to other files. */
const HEADER_OF_OTHERS = 1536;

describe('layout', () => {
  it.each([
    ['BOOK_', layout, /^BOOK_BYTES$/, HEADER_OF_RISK - codes.MAX_REASON_BYTES],
    ['ASSET_', layout, /^ASSET_BYTES$/, 144 - layout.VECTOR_BYTES],
    ['QUOTE_', layout, /_BYTES$/, layout.QUOTE_BLOCK_BYTES - layout.VECTOR_BYTES],
    ['LEDGER_', layout, /_BYTES$/, layout.LEDGER_BLOCK_BYTES - layout.VECTOR_BYTES],
    ['TERM_', layout, /^$/, layout.IO_BYTES - layout.VECTOR_BYTES],
    ['BOOK_', risk, /^$/, HEADER_OF_OTHERS - layout.VECTOR_BYTES],
    ['UNDERLYING_', risk, /_BYTES$/, risk.UNDERLYING_BYTES - layout.VECTOR_BYTES],
    ['EXPIRY_', risk, /_BYTES$/, risk.EXPIRY_BYTES - layout.VECTOR_BYTES],
    ['OPTION_', risk, /_BYTES$/, risk.OPTION_BLOCK_BYTES - layout.VECTOR_BYTES],
    ['RISK_', risk, /_BYTES$/, risk.RISK_BLOCK_BYTES - layout.VECTOR_BYTES],
  ])(
    '%s offsets are aligned, ascending and end inside their block',
    (prefix, file, exclude, last) => {
      const found = offsets(file, prefix, exclude);
      expect(found.length).toBeGreaterThan(5);
      expect(found).toEqual([...found].sort((a, b) => a - b));
      expect(new Set(found).size).toBe(found.length);
      expect(found.filter((offset) => offset % layout.VECTOR_BYTES !== 0)).toEqual([]);
      expect(found.at(-1)).toBeLessThanOrEqual(last);
    },
  );

  it('keeps blocks on cache lines', () => {
    const blocks = [layout.IO_BYTES, layout.HEADER_BYTES, layout.ASSET_BYTES];
    const pairs = [layout.QUOTE_BLOCK_BYTES, layout.LEDGER_BLOCK_BYTES, layout.SKEW_BLOCK_BYTES];
    const rows = [risk.UNDERLYING_BYTES, risk.EXPIRY_BYTES, risk.GUARD_BYTES];
    const ofRisk = [risk.OPTION_BLOCK_BYTES, risk.RISK_BLOCK_BYTES];
    const all = [...blocks, ...pairs, ...rows, ...ofRisk];
    expect(all.filter((bytes) => bytes % 64 !== 0)).toEqual([]);
  });

  it('keeps the parts of the IO block apart', () => {
    const registers = layout.IO_REGISTERS + codes.MAX_FRAME_FIELDS * 8;
    expect(registers).toBeLessThanOrEqual(layout.IO_OUTPUT_BEGIN);
    const counters = layout.IO_REJECTS_BY_CODE + (codes.REJECT_TIME_AHEAD + 1) * 8;
    expect(counters).toBeLessThanOrEqual(layout.TERM_MID);
    expect(layout.IO_CALL_REJECTED).toBeLessThan(layout.IO_REJECTS_BY_CODE);
  });

  it('keeps a low part behind its high part', () => {
    const highs = Object.entries(risk).filter(([name]) => name.endsWith('_HI'));
    expect(highs.length).toBeGreaterThan(5);
    const offsetsOf: Readonly<Record<string, number>> = risk;
    const lows = highs.map(([name]) => offsetsOf[name.replace(/_HI$/, '_LO')]);
    expect(lows).toEqual(highs.map(([, high]) => high + layout.LOW_PART));
  });

  it('reserves areas in ascending order, behind the fields that are there already', () => {
    expect(risk.UNDERLYING_FIRST_GUARD).toBeLessThan(risk.UNDERLYING_HEDGE);
    expect(risk.UNDERLYING_HEDGE).toBeLessThan(risk.UNDERLYING_BYTES);
    expect(risk.OPTION_RESPONSE - risk.OPTION_PARAMETERS).toBe(8 * layout.VECTOR_BYTES);
    const areas = [risk.RISK_FIRST_GUARD, risk.RISK_HEDGE, risk.RISK_MARGIN, risk.RISK_GATE];
    expect(areas).toEqual([...areas].sort((a, b) => a - b));
    expect(new Set(areas).size).toBe(areas.length);
  });

  it('keeps guards inside their areas', () => {
    const trust = guard.TRUST_DOUBT_NOW + layout.VECTOR_BYTES;
    expect(guard.UNDERLYING_TRUST + trust).toBeLessThanOrEqual(risk.UNDERLYING_BYTES);
    expect(guard.RISK_TRUST + trust).toBeLessThanOrEqual(risk.RISK_BLOCK_BYTES);
    expect(guard.RISK_RUNG).toBeLessThan(risk.RISK_HEDGE);
    expect(guard.RISK_RUNG).toBeGreaterThan(risk.RISK_FIRST_GUARD);
    expect(guard.GUARD_LEAN).toBeLessThan(risk.GUARD_BYTES);
    expect(guard.BOOK_SPECIFIC_LO).toBeLessThan(2048);
  });

  it('keeps margin inside its areas', () => {
    expect(margin.BOOK_INITIAL_HI).toBe(2048);
    expect(margin.BOOK_MARGINED).toBeLessThan(gate.BOOK_GATE_ACTIVE);
    expect(margin.ASSET_INITIAL_HI).toBe(layout.ASSET_GROSS_LO + layout.VECTOR_BYTES);
    expect(margin.ASSET_MARGINED).toBe(layout.ASSET_BYTES - layout.VECTOR_BYTES);
    expect(margin.MARGIN_INITIAL_RATE).toBe(risk.RISK_MARGIN);
    expect(margin.MARGIN_MAINTENANCE).toBeLessThan(risk.RISK_GATE);
    expect(margin.MARGIN_INITIAL_SLOPE).toBe(risk.RISK_MARGIN_SCHEDULE);
    const trust = guard.RISK_TRUST + guard.TRUST_DOUBT_NOW + layout.VECTOR_BYTES;
    expect(trust).toBeLessThanOrEqual(risk.RISK_MARGIN_SCHEDULE);
    const tiers = margin.MARGIN_TIERS + codes.MAX_MARGIN_TIERS * margin.TIER_BYTES;
    expect(tiers).toBeLessThanOrEqual(risk.RISK_MARGIN_SCHEDULE + margin.MARGIN_BYTES);
    expect(margin.MARGIN_BYTES).toBe(risk.RISK_BLOCK_BYTES - risk.RISK_MARGIN_SCHEDULE);
    const counters = gate.BOOK_GATE_COUNTERS + 8 * (codes.ORDER_MARGIN_ROOM - 128 + 1);
    expect(counters - 8 * gate.GATE_COUNTER_GAP).toBeLessThanOrEqual(layout.HEADER_BYTES);
  });

  it('keeps hedging inside its areas', () => {
    expect(hedge.BOOK_HEDGED_ROWS).toBeLessThan(1664);
    expect(hedge.HEDGE_ROW_MODE).toBe(risk.UNDERLYING_HEDGE);
    expect(hedge.HEDGE_ROW_SENT).toBeLessThan(risk.UNDERLYING_VEGA_GAMMA);
    expect(hedge.HEDGE_ROW_SLOTS).toBe(risk.UNDERLYING_HEDGE_TABLES);
    const slots = hedge.HEDGE_ROW_SLOTS + codes.MAX_HEDGE_INSTRUMENTS * hedge.HEDGE_SLOT_BYTES;
    expect(slots).toBe(hedge.HEDGE_ROW_PROBLEM);
    const problem = hedge.HEDGE_ROW_PROBLEM + hedge.HEDGE_PROBLEM_BYTES;
    expect(problem).toBeLessThanOrEqual(guard.UNDERLYING_TRUST);
    expect(hedge.HEDGE_LANE_ROLE).toBe(risk.RISK_HEDGE);
    expect(hedge.HEDGE_LANE_STATE).toBe(risk.RISK_MARGIN - layout.VECTOR_BYTES);
    expect(hedge.HEDGE_PROBLEM_SLOPE).toBe(codes.MAX_HEDGE_INSTRUMENTS ** 2 * layout.LANE_BYTES);
  });

  it('states the bounds of capacity once', () => {
    expect(CAPACITY_MAX).toMatchObject({
      instruments: layout.MAX_INSTRUMENT_CAPACITY,
      assets: layout.MAX_ASSET_CAPACITY,
      fillIds: layout.MAX_FILL_ID_CAPACITY,
      tableLevels: layout.MAX_TABLE_CAPACITY,
      underlyings: risk.MAX_UNDERLYING_CAPACITY,
      expiries: risk.MAX_EXPIRY_CAPACITY,
      options: risk.MAX_OPTION_CAPACITY,
      guards: risk.MAX_GUARD_CAPACITY,
    });
  });

  it('has room for a frame of the longest kind', () => {
    // opcode, sequence, time, instrument, four integers, two codes: msgpack at its widest
    const widest = 1 + 1 + 9 + 9 + 5 + 4 * 9 + 2;
    expect(widest).toBeLessThanOrEqual(layout.QUOTE_FRAME_BYTES);
    // id, instrument, side, lots, ticks, three amounts, code
    const widestHedge = 1 + 1 + 9 + 9 + 9 + 5 + 1 + 2 * 9 + 3 * 9 + 5;
    expect(widestHedge).toBeLessThanOrEqual(hedge.HEDGE_FRAME_BYTES);
    const hedges = hedge.HEDGES_PER_FRAME * hedge.HEDGE_FRAME_BYTES;
    expect(2 * (hedges + 8 * layout.QUOTE_FRAME_BYTES)).toBeLessThan(layout.OUTPUT_SLACK_BYTES);
    expect(codes.MAX_FRAME_BYTES).toBeLessThan(layout.INPUT_BUFFER_BYTES);
  });

  it('does not use a code twice', () => {
    const values = Object.entries(codes)
      .filter(([name]) => /^(REJECT|DROP|LIMIT)_/.test(name))
      .map(([, value]) => value)
      .filter((value) => value !== 0);
    expect(new Set(values).size).toBe(values.length);
  });
});
