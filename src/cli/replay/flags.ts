/** What the command line of `replay` may say. */

import type { Variation } from '../../replay/index.js';
import type { Durability } from '../durability.js';

/** The options as parsed. */
export interface Flags {
  readonly config?: readonly string[];
  readonly with?: readonly string[];
  readonly vary?: readonly Variation[];
  readonly workers?: number;
  readonly data?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly seed?: number;
  readonly duration?: number;
  readonly events?: string;
  readonly journal?: string;
  readonly durability: Durability;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly baseline: boolean;
}
