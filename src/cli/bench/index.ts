/** `evenkeel bench`. */
export { benchCommand } from './command.js';
