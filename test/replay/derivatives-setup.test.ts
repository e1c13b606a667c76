/** Which hedges, takers and bands a session has. */
import { describe, expect, it } from 'vitest';
import { derivativesSetup } from '../../src/replay/derivatives-setup.js';
import { validateSession } from '../../src/replay/index.js';
import { withoutControl } from '../../src/replay/session/without-control.js';
import { optionsDocument } from './options-session.js';
import { tinyBook } from './tiny-session.js';

const BAND = { mode: 'band', halfWidth: 0.5, targetDelta: 0.25 };

/** The options session with another hedge. */
function sessionWith(hedge: object | undefined, session: Record<string, unknown> = {}) {
  const document = optionsDocument(session);
  const [underlying] = document.underlyings as object[];
  return validateSession({ ...document, underlyings: [{ ...underlying, hedge }] });
}

describe('the derivatives of a session', () => {
  it('are hedges of its underlyings and takers of its options', () => {
    const session = sessionWith(BAND);
    const setup = derivativesSetup(session, session.book);
    expect(setup).toMatchObject({ hedgeLatencyUs: 50_000, takers: { seed: 1 } });
    expect(setup?.unrecorded).toHaveLength(56);
    expect(setup?.unrecorded[0]).toEqual({ instrument: 1, quoteLots: 10 });
    expect(setup?.underlyings).toEqual([
      { underlying: 0, hedges: [0], smiled: [], band: [-0.25, 0.75], reach: 0.001 },
    ]);
  });

  it('have no takers for options that a source records', () => {
    const columns = { time: 't', timeUnit: 's', bid: 'b', ask: 'a' };
    const sources = ['PERPETUAL', '7D-60000-C'].map((instrument) => ({
      ...{ instrument, file: 'x.csv', columns },
    }));
    const session = sessionWith(BAND, { generated: undefined, sources });
    const setup = derivativesSetup(session, session.book);
    const recorded = session.book.instruments.findIndex(({ symbol }) => symbol === '7D-60000-C');
    expect(setup?.unrecorded).toHaveLength(55);
    expect(setup?.unrecorded.map(({ instrument }) => instrument)).not.toContain(recorded);
  });

  it.each([
    [{ mode: 'whalleyWilmott', riskAversion: 1 }, 'decided', null],
    [{ mode: 'dealer', proportionalCost: 1, inventoryPenalty: 1 }, 'decided', null],
    [
      { mode: 'minimumVariance', riskAversion: 1, horizonSeconds: 1, volatility: 1 },
      ...([null, null] as const),
    ],
    [BAND, [-0.25, 0.75], [-0.25, 0.75]],
    [undefined, null, null],
  ])('%j: band %s, without control %s', (hedge, band, without) => {
    const session = sessionWith(hedge);
    const uncontrolled = derivativesSetup(session, withoutControl(session.book));
    const own = derivativesSetup(session, session.book);
    expect(own?.underlyings[0]?.band).toEqual(band);
    expect(uncontrolled?.underlyings[0]?.band).toEqual(without);
    expect(own?.hedgeLatencyUs).toBe(hedge ? 50_000 : null);
    expect(uncontrolled?.hedgeLatencyUs).toBeNull();
  });

  it('are none without underlyings and guards; guards may flatten', () => {
    const generated = {
      ...{ prices: [100], volatilityBps: [1], intensityA: [1], intensityKPerBps: [1] },
    };
    const guards = [{ instrument: 'X', measure: 'position', hard: 5 }];
    const plain = validateSession({ ...tinyBook(), session: { generated } });
    const guarded = validateSession({ ...tinyBook(), guards, session: { generated } });
    expect(derivativesSetup(plain, plain.book)).toBeNull();
    expect(derivativesSetup(guarded, guarded.book)).toMatchObject({ hedgeLatencyUs: 5000 });
    const uncontrolled = derivativesSetup(guarded, withoutControl(guarded.book));
    expect(uncontrolled?.hedgeLatencyUs).toBeNull();
  });
});
