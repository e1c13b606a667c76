/** Sends input to a journaled book of a pool until it is killed; says on standard output what was applied. */
import { writeSync } from 'node:fs';
import { Book, BookPool } from '../../src/index.js';
import { loadLmdb } from '../../src/journal/lmdb-store.js';
import type { JournalPolicy } from '../../src/journal/policy.js';
import { SAMPLE } from '../book/sample.js';
import { frames } from '../pool/market.js';
import { killer } from './killer.js';

const [, , dir = '', policy = '', first = '0', moment = '', microseconds = '0'] = process.argv;
const snapshotEvery = moment === 'snapshot' ? 1 : 200;
const journal = { dir, policy: policy as JournalPolicy, snapshotEvery };
// What opening does is little but the store.
loadLmdb();
Book.create(SAMPLE);
const pool = await BookPool.create({ workers: 1, memoryBytes: 2 ** 26, journal });
const kill = await killer();
if (moment === 'opening') kill(Number(microseconds));
const book = pool.open(SAMPLE);
if (moment === 'snapshot') kill(Number(microseconds));
for (let step = Number(first); ; step++) {
  for (const frame of frames(1, step, step)) {
    while (book.sendBytes(frame) !== 0) await book.writable();
  }
  if (step % 16 !== 0) continue;
  await book.flush();
  writeSync(1, `${book.risk().framesApplied}\n`);
}
