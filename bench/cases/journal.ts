/** The journal: what it costs a tick, how much reaches the disk, how fast a book comes back. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BenchCase,
  configuration,
  type Effort,
  START_US,
  TimingHistogram,
  tickFrames,
  tickOf,
} from '../../src/bench/index.js';
import { Book, BookPool } from '../../src/index.js';
import {
  type JournaledBook,
  type JournalOptions,
  openJournaled,
  readJournal,
  replayUntil,
} from '../../src/journal/index.js';
import { widen, wideningFrames } from '../wide-book.js';

const INSTRUMENTS = 16;
const TICKS_PER_SAMPLE = 2000;
const KIB = 1024;
/** Groups of a durable sample. */
const GROUPS_PER_SAMPLE = 16;

/** One sample: nanoseconds of what is measured. */
type Sample = () => number | Promise<number>;

interface Opened {
  readonly sample: Sample;
  readonly checksum: string;
  readonly close: () => Promise<void> | void;
}

type Names = Pick<BenchCase, 'name' | 'title' | 'unit' | 'beside'>;

function timed(names: Names, units: number, open: () => Promise<Opened>): BenchCase {
  return {
    ...names,
    loop: 'batch',
    spinningThreads: 1,
    parameters: { units },
    async open() {
      const { sample, checksum, close } = await open();
      const measure = async ({ seconds, warmupSeconds }: Effort) => {
        const timings = new TimingHistogram();
        const run = async (limitNs: number, record: boolean): Promise<void> => {
          for (let spent = 0; spent < limitNs; ) {
            const ns = await sample();
            spent += ns;
            if (record) timings.record(ns);
          }
        };
        await run(warmupSeconds * 1e9, false);
        await run(seconds * 1e9, true);
        return { timings, seconds: timings.totalNs / 1e9, unitsPerSample: units };
      };
      return { checksum, measure, close };
    },
  };
}

const now = (): number => performance.now() * 1e6;

const checksumOf = (book: Book): string => book.stateHash().toString(16);

/** A journal in a folder that goes when the case ends. */
async function journaled(
  journal: JournalOptions,
  instruments = INSTRUMENTS,
): Promise<{
  readonly book: JournaledBook;
  readonly dir: string;
  readonly close: () => Promise<void>;
}> {
  const dir = mkdtempSync(join(tmpdir(), 'evenkeel-journal-'));
  const book = await openJournaled({
    configuration: configuration(1, instruments),
    output: 'discard',
    journal: { snapshotEvery: 0, ...journal, dir },
  });
  const close = async (): Promise<void> => {
    await book.close();
    rmSync(dir, { recursive: true });
  };
  return { book, dir, close };
}

/** Ticks one by one; what the disk does meanwhile is waited for outside of the measurement. */
function ticks(book: Book, settle: () => Promise<void>): Sample {
  let step = 0;
  return async () => {
    const begin = now();
    for (let done = 0; done < TICKS_PER_SAMPLE; done++) {
      const [instrument, bid, ask, bidLots, askLots] = tickOf(step++, INSTRUMENTS);
      book.bookTicker(instrument, START_US, bid, ask, bidLots, askLots);
    }
    const ns = now() - begin;
    await settle();
    return ns;
  };
}

function tickCases(): readonly BenchCase[] {
  const names = { name: 'journal/tick', title: 'tick with a journal', unit: 'tick' };
  const plain = { name: 'journal/tick-plain', title: 'the same without one', unit: 'tick' };
  return [
    timed({ ...names, beside: plain.name }, TICKS_PER_SAMPLE, async () => {
      const { book, close } = await journaled({ policy: 'acknowledgePerGroup' });
      widen(book, INSTRUMENTS);
      await book.flushed();
      return { sample: ticks(book, () => book.flushed()), checksum: checksumOf(book), close };
    }),
    timed(plain, TICKS_PER_SAMPLE, async () => {
      const book = Book.create(configuration(1, INSTRUMENTS), { output: 'discard' });
      widen(book, INSTRUMENTS);
      const sample = ticks(book, async () => undefined);
      return { sample, checksum: checksumOf(book), close: () => undefined };
    }),
  ];
}

/** Frames that reach the disk, so many in each call. */
function durableCase(word: string, policy: JournalOptions['policy'], perCall: number): BenchCase {
  const name = `journal/${word}-${perCall}`;
  const title = `durable frames, ${word}, ${perCall} in a group`;
  const beside = `journal/fdatasync-${perCall}`;
  return timed({ name, title, unit: 'frame', beside }, GROUPS_PER_SAMPLE * perCall, async () => {
    const { book, close } = await journaled({ ...(policy && { policy }) });
    widen(book, INSTRUMENTS);
    const stream = Buffer.concat(tickFrames(perCall));
    const checksum = checksumOf(book);
    const sample = async (): Promise<number> => {
      const begin = now();
      for (let done = 0; done < GROUPS_PER_SAMPLE; done++) {
        book.apply(stream);
        if (policy !== 'acknowledgeAfterSync') await book.flushed();
      }
      return now() - begin;
    };
    return { sample, checksum, close };
  });
}

/** Frames sent to a journaled book of a pool one by one, until all of them are on the disk. */
function poolCase(frames: number): BenchCase {
  const title = `durable frames of a pool, ${frames} sent and waited for`;
  const names = { name: `journal/pool-${frames}`, title, unit: 'frame' };
  return timed({ ...names, beside: `journal/fdatasync-${frames}` }, frames, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'evenkeel-journal-'));
    const pool = await BookPool.create({ workers: 1, journal: { dir, snapshotEvery: 0 } });
    const book = pool.open(configuration(1, INSTRUMENTS));
    for (const frame of wideningFrames(INSTRUMENTS)) book.sendBytes(frame);
    const checksum = checksumOf(await book.capture());
    const sample = async (): Promise<number> => {
      const begin = now();
      for (let step = 0; step < frames; step++) {
        const [instrument, bid, ask, bidLots, askLots] = tickOf(step, INSTRUMENTS);
        book.bookTicker(instrument, START_US, bid, ask, bidLots, askLots);
      }
      await book.flush();
      return now() - begin;
    };
    const close = async (): Promise<void> => {
      await pool.close();
      rmSync(dir, { recursive: true });
    };
    return { sample, checksum, close };
  });
}

/** The bytes of as many frames, appended and flushed as often. */
function rawCase(perCall: number): BenchCase {
  const title = `write and fdatasync, ${perCall} frames each`;
  const names = { name: `journal/fdatasync-${perCall}`, title, unit: 'frame' };
  return timed(names, GROUPS_PER_SAMPLE * perCall, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'evenkeel-journal-'));
    const file = openSync(join(dir, 'raw'), 'w');
    const stream = Buffer.concat(tickFrames(perCall));
    const sample = (): number => {
      const begin = now();
      for (let done = 0; done < GROUPS_PER_SAMPLE; done++) {
        writeSync(file, stream);
        fdatasyncSync(file);
      }
      return now() - begin;
    };
    const close = (): void => {
      closeSync(file);
      rmSync(dir, { recursive: true });
    };
    return { sample, checksum: stream.length.toString(16), close };
  });
}

function recoveryCase(frames: number): BenchCase {
  const title = `replay of a journal of ${frames} frames (aim 5 M/s)`;
  return timed({ name: 'journal/recovery', title, unit: 'frame' }, frames, async () => {
    const { book, dir, close } = await journaled({ groupBytes: 256 * KIB });
    widen(book, INSTRUMENTS);
    for (let done = 0; done < frames; done++) {
      const [instrument, bid, ask, bidLots, askLots] = tickOf(done, INSTRUMENTS);
      if (done % TICKS_PER_SAMPLE === 0) await book.ready();
      book.bookTicker(instrument, START_US, bid, ask, bidLots, askLots);
    }
    await book.flushed();
    const reader = readJournal(dir);
    const sample = (): number => {
      const begin = now();
      const found = replayUntil(reader).stateHash();
      if (found !== book.stateHash()) throw new Error('the journal leads elsewhere');
      return now() - begin;
    };
    const closing = async (): Promise<void> => {
      await reader.close();
      await close();
    };
    return { sample, checksum: checksumOf(book), close: closing };
  });
}

function snapshotCase(instruments: number): BenchCase {
  const title = `snapshot of ${instruments} instruments, written and read back`;
  const names = { name: `journal/snapshot-${instruments}`, title, unit: 'snapshot' };
  return timed(names, 1, async () => {
    const { book, close } = await journaled({ groupBytes: 1024 * KIB }, instruments);
    await widenInParts(book, instruments);
    const sample = async (): Promise<number> => {
      const begin = now();
      await book.checkpoint();
      return now() - begin;
    };
    return { sample, checksum: checksumOf(book), close };
  });
}

/** The disk sets the pace. */
async function widenInParts(book: JournaledBook, instruments: number): Promise<void> {
  const part = 500;
  for (let index = 0; index < instruments; index += part) {
    await book.flushed();
    widen(book, Math.min(instruments, index + part), index);
  }
}

/** All of them. */
export function journalCases(sizes: {
  readonly frames: number;
  readonly instruments: readonly number[];
}): readonly BenchCase[] {
  const groups = [1, 64, 4096];
  return [
    ...tickCases(),
    ...groups.map((perCall) => durableCase('sync', 'acknowledgeAfterSync', perCall)),
    ...groups.map((perCall) => durableCase('group', 'acknowledgePerGroup', perCall)),
    ...groups.map((perCall) => durableCase('none', 'acknowledgeBeforeSync', perCall)),
    ...groups.map(rawCase),
    ...groups.slice(1).map(poolCase),
    recoveryCase(sizes.frames),
    ...sizes.instruments.map(snapshotCase),
  ];
}
