/**
 * Bugs that were put in on purpose. A simulation that lives with one of them is worth nothing against the real
 * ones: each must be found from its seed within so many events.
 */
import type { PlantedBug } from './bug.js';
import { HOST_BUGS } from './host-bugs.js';
import { KERNEL_BUGS } from './kernel-bugs.js';

/** Within which each is found. */
export const PLANTED_EVENTS = 6000;

export const PLANTED_BUGS: readonly PlantedBug[] = [...KERNEL_BUGS, ...HOST_BUGS];
