/** Progress on standard error, and the time it took. */
import { SingleBar } from 'cli-progress';

/** A bar on the terminal. */
export interface Progress {
  /** @param units work done, from which the rate is; default the value itself */
  readonly update: (value: number, units?: number) => void;
  readonly stop: () => void;
}

/**
 * Starts a bar; null when nobody would see it.
 *
 * @param format of cli-progress, with `{units}` and `{rate}` (units per second)
 * @param total value at the end, 0 when it is not known
 */
export function startProgress(format: string, total: number, isQuiet = false): Progress | null {
  if (isQuiet || !process.stderr.isTTY) return null;
  const began = performance.now();
  const bar = new SingleBar({
    format,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    fps: 5,
  });
  bar.start(total, 0, { units: 0, rate: '-' });
  return {
    update(value, units = value) {
      const seconds = (performance.now() - began) / 1000;
      bar.update(value, { units: whole(units), rate: whole(units / seconds) });
    },
    stop: () => bar.stop(),
  };
}

/** Prints how long it took and how fast it was: `1.2 s, 3,400 events/s`. */
export function printTiming(seconds: number, units: number, unit: string): void {
  process.stderr.write(`${seconds.toFixed(1)} s, ${whole(units / seconds)} ${unit}/s\n`);
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
