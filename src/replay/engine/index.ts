/** A book driven through a session. */
export type { BookPort } from './book-port.js';
export type { EngineObserver } from './engine-observer.js';
export { type MarketReceiver, MarketSink } from './market-sink.js';
export { type OpeningPosition, SessionEngine } from './session-engine.js';
export type { InstrumentFigures, PositionLimit, SessionMeters } from './session-meters.js';
