/** Entry of the process that takes one measurement; see fresh-process.ts. */
import { labCases } from './cases/index.js';
import type { MeasureAnswer, MeasureRequest } from './fresh-process.js';
import { measureCase } from './measure-case.js';

async function answer({ caseName, options, effort }: MeasureRequest): Promise<MeasureAnswer> {
  const bench = labCases(options).find(({ name }) => name === caseName);
  if (bench === undefined) return { failure: `there is no case ${caseName}` };
  try {
    return { measurement: await measureCase(bench, effort) };
  } catch (cause) {
    return { failure: cause instanceof Error ? cause.message : String(cause) };
  }
}

// Ctrl-C in a terminal reaches this process too; the one that asked decides, and ends it.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());
process.once('message', (request: MeasureRequest) => {
  void answer(request).then((message) => process.send?.(message, () => process.disconnect?.()));
});
