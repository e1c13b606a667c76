/** The `reconcile` command. */
export { reconcileCommand } from './command.js';
