/** Results and comparisons for people. */
export { comparisonDocument } from './comparison-document.js';
export type { ReportDocument, Sheet } from './document.js';
export { renderMarkdown, renderText } from './render.js';
export { resultDocument } from './result-document.js';
