/** From a session and values for some of its parameters to the runs of all combinations. */
import { type Parameters, type Variation, variants } from '../../config/index.js';
import {
  type GeneratedChoices,
  regenerated,
  type SessionConfiguration,
  validateSession,
} from '../session/index.js';

/** A session with one combination of values. */
export interface ReplayRun {
  /** What the session is called. */
  readonly name: string;
  /** Values by the path of their place in the session file; empty when nothing is varied. */
  readonly parameters: Parameters;
  readonly configuration: SessionConfiguration;
}

/** What goes with every run of a session. */
export interface SessionRunsOptions extends GeneratedChoices {
  /** What the session is called; default `session`. */
  readonly name?: string | undefined;
  /** Folder of the session file; default the current one. */
  readonly folder?: string | undefined;
  /** As in {@link validateSession}. */
  readonly dataDir?: string | undefined;
}

/**
 * The runs of a session, one per combination of the values, the last variation changing fastest.
 *
 * @param document what the session file holds, before validation
 * @throws EvenkeelError `CONFIGURATION` that names the combination when one is not valid
 */
export function sessionRuns(
  document: unknown,
  variations: readonly Variation[],
  { name = 'session', folder, dataDir, ...choices }: SessionRunsOptions = {},
): ReplayRun[] {
  return variants(document, variations, ({ parameters, document: changed }) => ({
    name,
    parameters,
    configuration: regenerated(validateSession(changed, folder, dataDir), choices),
  }));
}
