/**
 * Models of quoting and of what a position earns, as pure functions: for whoever configures a book,
 * checks its quotes or studies a market. Arguments outside a domain give a DomainError, never NaN.
 */
export * from './accounting/index.js';
export * from './estimation/index.js';
export * from './hedging/index.js';
export * from './options/index.js';
export * from './quoting/index.js';
export * from './risk/index.js';
