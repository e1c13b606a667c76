/** The same session without inventory control. */
import type {
  BookConfiguration,
  InstrumentConfiguration,
  ModelConfiguration,
} from '../../config/index.js';

const CHANGES =
  'inventory skew, whole-book skew, size skew and soft wall off; position, notional and book limits lifted';

/** What the uncontrolled pass of a book changes, for reports. */
export function uncontrolledChanges({ underlyings, guards }: BookConfiguration): string {
  const ofGreeks = underlyings.length > 0 ? '; hedging and skew by greeks off' : '';
  return `${CHANGES}${ofGreeks}${guards.length > 0 ? '; guards lifted' : ''}`;
}

/** Position limit of the uncontrolled pass, lots: out of reach. */
const LIMIT_LOTS = 2 ** 40;
const NO_THRESHOLDS = { reduce: null, halt: null } as const;

/**
 * The book's configuration with symmetric quotes: same model, spreads, sizes and gates, but
 * inventory moves neither prices nor sizes, nothing stops it from growing and nothing hedges it.
 */
export function withoutControl(book: BookConfiguration): BookConfiguration {
  return {
    ...book,
    limits: {
      ...book.limits,
      maxGrossNotional: null,
      maxDailyLoss: NO_THRESHOLDS,
      maxDrawdown: NO_THRESHOLDS,
    },
    underlyings: book.underlyings.map((underlying) => ({
      ...underlying,
      hedge: null,
      vegaRisk: underlying.vegaRisk && { ...underlying.vegaRisk, maxVega: null },
    })),
    instruments: book.instruments.map(uncontrolled),
    guards: [],
    factors: null,
  };
}

/** A quote table becomes its level at target inventory: the same spread at any inventory. */
function withoutLevels(model: ModelConfiguration): ModelConfiguration {
  if (!('table' in model)) return model;
  const { lowestLots, lotsPerLevel, levels } = model.table;
  const flat = levels[Math.round(-lowestLots / lotsPerLevel)];
  const table = { lowestLots: 0, lotsPerLevel, levels: flat === undefined ? [] : [flat] };
  return { ...model, table };
}

function uncontrolled(instrument: InstrumentConfiguration): InstrumentConfiguration {
  const { quoting, inventory, lots, lotSize } = instrument;
  return {
    ...instrument,
    quoting: {
      ...quoting,
      sizeSkew: 0,
      // A cap of 0 turns off the skew of every model and leaves its half-spread as it is.
      maxSkewBps: 0,
      softWall: { ...quoting.softWall, skewBps: 0 },
    },
    inventory: { ...inventory, maxPosition: LIMIT_LOTS * lotSize, maxNotional: null },
    lots: { ...lots, maxPosition: LIMIT_LOTS },
    model: withoutLevels(instrument.model),
  };
}
