/** A book for looking at a journal: it is not written anywhere. */
import { openRegion } from '../book/index.js';
import type { BookConfiguration } from '../config/index.js';
import { ReplayedBook } from './replayed-book.js';

class PlainBook extends ReplayedBook {
  static make(configuration: BookConfiguration, snapshot?: Uint8Array): ReplayedBook {
    return new PlainBook(configuration, openRegion(configuration, { snapshot }));
  }
}

/** A book as configured, or as of a snapshot. */
export function plainBook(configuration: BookConfiguration, snapshot?: Uint8Array): ReplayedBook {
  return PlainBook.make(configuration, snapshot);
}
