/** Simulated executions of resting quotes. */
export { ASK, BID, type FillAssumptions, FillSimulator, KEEP } from './fill-simulator.js';
