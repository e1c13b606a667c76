/** Hedging decisions of the kernel against those of the oracle, at a venue that is late and forgetful. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draws, draws, runs } from './draws.js';
import { Counts, EqualityRun } from './equality-run.js';
import { HedgeVenue } from './hedge-venue.js';
import { arbitraryOptionSetup } from './option-setup.js';
import { arbitraryBookSetup, type Setup } from './setup.js';

const RUNS = 120;
const STEPS = 150;
const DRAWS_PER_STEP = 18;
const DRAWS_OF_VENUE = 80;

/** Everything is a contract on one underlying, which has an index from the beginning. */
function onOne(setup: Setup): Setup {
  const first = setup.instruments[0];
  const initialIndex = (first?.midTicks ?? 1) * (first?.tickSize ?? 1);
  const [known] = setup.underlyings;
  return {
    ...setup,
    underlyings: [{ collateral: null, follows: null, ...known, initialIndex }],
    underlyingOf: setup.instruments.map((_, index) => (setup.options[index] == null ? 0 : null)),
  };
}

describe('the hedger', () => {
  it.each([
    ['contracts', arbitraryBookSetup],
    ['options', arbitraryOptionSetup],
  ])('decides as the oracle does, with %s', (_, setups) => {
    const counts = new Counts();
    const steps = fc.array(draws(DRAWS_PER_STEP), { maxLength: STEPS, minLength: 1, size: 'max' });
    fc.assert(
      fc.property(setups, draws(DRAWS_OF_VENUE), steps, (setup, values, rows) => {
        const book = onOne(setup);
        const run = new EqualityRun(book, counts);
        const venue = new HedgeVenue(book);
        run.follow(function* () {
          yield* venue.configure(new Draws(values));
          for (const row of rows) {
            venue.hear(run.outputs);
            yield venue.next(new Draws(row));
          }
        });
      }),
      runs(RUNS),
    );
    expect(counts.hedges).toBeGreaterThan(RUNS);
    expect(counts.unconfirmed).toBeGreaterThan(0);
    expect(counts.applied).toBeGreaterThan(counts.frames * 0.6);
    expect(counts.nearTies).toBeLessThanOrEqual(Math.max(3, counts.frames * 1e-3));
  });
});
