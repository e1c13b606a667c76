/**
 * Open loop: ticks arrive when they arrive. Latency counts from the intended arrival, so a stall
 * is charged to every tick that came during it, also those that could not be sent yet. A loop that
 * waits for the answer before it sends would time one of them and omit the rest.
 */
import type { Now } from '../clock.js';
import { TimingHistogram } from '../timing-histogram.js';
import { type ArrivalProcess, arrivals } from './arrivals.js';
import type { LoopTimings } from './closed-loop.js';

/** The system under test. */
export interface OpenLoopTarget {
  /** Sends the next tick; false when it has to be tried again. */
  send(): boolean;
  /** How many of the ticks sent since the beginning are done. */
  completed(): number;
}

export interface OpenLoopOptions {
  readonly process: ArrivalProcess;
  readonly ratePerSecond: number;
  /** Length of the arrivals; the loop ends when all are done. */
  readonly seconds: number;
  readonly seed: number;
  readonly now: Now;
}

export interface OpenLoopTimings extends LoopTimings {
  /** Ticks given up; they count with the time they had waited until then. */
  readonly unfinished: number;
}

/** A system that cannot keep up is given this many times the length of the arrivals. */
const PATIENCE = 3;

/** Sends ticks at their arrival times and times each until it is done. */
export function openLoop(target: OpenLoopTarget, options: OpenLoopOptions): OpenLoopTimings {
  const { process, ratePerSecond, seconds, seed, now } = options;
  const total = Math.max(1, Math.floor(ratePerSecond * seconds));
  // One copy says when to send, the other when what is done now had arrived: no queue of times.
  const nextToSend = arrivals(process, ratePerSecond, seed);
  const nextToFinish = arrivals(process, ratePerSecond, seed);
  const timings = new TimingHistogram();
  const before = target.completed();
  const began = now();
  const deadline = began + PATIENCE * seconds * 1e9;
  let due = began + nextToSend();
  let sent = 0;
  let done = 0;
  let time = began;
  while (done < total && time < deadline) {
    if (sent < total && due <= time && target.send()) {
      sent++;
      due = began + nextToSend();
    }
    const completed = target.completed() - before;
    time = now();
    for (; done < completed; done++) timings.record(time - began - nextToFinish());
  }
  const unfinished = total - done;
  for (; done < total; done++) timings.record(Math.max(0, time - began - nextToFinish()));
  return { timings, seconds: (time - began) / 1e9, unfinished };
}
