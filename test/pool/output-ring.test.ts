/** The reading end of the output ring against a plain producer: each record once, whatever comes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as at from '../../assembly/pool-layout.js';
import { EvenkeelError } from '../../src/errors.js';
import { OutputRing, OutputStream } from '../../src/pool/output-ring.js';
import type { WorkerMemory } from '../../src/pool/worker-memory.js';
import { BEGINNINGS, memoryAt, PlainProducer } from './plain-ring.js';

const SIZE = at.MIN_RING_BYTES;
const WHOLE = at.RECORD_IS_FRAMES;
const PARTIAL = at.RECORD_IS_PARTIAL;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (content: string): Uint8Array => Buffer.from(content, 'latin1');

class Reader {
  readonly memory: WorkerMemory;
  readonly producer: PlainProducer;
  readonly ring: OutputRing;
  readonly received: string[] = [];
  readonly errors: unknown[] = [];
  readonly streams: (OutputStream | undefined)[];

  constructor(passed = 0) {
    this.memory = memoryAt(passed);
    this.producer = new PlainProducer(this.memory);
    this.ring = new OutputRing(this.memory, SIZE);
    this.streams = [0, 1].map((slot) => new OutputStream((frames) => this.take(slot, frames)));
  }

  take(slot: number, frames: Uint8Array): void {
    this.received.push(`${slot}:${text(frames)}`);
  }

  put(slot: number, kind: number, mark: number, content: string): void {
    expect(this.producer.put(slot, kind, mark, bytesOf(content))).toBe(true);
  }

  drain(): number {
    return this.ring.drain(
      (slot) => this.streams[slot],
      (error) => this.errors.push(error),
    );
  }
}

describe.each(BEGINNINGS)('an output ring from position %d on', (passed) => {
  it('hands on every record in order and gives the room back', () => {
    const reader = new Reader(passed);
    const expected: string[] = [];
    for (let mark = 0; mark < 300; mark++) {
      const content = `${mark}${'x'.repeat((mark * 97) % 3000)}`;
      reader.put(mark & 1, WHOLE, mark >> 1, content);
      expected.push(`${mark & 1}:${content}`);
      if (mark % 7 === 6) reader.drain();
    }
    reader.drain();
    expect(reader.received).toEqual(expected);
    expect(reader.drain()).toBe(0);
    const tail = reader.memory.load(at.WORKER_OUTPUT_TAIL);
    expect(reader.memory.load(at.WORKER_OUTPUT_HEAD)).toBe(tail);
    expect(reader.ring.head).toBe(tail);
  });

  it('takes each record once, whatever a worker writes again, and joins parts', () => {
    // Records of one book as [content, isPartial], and how often workers died: after how many records
    // and how far the next one went back.
    const records = fc.array(fc.tuple(fc.string({ maxLength: 40 }), fc.boolean()), {
      maxLength: 60,
    });
    const deaths = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 4 });
    fc.assert(
      fc.property(records, deaths, (list, died) => {
        const reader = new Reader(passed);
        const write = (from: number, to: number): void => {
          for (let mark = from; mark < to; mark++) {
            const [content = '', isPartial = false] = list[mark] ?? [];
            reader.put(0, isPartial ? PARTIAL : WHOLE, mark, content);
            if (mark % 5 === 0) reader.drain();
          }
        };
        let written = 0;
        for (const [more, back] of died) {
          const to = Math.min(written + more, list.length);
          write(written, to);
          written = Math.max(to - back, 0);
        }
        write(written, list.length);
        reader.drain();
        expect(reader.errors).toEqual([]);
        expect(reader.received).toEqual(joined(list).map((content) => `0:${content}`));
      }),
      { numRuns: 60 },
    );
  });
});

/** What whole outputs the records make. */
function joined(records: readonly (readonly [string, boolean])[]): string[] {
  const outputs: string[] = [];
  let open = '';
  for (const [content, isPartial] of records) {
    open += content;
    if (isPartial) continue;
    outputs.push(open);
    open = '';
  }
  return outputs;
}

describe('an output ring', () => {
  it('tells of a record that is missing, and hands on those of other books', () => {
    const reader = new Reader();
    reader.put(0, WHOLE, 0, 'a');
    reader.put(0, WHOLE, 2, 'c');
    reader.put(1, WHOLE, 0, 'd');
    expect(reader.drain()).toBe(3);
    expect(reader.received).toEqual(['0:a', '1:d']);
    expect(reader.errors).toHaveLength(1);
    const [error] = reader.errors;
    expect(error).toBeInstanceOf(EvenkeelError);
    expect(error).toMatchObject({ code: 'INVARIANT', details: { mark: 2, expected: 1 } });
  });

  it('passes over records of books that nobody listens to', () => {
    const reader = new Reader();
    reader.put(3, WHOLE, 7, 'nobody');
    reader.put(1, WHOLE, 0, 'somebody');
    reader.drain();
    expect(reader.received).toEqual(['1:somebody']);
    expect(reader.errors).toEqual([]);
  });

  it('hands on the rest when a listener throws, and does not repeat', () => {
    const reader = new Reader();
    const failure = new Error('listener');
    reader.streams[0] = new OutputStream((frames) => {
      reader.take(0, frames);
      if (text(frames) === 'bad') throw failure;
    });
    for (const [mark, content] of ['good', 'bad', 'good again'].entries()) {
      reader.put(0, WHOLE, mark, content);
    }
    reader.drain();
    reader.drain();
    expect(reader.received).toEqual(['0:good', '0:bad', '0:good again']);
    expect(reader.errors).toEqual([failure]);
  });

  it('may be drained by a listener while more arrives', () => {
    const reader = new Reader();
    reader.streams[0] = new OutputStream((frames) => {
      reader.take(0, frames);
      if (text(frames) !== 'first') return;
      // The worker went on meanwhile: the inner look sees more than the outer one did.
      reader.put(1, WHOLE, 0, 'third');
      reader.drain();
    });
    reader.put(0, WHOLE, 0, 'first');
    reader.put(0, WHOLE, 1, 'second');
    reader.drain();
    expect(reader.received).toEqual(['0:first', '0:second', '1:third']);
    expect(reader.errors).toEqual([]);
    const tail = reader.memory.load(at.WORKER_OUTPUT_TAIL);
    expect(reader.ring.head).toBe(tail);
    expect(reader.memory.load(at.WORKER_OUTPUT_HEAD)).toBe(tail);
  });

  it('gives listeners bytes of their own', () => {
    const reader = new Reader();
    const kept: Uint8Array[] = [];
    reader.streams[0] = new OutputStream((frames) => kept.push(frames));
    reader.put(0, WHOLE, 0, 'keep');
    reader.drain();
    reader.memory.shared.bytes.fill(0, reader.memory.output, reader.memory.output + SIZE);
    expect(kept.map(text)).toEqual(['keep']);
  });

  it('wakes a worker that waits for room', async () => {
    const reader = new Reader();
    const index = reader.memory.field(at.WORKER_OUTPUT_HEAD);
    const waiting = Atomics.waitAsync(reader.memory.integers, index, 0, 60_000);
    reader.put(0, WHOLE, 0, 'room');
    reader.drain();
    expect(await waiting.value).toBe('ok');
  });
});
