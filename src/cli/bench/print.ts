/** Results on standard output: tables, JSON or Markdown. */
import {
  type Comparison,
  type ReportDocument,
  renderMarkdown,
  renderText,
} from '../../bench/index.js';

/** How to print; tables without either. */
export interface Format {
  readonly json?: true;
  readonly markdown?: true;
}

/** @param value what `--json` prints; @param documents what people read */
export function printDocuments(
  { json, markdown }: Format,
  value: unknown,
  documents: readonly ReportDocument[],
): void {
  const render = markdown ? renderMarkdown : renderText;
  const text = json ? `${JSON.stringify(value, null, 2)}\n` : documents.map(render).join('\n');
  process.stdout.write(text);
}

/** Whether any figure is slower than before. */
export function hasSlower({ comparisons }: Comparison): boolean {
  return comparisons.some(({ verdict }) => verdict === 'slower');
}
