/** Measures taken while a session runs. */
export { DrawdownMeter } from './drawdown-meter.js';
export { type InventoryFigures, InventoryMeter } from './inventory-meter.js';
export { MARKOUT_SECONDS, type MarkoutFigures, MarkoutMeter } from './markout-meter.js';
export { type QuoteFigures, QuoteMeter } from './quote-meter.js';
export { ValueMeter } from './value-meter.js';
