/** What a preset says about a recording: which columns it has and how they become events. */

/** What a stream carries. */
export type StreamKind = 'quotes' | 'trades' | 'funding';

/** Unit of a time column. `auto` tells seconds, ms, us and ns apart by magnitude (dates 1973..5138). */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'iso' | 'auto';

/** Types a column is read as. */
export type ColumnType = 'DOUBLE' | 'BIGINT' | 'VARCHAR';

/** A time column. */
export interface TimeColumn {
  readonly column: string;
  readonly unit: TimeUnit;
  /** Counted from midnight of the source's date in its time zone. */
  readonly ofDay?: boolean;
  /** Added to every time: a bar is known when it ends, not when it begins. */
  readonly shiftMs?: number;
}

/** Whose clock stamped the rows. */
export type ClockName = 'exchange' | 'local';

/** Values of a quote as SQL, prices in quote currency, sizes in the source's unit. */
export interface QuoteValues {
  readonly bid: string;
  readonly ask: string;
  readonly bidSize?: string;
  readonly askSize?: string;
}

/** Values of a trade as SQL. `aggressor`: 0 bought, 1 sold, NULL unknown. */
export interface TradeValues {
  readonly price: string;
  readonly size: string;
  readonly aggressor?: string;
}

/** Values of a funding payment as SQL. Without a mark the mid of the moment values it. */
export interface FundingValues {
  readonly rate: string;
  readonly markPrice?: string;
}

interface PresetBase {
  readonly title: string;
  readonly header: 'yes' | 'no' | 'auto';
  /** Column names by position, for files without header. */
  readonly names?: readonly string[];
  /** Columns that are read. Everything else in the file is ignored. */
  readonly types: Readonly<Record<string, ColumnType>>;
  /** The first one is the default. */
  readonly clocks: Partial<Readonly<Record<ClockName, TimeColumn>>>;
  /** Time zone of times without one, when it is not UTC. */
  readonly timezone?: string;
  /** SQL condition of rows that are events. */
  readonly where?: string;
  /**
   * SQL of rows that are flagged: 1 duplicate, 2 suspicious, 3 off exchange. Flagged rows are counted,
   * not used.
   */
  readonly flag?: string;
  /** Extra window columns, computed over the rows in file order. */
  readonly windows?: readonly string[];
  /** Turns one row into several, numbered by the column `leg`: a relation joined to every row. */
  readonly expand?: string;
}

/** A preset of quotes. */
export interface QuotePreset extends PresetBase {
  readonly kind: 'quotes';
  readonly values: QuoteValues;
  /** A row replaces one side only; the other side is carried on. */
  readonly carrySides?: boolean;
}

/** A preset of trades. */
export interface TradePreset extends PresetBase {
  readonly kind: 'trades';
  readonly values: TradeValues;
}

/** A preset of funding payments. */
export interface FundingPreset extends PresetBase {
  readonly kind: 'funding';
  readonly values: FundingValues;
}

/** How a recording becomes events. */
export type Preset = QuotePreset | TradePreset | FundingPreset;

/** Value of `flag` for a row that repeats an earlier trade id. */
export const FLAG_DUPLICATE = 1;
/** Value of `flag` for a row that the venue itself marked as suspicious. */
export const FLAG_SUSPICIOUS = 2;
/** Value of `flag` for a trade that happened where no resting order of an exchange can be hit. */
export const FLAG_OFF_EXCHANGE = 3;
