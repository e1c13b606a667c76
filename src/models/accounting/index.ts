/** What a contract earns between entry and exit or expiry. */
export {
  type OptionExpiry,
  optionExpiryPnl,
  type PayoffKind,
  type RoundTrip,
  roundTripPnl,
} from './contract-pnl.js';
