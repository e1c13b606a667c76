/** Input of every kind for a journaled book, drawn from a seed. */
import { encodeFrame } from '../../src/frames/index.js';
import type { Book } from '../../src/index.js';
import { SeededRandom } from '../../src/random/index.js';
import { MID_TICKS, START_US } from '../book/sample.js';

/** Sends so many inputs; most are accepted. */
export function live(book: Book, seed: number, count: number, from = 0): void {
  const random = new SeededRandom(seed);
  const draw = (below: number): number => Math.floor(random.uniform() * below);
  for (let step = from; step < from + count; step++) {
    const instrument = draw(4);
    const time = START_US + step * 1000;
    const mid = (MID_TICKS[instrument] ?? 0) + draw(21) - 10;
    input(book, draw(14), { draw, instrument, time, mid, step });
    if (draw(60) === 0) book.discardOutput();
  }
}

interface Drawn {
  readonly draw: (below: number) => number;
  readonly instrument: number;
  readonly time: number;
  readonly mid: number;
  readonly step: number;
}

function input(book: Book, kind: number, { draw, instrument, time, mid, step }: Drawn): void {
  const fill = { instrument, time, fillId: step, priceTicks: mid, sizeLots: 1 + draw(4) };
  if (kind === 0) book.fill({ ...fill, side: draw(2) === 0 ? 'buy' : 'sell' });
  else if (kind === 1) book.trade(instrument, time, mid, draw(9), draw(2));
  else if (kind === 2) book.checkOrder(instrument, time, step, 0, draw(2), 1 + draw(200), mid);
  else if (kind === 3) book.checkOrder(instrument, BigInt(time) * 1000n, step, 0, 0, 1, mid);
  else if (kind === 4) book.bookTicker(draw(9), time - draw(3) * 5000, mid, mid + draw(3), 1, 2);
  else if (kind === 5) book.apply(hostile(draw, instrument, time, mid), draw(2) === 0);
  else if (kind === 6) book.whatIf({ ...fill, side: 'buy' });
  else if (kind === 7) book.clock(time);
  else if (kind === 8)
    book.apply(Buffer.concat([ticker(instrument, time, mid), ticker(instrument, time, mid + 1)]));
  else book.bookTicker(instrument, time, mid - 1, mid + 1, 5 + draw(9), 7);
}

const ticker = (instrument: number, time: number, mid: number): Uint8Array =>
  encodeFrame('bookTicker', 0, time, [instrument, mid - 1, mid + 1, 3, 4]);

/** Good frames between bytes that are none, and one that does not end. */
function hostile(
  draw: (below: number) => number,
  instrument: number,
  time: number,
  mid: number,
): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let part = draw(6); part >= 0; part--) {
    const good = ticker(instrument, time, mid + draw(5));
    const what = draw(5);
    if (what === 0) parts.push(Uint8Array.from({ length: draw(700) }, () => draw(256)));
    else if (what === 1) parts.push(good.subarray(0, draw(good.length)));
    else if (what === 2) parts.push(Uint8Array.of(0xdc, 0xff, 0xff, 0xd9, 200));
    else parts.push(good);
  }
  return Buffer.concat(parts);
}
