/** A source as the streams need it: files found, preset and terms settled, times in microseconds. */
import type { InstrumentTerms } from '../../book/index.js';
import type { FileFormat } from '../../tables/index.js';
import type { Preset, TimeColumn } from './preset-types.js';

/** Unit of the sizes in a file. */
export type SizeUnit = 'instrument' | 'lots' | 'base' | 'quote';

/** A source with every choice made. */
export interface Source {
  /** What reports call it. */
  readonly name: string;
  readonly terms: InstrumentTerms;
  readonly preset: Preset;
  readonly clock: TimeColumn;
  /** In the order in which they are read. */
  readonly files: readonly string[];
  /** Overrides what the file name says. */
  readonly format?: FileFormat;
  readonly delimiter: string;
  /** Sort each file by time instead of keeping the order of its rows. */
  readonly sortByTime: boolean;
  readonly sizeUnit: SizeUnit;
  /** Added to every time. */
  readonly offsetUs: number;
  /** Date of times of day, yyyy-mm-dd; without it the date is taken from the file name. */
  readonly date?: string;
  /** IANA name or offset such as `+01:00`. */
  readonly timezone: string;
  /** Events before are not used; microseconds. */
  readonly fromUs: number;
  /** Events at or after are not used; microseconds. */
  readonly toUs: number;
}
