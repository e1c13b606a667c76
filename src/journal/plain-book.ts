/** A book that is not written by itself: for looking at a journal, or in memory shared with its writer. */
import { openRegion } from '../book/index.js';
import type { BookConfiguration } from '../config/index.js';
import { BookRegion, type Place } from '../kernel/index.js';
import { ReplayedBook } from './replayed-book.js';

class PlainBook extends ReplayedBook {
  static make(configuration: BookConfiguration, region: BookRegion): ReplayedBook {
    return new PlainBook(configuration, region);
  }
}

/** A book as configured, or as of a snapshot. */
export function plainBook(configuration: BookConfiguration, snapshot?: Uint8Array): ReplayedBook {
  return PlainBook.make(configuration, openRegion(configuration, { snapshot }));
}

/** The book that lies in a place already. */
export function bookAt(configuration: BookConfiguration, place: Place): ReplayedBook {
  const region = new BookRegion(configuration.capacity, { ...place, holdsBook: true });
  return PlainBook.make(configuration, region);
}
