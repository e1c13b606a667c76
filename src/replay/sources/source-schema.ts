/** The `sources` of a session file. */
import { z } from 'zod';
import { PRESET_NAMES, PRESETS } from './presets.js';
import { isoToUs, isTimezone } from './time-zone.js';

/** ISO 8601 time; UTC when it names no zone. */
export const isoTime = z
  .string()
  .refine((text) => /^\d{4}-\d\d-\d\d/.test(text) && Number.isFinite(isoToUs(text)), {
    error: 'must be an ISO 8601 time such as 2024-08-08T23:55:00Z',
  });

const column = z.string().min(1);
const timeKeys = {
  time: column,
  timeUnit: z.enum(['s', 'ms', 'us', 'ns', 'iso', 'auto']),
  /** Counted from midnight of `date` in `timezone`. */
  timeOfDay: z.boolean().optional(),
};

const quoteColumns = z.strictObject({
  ...timeKeys,
  bid: column,
  ask: column,
  bidSize: column.optional(),
  askSize: column.optional(),
});
const tradeColumns = z
  .strictObject({
    ...timeKeys,
    price: column,
    size: column,
    side: column.optional(),
    isBuyerMaker: column.optional(),
  })
  .refine((columns) => columns.side === undefined || columns.isBuyerMaker === undefined, {
    error: 'give side or isBuyerMaker, not both',
  });
const fundingColumns = z.strictObject({ ...timeKeys, rate: column, markPrice: column.optional() });

/** Column mapping of a file that no preset describes. */
export const columnsSchema = z.union([quoteColumns, tradeColumns, fundingColumns], {
  error:
    'must map time, timeUnit and either bid, ask (bidSize, askSize) or price, size ' +
    '(side | isBuyerMaker) or rate (markPrice) to column names',
});

/** One source of a session. */
export const sourceSchema = z
  .strictObject({
    instrument: z.string().min(1),
    file: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
    name: z.string().min(1).optional(),
    preset: z.enum(PRESET_NAMES as [string, ...string[]]).optional(),
    columns: columnsSchema.optional(),
    /** Column names by position, for files without header. */
    names: z.array(column).min(1).optional(),
    format: z.enum(['csv', 'parquet', 'json']).optional(),
    delimiter: z.string().length(1).default(','),
    order: z.enum(['file', 'time']).default('file'),
    clock: z.enum(['exchange', 'local']).optional(),
    timeOffsetMs: z.number().finite().default(0),
    date: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/, 'must be yyyy-mm-dd')
      .optional(),
    timezone: z
      .string()
      .refine(isTimezone, { error: 'must be an IANA time zone or an offset such as -05:00' })
      .optional(),
    from: isoTime.optional(),
    to: isoTime.optional(),
    sizeUnit: z.enum(['instrument', 'lots', 'base', 'quote']).default('instrument'),
  })
  .superRefine((source, context) => {
    if ((source.preset === undefined) === (source.columns === undefined)) {
      context.addIssue({ code: 'custom', message: 'give either preset or columns' });
    }
    if (source.names !== undefined && source.columns === undefined) {
      context.addIssue({ code: 'custom', path: ['names'], message: 'belongs to columns' });
    }
    const preset = source.preset === undefined ? undefined : PRESETS[source.preset];
    if (preset && source.clock !== undefined && preset.clocks[source.clock] === undefined) {
      const known = Object.keys(preset.clocks).join(', ');
      context.addIssue({
        code: 'custom',
        path: ['clock'],
        message: `${source.preset} has only the clock ${known}`,
      });
    }
  });

/** One source of a session. */
export type SourceConfiguration = z.infer<typeof sourceSchema>;
