/** Limits count the worst case: no interleaving of fills, delays and cancels gets past them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE_REDUCING } from '../../assembly/codes.js';
import { EPOCH } from '../oracle/driver.js';
import { Draws, draws, runs } from './draws.js';
import { BookEngine, type Engine, OracleEngine } from './engine.js';
import { OrderManager } from './order-manager.js';
import { arbitraryBookSetup, type Setup } from './setup.js';

const STEPS = 150;
const DRAWS_PER_STEP = 8;

const engines: [string, (setup: Setup) => Engine, number][] = [
  ['engine', (setup) => new BookEngine(setup), 200],
  ['oracle', (setup) => new OracleEngine(setup), 120],
];

/** One step is one row of draws. */
const arbitrarySteps = fc.array(draws(DRAWS_PER_STEP), {
  minLength: STEPS / 2,
  maxLength: STEPS,
  size: 'max',
});
const arbitrarySettings = fc.record({
  delay: fc.integer({ min: 0, max: 6 }),
  reporting: fc.constantFrom(0, 0.1, 1),
});

describe.each(engines)('an order manager that follows the quotes of the %s', (_, create, count) => {
  it('never gets past the hard limit', () => {
    let fills = 0;
    fc.assert(
      fc.property(arbitraryBookSetup, arbitrarySettings, arbitrarySteps, (setup, how, steps) => {
        const market = startMarket(create, setup, how);
        for (const row of steps) {
          const draw = new Draws(row);
          moveMarket(market, draw);
          market.manager.step(draw);
          const { position, openBuy, openSell } = market.manager;
          expect(position + openBuy).toBeLessThanOrEqual(market.limit);
          expect(openSell - position).toBeLessThanOrEqual(market.limit);
          fills += Math.abs(position);
        }
        expect(market.engine.position(0).positionLots).toBe(market.manager.position);
      }),
      runs(count),
    );
    // It must have traded, or the property says nothing.
    expect(fills).toBeGreaterThan(0);
  });

  it('never grows or flips a position while REDUCING', () => {
    const arbitraryStart = fc.double({ min: -1, max: 1, noNaN: true });
    const property = fc.property(
      arbitraryBookSetup,
      arbitrarySettings,
      arbitraryStart,
      arbitrarySteps,
      (setup, how, start, steps) => {
        const market = startMarket(create, setup, how);
        const { manager } = market;
        // Nothing is open when the command arrives: what rests already is the venue's to fill.
        manager.send('tradingState', 0, STATE_REDUCING, 'test');
        // A few quotes away from flat: a flip is near.
        const lots = Math.round(start * Math.min(market.limit, 3 * market.quoteLots));
        manager.position = lots;
        manager.send('position', 0, lots, market.mid);
        for (const row of steps) {
          const draw = new Draws(row);
          moveMarket(market, draw);
          const before = manager.position;
          manager.step(draw);
          expect(Math.abs(manager.position)).toBeLessThanOrEqual(Math.abs(before));
          expect(manager.position * lots).toBeGreaterThanOrEqual(0);
        }
      },
    );
    fc.assert(property, runs(count));
  });
});

interface Market {
  readonly engine: Engine;
  readonly manager: OrderManager;
  readonly limit: number;
  readonly quoteLots: number;
  mid: number;
}

function startMarket(
  create: (setup: Setup) => Engine,
  setup: Setup,
  how: { delay: number; reporting: number },
): Market {
  const engine = create(setup);
  const one = setup.instruments[0];
  if (one === undefined) throw new Error('no instrument');
  const manager = new OrderManager(engine, 0, EPOCH, how);
  const { maxPositionLots: limit, quoteLots, midTicks: mid } = one;
  const market = { engine, manager, limit, quoteLots, mid };
  tick(market, 0);
  return market;
}

function moveMarket(market: Market, draw: Draws): void {
  if (draw.chance(0.4)) return;
  tick(market, draw.between(-1, 1) * market.mid * 1e-3 + draw.whole(-1, 1));
}

function tick(market: Market, move: number): void {
  market.mid = Math.max(3, Math.round(market.mid + move));
  market.manager.send('bookTicker', 0, market.mid - 1, market.mid + 1, 5, 5);
}
