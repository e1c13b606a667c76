/** The `journal` command. */
export { journalCommand, parseMoment } from './command.js';
