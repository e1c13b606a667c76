/** How violations of a session are worded. */
import type { Violation } from '../../errors.js';

/** What was found at `path` and what is allowed there. */
export function violation(path: string, value: unknown, allowed: string): Violation {
  const found =
    value === undefined ? 'missing' : `${JSON.stringify(value) ?? 'this'} is not allowed`;
  return { path, value, allowed, message: `${found}; allowed: ${allowed}` };
}
