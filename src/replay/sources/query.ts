/** The SELECT that turns one file into the six numeric columns of the event streams. */
import { EvenkeelError } from '../../errors.js';
import { identifier, literal } from '../../tables/index.js';
import type { QuoteValues, TimeColumn, TradeValues } from './preset-types.js';
import type { Source } from './source.js';
import { midnightUs } from './time-zone.js';

/** Bounds between seconds, ms, us and ns of an `auto` time: years 1973 to 5138 in every unit. */
const AUTO_BOUNDS = ['1e11', '1e14', '1e17'] as const;

/**
 * SELECT with the columns time (us), a, b, c, d of `EventChunk` and the row's flag, all DOUBLE.
 * Prices are divided by the tick size and sizes by the lot size, not yet rounded; a missing value is
 * NaN.
 */
export function selectEvents(source: Source, relation: string, file: string): string {
  const { preset } = source;
  const values = valueColumns(source);
  const rowIndex = 'row_number() OVER () AS row_index';
  const windows = [...(preset.windows ?? [])];
  const ordered = source.sortByTime || preset.expand !== undefined;
  if (ordered && !windows.includes(rowIndex)) windows.push(rowIndex);
  const rows = windows.length
    ? `(SELECT *, ${windows.join(', ')} FROM ${relation}) AS rows`
    : `${relation} AS rows`;
  const columns = [timeColumn(source, file), ...values, preset.flag ?? '0'].map(
    (sql, index) => `coalesce(CAST(${sql} AS DOUBLE), 'nan'::DOUBLE) AS v${index}`,
  );
  // A missing flag means "not flagged"; every other missing value is NaN.
  columns[5] = `coalesce(CAST(${preset.flag ?? '0'} AS DOUBLE), 0) AS v5`;
  const order = [
    ...(source.sortByTime ? ['v0'] : []),
    ...(windows.includes(rowIndex) ? ['row_index'] : []),
    ...(preset.expand ? ['leg'] : []),
  ].join(', ');
  return `SELECT ${columns.join(', ')} FROM ${rows}${preset.expand ? `, ${preset.expand}` : ''}
    ${preset.where ? `WHERE ${preset.where}` : ''} ${order && `ORDER BY ${order}`}`;
}

function valueColumns(source: Source): [string, string, string, string] {
  const { preset } = source;
  if (preset.kind === 'funding') {
    return [preset.values.rate, preset.values.markPrice ?? '0', '0', '0'];
  }
  return preset.kind === 'quotes'
    ? quoteColumns(source, preset.values)
    : tradeColumns(source, preset.values);
}

function quoteColumns(source: Source, values: QuoteValues): [string, string, string, string] {
  const { bid, ask, bidSize, askSize } = values;
  return [
    ticks(source, bid),
    ticks(source, ask),
    bidSize === undefined ? '0' : lots(source, bidSize, bid),
    askSize === undefined ? '0' : lots(source, askSize, ask),
  ];
}

function tradeColumns(source: Source, values: TradeValues): [string, string, string, string] {
  const { price, size, aggressor } = values;
  return [
    ticks(source, price),
    lots(source, size, price),
    aggressor === undefined ? '-1' : `coalesce(${aggressor}, -1)`,
    '0',
  ];
}

const ticks = (source: Source, price: string): string =>
  `(${price}) / CAST(${source.terms.tickSize} AS DOUBLE)`;

function lots(source: Source, size: string, price: string): string {
  const { contract, lotSize, multiplier } = source.terms;
  const unit = `CAST(${lotSize * multiplier} AS DOUBLE)`;
  switch (source.sizeUnit) {
    case 'lots':
      return `(${size})`;
    case 'instrument':
      return `(${size}) / CAST(${lotSize} AS DOUBLE)`;
    case 'base':
      return contract === 'inverse' ? `(${size}) * (${price}) / ${unit}` : `(${size}) / ${unit}`;
    case 'quote':
      return contract === 'inverse' ? `(${size}) / ${unit}` : `(${size}) / (${price}) / ${unit}`;
  }
}

function timeColumn(source: Source, file: string): string {
  const { clock } = source;
  const shift = source.offsetUs + (clock.shiftMs ?? 0) * 1000;
  const midnight = clock.ofDay ? midnightUs(dateOf(source, file), source.timezone) : 0;
  const constant = shift + midnight;
  return `${microseconds(clock, source.timezone)} + CAST(${constant} AS DOUBLE)`;
}

function microseconds(clock: TimeColumn, timezone: string): string {
  const column = identifier(clock.column);
  switch (clock.unit) {
    case 's':
      return `round(${column} * 1e6)`;
    case 'ms':
      return `round(${column} * 1e3)`;
    case 'us':
      return `round(${column})`;
    case 'ns':
      return `CAST(${column} // 1000 AS DOUBLE)`;
    case 'iso':
      return isoMicroseconds(column, timezone);
    case 'auto': {
      const [seconds, millis, micros] = AUTO_BOUNDS;
      return `round(CASE WHEN ${column} < ${seconds} THEN ${column} * 1e6
        WHEN ${column} < ${millis} THEN ${column} * 1e3
        WHEN ${column} < ${micros} THEN ${column} ELSE ${column} / 1e3 END)`;
    }
  }
}

/** A time that names its zone is taken at its word; any other is local time of `timezone`. */
function isoMicroseconds(column: string, timezone: string): string {
  const formats = `['%Y%m%d %H:%M:%S', '%Y%m%d %H:%M', '%Y%m%d']`;
  const local = `coalesce(TRY_CAST(${column} AS TIMESTAMP), try_strptime(${column}, ${formats}))`;
  const inZone = timezone === 'UTC' ? local : `timezone(${literal(timezone)}, ${local})`;
  const zoned = `regexp_matches(${column}, ':\\d\\d.*(Z|[+-]\\d\\d(:?\\d\\d)?)$')`;
  return `CAST(CASE WHEN ${zoned} THEN epoch_us(TRY_CAST(${column} AS TIMESTAMPTZ))
    ELSE epoch_us(${inZone}) END AS DOUBLE)`;
}

/** The date given, or the one in the file name (yyyymmdd or yyyy-mm-dd). */
function dateOf(source: Source, file: string): string {
  if (source.date !== undefined) return source.date;
  const name = /(\d{4})-?(\d{2})-?(\d{2})[^/\\]*$/.exec(file);
  if (name) return `${name[1]}-${name[2]}-${name[3]}`;
  throw new EvenkeelError('DATA', `${file}: times of day need a date (key "date" of the source)`, {
    file,
  });
}
