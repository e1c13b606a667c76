/** From the command line to the runs it asks for. */
import { dirname, resolve } from 'node:path';
import { EvenkeelError } from '../../errors.js';
import {
  BUILT_IN_DOCUMENT,
  type ReplayRun,
  readSession,
  type SessionConfiguration,
  sessionRuns,
} from '../../replay/index.js';
import type { Flags } from './flags.js';

/** Places of the session that an option sets. */
const PLACES = {
  seed: 'session.generated.seed',
  duration: 'session.generated.durationSeconds',
  data: 'session.dataDir',
  from: 'session.from',
  to: 'session.to',
} as const;

/** Every session with every combination of the values: the sessions in order, values inside. */
export function runsOf(flags: Flags): ReplayRun[] {
  const {
    config,
    with: sections,
    vary = [],
    seed,
    duration: durationSeconds,
    data: dataDir,
  } = flags;
  for (const [flag, path] of Object.entries(PLACES)) {
    if (!(flag in flags) || vary.every(({ place }) => place.text !== path)) continue;
    throw new EvenkeelError('USAGE', `--${flag} and --vary ${path} exclude each other`);
  }
  if (sections !== undefined && config === undefined) {
    throw new EvenkeelError('USAGE', '--with belongs to a session file (-c)');
  }
  const choices = { seed, durationSeconds };
  const runs =
    config === undefined
      ? sessionRuns(BUILT_IN_DOCUMENT, vary, { ...choices, name: 'generated market' })
      : config.flatMap((file) => {
          const options = { ...choices, name: file, folder: dirname(resolve(file)), dataDir };
          return naming(file, () => sessionRuns(readSession(file, sections), vary, options));
        });
  for (const { configuration } of runs) refuseRecordedFlags(configuration, flags);
  return runs;
}

/** Says which of several files it is that is not valid. */
function naming<T>(file: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.code !== 'CONFIGURATION') throw error;
    const { code, message, details } = error;
    throw new EvenkeelError(code, `${file}: ${message}`, { ...details, file }, { cause: error });
  }
}

/** What would have no effect on a generated market is not what was meant. */
function refuseRecordedFlags({ session }: SessionConfiguration, flags: Flags): void {
  if (session.generated === undefined) return;
  for (const flag of ['data', 'from', 'to'] as const) {
    const isOfChain = flag === 'data' && session.chain?.file !== undefined;
    if (flags[flag] === undefined || isOfChain) continue;
    throw new EvenkeelError(
      'USAGE',
      `--${flag} belongs to recorded markets; this one is generated`,
    );
  }
}
