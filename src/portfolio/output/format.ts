/** What an output file is, by its name. */
import { EvenkeelError } from '../../errors.js';

/** Kinds of output files. */
export type OutputFormat = 'parquet' | 'csv' | 'json' | 'arrow' | 'arrowStream';

const FORMATS: readonly (readonly [RegExp, OutputFormat])[] = [
  [/\.(parquet|pq)$/i, 'parquet'],
  [/\.csv(\.gz|\.zst)?$/i, 'csv'],
  [/\.(json|jsonl|ndjson)(\.gz|\.zst)?$/i, 'json'],
  [/\.(arrow|feather|ipc)$/i, 'arrow'],
  [/\.arrows$/i, 'arrowStream'],
];

/** @throws EvenkeelError `USAGE` for a name that says nothing */
export function outputFormatOf(path: string): OutputFormat {
  const format = FORMATS.find(([pattern]) => pattern.test(path))?.[1];
  if (format !== undefined) return format;
  const known = '.parquet, .csv, .json, .jsonl or .arrow';
  throw new EvenkeelError('USAGE', `${path}: an output file ends in ${known}`, { path });
}

/** Names and reasons fit; columns of money would fill larger ones for nothing, at half of the writing time. */
const DICTIONARY_ENTRIES = 2048;

/** Options of COPY. The name that is written to is not the final one, so all is said. */
export function copyOptions(path: string): string {
  const format = outputFormatOf(path);
  // The name that is written to is a temporary one already.
  const plain = 'USE_TMP_FILE false';
  if (format === 'parquet') {
    return `FORMAT parquet, DICTIONARY_SIZE_LIMIT ${DICTIONARY_ENTRIES}, ${plain}`;
  }
  const compression = /\.gz$/i.test(path) ? 'gzip' : /\.zst$/i.test(path) ? 'zstd' : 'none';
  if (format === 'csv') return `FORMAT csv, HEADER true, COMPRESSION ${compression}, ${plain}`;
  const isArray = /\.json(\.|$)/i.test(path);
  return `FORMAT json, ARRAY ${isArray}, COMPRESSION ${compression}, ${plain}`;
}
