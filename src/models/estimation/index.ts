/** Volatility, covariance and fill intensity from recorded prices and fills, with their errors. */
export * from './bar-variance.js';
export * from './depth-intensity.js';
export * from './ewma.js';
export * from './ewma-covariance.js';
export * from './factor-covariance.js';
export * from './forecast-fit.js';
export * from './garch.js';
export * from './intensity-regression.js';
export * from './poisson-intensity.js';
export * from './realized-variance.js';
export * from './sample-moments.js';
export * from './two-scale-variance.js';
export * from './variance-ratio.js';
