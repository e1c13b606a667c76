/** Quotes whose skew is proportional to the position, as practitioners set them by hand. */
import { numberBetween, positive } from '../../config/index.js';
import { affineQuotes, strategy } from './strategy.js';

/** A half-spread and a shift of both quotes per fill of position. */
export const linear = strategy(
  'linear',
  {
    /** Price. */
    halfSpread: positive,
    /** Price per fill of position. */
    skewPerLot: numberBetween(0, 1e9).default(0),
  },
  ({ halfSpread, skewPerLot }) => {
    const quotes = affineQuotes(halfSpread, skewPerLot);
    return () => quotes;
  },
);
