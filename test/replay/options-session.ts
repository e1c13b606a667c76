/** The example session of made-up options, shorter and with changes. */
import { resolve } from 'node:path';
import { readSession, validateSession } from '../../src/replay/index.js';

export const EXAMPLES = resolve(import.meta.dirname, '../../examples');

interface SessionDocument extends Record<string, unknown> {
  readonly session: Record<string, unknown>;
}

/** What `examples/options-generated.yaml` holds, with other values in its session. */
export function optionsDocument(session: Record<string, unknown> = {}): SessionDocument {
  const document = readSession(`${EXAMPLES}/options-generated.yaml`) as SessionDocument;
  return { ...document, session: { ...document.session, ...session } };
}

/** The session for `seconds`, seeds of market and takers alike. */
export function optionsSession(seconds: number, seed: number, changes = {}) {
  const { session } = optionsDocument();
  const generated = { ...(session.generated as object), durationSeconds: seconds, seed };
  const takers = { ...(session.takers as object), seed };
  return validateSession({ ...optionsDocument({ generated, takers, ...changes }) });
}
