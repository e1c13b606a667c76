/**
 * Which replays the table of models compares. One rule for every model and nothing tuned: the
 * half-spread and the skew at full inventory are those of the example session in operator units, the
 * reference volatility is that of the session itself, so that the models agree on average and differ
 * by what they do when it changes. Size skew and soft wall are off: the model alone controls.
 */
import { join } from 'node:path';
import { type InstrumentConfiguration, parsePlace, putAt } from '../../src/config/index.js';
import { EvenkeelError } from '../../src/errors.js';
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
interface OperatorTerms extends Reference {
  readonly halfSpreadBps: number;
  readonly inventorySkewBps: number;
}

/** The `model` section by type. In operator units neither the horizon nor A moves a quote. */
const MODELS: Readonly<Record<string, (terms: OperatorTerms) => object>> = {
  linear: ({ halfSpreadBps, inventorySkewBps }) => ({ halfSpreadBps, inventorySkewBps }),
  avellanedaStoikov: (terms) => ({ ...terms, horizonSeconds: 600 }),
  gueantLehalleFernandezTapia: (terms) => ({ ...terms, intensityA: 1 }),
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
        const section = sectionOf(operatorTerms(instrument, references));
        return withModel(changing, index, { type: model, ...section });
      }, document);
      const configuration = validateSession(changed, examples, dataDir);
      return { session, model, document: changed, configuration };
    });
  });
}

function operatorTerms(
  { symbol, operatorUnits }: InstrumentConfiguration,
  references: Readonly<Record<string, Reference>>,
): OperatorTerms {
  const reference = references[symbol];
  if (reference === undefined || operatorUnits === null) {
    throw new EvenkeelError('INVARIANT', `${symbol} has no reference or no operator units`);
  }
  const { halfSpreadBps, inventorySkewBps } = operatorUnits;
  return { halfSpreadBps, inventorySkewBps, ...reference };
}

/** The document with this model, and with no other control of inventory, at an instrument. */
function withModel(document: unknown, index: number, model: object): unknown {
  const values = { model, 'quoting.sizeSkew': 0, 'quoting.softWall.skewBps': 0 };
  return Object.entries(values).reduce(
    (changing, [key, value]) => putAt(changing, parsePlace(`instruments[${index}].${key}`), value),
    document,
  );
}
