/** Which cases a run measures. */
import { EvenkeelError } from '../errors.js';
import type { BenchCase } from './bench-case.js';

const BASELINE = 'baseline/';

/** A glob where it has `*` or `?`, else a name, else a part of names. */
function matcher(pattern: string, cases: readonly BenchCase[]): (name: string) => boolean {
  if (cases.some(({ name }) => name === pattern)) return (name) => name === pattern;
  if (!/[*?]/.test(pattern)) return (name) => name.includes(pattern);
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const glob = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  return (name) => glob.test(name);
}

/**
 * Cases by pattern, in their own order. Without patterns: all but baselines.
 *
 * @param patterns globs, names or parts of names
 * @param withBaselines adds the baselines: all without patterns, otherwise those of the chosen cases
 * @throws EvenkeelError `USAGE` for a pattern that no case matches
 */
export function selectCases(
  cases: readonly BenchCase[],
  patterns: readonly string[],
  withBaselines: boolean,
): readonly BenchCase[] {
  const chosen = new Set<string>();
  for (const pattern of patterns) {
    const isMatch = matcher(pattern, cases);
    const matches = cases.filter(({ name }) => isMatch(name));
    if (matches.length === 0) throw unknownCase(pattern, cases);
    for (const { name } of matches) chosen.add(name);
  }
  if (patterns.length === 0) {
    for (const { name } of cases) {
      if (withBaselines || !name.startsWith(BASELINE)) chosen.add(name);
    }
  } else if (withBaselines) {
    for (const { name, beside } of cases) {
      if (beside !== undefined && chosen.has(name)) chosen.add(beside);
    }
  }
  return cases.filter(({ name }) => chosen.has(name));
}

function unknownCase(pattern: string, cases: readonly BenchCase[]): EvenkeelError {
  const known = cases.map(({ name }) => name);
  const message = `no case matches "${pattern}"; there are: ${known.join(', ')}`;
  return new EvenkeelError('USAGE', message, { pattern, known });
}
