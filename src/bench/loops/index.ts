/** How a case is driven. */
export { type ArrivalProcess, arrivals } from './arrivals.js';
export { closedLoop, closedLoopAsync, type LoopTimings } from './closed-loop.js';
export { type OpenLoopOptions, type OpenLoopTarget, openLoop } from './open-loop.js';
export { throughput } from './throughput.js';
