/** explain and whatIf: the terms add up to the price, and asking changes nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import { MID_TICKS, quotedBook, SAMPLE, START_US } from './sample.js';

const TIME = START_US + 1000;

describe('explain', () => {
  it('says the model and its operator units as configured', () => {
    const [instrument] = SAMPLE.instruments;
    const model = { type: 'gueantLehalleFernandezTapia', halfSpreadBps: 2, inventorySkewBps: 4 };
    const reference = { referencePrice: 3000, referenceSigma: 0.5, intensityA: 1 };
    const gueant = { ...instrument, model: { ...model, ...reference } };
    const book = Book.create({ ...SAMPLE, instruments: [gueant, ...SAMPLE.instruments.slice(1)] });
    const { type, operatorUnits } = book.explain(0).model;
    expect(type).toBe('gueantLehalleFernandezTapia');
    expect(operatorUnits).toMatchObject({ halfSpreadBps: 2, inventorySkewBps: 4 });
    expect(operatorUnits?.inventoryHalfLifeSeconds).toBeGreaterThan(0);
    expect(book.explain(1).model).toMatchObject({ type: 'linear' });
  });

  it('gives terms in bps that add up to the quoted prices', () => {
    const lots = fc.integer({ min: -99, max: 99 });
    fc.assert(
      fc.property(
        fc.nat(3),
        lots,
        fc.integer({ min: -50, max: 50 }),
        (instrument, position, alpha) => {
          const book = quotedBook();
          book.position(instrument, TIME, position, MID_TICKS[instrument] ?? 1);
          book.alpha(instrument, TIME, alpha);
          const before = book.stateHash();
          const { mid, fair, reservation, bps, bid, ask } = book.explain(instrument);
          expect(book.stateHash()).toBe(before);
          const price = (terms: number): number => fair * (1 + terms / 1e4);
          expect(price(-bps.microprice - bps.alpha)).toBeCloseTo(mid, 6);
          expect(price(-bps.inventorySkew - bps.wall)).toBeCloseTo(reservation, 6);
          const half = bps.baseHalfSpread + bps.volatilityHalfSpread + bps.floorOrCap;
          expect(bps.halfSpread).toBeCloseTo(half, 9);
          if (bid.sizeLots > 0) {
            const below = bps.inventorySkew + bps.wall + bps.halfSpread + bps.bidRounding;
            expect(price(-below)).toBeCloseTo(bid.price, 6);
          }
          if (ask.sizeLots > 0) {
            const above = bps.halfSpread + bps.askRounding - bps.inventorySkew - bps.wall;
            expect(price(above)).toBeCloseTo(ask.price, 6);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('names what binds', () => {
    const book = quotedBook();
    expect(book.explain(1).binding).toEqual({ halfSpread: 'NONE', bid: 'NONE', ask: 'NONE' });
    book.working(1, TIME, 95, 0, 0, 0);
    expect(book.explain(1).binding.bid).toBe('ROOM');
    book.position(1, TIME, 99, 600_000);
    expect(book.explain(1).binding).toMatchObject({ bid: 'INVENTORY', ask: 'NONE' });
    book.halt(TIME, 'test');
    expect(book.explain(1).binding).toMatchObject({ bid: 'HALTED', ask: 'HALTED' });
  });

  it('is defined before there is a market', () => {
    const { bps, bid, ask } = Book.create(SAMPLE).explain(0);
    expect(Object.values(bps).every(Number.isFinite)).toBe(true);
    expect([bid.reason, ask.reason]).toEqual(['NO_MARKET', 'NO_MARKET']);
  });
});

describe('whatIf', () => {
  const fill = { instrument: 1, time: TIME, fillId: 9, side: 'buy', priceTicks: 600_000 } as const;

  it('shows what the fill then does, and changes no byte', () => {
    const sizes = fc.integer({ min: 1, max: 150 });
    fc.assert(
      fc.property(sizes, fc.nat(3), fc.boolean(), (sizeLots, instrument, buys) => {
        const book = quotedBook();
        const asked = {
          ...fill,
          instrument,
          sizeLots,
          side: buys ? ('buy' as const) : ('sell' as const),
          priceTicks: MID_TICKS[instrument] ?? 1,
        };
        const hash = book.stateHash();
        const outcome = book.whatIf(asked);
        expect(book.stateHash()).toBe(hash);
        expect(book.drain()).toHaveLength(0);
        expect(book.fill(asked)).toBe(outcome.code);
        expect(book.positionOf(instrument)).toEqual(outcome.position);
        expect(book.quote(instrument)).toEqual(outcome.quote);
        expect(book.risk()).toEqual(outcome.risk);
      }),
      { numRuns: 200 },
    );
  });

  it('reports the refusal of a fill that would be refused', () => {
    const book = quotedBook();
    book.fill({ ...fill, sizeLots: 1 });
    const hash = book.stateHash();
    expect(book.whatIf({ ...fill, sizeLots: 1 }).code).toBe(15);
    expect(book.stateHash()).toBe(hash);
    expect(book.rejects()).toEqual({});
  });

  it('counts working orders in the headroom', () => {
    const book = quotedBook();
    book.working(1, TIME, 20, 30, 0, 0);
    const { headroomLots } = book.whatIf({ ...fill, sizeLots: 10 });
    expect(headroomLots).toEqual({ buy: 100 - 10 - 20, sell: 100 + 10 - 30 });
  });
});
