import { afterAll, describe, expect, it } from 'vitest';
import { PRESET_NAMES, PRESETS } from '../../src/replay/sources/index.js';
import { type Event, Recording, read, terms } from './recording.js';

const recording = new Recording();
afterAll(() => recording.remove());

const DAY = Date.UTC(2013, 9, 7) * 1000;
const T = 1_723_161_256_313_000;

interface Case {
  readonly preset: string;
  readonly file?: string;
  readonly lines: readonly string[];
  readonly source?: Record<string, unknown>;
  readonly terms?: Parameters<typeof terms>[0];
  readonly events: readonly Event[];
}

const bookTickerHeader =
  'update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time';
const hyperliquidQuoteHeader = 'timestamp,price,size,side,exchange_timestamp';
const levels = ['asks[0].price', 'asks[0].amount', 'bids[0].price', 'bids[0].amount'];
const tardisBook = ['exchange', 'symbol', 'timestamp', 'local_timestamp', ...levels].join(',');
const inverse = terms({ contract: 'inverse', lotSize: 1, multiplier: 100 });
const equity = terms({ tickSize: 0.01, lotSize: 1 });

const CASES: readonly Case[] = [
  {
    preset: 'binanceBookTicker',
    lines: [bookTickerHeader, '1,61800.20,2.507,61800.30,2.5,1723161256313,1723161256314'],
    events: [[T, 618002, 618003, 251, 250]],
  },
  {
    preset: 'binanceBookTicker',
    file: 'headerless.csv.gz',
    lines: ['1,61800.20,35,61800.30,1645,1723161256313,1723161256314'],
    terms: inverse,
    events: [[T, 618002, 618003, 35, 1645]],
  },
  {
    preset: 'binanceTrades',
    lines: [
      'id,price,qty,quote_qty,time,is_buyer_maker',
      '1,61800.30,0.199,12298.2,1723161256313,false',
      '2,61800.20,0.2,12298.2,1723161256313,true',
    ],
    events: [
      [T, 618003, 19, 0, 0],
      [T, 618002, 20, 1, 0],
    ],
  },
  {
    preset: 'binanceTrades',
    file: 'spot.csv',
    lines: [
      '3735,61800.20,0.02,1236.7,1723161256313,True,True',
      '3736,61800.3,0.02,1,1723161256313001,False,True',
    ],
    events: [
      [T, 618002, 2, 1, 0],
      [T + 1, 618003, 2, 0, 0],
    ],
  },
  {
    preset: 'tardisQuotes',
    lines: [
      'exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount',
      'huobi,BTC-USD,1588291201099000,1588291201234268,5494,8629.3,8629.2,806',
    ],
    terms: inverse,
    events: [[1588291201099000, 86292, 86293, 806, 5494]],
  },
  {
    preset: 'tardisTrades',
    lines: [
      'exchange,symbol,timestamp,local_timestamp,id,side,price,amount',
      'bitmex,XBTUSD,1583020803145000,1583020803307160,ccc3,sell,8531.5,2152',
      'bitmex,XBTUSD,1583020803145001,1583020803307161,ccc4,unknown,8531.5,1',
    ],
    source: { clock: 'local' },
    terms: inverse,
    events: [
      [1583020803307160, 85315, 2152, 1, 0],
      [1583020803307161, 85315, 1, -1, 0],
    ],
  },
  {
    preset: 'tardisBookSnapshot',
    lines: [tardisBook, 'b,BTCUSDT,1598918403696000,1598918403810979,11657.8,1.714,11657.7,10.896'],
    events: [[1598918403696000, 116577, 116578, 1090, 172]],
  },
  {
    preset: 'asterPrices',
    lines: [
      'unix_timestamp,bid,ask,mid',
      '1758699465.1337595,2.2,2.3,2.25',
      '1758699465500,2.2,2.4,2.3',
    ],
    events: [
      [1758699465133760, 22, 23, 0, 0],
      [1758699465500000, 22, 24, 0, 0],
    ],
  },
  {
    preset: 'asterTrades',
    lines: [
      'id,unix_timestamp_ms,side,price,quantity',
      '22232268,1758713399994,sell,112978.8,0.02',
    ],
    events: [[1758713399994000, 1129788, 2, 1, 0]],
  },
  {
    preset: 'asterOrderbook',
    lines: [
      'unix_timestamp,lastUpdateId,bid_price_0,bid_qty_0,ask_price_0,ask_qty_0',
      '1758739037.0606034,1,113644.6,42.726,113644.7,36.671',
    ],
    events: [[1758739037060604, 1136446, 1136447, 4273, 3668]],
  },
  {
    preset: 'hyperliquidPrices',
    lines: [
      hyperliquidQuoteHeader,
      '1757015216.87,0.3,10,bid,1757015216253',
      '1757015216.87,0.5,20,ask,1757015216253',
      '1757015216.97,0.6,30,ask,1757015216353',
      '1757015216.99,0.3,11,bid,1757015216363',
      '1757015216.99,0.4,12,ask,1757015216363',
    ],
    events: [
      [1757015216253000, 3, 5, 1000, 2000],
      [1757015216363000, 3, 4, 1100, 1200],
    ],
  },
  {
    preset: 'hyperliquidTrades',
    lines: [
      'timestamp,price,size,side,trade_id,exchange_timestamp',
      '1757015216.67,109741.0,0.5,buy,833120162794147,1757015209306',
      '1757015216.68,109740.0,0.25,sell,833120162794148,1757015209406',
      '1757015216.69,109741.0,0.5,buy,833120162794147,1757015209506',
    ],
    events: [
      [1757015209306000, 1097410, 50, 0, 0],
      [1757015209406000, 1097400, 25, 1, 0],
    ],
  },
  {
    preset: 'hyperliquidOrderbooks',
    lines: [
      'timestamp,sequence,exchange_timestamp,bid_price_0,bid_size_0,ask_price_0,ask_size_0',
      '1757015216.87,1757015216253,1757015216253,202.2,2054.67,202.3,95.1',
    ],
    source: { clock: 'local' },
    events: [[1757015216870000, 2022, 2023, 205467, 9510]],
  },
  {
    preset: 'leanQuoteTicks',
    file: '20131007_x.csv',
    // New York was at -04:00.
    lines: [
      '34200000,491800,300,0,0,P,1,0',
      '34200001,0,0,492000,3000,P,1,0',
      '34200002,0,0,491900,100,P,1,1',
      '34200003,491900,500,0,0,Q,1,0',
    ],
    terms: equity,
    events: [
      [DAY + 48_600_001_000, 4918, 4920, 300, 3000],
      [DAY + 48_600_003_000, 4919, 4920, 500, 3000],
    ],
  },
  {
    preset: 'leanTradeTicks',
    lines: [
      '34200000,491800,300,P,2000,0',
      '34200001,491900,300,P,2000,1',
      '34200002,491900,300,D,2000,0',
    ],
    source: { date: '2013-10-07' },
    terms: equity,
    events: [[DAY + 48_600_000_000, 4918, 300, -1, 0]],
  },
  {
    preset: 'leanNbbo',
    file: '20131007_nbbo.csv',
    lines: ['time_ms,bid_price,bid_size,ask_price,ask_size', '34200020,49.0300,100,49.0800,600'],
    terms: equity,
    events: [[DAY + 48_600_020_000, 4903, 4908, 100, 600]],
  },
  {
    preset: 'leanMinuteQuotes',
    file: '20131007_quote.csv',
    lines: ['60000,1,2,1,17207.5,1565,1,2,1,17207.6,221'],
    terms: inverse,
    events: [[DAY + 120_000_000, 172075, 172076, 1565, 221]],
  },
  {
    preset: 'leanMinuteTrades',
    file: '20131007_trade.csv',
    lines: ['0,17204,17207.6,17203.9,17207.5,4242', '60000,17207.5,17219.8,17207.4,17207.4,10'],
    terms: inverse,
    events: [
      [DAY + 60_000_000, 172039, 2121, 1, 0],
      [DAY + 60_000_000, 172076, 2121, 0, 0],
      [DAY + 120_000_000, 172198, 5, 0, 0],
      [DAY + 120_000_000, 172074, 5, 1, 0],
    ],
  },
  {
    preset: 'leanMarginInterest',
    lines: ['20131007 08:00:00,0.00020030'],
    events: [[DAY + 28_800_000_000, 0.0002003, 0, 0, 0]],
  },
];

describe('presets', () => {
  it.each(CASES.map((each, index) => [each.preset, index, each] as const))(
    '%s (%i)',
    async (preset, index, { lines, file, source, events, terms: own }) => {
      const name = `${index}/${file ?? 'rows.csv'}`;
      recording.write(name, lines);
      const result = await read(recording.dir, { preset, file: name, ...source }, terms(own));
      expect(result.events).toEqual(events);
    },
  );

  it('every preset has a case', () => {
    expect([...new Set(CASES.map(({ preset }) => preset))].sort()).toEqual(
      [...PRESET_NAMES].sort(),
    );
    for (const name of PRESET_NAMES) expect(PRESETS[name]?.title).toBeTruthy();
  });

  it('counts what it does not use', async () => {
    const trades = CASES.find(({ preset }) => preset === 'hyperliquidTrades');
    recording.write('dup.csv', trades?.lines ?? []);
    const read1 = await read(recording.dir, { preset: 'hyperliquidTrades', file: 'dup.csv' });
    expect(read1.tally).toMatchObject({ rows: 3, duplicates: 1 });
    const quotes = CASES.find(({ preset }) => preset === 'leanQuoteTicks');
    recording.write('20131007_s.csv', quotes?.lines ?? []);
    const source = { preset: 'leanQuoteTicks', file: '20131007_s.csv' };
    const read2 = await read(recording.dir, source, equity);
    expect(read2.tally).toMatchObject({ rows: 4, suspicious: 1, incomplete: 1 });
    const trades3 = CASES.find(({ preset }) => preset === 'leanTradeTicks');
    recording.write('20131007_t.csv', trades3?.lines ?? []);
    const source3 = { preset: 'leanTradeTicks', file: '20131007_t.csv' };
    const read3 = await read(recording.dir, source3, equity);
    expect(read3.tally).toMatchObject({ rows: 3, suspicious: 1, offExchange: 1 });
  });
});
