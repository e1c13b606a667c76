/** Configurations and tables that nobody wrote: refused with a reason, or good for a book. */
import { writeFileSync } from 'node:fs';
import { validateConfiguration } from '../../../src/config/index.js';
import { ConfigurationError, EvenkeelError } from '../../../src/errors.js';
import { Book } from '../../../src/index.js';
import { reconcile } from '../../../src/replay/reconcile/index.js';
import { require } from '../auditor/violation.js';
import type { Draw } from '../draw.js';

const ODD: readonly [unknown, ...unknown[]] = [
  ...[null, 0, -1, 0.1, 1e-300, 1e300, Number.NaN, Number.POSITIVE_INFINITY, '', 'x', 'USD', true],
  ...[[], {}, [null], { type: 'linear' }, '__proto__', 'constructor', 'x'.repeat(100), 2 ** 53],
] as [unknown, ...unknown[]];

const SCALES: readonly [number, ...number[]] = [-1, 0, 1e-9, 0.1, 0.5, 1.0000001, 2, 10, 1e9];

type Node = Record<string, unknown> | unknown[];

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

/** Some value somewhere is another, missing, or there twice under a wrong name. */
function mutate(document: unknown, draw: Draw): void {
  let node = document;
  for (;;) {
    if (!isNode(node)) return;
    const keys = Object.keys(node);
    const key = keys[draw.whole(0, keys.length - 1)];
    if (key === undefined) return;
    const child = (node as Record<string, unknown>)[key];
    if (isNode(child) && draw.chance(0.75)) {
      node = child;
      continue;
    }
    const holder = node as Record<string, unknown>;
    const action = draw.whole(0, 2);
    // Mostly other sizes of what is there: such a document has a chance to be good.
    if (typeof child === 'number' && draw.chance(0.6)) holder[key] = child * draw.pick(SCALES);
    else if (action === 0) delete holder[key];
    else if (action === 1) holder[`${key}x`] = child;
    else holder[key] = draw.pick(ODD);
    return;
  }
}

export interface DocumentCounts {
  accepted: number;
  refused: number;
}

export function fuzzConfigurations(
  documents: readonly unknown[],
  draw: Draw,
  runs: number,
): DocumentCounts {
  const counts: DocumentCounts = { accepted: 0, refused: 0 };
  for (let run = 0; run < runs; run++) {
    const document = structuredClone(documents[run % documents.length]);
    for (let edits = draw.whole(1, 2); edits > 0; edits--) mutate(document, draw);
    try {
      const configuration = validateConfiguration(document);
      const book = Book.fromConfiguration(configuration);
      require('a book of any configuration is finite', Number.isFinite(book.equity), { document });
      counts.accepted += 1;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      require('a refusal says why', error.violations.length > 0, { document });
      counts.refused += 1;
    }
  }
  return counts;
}

const HEADER = 'pair,side,price,size,pnl,at';
const COLUMNS = {
  ...{ symbol: 'pair', side: 'side', price: 'price', size: 'size', closedPnl: 'pnl' },
  time: 'at',
};
const CELLS: readonly [string, ...string[]] = [
  ...['ETH', 'buy', 'sell', '100', '1', '0', '-1', '1e300', 'NaN', 'Infinity', '', '""', '"'],
  ...['0x10', '1,5', ' 7 ', '9007199254740993', '\u0000', '\ufeff', '=1+1', "'; drop table x; --"],
] as [string, ...string[]];

/** Files of fills with rows that are damaged. @param path where to write them */
export async function fuzzTables(path: string, draw: Draw, runs: number): Promise<DocumentCounts> {
  const counts: DocumentCounts = { accepted: 0, refused: 0 };
  for (let run = 0; run < runs; run++) {
    const rows = Array.from(
      { length: draw.whole(0, 6) },
      (_, at) => `ETH,buy,${100 + at},1,0,${at}`,
    );
    const lines = [HEADER, ...rows].map((line) => damaged(line, draw));
    writeFileSync(path, lines.join(draw.pick(['\n', '\r\n', '\n\n'])));
    try {
      const { rows: found } = await reconcile({ files: [path], columns: COLUMNS });
      require('no row is made up', found.length <= lines.length, { lines, found: found.length });
      counts.accepted += 1;
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      counts.refused += 1;
    }
  }
  return counts;
}

function damaged(line: string, draw: Draw): string {
  if (!draw.chance(0.3)) return line;
  const cells = line.split(',');
  cells[draw.whole(0, cells.length)] = draw.pick(CELLS);
  return draw.chance(0.2) ? line.slice(0, draw.whole(0, line.length)) : cells.join(',');
}
