/** Worker of `baseline/post-message`: a structured clone of the tick in, of the quote out. */
import { parentPort } from 'node:worker_threads';
import { answerTicks, type TickMessage } from './plain-workload.js';

const answer = answerTicks();
parentPort?.on('message', (tick: TickMessage) => parentPort?.postMessage(answer(tick)));
