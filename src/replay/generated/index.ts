/** A market without files, for a first look and for tests. */
export { BUILT_IN_DOCUMENT, builtInSession } from './built-in-session.js';
export { generateMarket } from './market.js';
