/** Every runner by the name of its vectors file; a new file of vectors is one line here. */
import type { Runners } from '../case.js';

export const RUNNERS: Readonly<Record<string, Runners>> = {};
