/** Writes a made-up portfolio and market to measure `evenkeel evaluate` with. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type MarketShape, macros, marketQuery, placesOf, underlyingName } from './market-sql.js';
import { type PositionsShape, positionsQuery } from './positions-sql.js';

/** What is written. */
export type DataShape = Omit<MarketShape, 'options'> &
  PositionsShape & {
    /** Share of instruments that are options, 0 .. below 1. */
    readonly optionShare: number;
  };

/** Where it is written. */
export interface DataFiles {
  readonly positions: string;
  readonly market: string;
  readonly profiles: string;
}

/** Names of the files in a folder. */
export function filesIn(folder: string): DataFiles {
  return {
    positions: join(folder, 'positions.parquet'),
    market: join(folder, 'market.parquet'),
    profiles: join(folder, 'profiles.yaml'),
  };
}

const PROFILES = `stocks:
  model: { type: linear, halfSpreadBps: 2, volatilityMultiplier: 0.5, inventorySkewBps: 5 }
  quoting: { sizeSkew: 0.5 }
  makerFee: 0.00001
  margin: { initial: 0.25, maintenance: 0.15 }
coins:
  model: { type: linear, halfSpreadBps: 1, volatilityMultiplier: 1, inventorySkewBps: 8 }
  makerFee: 0.0002
  takerFee: 0.0005
  margin: { initial: 0.1, maintenance: 0.05 }
options:
  model: { type: linear, halfSpreadBps: 50, inventorySkewBps: 20 }
  optionMargin: { initial: 0.15, floor: 0.1, maintenance: 0.075 }
`;

/**
 * Writes `positions.parquet`, `market.parquet` and `profiles.yaml`. The same shape gives the same rows.
 *
 * @throws RangeError for a shape that has not enough instruments
 */
export async function writeData(folder: string, shape: DataShape): Promise<DataFiles> {
  const market = { ...shape, options: Math.round(shape.instruments * shape.optionShare) };
  const places = placesOf(market);
  const positions = positionsQuery(shape);
  const files = filesIn(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(files.profiles, PROFILES);
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  const connection = await instance.connect();
  try {
    for (const macro of [underlyingName(places), ...macros(market)]) {
      await connection.run(`CREATE MACRO ${macro}`);
    }
    for (const [file, query] of [
      [files.market, marketQuery(market)],
      [files.positions, positions],
    ] as const) {
      await connection.run(`COPY (${query}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return files;
}
