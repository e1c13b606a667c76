/** The one place where DuckDB is met: opening it, quoting into SQL, naming its failures. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { EvenkeelError } from '../errors.js';

/** Rows of a chunk of DuckDB. */
export const CHUNK_ROWS = 2048;

/** A database that hands out connections and closes them together. */
export interface Database {
  /** Streaming results invalidate each other on one connection: one per concurrent stream. */
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

/**
 * Opens a database, in memory unless a file is given. Nothing is installed or fetched from a network.
 */
export async function openDatabase(
  file = ':memory:',
  options: Readonly<Record<string, string>> = {},
): Promise<Database> {
  const instance = await DuckDBInstance.create(file, {
    ...options,
    autoinstall_known_extensions: 'false',
    // Per-file row order is the event order.
    preserve_insertion_order: 'true',
  });
  const connections: DuckDBConnection[] = [];
  return {
    async connect() {
      const connection = await instance.connect();
      connections.push(connection);
      return connection;
    },
    close() {
      for (const connection of connections.splice(0)) connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A SQL string literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A SQL literal of a file name, which is no pattern. */
export const fileLiteral = (file: string): string => literal(file.replace(/[[*?]/g, '[$&]'));

/** Turns a failure of DuckDB while reading `file` into a DATA error that names file and column. */
export function readingError(cause: unknown, file: string): EvenkeelError {
  if (cause instanceof EvenkeelError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const column = /converting column "([^"]+)"/.exec(text)?.[1];
  const line = /on Line: (\d+)/.exec(text)?.[1];
  const value = /Could not convert string "([^"]*)" to '([^']+)'/.exec(text);
  const firstLine = text.split('\n', 1)[0] ?? text;
  const what = value
    ? `column "${column}" holds "${value[1]}" where a ${value[2]} is expected`
    : `${firstLine}${column ? ` (column "${column}")` : ''}`;
  const details = { file, ...(column && { column }), ...(line && { line: Number(line) }) };
  const message = `${file}${line ? `, line ${line}` : ''}: ${what}`;
  return new EvenkeelError('DATA', message, details, { cause });
}
