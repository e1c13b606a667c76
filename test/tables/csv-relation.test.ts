/** Layouts of CSV files as `read_csv` finds them, and where it would not. */
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { csvRelation, openDatabase } from '../../src/tables/index.js';
import { scratch } from '../cli/evenkeel.js';

const files = scratch();
afterAll(() => files.remove());

/** Rows of a file, the names of its columns first. */
async function read(text: string, isText = true, name = 'table.csv'): Promise<unknown[][]> {
  const file = files.path(name);
  writeFileSync(file, text);
  const database = await openDatabase();
  try {
    const connection = await database.connect();
    const relation = await csvRelation(connection, file, isText);
    const found = await connection.runAndReadAll(`SELECT * FROM ${relation}`);
    return [found.columnNames(), ...found.getRows()];
  } finally {
    database.close();
  }
}

describe('a CSV file', () => {
  const rows = [
    ['a', 'b'],
    ['1', '2'],
  ];
  it.each([
    ['commas', 'a,b\n1,2\n'],
    ['semicolons', 'a;b\n1;2\n'],
    ['carriage returns', 'a,b\r\n1,2\r\n'],
    ['quotes', 'a,b\n"1",2\n'],
    ['single quotes', "a;b\n'1';2\n"],
    ['a line before its header', '# of today\na,b\n1,2\n'],
    ['a mark of its encoding', '\ufeffa,b\n1,2\n'],
  ])('with %s', async (_, text) => expect(await read(text)).toEqual(rows));

  it('with a header only', async () => expect(await read('a,b\n')).toEqual([['a', 'b']]));

  it('with doubled quotes and delimiters in quotes', async () =>
    expect(await read('a,b\n"x,y",2\n"said ""yes""",3\n')).toEqual([
      ['a', 'b'],
      ['x,y', '2'],
      ['said "yes"', '3'],
    ]));

  it('with odd names of columns', async () =>
    expect(await read(`a b,"c""d",e'f\n1,2,3\n`)).toEqual([
      ['a b', 'c"d', "e'f"],
      ['1', '2', '3'],
    ]));

  it('with its first quote behind all that layouts are found by', async () => {
    const found = await read(`a,b\n${'1,2\n'.repeat(30_000)}"x,y",3\n`);
    expect(found.at(-1)).toEqual(['x,y', '3']);
  });

  it('whose name is a pattern of others', async () => {
    writeFileSync(files.path('table-2.csv'), 'a,b\n3,4\n');
    expect(await read('a,b\n1,2\n', true, 'table-*.csv')).toEqual(rows);
  });

  it('as numbers and dates', async () =>
    expect((await read('t,p\n2020-01-01,1.5\n', false))[1]?.[1]).toBe(1.5));

  it('that is ragged is refused', async () =>
    expect(read(`a,b\n${'1,2\n'.repeat(30_000)}3\n`)).rejects.toThrow(/Line: 30002/));
});
