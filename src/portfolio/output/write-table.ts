/** Blocks of a ring into a Parquet, CSV or JSON file: a table function of DuckDB that COPY reads. */
import { DOUBLE, DuckDBTableFunction, type DuckDBType, ENUM } from '@duckdb/node-api';
import { CHUNK_ROWS, ColumnFiller, identifier, literal, openDatabase } from '../../tables/index.js';
import { BLOCK_ROWS, rowsOf } from '../blocks.js';
import { type BlockRing, requireBlock } from './block-ring.js';
import type { OutputColumn } from './output-columns.js';

const NOTHING = new Float64Array(0);
const FUNCTION = 'results';

/** What is written where. */
export interface TableOutput {
  readonly path: string;
  /** Of COPY. */
  readonly options: string;
  readonly rows: number;
  readonly columns: readonly OutputColumn[];
  /** Limit of DuckDB, such as `256MB`. */
  readonly memory: string;
}

/** Writes all blocks, or fails when the ring is stopped. */
export async function writeTable(ring: BlockRing, output: TableOutput): Promise<void> {
  const { path, options, columns, memory } = output;
  const database = await openDatabase(':memory:', { memory_limit: memory, threads: '2' });
  try {
    const connection = await database.connect();
    const fillers = columns.map(
      (column, index) =>
        new ColumnFiller(index, column.kind === 'name' ? column.names.length : null),
    );
    const source = new BlockSource(ring, output.rows);
    connection.registerTableFunction(
      DuckDBTableFunction.create({
        name: FUNCTION,
        bindFunction: (bind) => {
          for (const column of columns) bind.addResultColumn(column.name, typeOf(column));
        },
        initFunction: (init) => {
          init.setMaxThreads(1);
          init.setInitData({});
        },
        mainFunction: (_, chunk) => {
          const { slot, from, count } = source.next();
          chunk.rowCount = count;
          if (count === 0) return;
          for (const [index, filler] of fillers.entries()) {
            filler.fill(chunk, slot[index]?.subarray(from, from + count) ?? NOTHING);
          }
        },
      }),
    );
    const select = columns.map(expressionOf).join(', ');
    await connection.run(
      `COPY (SELECT ${select} FROM ${FUNCTION}()) TO ${literal(path)} (${options})`,
    );
  } finally {
    database.close();
  }
}

function typeOf(column: OutputColumn): DuckDBType {
  return column.kind === 'name' ? ENUM(column.names) : DOUBLE;
}

function expressionOf({ name, kind }: OutputColumn): string {
  const column = identifier(name);
  if (kind === 'integer') return `CAST(${column} AS BIGINT) AS ${column}`;
  if (kind === 'number') return `nullif(${column}, 'NaN'::DOUBLE) AS ${column}`;
  return `nullif(CAST(${column} AS VARCHAR), '') AS ${column}`;
}

/** A part of a block. */
interface Part {
  readonly slot: readonly Float64Array[];
  readonly from: number;
  readonly count: number;
}

/** Blocks in order, cut into chunks. */
class BlockSource {
  readonly #ring: BlockRing;
  readonly #rows: number;
  #slot: readonly Float64Array[] = [];
  #block = 0;
  #at = 0;

  constructor(ring: BlockRing, rows: number) {
    this.#ring = ring;
    this.#rows = rows;
  }

  next(): Part {
    // A block is taken when the next chunk is asked for: by then DuckDB has copied the last one.
    if (this.#at === BLOCK_ROWS) {
      this.#ring.take(this.#block++);
      this.#at = 0;
    }
    const left = rowsOf(this.#block, this.#rows) - this.#at;
    if (left <= 0) return { slot: [], from: 0, count: 0 };
    if (this.#at === 0) this.#slot = requireBlock(this.#ring, this.#block);
    const part = { slot: this.#slot, from: this.#at, count: Math.min(CHUNK_ROWS, left) };
    this.#at += part.count;
    return part;
  }
}
