/** Memory of a book, set up by its configuration or from a snapshot; alone or beside others. */
import * as code from '../../assembly/codes.js';
import * as at from '../../assembly/layout.js';
import {
  type BookConfiguration,
  type ConfigurationFrame,
  configurationFrames,
} from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { codeName, FrameWriter } from '../frames/index.js';
import { BookRegion, type Place } from '../kernel/index.js';
import { restoreState } from './snapshot.js';

/** Empties the output buffer of a book. */
export function discardOutput({ book, integers }: BookRegion): void {
  integers[(book + at.IO_OUTPUT_END) >> 2] = integers[(book + at.IO_OUTPUT_BEGIN) >> 2] ?? 0;
}

/**
 * Applies frames that cannot be refused, without sequence; output is dropped.
 *
 * @param time ns since the epoch
 * @throws EvenkeelError `INVARIANT` when one was refused
 */
export function applyAll(
  region: BookRegion,
  frames: Iterable<ConfigurationFrame>,
  time = 0n,
): void {
  const { kernel, book, bytes, input } = region;
  const writer = new FrameWriter(bytes);
  for (const { name, values } of frames) {
    writer.position = input;
    writer.frame(name, 0, time, values);
    kernel.applyFrames(book, input, writer.position, 1);
    const result = region.integer(book + at.IO_LAST_CODE);
    discardOutput(region);
    if (result === code.APPLIED) continue;
    throw new EvenkeelError('INVARIANT', `${name} of a valid configuration was refused`, {
      name,
      values,
      code: codeName(result),
    });
  }
}

/** What a book begins with besides its configuration. */
export interface Opening {
  /** In a memory shared with others; in one of its own without it. */
  readonly place?: Place | undefined;
  /** State to go on from, from `Book.snapshot`. */
  readonly snapshot?: Uint8Array | undefined;
}

/**
 * The memory of a book, ready for frames.
 *
 * @throws EvenkeelError `SNAPSHOT` when a snapshot does not belong to the configuration
 */
export function openRegion(configuration: BookConfiguration, opening: Opening = {}): BookRegion {
  const region = new BookRegion(configuration.capacity, opening.place);
  if (opening.snapshot === undefined) applyAll(region, configurationFrames(configuration));
  else restoreState(region, configuration, opening.snapshot);
  return region;
}

/** The memory of a book as of an image (`BookRegion.imageView`) of one with the same configuration. */
export function regionOfImage(configuration: BookConfiguration, image: Uint8Array): BookRegion {
  const region = new BookRegion(configuration.capacity);
  const own = region.imageView();
  if (image.length !== own.length) {
    throw new EvenkeelError('INVARIANT', 'an image of another size', {
      found: image.length,
      expected: own.length,
    });
  }
  own.set(image);
  region.kernel.attachBuffers(region.book);
  region.integers[(region.book + at.IO_QUOTE_ROWS) >> 2] = 0;
  return region;
}
