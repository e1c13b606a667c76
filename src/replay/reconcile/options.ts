/** Options of a reconciliation: from code, a YAML file or the command line. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { ConfigurationError, EvenkeelError } from '../../errors.js';

const name = z.string().min(1);
const positive = z.number().finite().positive();

/** Which column of the file holds what. */
const columnsSchema = z
  .strictObject({
    symbol: name,
    side: name,
    price: name,
    size: name,
    closedPnl: name,
    time: name.optional(),
    account: name.optional(),
    positionSide: name.optional(),
    fee: name.optional(),
    feeAsset: name.optional(),
    /** True, `maker` or 1 for a maker. */
    maker: name.optional(),
    /** True, `taker` or 1 for a taker. */
    taker: name.optional(),
    startPosition: name.optional(),
    fillId: name.optional(),
  })
  .refine(({ maker, taker }) => maker === undefined || taker === undefined, {
    error: 'give maker or taker, not both',
  });

/** What the file does not say about an instrument; what is absent is inferred from its rows. */
const termsSchema = z.strictObject({
  contract: z.enum(['spot', 'linear', 'inverse', 'quanto']).optional(),
  multiplier: positive.optional(),
  tickSize: positive.optional(),
  lotSize: positive.optional(),
  base: name.optional(),
  settle: name.optional(),
  /** Decimals to which the venue truncates the average entry it reports PnL from. */
  entryDecimals: z.int().min(0).max(12).optional(),
});

const optionsSchema = z
  .strictObject({
    files: z.array(name).min(1),
    preset: z.enum(['hyperliquid', 'bitget']).optional(),
    columns: columnsSchema.optional(),
    /** Order of execution: as in the files, or by time over all files. Default is the preset's. */
    order: z.enum(['file', 'time']).optional(),
    /** `credit`: a fee below 0 was paid. */
    feeSign: z.enum(['cost', 'credit']).default('cost'),
    /** Digits to which the file prints numbers; a spreadsheet leaves 10. */
    significantDigits: z.int().min(4).max(17).optional(),
    /** Decimals of the venue's PnL; default the most that the file prints. */
    pnlDecimals: z.int().min(0).max(12).optional(),
    /** Sizes of inverse contracts: contracts, or base currency at the entry price. */
    inverseSizes: z.enum(['contracts', 'base']).optional(),
    /** Maker and taker fee rates of the account: sharpen rounded base sizes of inverse contracts. */
    feeRates: z.array(positive).min(1).optional(),
    /** Terms of all instruments, and by symbol. */
    defaults: termsSchema.prefault({}),
    instruments: z.record(z.string(), termsSchema).prefault({}),
  })
  .refine(({ preset, columns }) => (preset === undefined) !== (columns === undefined), {
    error: 'give either preset or columns',
  })
  .refine(({ order, columns }) => order !== 'time' || columns === undefined || columns.time, {
    path: ['order'],
    error: 'time needs columns.time, the column to sort by',
  });

/** Column names by meaning. */
export type ColumnMapping = Readonly<z.output<typeof columnsSchema>>;

/** Terms that override what is inferred. */
export type TermsOverride = Readonly<z.output<typeof termsSchema>>;

/** What {@link reconcile} accepts. */
export type ReconcileOptions = Readonly<z.input<typeof optionsSchema>>;

/** Options after validation. */
export type SettledOptions = Readonly<z.output<typeof optionsSchema>>;

/** Validates options. @throws ConfigurationError with every violation */
export function validateOptions(options: unknown): SettledOptions {
  const parsed = optionsSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map(({ path, message, input }) => ({
      path: path.join('.'),
      value: input,
      allowed: message,
      message,
    })),
  );
}

/**
 * Reads options from a YAML or JSON file, for {@link reconcile} to validate. Files in it are
 * relative to its folder.
 */
export function loadOptions(path: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot read the options ${path}`, { path }, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new EvenkeelError('DATA', `${path} is not a map of options`, { path });
  }
  const options: Record<string, unknown> = { ...parsed };
  const { files } = options;
  if (Array.isArray(files))
    options.files = files.map((file) => resolve(dirname(path), String(file)));
  return options;
}
