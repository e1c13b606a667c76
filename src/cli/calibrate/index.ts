/** The `calibrate` command. */
export { calibrateCommand } from './command.js';
