/** Everything that can happen between host and worker, walked; and what must not happen is found. */
import { describe, expect, it } from 'vitest';
import type { RingMistake, RingShape } from './ring-memory.js';
import { ringModel } from './ring-model.js';
import { type RowMistake, rowModel, type WaitMistake, waitModel } from './row-model.js';
import { walk } from './step-model.js';

describe('a ring and its worker', () => {
  const shapes: readonly RingShape[] = [
    { lengths: [1, 1, 1, 1, 1, 1], size: 2, deaths: 0 },
    { lengths: [1, 2, 1, 2, 2, 1], size: 4, deaths: 0 },
    { lengths: [2, 1, 2], size: 4, deaths: 1 },
    { lengths: [1, 1, 1, 1], size: 2, deaths: 1 },
    { lengths: [1, 1], size: 2, deaths: 2 },
  ];

  it.each(shapes)(
    'loses, doubles and overwrites nothing: $lengths in $size, $deaths deaths',
    (shape) => {
      const found = walk(ringModel(shape));
      expect(found.violation).toBeUndefined();
      expect(found.ends).toBeGreaterThan(0);
      expect(found.states).toBeGreaterThan(200);
    },
  );

  const mistakes: readonly [RingMistake, number, RegExp][] = [
    ['publishes before it writes', 0, /overwritten|whole/],
    ['looks at PARKED before it stores TAIL', 0, /asleep/],
    ['sleeps without looking at TAIL again', 0, /asleep/],
    ['believes in room for one more', 0, /overwritten|whole/],
    ['takes what was read for free', 1, /overwritten/],
    ['gives back before it says what it has read', 1, /overwritten/],
    ['gives back before the images are taken', 1, /overwritten|applied|missing/],
    ['writes over the valid image', 1, /image|applied/],
    ['copies the count before what it counts', 2, /image|applied/],
    ['goes on counting answers after a death', 1, /missing|answered/],
  ];

  it.each(mistakes)('the walk finds a worker or host that %s', (mistake, deaths, what) => {
    const lengths = [1, 1, 1, 1, 1, 1];
    const found = walk(ringModel({ lengths, size: 2, deaths, mistake }));
    expect(found.violation).toMatch(what);
  });
});

describe('a published row', () => {
  it('is never read torn, and its version never goes back', () => {
    const found = walk(rowModel(4, 2));
    expect(found.violation).toBeUndefined();
    expect(found.ends).toBeGreaterThan(0);
  });

  const mistakes: readonly RowMistake[] = [
    'moves the version before the half is written',
    'writes the half that is valid',
    'believes the first look at the version',
  ];

  it.each(mistakes)('the walk finds one who %s', (mistake) => {
    expect(walk(rowModel(4, 2, mistake)).violation).toMatch(/torn|another version/);
  });
});

describe('a host that sleeps until something moves', () => {
  it('is woken', () => {
    const found = walk(waitModel(4));
    expect(found.violation).toBeUndefined();
    expect(found.ends).toBeGreaterThan(0);
  });

  const mistakes: readonly WaitMistake[] = [
    'looks for waiters before it stores',
    'announces the wait too late',
  ];

  it.each(mistakes)('the walk finds one who %s', (mistake) => {
    expect(walk(waitModel(4, mistake)).violation).toMatch(/asleep for ever/);
  });
});
