/** The `evaluate` command. */
export { evaluateCommand } from './command.js';
