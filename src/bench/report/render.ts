/** Documents as text for a terminal and as Markdown. */
import Table from 'cli-table3';
import type { ReportDocument, Sheet } from './document.js';

/** For a terminal. */
export function renderText({ facts, sheets, warnings }: ReportDocument): string {
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  const blocks = [
    facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    ...sheets.map(textSheet),
    warnings.map((warning) => `! ${warning}`),
  ];
  return `${joined(blocks)}\n`;
}

function textSheet({ title, head, rows, notes }: Sheet): string[] {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return [title, table.toString(), ...notes];
}

/** For a page. */
export function renderMarkdown({ facts, sheets, warnings }: ReportDocument): string {
  const blocks = [
    facts.map(([name, value]) => `* ${name}: ${escaped(value)}`),
    ...sheets.map(markdownSheet),
    warnings.map((warning) => `* **Note** ${escaped(warning)}`),
  ];
  return `${joined(blocks)}\n`;
}

function markdownSheet({ title, head, rows, notes }: Sheet): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const rule = `|${head.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`;
  return [`### ${title}`, '', line(head), rule, ...rows.map(line), '', ...notes];
}

/** A cell ends at a bar, and text may come from a file. */
function escaped(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[|\\`*_<]/g, '\\$&');
}

function joined(blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
