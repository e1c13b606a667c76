/** Loops on a clock and a system of our own: what is measured must be what happened. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivals } from '../../src/bench/loops/arrivals.js';
import { closedLoop, type OpenLoopTarget, openLoop } from '../../src/bench/loops/index.js';
import type { TimingHistogram } from '../../src/bench/timing-histogram.js';

/** Each read of the clock takes a nanosecond. */
class FakeClock {
  time = 0;
  readonly now = (): number => this.time++;
}

/** Answers when the call returns. */
function synchronous(clock: FakeClock, serviceNs: (index: number) => number): OpenLoopTarget {
  let done = 0;
  return {
    send() {
      clock.time += serviceNs(done++);
      return true;
    },
    completed: () => done,
  };
}

/** Answers later: one server with a queue of at most `room`, as a worker behind a ring is. */
function queued(clock: FakeClock, room: number, serviceNs: (index: number) => number) {
  const finish: number[] = [];
  let done = 0;
  return {
    send(): boolean {
      if (finish.length - done >= room) return false;
      const free = finish.at(-1) ?? 0;
      finish.push(Math.max(free, clock.time) + serviceNs(finish.length));
      return true;
    },
    completed(): number {
      while (done < finish.length && (finish[done] ?? 0) <= clock.time) done++;
      return done;
    },
    finish,
  };
}

/** Latencies of one server by Lindley's recurrence: start when arrived and the server is free. */
function lindley(times: readonly number[], serviceNs: (index: number) => number): number[] {
  let free = 0;
  return times.map((arrival, index) => {
    free = Math.max(free, arrival) + serviceNs(index);
    return free - arrival;
  });
}

function take(next: () => number, count: number): number[] {
  return Array.from({ length: count }, () => next());
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

const RATE = 1_000_000;
const STALL_NS = 1_000_000;
const OPTIONS = { process: 'constant', ratePerSecond: RATE, seconds: 0.01, seed: 1 } as const;
/** A hundred nanoseconds a tick, and once a millisecond. */
const stalling = (index: number): number => (index === 5000 ? STALL_NS : 100);

describe('open loop', () => {
  it('charges a stall to every tick that arrived during it', () => {
    const clock = new FakeClock();
    const { timings, unfinished } = openLoop(synchronous(clock, stalling), {
      ...OPTIONS,
      now: clock.now,
    });
    const expected = lindley(take(arrivals('constant', RATE, 1), 10_000), stalling);
    expect(unfinished).toBe(0);
    expect(timings.samples).toBe(10_000);
    // The backlog of 1,000 ticks is worked off at 900 ns of every tick: 1,100 ticks wait.
    const late = expected.filter((ns) => ns > 2000).length;
    expect(late).toBeGreaterThan(1000);
    const { p50, p90, p99, max } = timings.percentiles();
    expect(p50).toBeLessThan(120);
    expect(Math.abs(p90 - quantile(expected, 0.9))).toBeLessThan(0.03 * STALL_NS);
    expect(Math.abs(p99 - quantile(expected, 0.99))).toBeLessThan(0.01 * STALL_NS);
    expect(max).toBeGreaterThanOrEqual(STALL_NS);
    expect(max).toBeLessThan(STALL_NS + 1000);
  });

  it('shows what a closed loop omits, and what its correction brings back', () => {
    const clock = new FakeClock();
    let index = 0;
    const call = (): void => {
      clock.time += stalling(index++);
    };
    // The closed loop paces itself: the rest of the microsecond is not part of the call.
    const pause = (): void => {
      clock.time += 900;
    };
    const { timings } = closedLoop(call, { seconds: 0.01, now: clock.now }, pause);
    expect(timings.percentiles()['p99.9']).toBeLessThan(120);
    const corrected = timings.correctedPercentiles(1e9 / RATE);
    const open = lindley(take(arrivals('constant', RATE, 1), 10_000), stalling);
    // The correction takes the backlog to vanish with the stall, so it errs low.
    for (const [name, share] of [['p99', 0.99] as const, ['p99.9', 0.999] as const]) {
      expect(corrected[name]).toBeGreaterThan(0.9 * quantile(open, share));
      expect(corrected[name]).toBeLessThanOrEqual(1.01 * quantile(open, share));
    }
  });

  it('agrees with Lindley for any service times, inline and behind a queue', () => {
    const services = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(
        services,
        fc.constantFrom('constant' as const, 'poisson' as const),
        fc.boolean(),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (times, process, isQueued, seed) => {
          const clock = new FakeClock();
          const service = (index: number): number => times[index] ?? 1;
          const target = isQueued
            ? queued(clock, Number.POSITIVE_INFINITY, service)
            : synchronous(clock, service);
          const seconds = (times.length + 0.5) / RATE;
          const patient = { process, ratePerSecond: RATE, seconds, seed, now: clock.now };
          const { timings, unfinished } = openLoop(target, patient);
          fc.pre(unfinished === 0);
          const expected = lindley(take(arrivals(process, RATE, seed), times.length), service);
          const total = expected.reduce((sum, ns) => sum + ns, 0);
          expect(timings.samples).toBe(times.length);
          expect(timings.totalNs).toBeGreaterThanOrEqual(total - times.length);
          // A few reads of the clock a tick, which add up along a queue.
          expect(timings.totalNs).toBeLessThanOrEqual(total + 5 * times.length ** 2);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('tries again what the ring had no room for, and counts the wait', () => {
    const clock = new FakeClock();
    const slow = (): number => 2000;
    const target = queued(clock, 4, slow);
    const { timings, unfinished } = openLoop(target, {
      ...OPTIONS,
      seconds: 0.0001,
      now: clock.now,
    });
    expect(unfinished).toBe(0);
    expect(target.finish).toHaveLength(100);
    const expected = lindley(take(arrivals('constant', RATE, 1), 100), slow);
    expect(timings.percentiles().max).toBeGreaterThanOrEqual(Math.max(...expected));
  });

  it('gives up on a system that never answers, and still counts every tick', () => {
    const clock = new FakeClock();
    const dead: OpenLoopTarget = { send: () => true, completed: () => 0 };
    const { timings, unfinished } = openLoop(dead, { ...OPTIONS, now: clock.now });
    expect(unfinished).toBe(10_000);
    expect(timings.samples).toBe(10_000);
    expect(timings.percentiles().p50).toBeGreaterThan(0.02e9);
  });
});

describe('closed loop', () => {
  it('times calls and not pauses, and makes at least one', () => {
    const clock = new FakeClock();
    const run = (seconds: number): TimingHistogram => {
      const call = (): void => {
        clock.time += 250;
      };
      const pause = (): void => {
        clock.time += 10_000;
      };
      return closedLoop(call, { seconds, now: clock.now }, pause).timings;
    };
    expect(run(0).samples).toBe(1);
    const timings = run(0.001);
    expect(timings.samples).toBeGreaterThan(90);
    expect(timings.percentiles()).toMatchObject({ p50: 251, max: 251 });
  });
});

describe('arrivals', () => {
  it('at equal distances do not drift', () => {
    const times = take(arrivals('constant', 3, 0), 4);
    expect(times).toEqual([0, 1e9 / 3, 2e9 / 3, 1e9]);
  });

  it('of a Poisson process are exponential, the same for a seed and others for another', () => {
    const times = take(arrivals('poisson', RATE, 7), 50_000);
    const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(
      gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length,
    );
    expect(Math.abs(mean - 1000)).toBeLessThan(20);
    expect(Math.abs(deviation / mean - 1)).toBeLessThan(0.03);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    expect(take(arrivals('poisson', RATE, 7), 10)).toEqual(times.slice(0, 10));
    expect(take(arrivals('poisson', RATE, 8), 10)).not.toEqual(times.slice(0, 10));
  });
});
