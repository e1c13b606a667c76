/** The `replay` command. */
export { replayCommand } from './command.js';
