/** The input ring against a plain consumer: every place, every position, full and almost full. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as at from '../../assembly/pool-layout.js';
import { InputRing } from '../../src/pool/input-ring.js';
import type { WorkerMemory } from '../../src/pool/worker-memory.js';
import { alignUp, BEGINNINGS, memoryAt, PlainConsumer } from './plain-ring.js';

const SIZE = at.MIN_RING_BYTES;
const HEADER = at.RECORD_HEADER_BYTES;
const FRAMES = at.RECORD_IS_FRAMES;

interface Ends {
  readonly memory: WorkerMemory;
  readonly ring: InputRing;
  readonly consumer: PlainConsumer;
}

function endsAt(passed: number): Ends {
  const memory = memoryAt(passed);
  return { memory, ring: new InputRing(memory, SIZE), consumer: new PlainConsumer(memory) };
}

/** Sends bytes that tell records apart. False when there was no room. */
function send({ memory, ring }: Ends, length: number, seed: number): boolean {
  const address = ring.claim(length);
  if (address === 0) return false;
  memory.shared.bytes.set(content(length, seed), address);
  ring.commit(seed & 3, FRAMES, length);
  return true;
}

function content(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (seed * 31 + index * 7) & 255);
}

/** Sends and takes records until the next one begins `bytes` before the end of the ring. */
function moveTo(ends: Ends, bytes: number): void {
  let left = (2 * SIZE - bytes - (ends.ring.tail & (SIZE - 1))) % SIZE;
  while (left > 0) {
    const step = Math.min(left, 4096, SIZE - (ends.ring.tail & (SIZE - 1)));
    if (!send(ends, step - HEADER, 0)) throw new Error('no room to move');
    ends.consumer.take();
    ends.consumer.release();
    left -= step;
  }
}

describe.each(BEGINNINGS)('an input ring from position %d on', (passed) => {
  it('hands on what was sent, each record with its place', () => {
    const ends = endsAt(passed);
    for (const [index, length] of [0, 1, 15, 16, 17, 500, ends.ring.longest].entries()) {
      expect(send(ends, length, index)).toBe(true);
      const record = ends.consumer.take();
      expect(record).toMatchObject({ kind: FRAMES, slot: index & 3 });
      expect(record?.mark).toBe(record?.position);
      expect(record?.bytes).toEqual(content(length, index));
    }
    expect(ends.consumer.take()).toBeUndefined();
    expect(ends.consumer.position).toBe(ends.ring.tail);
  });

  it('pads what does not fit before the end, and uses what just fits', () => {
    for (const [before, length, pads] of [
      [64, 49, 1],
      [64, 48, 0],
      [16, 0, 0],
      [16, 1, 1],
      [8192, SIZE / 8 - HEADER, 0],
      [8176, SIZE / 8 - HEADER, 1],
    ] as const) {
      const ends = endsAt(passed);
      moveTo(ends, before);
      const padded = ends.consumer.pads;
      expect(send(ends, length, 5)).toBe(true);
      expect(ends.consumer.take()?.bytes).toEqual(content(length, 5));
      expect(ends.consumer.pads - padded).toBe(pads);
    }
  });

  it('is full when it is full, and not one record earlier', () => {
    const ends = endsAt(passed);
    moveTo(ends, SIZE);
    // 1,024 records of 64 bytes each.
    for (let index = 0; index < SIZE / 64; index++) expect(send(ends, 48, index)).toBe(true);
    expect(ends.ring.refusals).toBe(0);
    expect(send(ends, 0, 0)).toBe(false);
    expect(ends.ring.refusals).toBe(1);
    // Everything is still there.
    for (let index = 0; index < SIZE / 64; index++) {
      expect(ends.consumer.take()?.bytes).toEqual(content(48, index));
    }
    expect(ends.consumer.take()).toBeUndefined();
    // Taken, but not given back.
    ends.memory.store(at.WORKER_READ, ends.consumer.position);
    expect(send(ends, 0, 0)).toBe(false);
    ends.consumer.release();
    expect(send(ends, 48, 9)).toBe(true);
    expect(ends.consumer.take()?.bytes).toEqual(content(48, 9));
  });

  it('refuses a record that is 16 bytes too long for what is left, and takes one that fits', () => {
    const ends = endsAt(passed);
    moveTo(ends, SIZE);
    for (let index = 0; index < SIZE / 64 - 1; index++) send(ends, 48, index);
    expect(send(ends, 49, 1)).toBe(false);
    expect(send(ends, 48, 1)).toBe(true);
    expect(send(ends, 0, 1)).toBe(false);
  });

  it('counts the pad as room that a record needs', () => {
    const ends = endsAt(passed);
    // 64 bytes before the end and 128 behind the begin are free: 192, but not in one piece.
    moveTo(ends, SIZE - 128);
    for (let index = 0; index < SIZE / 64 - 3; index++) expect(send(ends, 48, index)).toBe(true);
    const { tail } = ends.ring;
    expect(tail & (SIZE - 1)).toBe(SIZE - 64);
    expect(send(ends, 129 - HEADER, 0)).toBe(false);
    expect(ends.ring.tail).toBe(tail);
    expect(ends.memory.load(at.WORKER_TAIL)).toBe(tail);
    expect(send(ends, 128 - HEADER, 0)).toBe(true);
    expect(send(ends, 0, 0)).toBe(false);
  });

  it('forgets a claim that is not committed', () => {
    const ends = endsAt(passed);
    moveTo(ends, 32);
    const { tail, sentBytes } = ends.ring;
    // Needs a pad; then the writer throws.
    expect(ends.ring.claim(100)).toBeGreaterThan(0);
    expect(ends.ring.tail).toBe(tail);
    expect(ends.ring.sentBytes).toBe(sentBytes);
    expect(ends.consumer.take()).toBeUndefined();
    // A shorter one fits before the end after all.
    expect(send(ends, 16, 3)).toBe(true);
    expect(ends.consumer.take()?.bytes).toEqual(content(16, 3));
    expect(ends.ring.sentBytes - sentBytes).toBe(32);
    expect(ends.consumer.position).toBe(ends.ring.tail);
  });

  it('keeps order and content for any sizes and any pace', () => {
    const step = fc.record({
      length: fc.oneof(fc.nat(100), fc.nat(SIZE / 8 - HEADER)),
      taken: fc.nat(6),
      isReleased: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
        expectSameRecords(passed, steps);
      }),
      { numRuns: 20 },
    );
  });
});

function expectSameRecords(
  passed: number,
  steps: readonly { length: number; taken: number; isReleased: boolean }[],
): void {
  const ends = endsAt(passed);
  const waiting: Uint8Array[] = [];
  const takeOne = (): void => {
    const found = ends.consumer.take();
    const expected = waiting.shift();
    if (found === undefined || expected === undefined) expect(found).toBe(expected);
    else if (Buffer.compare(found.bytes, expected) !== 0) expect(found.bytes).toEqual(expected);
  };
  let bytes = 0;
  for (const [index, { length, taken, isReleased }] of steps.entries()) {
    if (send(ends, length, index)) {
      waiting.push(content(length, index));
      bytes += alignUp(HEADER + length);
    }
    for (let count = 0; count < taken; count++) takeOne();
    if (isReleased) ends.consumer.release();
  }
  while (waiting.length > 0) takeOne();
  expect(ends.consumer.take()).toBeUndefined();
  expect(ends.ring.sentBytes).toBeGreaterThanOrEqual(bytes);
  // Positions wrap, the count of bytes does not.
  expect((passed + ends.ring.sentBytes) | 0).toBe(ends.ring.tail);
}

describe('an input ring', () => {
  it('notifies a consumer that sleeps, and only that one', async () => {
    const ends = endsAt(0);
    const index = ends.memory.field(at.WORKER_TAIL);
    const awake = Atomics.waitAsync(ends.memory.integers, index, 0, 60_000);
    send(ends, 4, 0);
    // Nobody had been notified: the waiter is still there.
    expect(Atomics.notify(ends.memory.integers, index)).toBe(1);
    expect(await awake.value).toBe('ok');
    const asleep = Atomics.waitAsync(ends.memory.integers, index, ends.ring.tail, 60_000);
    ends.memory.store(at.WORKER_PARKED, 1);
    send(ends, 4, 0);
    expect(Atomics.notify(ends.memory.integers, index)).toBe(0);
    expect(await asleep.value).toBe('ok');
  });
});
