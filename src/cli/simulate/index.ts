/** The `simulate` command. */
export { simulateCommand } from './command.js';
