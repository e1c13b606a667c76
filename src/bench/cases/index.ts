/** Every case of the lab. */
import { BookPool } from '../../pool/index.js';
import type { BenchCase, LabOptions } from '../bench-case.js';
import { inlineCases } from './inline.js';
import { plainBaselines } from './plain-baselines.js';
import { poolCases } from './pool.js';
import { workerBaselines } from './worker-baselines.js';

/** All cases in the order in which they are measured. */
export function labCases(options: LabOptions): readonly BenchCase[] {
  return [
    ...inlineCases(options),
    ...poolCases(options, (wanted) => BookPool.create(wanted)),
    ...plainBaselines(options),
    ...workerBaselines(),
  ];
}
