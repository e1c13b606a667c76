/** Every case of the lab. */
import type { BenchCase, LabOptions } from '../bench-case.js';
import { inlineCases } from './inline.js';
import { plainBaselines } from './plain-baselines.js';
import { workerBaselines } from './worker-baselines.js';

/** All cases in the order in which they are measured. */
export function labCases(options: LabOptions): readonly BenchCase[] {
  return [...inlineCases(options), ...plainBaselines(options), ...workerBaselines()];
}
