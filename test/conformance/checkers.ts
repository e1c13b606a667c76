/** Checks of files that hold no cases, by the name of the file or of its model. */
import type { Checker } from './walk.js';

export const CHECKERS: Readonly<Record<string, Checker>> = {};
