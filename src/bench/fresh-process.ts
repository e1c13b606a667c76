/**
 * A measurement in a process of its own. What one process decides once (compilation, inlining,
 * where memory lies) moves figures by more than the noise within it: rounds in fresh processes show
 * that as noise, and what ran before a case cannot reach it.
 */
import { fork } from 'node:child_process';
import type { Effort, LabOptions } from './bench-case.js';
import type { Measurement } from './measure-case.js';
import { builtFile } from './package-file.js';

/** Beyond the measurement itself and the patience of open loops: starting, compiling, ending. */
const SPARE_SECONDS = 60;
const PATIENCE = 10;

/** What the process is to do. */
export interface MeasureRequest {
  readonly caseName: string;
  readonly options: LabOptions;
  readonly effort: Effort;
}

/** What it answers. */
export type MeasureAnswer = { readonly measurement: Measurement } | { readonly failure: string };

/**
 * Measures a case in a fresh process.
 *
 * @param signal ends the process
 * @returns null when the signal came first
 * @throws Error when the case fails, its process ends without an answer or gives none in time
 */
export async function measureInFreshProcess(
  request: MeasureRequest,
  signal?: AbortSignal,
): Promise<Measurement | null> {
  if (signal?.aborted) return null;
  const child = fork(builtFile('measure-process.js'), {
    execArgv: [...process.execArgv, '--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  signal?.addEventListener('abort', kill);
  const { seconds, warmupSeconds } = request.effort;
  const limitSeconds = SPARE_SECONDS + PATIENCE * (seconds + warmupSeconds);
  const timer = setTimeout(kill, limitSeconds * 1000);
  let answer: MeasureAnswer | undefined;
  child.on('message', (message) => {
    answer = message as MeasureAnswer;
  });
  try {
    const ending = await new Promise<string>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, killer) => resolve(killer ?? `status ${code}`));
      child.send(request);
    });
    if (signal?.aborted) return null;
    if (answer === undefined) throw new Error(`no answer, its process ended with ${ending}`);
    if ('failure' in answer) throw new Error(answer.failure);
    return answer.measurement;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
  }
}
