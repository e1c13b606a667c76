/** What a session with options or hedges needs of a book beyond its engine's port. */
import type { Book } from '../../book/index.js';

export type DerivativesPort = Pick<
  Book,
  | 'instruments'
  | 'assets'
  | 'positionLots'
  | 'risk'
  | 'exposure'
  | 'exposures'
  | 'option'
  | 'hedges'
  | 'hedgeResult'
  | 'explainHedge'
  | 'flattenCost'
  | 'marginalMargin'
  | 'send'
  | 'solvency'
>;
