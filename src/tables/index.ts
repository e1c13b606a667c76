/** Tables in files, read and written with DuckDB. */
export { ColumnFiller, doublesOf } from './chunk-columns.js';
export { csvRelation } from './csv-relation.js';
export {
  CHUNK_ROWS,
  type Database,
  fileLiteral,
  identifier,
  literal,
  openDatabase,
  readingError,
} from './duckdb.js';
export { type FileFormat, formatOf } from './format.js';
export { type PricePanel, readPricePanel } from './price-panel.js';
export { requireWholeGzip } from './whole-gzip.js';
export { type Cell, type Columns, type ColumnType, writeTable } from './write-table.js';
