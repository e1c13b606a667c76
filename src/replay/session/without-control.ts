/** The same session without inventory control. */
import type {
  BookConfiguration,
  InstrumentConfiguration,
  ModelConfiguration,
} from '../../config/index.js';

/** What the uncontrolled pass changes, for reports. */
export const UNCONTROLLED_CHANGES =
  'inventory and whole-book skew, size skew and soft wall off; position, notional and book limits lifted';

/** Position limit of the uncontrolled pass, lots: out of reach. */
const LIMIT_LOTS = 2 ** 40;
const NO_THRESHOLDS = { reduce: null, halt: null } as const;

/**
 * The book's configuration with symmetric quotes: same model, spreads, sizes and gates, but
 * inventory moves neither prices nor sizes and nothing stops it from growing.
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
    instruments: book.instruments.map(uncontrolled),
    factors: null,
  };
}

/** A quote table has the quotes of its flat level everywhere, and both sides. */
function flatTable(model: ModelConfiguration): ModelConfiguration {
  if (!('table' in model)) return model;
  const { table } = model;
  const flat = table.levels[Math.round(-table.lowestLots / table.lotsPerLevel)];
  if (flat === undefined) return model;
  const levels = [{ ...flat, sides: 'both' as const }];
  return { ...model, table: { ...table, lowestLots: 0, levels } };
}

function uncontrolled(instrument: InstrumentConfiguration): InstrumentConfiguration {
  const { quoting, inventory, lots, lotSize } = instrument;
  return {
    ...instrument,
    model: flatTable(instrument.model),
    quoting: {
      ...quoting,
      sizeSkew: 0,
      // A cap of 0 turns off the skew of every model and leaves its half-spread as it is.
      maxSkewBps: 0,
      softWall: { ...quoting.softWall, skewBps: 0 },
    },
    inventory: { ...inventory, maxPosition: LIMIT_LOTS * lotSize, maxNotional: null },
    lots: { ...lots, maxPosition: LIMIT_LOTS },
  };
}
