/** What goes wrong is told by a code and leaves no file. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  CompressionType,
  compressionRegistry,
  Float64,
  Table,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/portfolio/index.js';
import { writeRows } from '../../src/portfolio/output/write-rows.js';
import { AS_OF, query, SmallFiles } from './small-files.js';

const HEADER = 'portfolio,instrument,position,average_entry';

let files: SmallFiles;
let positions: string;
let inputs: string[];
beforeEach(() => {
  files = new SmallFiles();
  positions = files.write('positions.csv', [HEADER, 'one,ALFA,1,99', 'two,BETA,0.1,']);
  inputs = files.others();
});
afterEach(() => files.remove());

function run(file: string, output = 'out.parquet', market = files.market) {
  return evaluate(
    { positions: file },
    { table: market, asOf: AS_OF },
    { output: files.path(output), workers: 1 },
  );
}

async function fails(running: Promise<unknown>, expected: object): Promise<void> {
  await expect(running).rejects.toMatchObject(expected);
  expect(files.others(...inputs)).toEqual([]);
}

function given(name: string, lines: readonly string[]): string {
  inputs.push(name);
  return files.write(name, lines);
}

describe('input', () => {
  it('a file that is not there', () =>
    fails(run(files.path('none.csv')), {
      code: 'DATA',
      details: { file: files.path('none.csv') },
    }));

  it('an empty file', () => {
    const empty = given('empty.csv', []);
    writeFileSync(empty, '');
    return fails(run(empty), { code: 'DATA' });
  });

  it('a column that is missing', () =>
    fails(run(given('bad.csv', ['portfolio,instrument', 'one,ALFA'])), {
      code: 'DATA',
      details: { column: 'position', file: files.path('bad.csv') },
    }));

  it('a column of a wrong type', async () => {
    inputs.push('bad.parquet');
    const bad = files.path('bad.parquet');
    await query(`COPY (SELECT 'ALFA' AS instrument, true AS position) TO '${bad}'`);
    await fails(run(bad), { code: 'DATA', details: { column: 'position', type: 'BOOLEAN' } });
  });

  it('a column that holds no number in any row', () =>
    fails(run(given('bad.csv', [HEADER, 'one,ALFA,x,', 'one,BETA,y,'])), {
      code: 'DATA',
      details: { rows: 2, rejects: { NUMBER: 2 } },
    }));

  it('two rows of a portfolio and instrument', () =>
    fails(run(given('bad.csv', [HEADER, 'a,ALFA,1,', 'b,ALFA,1,', 'a,NONE,1,', 'a,ALFA,2,'])), {
      code: 'DATA',
      details: { rows: [1, 4], portfolio: 'a', instrument: 'ALFA' },
    }));

  it('two rows of an instrument in the market', () => {
    const market = given('m.csv', [
      'instrument,tick_size,lot_size,bid,ask',
      'A,1,1,1,2',
      'A,1,1,1,2',
    ]);
    return fails(run(positions, 'out.parquet', market), {
      code: 'DATA',
      details: { rows: [1, 2], instrument: 'A' },
    });
  });

  it.each(['parquet', 'arrow', 'csv.gz'])('a truncated %s file', async (extension) => {
    const name = `whole.${extension}`;
    const columns = [{ name: 'instrument', type: 'text', unit: '', text: '' }] as const;
    const rows = Array.from({ length: 500 }, (_, row) => ({ instrument: `${(row * 7919) % 500}` }));
    await writeRows(name, files.path(name), columns, rows);
    inputs.push(name);
    const bytes = readFileSync(files.path(name));
    writeFileSync(files.path(name), bytes.subarray(0, Math.floor(bytes.length / 2)));
    await fails(run(files.path(name)), { code: 'DATA' });
  });

  it.each([
    ['LZ4', CompressionType.LZ4_FRAME, [0x04, 0x22, 0x4d, 0x18, 0x40]],
    ['ZSTD', CompressionType.ZSTD, [0x28, 0xb5, 0x2f, 0xfd]],
  ] as const)('Arrow that is compressed by %s', async (_, type, magic) => {
    // Longer than what it encodes: kept as it is in a batch that says it is compressed.
    compressionRegistry.set(type, { encode: (bytes) => Uint8Array.of(...magic, ...bytes) });
    const table = new Table({
      instrument: vectorFromArray(['ALFA', 'BETA']),
      position: vectorFromArray([1, 2], new Float64()),
    });
    inputs.push('bad.arrow');
    const bad = files.path('bad.arrow');
    writeFileSync(bad, tableToIPC(table, 'file', type));
    const message = expect.stringMatching(/compressed \(LZ4 or ZSTD\)/);
    await fails(run(bad), { code: 'DATA', message, details: { file: bad } });
  });

  it('Parquet that is damaged in the middle', async () => {
    inputs.push('damaged.parquet');
    const file = files.path('damaged.parquet');
    await query(`COPY (SELECT 'ALFA' AS instrument, i * 0.001 AS position, 'p' || i AS portfolio
      FROM range(1, 20000) t(i)) TO '${file}'`);
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 1000, bytes.length - 2000);
    writeFileSync(file, bytes);
    await fails(run(file), { code: 'DATA' });
  });
});

describe('output', () => {
  it('a name that says no format', () => fails(run(positions, 'out.xyz'), { code: 'USAGE' }));

  it('a folder that is not there', () => fails(run(positions, 'none/out.csv'), { code: 'IO' }));

  it('a folder in its place', () => {
    inputs.push('out.csv');
    mkdirSync(files.path('out.csv'));
    return fails(run(positions, 'out.csv'), { code: 'IO' });
  });

  it.each([{ workers: 0 }, { tileRows: 3 }, { tileRows: 65_538 }, { memoryMiB: 1 }])(
    '%o is out of range',
    (option) =>
      fails(
        evaluate(
          { positions },
          { table: files.market, asOf: AS_OF },
          { output: files.path('out.csv'), ...option },
        ),
        { code: 'USAGE' },
      ),
  );

  it('keeps what was there before', async () => {
    const before = files.write('out.csv', ['before']);
    inputs.push('out.csv');
    await fails(run(files.path('none.csv'), 'out.csv'), { code: 'DATA' });
    expect(readFileSync(before, 'utf8')).toBe('before\n');
  });
});
