import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/book/index.js';
import { BinaryFeed, type Feed } from '../../src/cli/run/feed.js';
import { JsonFeed } from '../../src/cli/run/json-feed.js';
import { Output } from '../../src/cli/run/output.js';
import { BOOK, market } from './evenkeel.js';

const STREAM = Buffer.concat([...market(60), Buffer.from([0xc1, 0x00, 0xff]), ...market(60)]);
const LINE = '{"frame":"clock","timeUs":1700000000000000}\n';

async function feedInChunks(
  make: (book: Book, output: Output) => Feed,
  input: Buffer,
  size: number,
): Promise<{ feed: Feed; hash: bigint; output: Buffer; mostUnfinished: number }> {
  const book = Book.fromFile(BOOK);
  const sink = new PassThrough({ highWaterMark: 2 ** 24 });
  const feed = make(book, new Output(sink, () => undefined));
  let mostUnfinished = 0;
  for (let at = 0; at < input.length; at += size) {
    await feed.push(input.subarray(at, at + size));
    mostUnfinished = Math.max(mostUnfinished, feed.unfinishedBytes);
  }
  await feed.end();
  sink.end();
  return {
    feed,
    hash: book.stateHash(),
    output: Buffer.concat(await sink.toArray()),
    mostUnfinished,
  };
}

describe('chunk boundaries', () => {
  const binary = (book: Book, output: Output): Feed => new BinaryFeed(book, output);

  it.each([1, 2, 3, 7, 31, 64, 1000])('do not matter to frames, %i bytes', async (size) => {
    const whole = await feedInChunks(binary, STREAM, STREAM.length);
    const split = await feedInChunks(binary, STREAM, size);
    expect(split.hash).toBe(whole.hash);
    expect(split.feed.framesApplied).toBe(whole.feed.framesApplied);
    expect(split.feed.framesApplied).toBe(60);
    expect(split.mostUnfinished).toBeLessThanOrEqual(512);
  });

  it.each([1, 5, 43, 1000])('do not matter to lines, %i bytes', async (size) => {
    const input = Buffer.from(`${LINE.repeat(20)}not json\n${LINE.repeat(20).trimEnd()}`);
    const json = (book: Book, output: Output): Feed => new JsonFeed(book, output);
    const { feed, mostUnfinished } = await feedInChunks(json, input, size);
    expect(feed).toMatchObject({ framesApplied: 40, linesRejected: 1, unfinishedBytes: 0 });
    expect(mostUnfinished).toBeLessThan(100);
  });
});

describe('a full output buffer', () => {
  it('is drained and the rest applied', async () => {
    // Far more quotes than the buffer of the book holds, in one piece of input.
    const frames = market(20_000).filter((_, index) => index % 10 !== 9);
    const whole = await feedInChunks(
      (book, output) => new BinaryFeed(book, output),
      Buffer.concat(frames),
      2 ** 30,
    );
    expect(whole.feed.framesApplied).toBe(frames.length);
    expect(whole.feed.framesRejected).toBe(0);
    expect(whole.output.length).toBeGreaterThan(400_000);
  });
});
