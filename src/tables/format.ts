/** How a file is laid out. */
export type FileFormat = 'csv' | 'parquet' | 'json';

/** Format by file name: `.parquet`, `.json`/`.jsonl`/`.ndjson` (also compressed), else CSV. */
export function formatOf(file: string): FileFormat {
  if (/\.(parquet|pq)$/i.test(file)) return 'parquet';
  return /\.(json|jsonl|ndjson)(\.gz|\.zst)?$/i.test(file) ? 'json' : 'csv';
}
