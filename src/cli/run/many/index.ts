/** `evenkeel run` with many books on worker threads. */
export { runMany } from './run-many.js';
