/** Blocks into files: the same rows in every format, names whatever the size of their list. */
import { readFileSync } from 'node:fs';
import { tableFromIPC } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlockRing } from '../../src/portfolio/output/block-ring.js';
import { copyOptions } from '../../src/portfolio/output/format.js';
import type { OutputColumn } from '../../src/portfolio/output/output-columns.js';
import { resultColumns } from '../../src/portfolio/output/result-file.js';
import { writeArrow } from '../../src/portfolio/output/write-arrow.js';
import { writeTable } from '../../src/portfolio/output/write-table.js';
import { SeededRandom } from '../../src/random/index.js';
import { query, SmallFiles } from './small-files.js';

let files: SmallFiles;
beforeEach(() => {
  files = new SmallFiles();
});
afterEach(() => files.remove());

/** A ring that holds one block of rows. */
function ringOf(rows: readonly (readonly number[])[]): BlockRing {
  const ring = BlockRing.create(rows[0]?.length ?? 0, 1);
  const slot = ring.room(0) ?? [];
  for (const [place, row] of rows.entries()) {
    for (const [column, value] of row.entries()) {
      if (slot[column]) slot[column][place] = value;
    }
  }
  ring.fill(0);
  return ring;
}

async function write(
  name: string,
  columns: readonly OutputColumn[],
  rows: readonly (readonly number[])[],
): Promise<string> {
  const path = files.path(name);
  const ring = ringOf(rows);
  const output = { path, rows: rows.length, columns };
  if (/\.arrows?$/.test(name)) writeArrow(ring, { ...output, isStream: name.endsWith('s') });
  else await writeTable(ring, { ...output, options: copyOptions(path), memory: '256MiB' });
  return path;
}

describe('blocks of rows', () => {
  it('are the same in every format', async () => {
    const columns = resultColumns(['one', 'two "2"', ''], ['ALFA', 'BETA']);
    const random = new SeededRandom(5);
    const value = ({ kind }: OutputColumn, row: number, column: number): number => {
      if (kind === 'name') return column === 1 ? row % 3 : row % 2;
      if (kind === 'integer') return row;
      return row % 5 === column % 5 ? Number.NaN : random.normal() * 10 ** (row % 30);
    };
    const rows = Array.from({ length: 3000 }, (_, row) =>
      columns.map((each, column) => value(each, row, column)),
    );
    const expected = await query(`FROM '${await write('o.parquet', columns, rows)}'`);
    expect(expected[0]?.slice(0, 3)).toEqual([0n, 'one', 'ALFA']);
    expect(expected.map(([, name]) => name).slice(1, 3)).toEqual(['two "2"', null]);
    const number = columns.findIndex(({ name }) => name === 'mark');
    expect(expected.map((row) => row[number] ?? Number.NaN)).toEqual(
      rows.map((row) => row[number]),
    );
    const select = columns.map(({ name, kind }) => {
      const type = kind === 'name' ? 'VARCHAR' : kind === 'integer' ? 'BIGINT' : 'DOUBLE';
      return `"${name}"::${type}`;
    });
    for (const name of ['o.csv', 'o.csv.gz', 'o.json', 'o.jsonl']) {
      const path = await write(name, columns, rows);
      expect(await query(`SELECT ${select.join(', ')} FROM '${path}'`), name).toEqual(expected);
    }
    for (const name of ['o.arrow', 'o.arrows']) {
      const table = tableFromIPC(readFileSync(await write(name, columns, rows)));
      expect(
        table.toArray().map((row) => [...row.toArray()]),
        name,
      ).toEqual(expected);
    }
  });

  it.each([255, 256, 65_535, 65_536, 65_537])('names %d things', async (count) => {
    const names = Array.from({ length: count }, (_, place) => `s${place}`);
    const ends = [0, count - 1, count >> 1];
    const columns = [{ name: 'instrument', kind: 'name', names }] as const;
    const path = await write(
      'names.parquet',
      columns,
      ends.map((end) => [end]),
    );
    expect(await query(`FROM '${path}'`)).toEqual(ends.map((end) => [`s${end}`]));
  });
});
