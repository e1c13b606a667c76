/** From the configuration of a source to everything its stream needs. */
import type { InstrumentTerms } from '../../book/index.js';
import { EvenkeelError } from '../../errors.js';
import { identifier } from '../../tables/index.js';
import { buyerIsMaker, sideName } from './aggressor.js';
import type { ColumnType, Preset, TimeColumn } from './preset-types.js';
import { PRESETS } from './presets.js';
import type { Source } from './source.js';
import type { SourceConfiguration } from './source-schema.js';
import { isoToUs } from './time-zone.js';

type Columns = NonNullable<SourceConfiguration['columns']>;

/** The time range of a session, microseconds. */
export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Settles a source: its preset or mapping, clock, terms and range. `files` are found already. */
export function settleSource(
  configuration: SourceConfiguration,
  terms: InstrumentTerms,
  files: readonly string[],
  range: TimeRange,
): Source {
  const preset = presetOf(configuration);
  const clock = clockOf(configuration, preset);
  const { sizeUnit, date, format } = configuration;
  if (terms.contract === 'quanto' && (sizeUnit === 'base' || sizeUnit === 'quote')) {
    throw new EvenkeelError(
      'DATA',
      `${terms.symbol}: sizes of a quanto contract are contracts, not ${sizeUnit}`,
      { instrument: terms.symbol, sizeUnit },
    );
  }
  return {
    name: configuration.name ?? `${terms.symbol} ${configuration.preset ?? preset.kind}`,
    terms,
    preset,
    clock,
    files,
    ...(format && { format }),
    delimiter: configuration.delimiter,
    sortByTime: configuration.order === 'time',
    sizeUnit,
    offsetUs: Math.round(configuration.timeOffsetMs * 1000),
    ...(date && { date }),
    timezone: configuration.timezone ?? preset.timezone ?? 'UTC',
    fromUs: Math.max(range.fromUs, configuration.from ? isoToUs(configuration.from) : -Infinity),
    toUs: Math.min(range.toUs, configuration.to ? isoToUs(configuration.to) : Infinity),
  };
}

function presetOf(configuration: SourceConfiguration): Preset {
  const { preset, columns } = configuration;
  const known = preset === undefined ? undefined : PRESETS[preset];
  if (known !== undefined) return known;
  if (columns === undefined) throw new EvenkeelError('USAGE', 'a source without preset or columns');
  return mappedPreset(columns, configuration.names);
}

function clockOf({ clock }: SourceConfiguration, preset: Preset): TimeColumn {
  const chosen = clock ? preset.clocks[clock] : Object.values(preset.clocks)[0];
  if (chosen === undefined) throw new EvenkeelError('USAGE', `no clock ${clock} in this preset`);
  return chosen;
}

/** A preset made of a column mapping. */
export function mappedPreset(columns: Columns, names: readonly string[] | undefined): Preset {
  const clock: TimeColumn = {
    column: columns.time,
    unit: columns.timeUnit,
    ofDay: columns.timeOfDay ?? false,
  };
  const base = {
    header: names === undefined ? ('yes' as const) : ('no' as const),
    ...(names && { names }),
    clocks: { exchange: clock },
  };
  const time = { [columns.time]: timeType(columns.timeUnit) };
  if ('bid' in columns) {
    const { bid, ask, bidSize, askSize } = columns;
    return {
      ...base,
      title: 'mapped quotes',
      kind: 'quotes',
      types: { ...time, ...numbers(bid, ask, bidSize, askSize) },
      values: {
        bid: identifier(bid),
        ask: identifier(ask),
        ...(bidSize && { bidSize: identifier(bidSize) }),
        ...(askSize && { askSize: identifier(askSize) }),
      },
    };
  }
  if ('price' in columns) {
    const { price, size, side, isBuyerMaker } = columns;
    const sideColumn = side ?? isBuyerMaker;
    const aggressor = side ? sideName(side) : isBuyerMaker ? buyerIsMaker(isBuyerMaker) : undefined;
    return {
      ...base,
      title: 'mapped trades',
      kind: 'trades',
      types: { ...time, ...numbers(price, size), ...(sideColumn && { [sideColumn]: 'VARCHAR' }) },
      values: {
        price: identifier(price),
        size: identifier(size),
        ...(aggressor !== undefined && { aggressor }),
      },
    };
  }
  return {
    ...base,
    title: 'mapped funding',
    kind: 'funding',
    types: { ...time, ...numbers(columns.rate, columns.markPrice) },
    values: {
      rate: identifier(columns.rate),
      ...(columns.markPrice && { markPrice: identifier(columns.markPrice) }),
    },
  };
}

function timeType(unit: TimeColumn['unit']): ColumnType {
  if (unit === 'iso') return 'VARCHAR';
  return unit === 'ns' ? 'BIGINT' : 'DOUBLE';
}

function numbers(...columns: (string | undefined)[]): Record<string, ColumnType> {
  const present = columns.filter((column) => column !== undefined);
  return Object.fromEntries(present.map((column) => [column, 'DOUBLE' as const]));
}
