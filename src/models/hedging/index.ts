/** Whether, how far and with what to hedge, when hedging costs. */
export * from './cost-aware-hedge.js';
export * from './dealer.js';
export type { HedgeProblem, RiskyHedgeProblem } from './exposure-map.js';
export * from './leland.js';
export * from './minimum-variance.js';
export * from './neutralise.js';
export * from './whalley-wilmott.js';
export * from './zakamouline.js';
