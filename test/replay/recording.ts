/** Small recordings written by tests, and what the sources make of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { InstrumentTerms } from '../../src/book/index.js';
import {
  FileStream,
  findFiles,
  merge,
  type SourceTally,
  settleSource,
  sourceSchema,
} from '../../src/replay/sources/index.js';
import { openDatabase } from '../../src/tables/index.js';

/** A folder that is removed by `remove`. */
export class Recording {
  readonly dir = mkdtempSync(join(tmpdir(), 'evenkeel-replay-'));

  /** Writes lines; a name ending in .gz is compressed. */
  write(name: string, lines: readonly string[]): string {
    const path = join(this.dir, name);
    mkdirSync(dirname(path), { recursive: true });
    const text = lines.map((line) => `${line}\n`).join('');
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
    return path;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true });
  }
}

/** Terms with tick 0.1, lot 0.01, multiplier 1 unless given. */
export function terms(changes: Partial<InstrumentTerms> = {}): InstrumentTerms {
  return {
    index: 0,
    symbol: 'X',
    contract: 'linear',
    baseAsset: 'X',
    settleAsset: 'USD',
    feeAsset: 'USD',
    tickSize: 0.1,
    lotSize: 0.01,
    multiplier: 1,
    minLots: 1,
    minNotional: 0,
    makerFee: 0,
    takerFee: 0,
    ...changes,
  };
}

/** One event: time in microseconds and the four values of its kind. */
export type Event = [time: number, a: number, b: number, c: number, d: number];

/** What a source delivers. */
export interface Read {
  readonly events: Event[];
  readonly tally: SourceTally;
}

/** Reads one source to its end. */
export async function read(
  dir: string,
  source: Record<string, unknown>,
  own: InstrumentTerms = terms(),
  range = { fromUs: Number.NEGATIVE_INFINITY, toUs: Number.POSITIVE_INFINITY },
): Promise<Read> {
  const database = await openDatabase();
  try {
    const configuration = sourceSchema.parse({ instrument: own.symbol, ...source });
    const connection = await database.connect();
    const files = await findFiles(connection, dir, [configuration.file].flat());
    const stream = new FileStream(settleSource(configuration, own, files, range), connection);
    await stream.open();
    const events: Event[] = [];
    await merge([stream], (_, { time, a, b, c, d }, row) => {
      events.push([time, a, b, c, d].map((column) => column[row] as number) as Event);
    });
    return { events, tally: stream.tally };
  } finally {
    database.close();
  }
}
