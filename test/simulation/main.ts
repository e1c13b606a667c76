/** `npm run sim -- --seed N --events M`: one seed, repeated to the byte. */
import { Simulation } from './simulation.js';

const t0 = performance.now();
const seed = Number(process.argv[2] ?? 1);
const events = Number(process.argv[3] ?? 2000);
const result = new Simulation(seed).run(events);
console.log(
  seed,
  result.hash,
  result.crashes,
  result.faults,
  Math.round(result.events / ((performance.now() - t0) / 1000)),
  'ev/s',
);
