/** Sends input to a journaled book of a pool until it is killed; says on standard output what was applied. */
import { writeSync } from 'node:fs';
import { BookPool } from '../../src/index.js';
import type { JournalPolicy } from '../../src/journal/index.js';
import { SAMPLE } from '../book/sample.js';
import { frames } from '../pool/market.js';

const [, , dir = '', policy = '', first = '0'] = process.argv;
const journal = { dir, policy: policy as JournalPolicy, snapshotEvery: 200 };
const pool = await BookPool.create({ workers: 1, memoryBytes: 2 ** 26, journal });
const book = pool.open(SAMPLE);
for (let step = Number(first); ; step++) {
  for (const frame of frames(1, step, step)) {
    while (book.sendBytes(frame) !== 0) await book.writable();
  }
  if (step % 16 !== 0) continue;
  await book.flush();
  writeSync(1, `${book.risk().framesApplied}\n`);
}
