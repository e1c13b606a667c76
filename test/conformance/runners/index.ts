/** Every runner by the model of its vectors; a new file of vectors is one line here. */
import type { Runners } from '../case.js';

export const RUNNERS: Readonly<Record<string, Runners>> = {};
