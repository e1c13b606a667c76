/** The section that is written: accepted by what reads it, refused when it is not supported. */
import { describe, expect, it } from 'vitest';
import { calibrate, sectionText } from '../../src/calibrate/index.js';
import { parseDocumentText, withSection } from '../../src/config/index.js';
import { validateSession } from '../../src/replay/index.js';
import { document, session } from './generated.js';

describe('sectionText', () => {
  it('is a section with which the session is valid and has the estimates', async () => {
    const found = await calibrate(session({ durationSeconds: 1200 }));
    const text = sectionText(found, document());
    expect(text).toContain('# evenkeel calibrate: calibration, 2025-01-01T00:00:00');
    const { book } = validateSession(withSection(document(), parseDocumentText(text)));
    for (const [index, { symbol, model, volatility }] of book.instruments.entries()) {
      const own = found.instruments[index];
      expect(symbol).toBe(own?.symbol);
      if (model.type !== 'gueantLehalleFernandezTapia') throw new Error(model.type);
      const near = (got: number | null | undefined, expected = 0) =>
        expect((got ?? 0) / expected).toBeCloseTo(1, 5);
      near(model.gamma, own?.model?.gamma);
      near(model.intensityA, own?.intensity?.both.intensityA);
      near(model.intensityK, own?.intensity?.both.intensityK);
      near(model.referenceSigma, own?.volatility?.realised.sigma);
      near(volatility.initialSigma, own?.volatility?.realised.sigma);
    }
    const [units] = book.instruments.map(({ operatorUnits }) => operatorUnits);
    expect(units?.inventorySkewBps).toBeCloseTo(2, 4);
  });

  it('keeps an Avellaneda-Stoikov model what it is', async () => {
    const model = { type: 'avellanedaStoikov', gamma: 1, k: 1, horizonSeconds: 60 };
    const base = document({ durationSeconds: 1200 });
    const instruments = (base.instruments as Record<string, unknown>[]).map((each) => ({
      ...each,
      model,
    }));
    const other = { ...base, instruments };
    const found = await calibrate(validateSession(other), { pull: { targetUtilisation: 0.4 } });
    expect(found.instruments[0]?.model?.operatorUnits.utilisation).toBeCloseTo(0.4, 9);
    const text = sectionText(found, other);
    const { book } = validateSession(withSection(other, parseDocumentText(text)));
    expect(book.instruments[0]?.model).toMatchObject({ type: model.type, horizonSeconds: 60 });
  });

  it('holds the covariance as factors when it is told how to use them', async () => {
    const found = await calibrate(session({ durationSeconds: 1200 }));
    const factors = { riskAversion: 1e-6, horizonSeconds: 60 };
    const text = sectionText(found, document(), { factors });
    const { book } = validateSession(withSection(document(), parseDocumentText(text)));
    expect(book.factors).toMatchObject(factors);
    for (const [index, own] of (book.factors?.instruments ?? []).entries()) {
      const explained = (own?.loadings ?? []).reduce((sum, each) => sum + each * each, 0);
      const variance = found.covariance?.variances[index] ?? 0;
      expect((explained + (own?.idiosyncratic ?? 0)) / variance).toBeCloseTo(1, 4);
    }
    expect(book.factors?.instruments).toHaveLength(2);
    const base = { ...document(), factors: { ...factors, loadings: { X: [1], Y: [1] } } };
    expect(parseDocumentText(sectionText(found, base))).toHaveProperty('factors.loadings.X');
    expect(parseDocumentText(sectionText(found, document()))).not.toHaveProperty('factors');
    const none = { ...found, covariance: null };
    expect(() => sectionText(none, base)).toThrow(/no covariance/);
  });

  it('is refused with every reason; partial leaves out what is refused', async () => {
    const found = await calibrate(session({ durationSeconds: 1200, intensityA: [1, 0.01] }));
    expect(() => sectionText(found, document())).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        message: expect.stringMatching(/Y: intensity is not supported: market orders is \d+; allo/),
      }),
    );
    const text = sectionText(found, document(), { isPartial: true });
    expect(text).toContain('# not written: Y: intensity is not supported');
    expect(parseDocumentText(text)).toMatchObject({
      instruments: [
        { symbol: 'X', model: {}, volatility: {} },
        { symbol: 'Y', volatility: {} },
      ],
    });
    const short = await calibrate(session({ durationSeconds: 20 }));
    expect(() => sectionText(short, document(), { isPartial: true })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED' }),
    );
  });
});
