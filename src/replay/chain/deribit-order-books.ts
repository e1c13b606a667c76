/** A collector's CSV: a row of `public/get_order_book` per option; volatilities are in per cent. */
import type { OptionChain } from './chain-row.js';

const COLUMNS = [
  'instrument_name',
  'option_type',
  'strike',
  'underlying_price',
  'index_price',
  'expiration_timestamp',
  'timestamp',
  'mark_price',
  'mark_iv',
] as const;

/** Cells of a line; those in quotes may hold commas. */
const CELL = /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/gy;

function cellsOf(line: string): string[] {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex <= line.length) {
    const found = CELL.exec(line);
    if (found === null) throw new RangeError(`"${line.slice(0, 40)}" is no line of CSV`);
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (!found[0].endsWith(',')) break;
  }
  return cells;
}

export function deribitOrderBooks(text: string): OptionChain {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const names = cellsOf(head);
  const places = new Map(COLUMNS.map((name) => [name, names.indexOf(name)]));
  for (const [name, place] of places) {
    if (place < 0) throw new RangeError(`no column ${name}`);
  }
  let index = Number.NaN;
  const rows = lines.map((line) => {
    const cells = cellsOf(line);
    const cell = (name: (typeof COLUMNS)[number]): string => cells[places.get(name) ?? -1] ?? '';
    // An empty cell is no 0.
    const number = (name: (typeof COLUMNS)[number]): number => Number(cell(name) || Number.NaN);
    if (Number.isNaN(index)) index = number('index_price');
    return {
      name: cell('instrument_name'),
      right: cell('option_type') === 'call' ? ('call' as const) : ('put' as const),
      strike: number('strike'),
      forward: number('underlying_price'),
      volatility: number('mark_iv') / 100,
      price: number('mark_price'),
      expiryMs: number('expiration_timestamp'),
      takenMs: number('timestamp'),
    };
  });
  return { index, rows };
}
