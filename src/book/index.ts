/** Book: the synchronous inline engine. */
export { type ApplyResult, Book, type BookOptions, type Time } from './book.js';
export { QuoteView } from './quote-view.js';
export type * from './types.js';
