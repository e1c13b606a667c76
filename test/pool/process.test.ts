/** A pool and the process it lives in: it keeps it alive while there is something to come, no longer. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = (path: string): string =>
  JSON.stringify(new URL(`../../${path}`, import.meta.url).href);
const broken = JSON.stringify(fileURLToPath(new URL('./workers/broken.mjs', import.meta.url)));

const PROLOGUE = `
import { BookPool } from ${root('dist/src/index.js')};
import { SAMPLE } from ${JSON.stringify(new URL('./workers/sample.mjs', import.meta.url).href)};
const options = { workers: 1, memoryBytes: 2 ** 25, inputRingBytes: 2 ** 16 };
const say = (text) => process.stdout.write(text + '\\n');
`;

interface Ended {
  readonly code: number;
  readonly said: string;
  readonly errors: string;
}

function run(script: string): Promise<Ended> {
  const flags = ['--input-type=module', '--eval', PROLOGUE + script];
  return new Promise((done) => {
    execFile(process.execPath, flags, { timeout: 50_000 }, (error, said, errors) => {
      const code = error === null ? 0 : Number(error.code ?? -1);
      done({ code, said, errors });
    });
  });
}

describe('a process with a pool', () => {
  it('ends by itself when the pool is closed', async () => {
    const ended = await run(`
      const pool = await BookPool.create(options);
      let bytes = 0;
      const book = pool.open(SAMPLE, { onOutput: (frames) => { bytes += frames.length; } });
      for (let index = 0; index < 100; index++) book.bookTicker(0, index, 99 + index, 101 + index, 1, 1);
      await book.flush();
      await pool.close();
      say(bytes > 100 ? 'closed' : 'no output');
    `);
    expect(ended).toEqual({ code: 0, said: 'closed\n', errors: '' });
  });

  it('does not end while a worker is replaced and somebody waits for it', async () => {
    const ended = await run(`
      const pool = await BookPool.create(options);
      pool.on('restart', () => say('restarted'));
      const book = pool.open(SAMPLE);
      pool.hostOf(0).inject('exit');
      book.bookTicker(0, 1, 99, 101, 1, 1);
      await book.flush();
      await book.capture();
      say('at ' + book.risk().timeNs);
      await pool.close();
    `);
    expect(ended).toMatchObject({ code: 0, errors: '' });
    expect(ended.said.trim().split('\n').sort()).toEqual(['at 1000', 'restarted']);
  });

  it('ends by itself when the pool could not be created', async () => {
    const ended = await run(`
      const create = BookPool.create({ ...options, workers: 3 }, ${broken});
      say(await create.then(() => 'created', (error) => error.code));
    `);
    expect(ended).toEqual({ code: 0, said: 'WORKER\n', errors: '' });
  });

  it('ends with the error of an output listener that nobody listens to', async () => {
    const ended = await run(`
      const pool = await BookPool.create(options);
      const book = pool.open(SAMPLE, { onOutput: () => { throw new Error('unheard'); } });
      book.bookTicker(0, 1, 99, 101, 1, 1);
      await book.flush();
      setTimeout(() => say('still here'), 40_000);
    `);
    expect(ended).toMatchObject({ code: 1, said: '' });
    expect(ended.errors).toContain('unheard');
  });
});
