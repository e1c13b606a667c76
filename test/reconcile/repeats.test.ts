import { afterAll, describe, expect, it } from 'vitest';
import { type ReconcileOptions, reconcile } from '../../src/replay/reconcile/index.js';
import { fillIdCapacity } from '../../src/replay/reconcile/ledger.js';
import { Folder } from './fixtures.js';

const folder = new Folder();
afterAll(() => folder.remove());

const columns = {
  ...{ symbol: 'pair', side: 'side', price: 'price', size: 'size', closedPnl: 'pnl' },
  ...{ fillId: 'id', time: 'at' },
};
const HEADER = 'pair,side,price,size,pnl,id,at';

async function reconcileLines(lines: readonly string[], options: Partial<ReconcileOptions> = {}) {
  const file = folder.write('fills.csv', lines);
  return reconcile({ files: [file], columns, ...options });
}
const classesOf = async (...args: Parameters<typeof reconcileLines>) =>
  (await reconcileLines(...args)).rows.map((row) => row.class);

describe('ids of fills', () => {
  it('are those of a symbol: the same id of another one is another fill', async () => {
    const { report, rows } = await reconcileLines([
      HEADER,
      'BTC,buy,100,1,0,7,1',
      'ETH,buy,10,1,0,7,1',
      'BTC,sell,110,1,10,8,2',
      'ETH,sell,12,1,3,8,2',
    ]);
    expect(rows.map((row) => row.class)).toEqual(['opening', 'opening', 'exact', 'unexplained']);
    expect(report).toMatchObject({ unexplained: 1, isExplained: false });
    expect(rows[3]).toMatchObject({ closed: 1, pnl: 2 });
  });

  it('that are of orders do not hide the fills of an order', async () => {
    const classes = await classesOf([
      HEADER,
      'BTC,buy,100,1,0,7,1',
      'BTC,buy,100,2,0,7,1',
      'BTC,buy,101,1,0,7,1',
      'BTC,buy,101,1,0,7,2',
      'BTC,sell,110,1,9.6,8,3',
      // The same again but for a figure that is wrong.
      'BTC,sell,110,1,9.7,8,3',
      'BTC,sell,110,3,28.8,8,3',
    ]);
    const opening = ['opening', 'opening', 'opening', 'opening'];
    expect(classes).toEqual([...opening, 'exact', 'unexplained', 'exact']);
  });

  it('do not collide with rows that have none, and may be any text', async () => {
    const classes = await classesOf([
      HEADER,
      'BTC,buy,100,1,0,2,1',
      'BTC,buy,100,1,0,,1',
      'BTC,buy,100,1,0,,1',
      'BTC,buy,100,1,0,a-1,1',
      'BTC,buy,100.0,1,0,a-1,1',
      'BTC,sell,110,4,40,a-2,2',
    ]);
    const expected = ['opening', 'opening', 'opening', 'opening', 'duplicate', 'exact'];
    expect(classes).toEqual(expected);
  });

  it('give copies away, which neither move the position nor count in sums', async () => {
    const { report, rows } = await reconcileLines(
      [
        `${HEADER},start,fee`,
        'BTC,buy,100,2,0,1,1,0,0.5',
        'BTC,buy,100,2,0,1,1,0,0.5',
        'BTC,sell,110,1,10,2,2,2,0.25',
        'BTC,sell,110,1,10,2,2,2,0.25',
        'BTC,sell,120,1,20,3,3,1,0.25',
      ],
      { columns: { ...columns, startPosition: 'start', fee: 'fee' } },
    );
    const expected = ['opening', 'duplicate', 'exact', 'duplicate', 'exact'];
    expect(rows.map((row) => row.class)).toEqual(expected);
    expect(rows.map((row) => row.positionBefore)).toEqual([0, 2, 2, 1, 1]);
    expect(report.symbols[0]).toMatchObject({
      rows: 5,
      closingRows: 2,
      startPositionBreaks: 0,
      ...{ venuePnl: 30, pnl: 30, venueFees: 1, fees: 1 },
    });
  });

  it('take as much room in the book as there are fills', () => {
    const capacities = [0, 8, 9, 65_536, 65_537, 10 ** 9].map(fillIdCapacity);
    expect(capacities).toEqual([8, 8, 16, 65_536, 131_072, 16_777_216]);
  });
});
