/** What a session needs of a book, so that a test can stand between the two. */
import type { Book } from '../../book/index.js';

export type BookPort = Pick<
  Book,
  | 'instruments'
  | 'quotes'
  | 'equity'
  | 'bookTicker'
  | 'trade'
  | 'fill'
  | 'working'
  | 'funding'
  | 'position'
  | 'clock'
  | 'positionLots'
  | 'positionOf'
  | 'risk'
  | 'exposures'
  | 'stateHash'
  | 'discardOutput'
>;
