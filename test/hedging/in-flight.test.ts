/** A late, repeated or lost feed must not cause a second hedge, and hedging goes on when it arrives. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeName } from '../../src/index.js';
import { Desk, PERPETUAL, SPOT } from './hedged-book.js';
import { CALM, type LateVenue, lateVenue, type Step } from './late-venue.js';

describe('the expected position', () => {
  it('a report from before the fill does not cause a second hedge', () => {
    const desk = new Desk({ perpetualHedge: { settleSeconds: 2 } });
    desk.fill(SPOT, 200);
    desk.after(0.1).fill(PERPETUAL, -150, 'hedge');
    desk.after(0.1).position(PERPETUAL, 0);
    expect(desk.book.positionLots(PERPETUAL)).toBe(0);
    for (let second = 0; second < 20; second++) {
      desk.after(1).tick();
      desk.clock();
    }
    expect(desk.hedges).toHaveLength(1);
    expect(desk.book.explainHedge(0).delta).toBe(0.5);
  });

  it('a report that comes late enough and stands is believed', () => {
    const desk = new Desk({ perpetualHedge: { settleSeconds: 2 } });
    desk.position(PERPETUAL, -300);
    expect(desk.book.explainHedge(0).delta).toBe(0);
    desk.after(3).position(PERPETUAL, -300);
    desk.after(1).tick();
    desk.clock();
    expect(desk.hedges).toHaveLength(0);
    desk.after(1).tick();
    desk.clock();
    expect(desk.sentLots).toEqual([250]);
  });

  it('a fill between report and belief makes the report late', () => {
    const desk = new Desk({ perpetualHedge: { settleSeconds: 2 } });
    desk.after(3).position(PERPETUAL, -300);
    desk.after(1).fill(PERPETUAL, -300);
    expect(desk.sentLots).toEqual([250]);
    desk.after(9).tick();
    desk.clock();
    expect(desk.hedges).toHaveLength(1);
  });

  it('a partial fill and a cancel free the rest', () => {
    const desk = new Desk();
    desk.fill(SPOT, 200);
    desk.fill(PERPETUAL, -50, 'hedge');
    desk.result(1, 80, 'cancelled');
    // 30 lots are still to arrive: no other hedge before
    expect(desk.action).toBe('IN_FLIGHT');
    desk.fill(PERPETUAL, -30, 'hedge');
    expect(desk.sentLots).toEqual([-150, -70]);
  });

  it('a refused hedge is tried again after the settle time, not at once', () => {
    const desk = new Desk();
    desk.fill(SPOT, 200);
    desk.result(1, 0, 'rejected');
    desk.tick();
    expect(desk.hedges).toHaveLength(1);
    desk.after(1).tick();
    desk.clock();
    expect(desk.sentLots).toEqual([-150, -150]);
  });

  it('a hedge that is filled wholly ends by itself after the settle time', () => {
    const desk = new Desk();
    desk.fill(SPOT, 200);
    desk.fill(PERPETUAL, -150, 'hedge');
    expect(desk.book.hedges()).toHaveLength(1);
    desk.after(1).clock();
    expect(desk.book.hedges()).toHaveLength(0);
  });

  it('an overdue hedge is reported once, and nothing is sent until somebody says how it ended', () => {
    const desk = new Desk();
    desk.fill(SPOT, 200);
    for (let second = 0; second < 20; second++) {
      desk.after(1).tick();
      desk.clock();
    }
    desk.fill(SPOT, 200);
    expect(desk.action).toBe('UNCONFIRMED');
    expect(desk.hedges).toHaveLength(1);
    expect(desk.events).toMatchObject([{ name: 'limitEvent', instrument: PERPETUAL, bound: 5 }]);
    const [event] = desk.events;
    expect(event?.name === 'limitEvent' && codeName(event.limit)).toBe('UNCONFIRMED');
    desk.result(1, 0, 'cancelled');
    expect(desk.sentLots).toEqual([-150, -350]);
  });

  it('setting the instrument again takes the position as it stands', () => {
    const desk = new Desk();
    desk.fill(SPOT, 200);
    desk.after(6).tick();
    desk.clock();
    desk.book.send('setHedgeInstrument', desk.timeUs, [PERPETUAL, 1, null, 0, 0, 1000, 1, 5]);
    desk.drain();
    expect(desk.sentLots).toEqual([-150, -150]);
  });

  it('survives a snapshot', () => {
    const desk = new Desk();
    desk.fill(SPOT, 200);
    const { book } = desk;
    const copy = (
      book.constructor as typeof import('../../src/index.js').Book
    ).restoreConfiguration(book.configuration, book.snapshot());
    expect(copy.hedges()).toEqual(book.hedges());
    expect(copy.stateHash()).toBe(book.stateHash());
  });
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const step: fc.Arbitrary<Step> = fc.record({
  clientLots: fc.oneof(fc.constant(0), fc.integer({ min: -300, max: 300 })),
  seconds: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3, noNaN: true })),
  filledShare: fc.oneof(fc.constant(1), share, fc.constant(0)),
  delays: fc.array(share, { minLength: 1, maxLength: 7 }),
  isReported: fc.boolean(),
  isResultLost: fc.boolean(),
  isRepeated: fc.boolean(),
});

describe('a venue that tells everything late', () => {
  it('never gets more hedges than the true exposure needs, and the book converges', () => {
    let hedges = 0;
    let unconfirmed = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50 }),
        fc.array(step, { minLength: 1, maxLength: 25 }),
        (halfWidth, steps) => {
          const venue: LateVenue = lateVenue(halfWidth);
          for (const one of steps) venue.run(one);
          expect(venue.excessLots).toBe(0);
          venue.calm(CALM);
          expect(venue.excessLots).toBe(0);
          expect(Math.abs(venue.exposureLots)).toBeLessThanOrEqual(halfWidth + 1);
          expect(venue.desk.book.positionLots(PERPETUAL)).toBe(venue.perpetualLots);
          hedges += venue.desk.hedges.length;
          unconfirmed += venue.desk.events.length;
        },
      ),
      { numRuns: 500, interruptAfterTimeLimit: 60_000 },
    );
    expect(hedges).toBeGreaterThan(500);
    expect(unconfirmed).toBeGreaterThan(10);
  });
});
