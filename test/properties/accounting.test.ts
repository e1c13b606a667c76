/** PnL identities after every event, and exactness after very many fills. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTRACT_INVERSE, CONTRACT_QUANTO } from '../../assembly/codes.js';
import { EPOCH } from '../oracle/driver.js';
import { BUCKETS } from '../oracle/index.js';
import { expectMoney, expectSamePosition, expectSameRisk, MoneyScale } from './compare.js';
import { Draws, runs } from './draws.js';
import { BookEngine, OracleEngine, type PositionFacts, type RiskFacts } from './engine.js';
import { arbitraryEvents, writeFrames } from './events.js';
import { arbitraryBookSetup, type Setup } from './setup.js';

const MANY_FILLS = 100_000;

describe('the identity of PnL', () => {
  it('holds after every event', () => {
    fc.assert(
      fc.property(arbitraryBookSetup, arbitraryEvents(120), (setup, run) => {
        const engine = new BookEngine(setup);
        // The oracle only tells how large the numbers are.
        const oracle = new OracleEngine(setup);
        const scale = new MoneyScale();
        for (const frame of writeFrames(setup, run)) {
          if (engine.apply(frame).code !== 0) continue;
          oracle.apply(frame);
          scale.update(oracle.book);
          expectBookIdentity(engine.risk(), scale.book);
          for (const index of setup.instruments.keys()) {
            expectInstrumentIdentity(engine.position(index), scale.of(index));
          }
        }
      }),
      runs(120),
    );
  });
});

function expectBookIdentity(risk: RiskFacts, scale: number): void {
  const explained = BUCKETS.reduce((sum, bucket) => sum + risk.attribution[bucket], 0);
  expectMoney('equity - capital', risk.equity - risk.capital, explained, scale);
}

function expectInstrumentIdentity(position: PositionFacts, scale: number): void {
  const { realised, unrealised, fees, funding, net, attribution } = position;
  expectMoney('net', net, realised + unrealised - fees + funding, scale);
  const explained = BUCKETS.reduce((sum, bucket) => sum + attribution[bucket], 0);
  expectMoney('attribution', net, explained, scale);
}

describe.each([
  ['inverse', CONTRACT_INVERSE],
  ['quanto', CONTRACT_QUANTO],
])('%s positions', (_, contract) => {
  it(`stay exact over ${MANY_FILLS} fills`, () => {
    const setup = longRun(contract);
    const engine = new BookEngine(setup);
    const oracle = new OracleEngine(setup);
    const scale = new MoneyScale();
    // A fixed stream: the length is the point, not the variety.
    const draw = new Draws(fc.sample(fc.nat(2 ** 32 - 1), { numRuns: MANY_FILLS * 3, seed: 7 }));
    for (let id = 1; id <= MANY_FILLS; id += 1) {
      const lots = draw.whole(1, 5000);
      const price = 100_000 + draw.whole(-3000, 3000);
      const side = draw.whole(0, 1);
      const frame = [20, 0, EPOCH, 0, id, side, price, lots, 0, 0, null, null];
      engine.apply(frame);
      oracle.apply(frame);
    }
    scale.update(oracle.book);
    expect(engine.position(0).fillCount).toBe(MANY_FILLS);
    expectSamePosition(engine.position(0), oracle.position(0), scale.of(0));
    expectSameRisk(engine.risk(), oracle.risk(), scale.book);
    expectBookIdentity(engine.risk(), scale.book);
  });
});

/** One instrument whose limits never speak. */
function longRun(contract: number): Setup {
  const [setup] = fc.sample(arbitraryBookSetup, { numRuns: 1, seed: 1 });
  const one = setup?.instruments[0];
  if (setup === undefined || one === undefined) throw new Error('no setup');
  const none = { maxGrossNotional: null, lossReduce: null, lossHalt: null };
  const sizes = { lotSize: 0.1, multiplier: 10, tickSize: 0.5, makerFee: 1e-4, maxNotional: null };
  const model = { type: 'linear', halfSpreadBps: 1, volatilityMultiplier: 0, inventorySkewBps: 1 };
  return {
    assets: setup.assets.map((asset) => ({ ...asset, rateInstrument: null })),
    instruments: [
      {
        ...one,
        ...sizes,
        contract,
        settleAsset: 1,
        feeAsset: 1,
        model: { ...model, type: 'linear' },
        maxPositionLots: 1e9,
      },
    ],
    limits: { ...none, drawdownReduce: null, drawdownHalt: null, recoverRatio: 1 },
    factors: null,
    underlyings: [],
    expiries: [],
    options: [],
    underlyingOf: [],
  };
}
