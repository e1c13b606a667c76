/** Tasks on threads: order, failures of all kinds, stopping. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigurationError, DomainError, EvenkeelError } from '../../src/errors.js';
import { runTasks } from '../../src/tasks/index.js';
import { ROOT, scratch } from '../cli/evenkeel.js';

const folder = scratch();
afterAll(() => folder.remove());

/** A worker file whose tasks do what their input says. */
function workerFile(): string {
  const built = (path: string): string => pathToFileURL(`${ROOT}/dist/src/${path}`).href;
  const path = folder.path('worker.mjs');
  writeFileSync(
    path,
    `import { setTimeout } from 'node:timers/promises';
     import * as errors from '${built('errors.js')}';
     import { task } from '${built('tasks/index.js')}';
     const acts = {
       square: (n) => n * n,
       domain: () => { throw new errors.DomainError('too small', { least: 1 }); },
       data: () => {
         throw new errors.EvenkeelError('DATA', 'bad row', { row: 7n }, { cause: new Error('why') });
       },
       configuration: () => {
         throw new errors.ConfigurationError([{ path: 'a', value: 1, allowed: 'b', message: 'c' }]);
       },
       defect: () => { throw new TypeError('unexpected'); },
       die: () => process.exit(7),
       async untilStopped(_, { signal, progress }) {
         for (let units = 1; !signal.aborted; units++) { progress(units); await setTimeout(1); }
         return 'stopped';
       },
     };
     export default task(({ act, n }, context) => acts[act](n, context));`,
  );
  return path;
}
const worker = workerFile();

const run = (inputs: readonly object[], options = {}) => runTasks(worker, inputs, options);

describe('tasks', () => {
  it.each([1, 2, 5])('on %i threads answer in order', async (workers) => {
    const inputs = Array.from({ length: 20 }, (_, n) => ({ act: 'square', n }));
    const outcomes = await run(inputs, { workers });
    expect(outcomes).toEqual(inputs.map(({ n }) => ({ status: 'done', result: n * n })));
  });

  it('fail alone, with class, code, details and reason', async () => {
    const acts = ['square', 'domain', 'data', 'configuration', 'defect', 'die', 'square'];
    const outcomes = await run(
      acts.map((act) => ({ act, n: 3 })),
      { workers: 2 },
    );
    const errors = outcomes.map((outcome) => (outcome.status === 'failed' ? outcome.error : null));
    expect(outcomes[0]).toEqual({ status: 'done', result: 9 });
    expect(outcomes[6]).toEqual({ status: 'done', result: 9 });
    expect(errors[1]).toBeInstanceOf(DomainError);
    expect(errors[1]).toMatchObject({ message: 'too small', details: { least: 1 } });
    expect(errors[2]).toBeInstanceOf(EvenkeelError);
    expect(errors[2]).toMatchObject({
      code: 'DATA',
      details: { row: 7n },
      cause: { message: 'why' },
    });
    expect(errors[3]).toBeInstanceOf(ConfigurationError);
    expect(errors[3]).toMatchObject({ violations: [{ path: 'a', allowed: 'b' }] });
    expect(errors[4]).toMatchObject({ code: 'WORKER', cause: { message: 'unexpected' } });
    expect(errors[5]).toMatchObject({ code: 'WORKER' });
    expect(errors[5]?.message).toMatch(/exited with code: 7/);
  });

  it('when every thread dies, every task says so', async () => {
    const outcomes = await run(
      Array.from({ length: 6 }, () => ({ act: 'die' })),
      { workers: 2 },
    );
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'failed', error: { code: 'WORKER' } });
    }
  });

  it('stop in order: the running one gives what it has, others do not begin', async () => {
    const stop = new AbortController();
    let told = 0;
    const inputs = Array.from({ length: 3 }, () => ({ act: 'untilStopped' }));
    const progress = ({ units }: { units: number }): void => {
      told = units;
      if (units > 0) stop.abort();
    };
    const outcomes = await run(inputs, { workers: 1, signal: stop.signal, progress });
    const stopped = { status: 'done', result: 'stopped' };
    const waiting = { status: 'notStarted' };
    expect(outcomes).toEqual([stopped, waiting, waiting]);
    expect(told).toBeGreaterThan(0);
    const none = await run(inputs, { signal: AbortSignal.abort() });
    expect(none).toEqual(inputs.map(() => waiting));
  });

  it('a worker file that cannot be loaded fails every task', async () => {
    const broken = folder.path('broken.mjs');
    writeFileSync(broken, 'throw new Error("not today");');
    const outcomes = await runTasks(broken, [1, 2, 3], { workers: 1 });
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'failed', error: { code: 'WORKER' } });
    }
  });

  it('none give nothing', async () => {
    expect(await run([])).toEqual([]);
  });

  it.each([0, -1, 1.5, Number.NaN, 257, Number.POSITIVE_INFINITY])(
    '%d threads are refused',
    async (workers) => {
      const refused = run([{ act: 'square' }], { workers });
      await expect(refused).rejects.toMatchObject({ code: 'USAGE', details: { workers } });
    },
  );

  it('a worker file that is not there is refused', async () => {
    const missing = runTasks('#replay/sweep/nothing.js', [1]);
    await expect(missing).rejects.toMatchObject({ code: 'WORKER', message: /npm run build/ });
  });
});
