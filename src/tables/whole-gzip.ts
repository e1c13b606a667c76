/** Refuses gzip files that end early: DuckDB reads a truncated one as if it were a shorter recording. */
import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { EvenkeelError } from '../errors.js';

/**
 * Decompresses a file whose name ends in `.gz` to its end; a file that is cut off, damaged or not gzip
 * is a DATA error. Any other name passes.
 */
export async function requireWholeGzip(file: string): Promise<void> {
  if (!/\.gz$/i.test(file)) return;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(file), createGunzip(), nowhere);
  } catch (cause) {
    throw new EvenkeelError('DATA', `${file} is not a whole gzip file`, { file }, { cause });
  }
}
