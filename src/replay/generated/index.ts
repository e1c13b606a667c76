/** A market without files, for a first look and for tests. */
export { builtInSession } from './built-in-session.js';
export { generateMarket } from './market.js';
