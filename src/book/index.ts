/** Book: the synchronous inline engine. */
export { type ApplyResult, Book, type BookOptions } from './book.js';
export { BookCalls, type Time } from './book-calls.js';
export { type Opening, openRegion } from './open-region.js';
export { OrderCalls } from './order-calls.js';
export { VerdictView } from './order-view.js';
export { QuoteView } from './quote-view.js';
export type * from './types.js';
