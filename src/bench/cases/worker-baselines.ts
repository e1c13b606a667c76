/** The same ticks sent to a worker thread by the usual means, one message a tick. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { QuoteMessage, TickMessage } from '../baselines/plain-workload.js';
import type { BenchCase, CaseTimings, Effort, OpenCase } from '../bench-case.js';
import { systemNow } from '../clock.js';
import { closedLoopAsync } from '../loops/index.js';
import { builtFile } from '../package-file.js';
import { CHECKED_TICKS, type QuotedSides, quoteChecksum, sendTick } from '../workload.js';

/** A worker thread that answers ticks with quotes. */
interface TickServer {
  request(tick: TickMessage): Promise<QuoteMessage>;
  close(): Promise<void>;
}

function piscinaServer(): TickServer {
  const filename = builtFile('baselines/piscina-worker.js');
  const pool = new Piscina<TickMessage, QuoteMessage>({ filename, minThreads: 1, maxThreads: 1 });
  return { request: (tick) => pool.run(tick), close: () => pool.destroy() };
}

/** One request at a time: the answer that arrives is of the request that waits. */
async function messageServer(): Promise<TickServer> {
  const worker = new Worker(builtFile('baselines/message-worker.js'));
  await once(worker, 'online');
  let settle: (quote: QuoteMessage) => void = () => undefined;
  let fail: (cause: unknown) => void = () => undefined;
  worker.on('message', (quote: QuoteMessage) => settle(quote));
  worker.on('error', (cause) => fail(cause));
  return {
    request: (tick) =>
      new Promise((resolve, reject) => {
        settle = resolve;
        fail = reject;
        worker.postMessage(tick);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}

/** Collects the arguments of `sendTick`, to be sent as one message. */
function tickMessage(index: number): TickMessage {
  let message: TickMessage = [0, 0, 0, 0, 0, 0];
  sendTick(
    {
      bookTicker: (...tick) => {
        message = tick;
        return 0;
      },
    },
    index,
  );
  return message;
}

async function openServer(start: () => TickServer | Promise<TickServer>): Promise<OpenCase> {
  const server = await start();
  const quotes: QuotedSides[] = [];
  let index = 0;
  const call = async (): Promise<void> => {
    const tick = tickMessage(index++);
    quotes[tick[0]] = await server.request(tick);
  };
  while (index < CHECKED_TICKS) await call();
  const checksum = quoteChecksum((instrument) => quotes[instrument] ?? unanswered(instrument));
  return {
    checksum,
    measure: async ({ seconds, warmupSeconds }: Effort): Promise<CaseTimings> => {
      await closedLoopAsync(call, { seconds: warmupSeconds, now: systemNow });
      return await closedLoopAsync(call, { seconds, now: systemNow });
    },
    close: () => server.close(),
  };
}

function unanswered(instrument: number): never {
  throw new Error(`no quote of instrument ${instrument} came back`);
}

function serverCase(
  name: string,
  title: string,
  start: () => TickServer | Promise<TickServer>,
): BenchCase {
  return {
    name,
    title,
    loop: 'closed',
    unit: 'tick',
    spinningThreads: 1,
    parameters: {},
    open: () => openServer(start),
  };
}

/** Baselines of the pool. */
export function workerBaselines(): readonly BenchCase[] {
  return [
    serverCase(
      'baseline/piscina-run',
      'piscina.run a tick: host, worker, quote on the host',
      piscinaServer,
    ),
    serverCase(
      'baseline/post-message',
      'postMessage a tick: host, worker, quote on the host',
      messageServer,
    ),
  ];
}
