/** Collects everything that is wrong with a configuration. */
import type * as z from 'zod';
import type { Violation } from '../errors.js';
import { nearestName } from './nearest-name.js';
import { configurationSchema } from './schema.js';
import { keysAt } from './schema-keys.js';

/** Keys and indexes that lead to a value. */
export type Path = readonly PropertyKey[];

const SHOWN_CHARACTERS_MAX = 60;

/** `instruments[0].quoting.size`; a key that is not a plain word is quoted. */
function formatPath(path: Path): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    const key = String(step);
    return /^\w{1,64}$/.test(key) ? `.${key}` : `[${show(key)}]`;
  });
  return steps.join('').replace(/^\./, '');
}

/** A value in one short line. */
function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'string') return String(value);
  const short = value.length > SHOWN_CHARACTERS_MAX;
  return JSON.stringify(short ? `${value.slice(0, SHOWN_CHARACTERS_MAX)}...` : value);
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** The violations found so far, one per path and allowed range. */
export class Violations {
  readonly #schema: z.ZodType;
  readonly #byKey = new Map<string, Violation>();

  /** @param schema of the whole document, for the keys it knows */
  constructor(schema: z.ZodType = configurationSchema) {
    this.#schema = schema;
  }

  /** All violations in the order they were found. */
  get all(): readonly Violation[] {
    return [...this.#byKey.values()];
  }

  /** Adds "this value is not allowed here"; an undefined value is a missing one. */
  add(path: Path, value: unknown, allowed: string): void {
    const found = value === undefined ? 'missing' : `${show(value)} is not allowed`;
    this.#put({ path: formatPath(path), value, allowed, message: `${found}; allowed: ${allowed}` });
  }

  /** Adds "these values contradict each other", in the words of `message`. */
  addConflict(path: Path, value: unknown, message: string): void {
    this.#put({ path: formatPath(path), value, allowed: 'values that agree', message });
  }

  /** Adds what a schema found in the value at `base`. */
  addIssues(value: unknown, issues: readonly z.core.$ZodIssue[], base: Path = []): void {
    for (const issue of issues) {
      const path = [...base, ...issue.path];
      const found = valueAt(value, issue.path);
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) this.#addUnknownKey(found, path, key);
        continue;
      }
      // Of several alternatives the map says more than "none of them".
      const inside = issue.code === 'invalid_union' ? issue.errors.find(isInsideMap) : undefined;
      if (inside !== undefined) this.addIssues(found, inside, path);
      else this.add(path, found, issue.message);
    }
  }

  #addUnknownKey(parent: unknown, parentPath: Path, key: string): void {
    const known = keysAt(this.#schema, parentPath);
    const near = nearestName(key, known);
    const allowed = known.join(', ');
    this.#put({
      path: formatPath([...parentPath, key]),
      value: valueAt(parent, [key]),
      allowed,
      message: `unknown key; ${near === null ? `allowed: ${allowed}` : `did you mean ${near}?`}`,
    });
  }

  #put(violation: Violation): void {
    this.#byKey.set(JSON.stringify([violation.path, violation.allowed]), violation);
  }
}

function isInsideMap(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys');
}
