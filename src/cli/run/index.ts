/** The `run` command: a book as a filter between two pipes. */
export { runCommand } from './command.js';
