/**
 * Which replays the table of models compares. One rule for every model and nothing tuned: the
 * half-spread and the skew at full inventory are those of the example session in operator units, the
 * reference volatility is that of the session itself, so that the models agree on average and differ
 * by what they do when it changes. Size skew and soft wall are off: the model alone controls.
 */
import { join } from 'node:path';
import { type InstrumentConfiguration, parsePlace, putAt } from '../../src/config/index.js';
import { EvenkeelError } from '../../src/errors.js';
import { carteaJaimungalModelUnits, gueantModelUnits } from '../../src/models/index.js';
import { readSession, type SessionConfiguration, validateSession } from '../../src/replay/index.js';

/** First mid, and root mean square of its moves at the estimator's `sampleSeconds`. */
interface Reference {
  /** Quote currency. */
  readonly referencePrice: number;
  /** Price per sqrt(second). */
  readonly referenceSigma: number;
}

/** Sessions by the name of their example file, instruments by symbol. */
const SESSIONS: Readonly<Record<string, Readonly<Record<string, Reference>>>> = {
  'binance-usdm': {
    BTCUSDT: { referencePrice: 61_800, referenceSigma: 8 },
    ETHUSDT: { referencePrice: 2680, referenceSigma: 0.3 },
  },
  'binance-coinm': {
    BTCUSD_PERP: { referencePrice: 61_800, referenceSigma: 7 },
    ETHUSD_PERP: { referencePrice: 2680, referenceSigma: 0.32 },
  },
  hyperliquid: {
    BTC: { referencePrice: 109_800, referenceSigma: 4 },
    ETH: { referencePrice: 4270, referenceSigma: 0.35 },
    SOL: { referencePrice: 202, referenceSigma: 0.019 },
    WLFI: { referencePrice: 0.186, referenceSigma: 0.000068 },
  },
};

/** Operator units that every model is given. */
interface OperatorUnits {
  readonly halfSpreadBps: number;
  readonly inventorySkewBps: number;
}

/** What ties operator units to model units besides the reference, base units. */
interface Sizes {
  readonly maxPosition: number;
  readonly tradeSize: number;
}

/** The `model` section of a type, without the type. */
type SectionOf = (units: OperatorUnits, reference: Reference, sizes: Sizes) => object;

/** In operator units neither the horizon nor A moves a quote; tables depend on A near their ends. */
const INTENSITY_A = 1;

function closedForm(units: OperatorUnits, reference: Reference, sizes: Sizes) {
  const { referencePrice, referenceSigma: sigma } = reference;
  const terms = { referencePrice, sigma, ...sizes, intensityA: INTENSITY_A };
  return gueantModelUnits(units, { ...terms, xiMode: 'gamma' });
}

/** The exact models are written in the model units whose closed form has these operator units. */
const MODELS: Readonly<Record<string, SectionOf>> = {
  linear: (units) => units,
  avellanedaStoikov: (units, reference) => ({ ...units, ...reference, horizonSeconds: 600 }),
  gueantLehalleFernandezTapia: (units, reference) => ({
    ...units,
    ...reference,
    intensityA: INTENSITY_A,
  }),
  gueantLehalleFernandezTapiaExact: (units, reference, sizes) => {
    const { gamma, intensityK } = closedForm(units, reference, sizes);
    return { gamma, intensityA: INTENSITY_A, intensityK, ...reference };
  },
  // Without fills in the model: the same aversion and decay, and whatever skew they then have.
  avellanedaStoikovInfinite: (units, reference, sizes) => {
    const { gamma, intensityK } = closedForm(units, reference, sizes);
    return { gamma, k: intensityK, ...reference };
  },
  // As many fills at the fair value, and as steep a tail.
  gueantLogistic: (units, reference, sizes) => {
    const { gamma, intensityK } = closedForm(units, reference, sizes);
    const flow = { lambda: 2 * INTENSITY_A, alpha: 0, beta: intensityK };
    return { gamma, ...flow, horizonSeconds: 600, ...reference };
  },
  carteaJaimungal: (units, reference, { maxPosition, tradeSize }) => {
    const { kappa, phi } = carteaJaimungalModelUnits(units, {
      referencePrice: reference.referencePrice,
      maxLots: maxPosition / tradeSize,
      marketOrderRate: INTENSITY_A,
    });
    return { kappa, phi, buyOrderRate: INTENSITY_A, sellOrderRate: INTENSITY_A, ...reference };
  },
};

/** A session with a model. */
export interface ModelRun {
  /** Name of the example file. */
  readonly session: string;
  /** Word of `model.type`. */
  readonly model: string;
  /** The session file with the model in it, as `evenkeel replay -c` reads it. */
  readonly document: unknown;
  readonly configuration: SessionConfiguration;
}

/**
 * Every session with every model, sessions outermost.
 *
 * @param examples folder of the session files
 * @param dataDir folder of the recordings; default that of the session files
 */
export function modelRuns(examples: string, dataDir?: string): ModelRun[] {
  return Object.entries(SESSIONS).flatMap(([session, references]) => {
    const document = readSession(join(examples, `${session}.yaml`));
    const { instruments } = validateSession(document, examples, dataDir).book;
    return Object.entries(MODELS).map(([model, sectionOf]) => {
      const changed = instruments.reduce((changing, instrument, index) => {
        const { units, reference, sizes } = termsOf(instrument, references);
        const section = sectionOf(units, reference, sizes);
        return withModel(changing, index, { type: model, ...section });
      }, document);
      const configuration = validateSession(changed, examples, dataDir);
      return { session, model, document: changed, configuration };
    });
  });
}

function termsOf(
  { symbol, operatorUnits, contract, multiplier, quoting, inventory }: InstrumentConfiguration,
  references: Readonly<Record<string, Reference>>,
): { readonly units: OperatorUnits; readonly reference: Reference; readonly sizes: Sizes } {
  const reference = references[symbol];
  if (reference === undefined || operatorUnits === null) {
    throw new EvenkeelError('INVARIANT', `${symbol} has no reference or no operator units`);
  }
  const { halfSpreadBps, inventorySkewBps } = operatorUnits;
  const basePerSize = multiplier / (contract === 'inverse' ? reference.referencePrice : 1);
  return {
    units: { halfSpreadBps, inventorySkewBps },
    reference,
    sizes: {
      maxPosition: inventory.maxPosition * basePerSize,
      tradeSize: quoting.size * basePerSize,
    },
  };
}

/** The document with this model, and with no other control of inventory, at an instrument. */
function withModel(document: unknown, index: number, model: object): unknown {
  const values = { model, 'quoting.sizeSkew': 0, 'quoting.softWall.skewBps': 0 };
  return Object.entries(values).reduce(
    (changing, [key, value]) => putAt(changing, parsePlace(`instruments[${index}].${key}`), value),
    document,
  );
}
