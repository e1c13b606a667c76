/** Prices of many assets in one table: a row per time, a column per asset. */
import { EvenkeelError } from '../errors.js';
import { csvRelation } from './csv-relation.js';
import { fileLiteral, identifier, openDatabase, readingError } from './duckdb.js';
import { formatOf } from './format.js';
import { requireWholeGzip } from './whole-gzip.js';

/** What a panel holds. */
export interface PricePanel {
  readonly symbols: readonly string[];
  /** Text of the first column, one per row. */
  readonly times: readonly string[];
  /** One row per time, one price above 0 per symbol. */
  readonly prices: readonly (readonly number[])[];
}

/**
 * Reads a CSV, Parquet or JSON file whose first column names the time and whose others hold prices.
 *
 * @throws EvenkeelError `DATA` when the file cannot be read, a column holds no numbers or a price is
 *   missing or not above 0
 */
export async function readPricePanel(file: string): Promise<PricePanel> {
  const database = await openDatabase();
  try {
    const connection = await database.connect();
    const format = formatOf(file);
    await requireWholeGzip(file);
    const relation =
      format === 'csv'
        ? await csvRelation(connection, file, false)
        : `read_${format}(${fileLiteral(file)})`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`);
    const columns = described.getRows().map((row) => [String(row[0]), String(row[1])] as const);
    const [time, ...assets] = columns;
    const wrong = assets.find(([, type]) => !/INT|DOUBLE|FLOAT|REAL|DECIMAL/.test(type));
    if (time === undefined || assets.length === 0 || wrong !== undefined) {
      throw notPanel(file, wrong?.[0]);
    }
    const casts = assets.map(([name]) => `CAST(${identifier(name)} AS DOUBLE)`);
    const sql = `SELECT CAST(${identifier(time[0])} AS VARCHAR), ${casts.join(', ')} FROM ${relation}`;
    const rows = (await connection.runAndReadAll(sql)).getRows();
    const symbols = assets.map(([name]) => name);
    const times = rows.map(([first]) => String(first));
    const prices = rows.map((row, index) =>
      row.slice(1).map((value, asset) => {
        if (typeof value === 'number' && value > 0) return value;
        const at = `${file}, row ${index + 1}, column "${symbols[asset] ?? ''}"`;
        const details = {
          file,
          row: index + 1,
          column: symbols[asset] ?? '',
          value: String(value),
        };
        throw new EvenkeelError('DATA', `${at}: ${String(value)} is no price above 0`, details);
      }),
    );
    return { symbols, times, prices };
  } catch (cause) {
    throw readingError(cause, file);
  } finally {
    database.close();
  }
}

function notPanel(file: string, column: string | undefined): EvenkeelError {
  const what =
    column === undefined ? 'has no columns of prices' : `column "${column}" holds no numbers`;
  const wanted = 'a panel has a column of times, then one of prices per asset';
  return new EvenkeelError('DATA', `${file}: ${what}; ${wanted}`, { file, column });
}
