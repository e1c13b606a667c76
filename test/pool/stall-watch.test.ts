/** What counts as a sign of life of a worker, look by look: no threads, no clock. */
import { describe, expect, it } from 'vitest';
import * as layout from '../../assembly/layout.js';
import * as at from '../../assembly/pool-layout.js';
import { StallWatch } from '../../src/pool/stall-watch.js';
import { LocalWorker } from './local-worker.js';
import { frames } from './market.js';

/** A worker with a book in the middle of a record, as far as a host can see. */
function midRecord() {
  const worker = new LocalWorker();
  const { region } = worker.open(0);
  const { memory } = worker;
  worker.send(0, frames(1, 1)[0] ?? new Uint8Array(0));
  memory.store(at.WORKER_CURRENT_SLOT, 0);
  const count = (address: number): bigint => Atomics.add(memory.longs, address >> 3, 1n);
  return {
    memory,
    watch: new StallWatch(memory),
    accept: () => count(region.state + layout.BOOK_FRAMES_APPLIED),
    refuse: () => count(region.book + layout.IO_FRAMES_REJECTED),
    beat: () => Atomics.add(memory.integers, memory.field(at.WORKER_HEARTBEAT), 1),
  };
}

/** Looks until a stall is seen, at most 100. */
function looks(watch: StallWatch, between: () => unknown = () => undefined): number {
  for (let look = 1; look <= 100; look++) {
    if (watch.hasStalled(true)) return look;
    between();
  }
  return Number.POSITIVE_INFINITY;
}

describe('a worker that is looked at', () => {
  it('has stalled when four looks in a row find it where it was, and four later again', () => {
    const { watch } = midRecord();
    // The first look has nothing to compare with.
    expect([looks(watch), looks(watch)]).toEqual([5, 4]);
  });

  it('has not while anything moves: a record, or a frame of one, accepted or refused', () => {
    const { watch, accept, refuse, beat } = midRecord();
    for (const sign of [beat, accept, refuse]) expect(looks(watch, sign)).toBe(Infinity);
    expect(looks(watch)).toBe(5);
  });

  it('has stalled when only a book moves that it is not at', () => {
    const { watch, memory, accept } = midRecord();
    memory.store(at.WORKER_CURRENT_SLOT, -1);
    expect(looks(watch, accept)).toBe(5);
  });

  it('has not while it sleeps with nothing to do, and has when it sleeps beside work', () => {
    const { watch, memory } = midRecord();
    memory.store(at.WORKER_PARKED, 1);
    memory.store(at.WORKER_READ, memory.load(at.WORKER_TAIL));
    expect(looks(watch)).toBe(Infinity);
    memory.store(at.WORKER_READ, 0);
    expect(looks(watch)).toBe(4);
  });

  it('has not while another one takes its place', () => {
    const { watch } = midRecord();
    for (let look = 0; look < 20; look++) expect(watch.hasStalled(false)).toBe(false);
    expect(looks(watch)).toBe(4);
  });
});
