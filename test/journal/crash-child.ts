/** Sends input to a journaled book until it is killed; says on standard output what was acknowledged. */
import { writeSync } from 'node:fs';
import { Book } from '../../src/index.js';
import { loadLmdb } from '../../src/journal/lmdb-store.js';
import { openJournaled } from '../../src/journal/open.js';
import type { JournalPolicy } from '../../src/journal/policy.js';
import { SAMPLE } from '../book/sample.js';
import { killer } from './killer.js';
import { live } from './session.js';

const [, , dir = '', policy = '', first = '0', moment = '', microseconds = '0'] = process.argv;
// What opening does is little but the store.
loadLmdb();
Book.create(SAMPLE);
const kill = await killer();
if (moment === 'opening') kill(Number(microseconds));
const journal = { dir, policy: policy as JournalPolicy, snapshotEvery: 200, groupMilliseconds: 1 };
const book = await openJournaled({ configuration: SAMPLE, output: 'discard', journal });
if (moment === 'snapshot') kill(Number(microseconds));
let told = -1;
for (let step = Number(first); ; step++) {
  live(book, step, 1, step);
  if (moment === 'snapshot') await book.checkpoint();
  // Lets the disk and what it reports have their turn.
  if (step % 8 === 0) await new Promise<void>((done) => setImmediate(done));
  await book.ready();
  if (book.acknowledged === told) continue;
  told = book.acknowledged;
  writeSync(1, `${told}\n`);
}
