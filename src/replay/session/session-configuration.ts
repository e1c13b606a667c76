/** A session file: the configuration of a book plus what to replay through it. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { type BookConfiguration, validateConfiguration } from '../../config/index.js';
import { ConfigurationError, EvenkeelError, type Violation } from '../../errors.js';
import { openingViolations } from './opening-positions.js';
import { generatedSchema, type SessionSection, sessionSchema } from './session-schema.js';
import { violation } from './violation.js';

/** A validated session. */
export interface SessionConfiguration {
  /** The book's part, in model units. */
  readonly book: BookConfiguration;
  readonly session: SessionSection;
  /** Where relative paths of sources start. */
  readonly dataDir: string;
}

/** Validates a session; throws a ConfigurationError that lists every violation of both parts. */
export function validateSession(input: unknown, dataDir = '.'): SessionConfiguration {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new ConfigurationError([violation('', input, 'a map of book, instruments and session')]);
  }
  const { session, ...bookInput } = input as Record<string, unknown>;
  const violations: Violation[] = [];
  const book = collect(violations, () => validateConfiguration(bookInput));
  const parsed = sessionSchema.safeParse(session ?? {});
  if (!parsed.success) violations.push(...sessionViolations(parsed.error, session));
  else if (book)
    violations.push(
      ...unknownInstruments(parsed.data, book),
      ...openingViolations(parsed.data, book),
    );
  if (violations.length > 0 || !book || !parsed.success) throw new ConfigurationError(violations);
  const base = resolve(dataDir, parsed.data.dataDir ?? '.');
  return { book, session: parsed.data, dataDir: base };
}

/**
 * Reads a session file (YAML or JSON). Relative paths of its sources start at `dataDir`, else at its
 * own `dataDir`, else in its folder.
 */
export function loadSession(path: string, dataDir?: string): SessionConfiguration {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot read ${path}`, { file: path }, { cause });
  }
  const input = parseText(text);
  const validated = validateSession(input, dirname(resolve(path)));
  return dataDir === undefined ? validated : { ...validated, dataDir: resolve(dataDir) };
}

/** Choices a command line may make about a generated market. */
export interface GeneratedChoices {
  readonly seed?: number | undefined;
  readonly durationSeconds?: number | undefined;
}

/** A session whose generated market has another seed or length, within the ranges of the schema. */
export function regenerated(
  configuration: SessionConfiguration,
  { seed, durationSeconds }: GeneratedChoices,
): SessionConfiguration {
  const { session } = configuration;
  if (seed === undefined && durationSeconds === undefined) return configuration;
  if (session.generated === undefined) {
    throw new EvenkeelError('USAGE', 'seed and duration belong to generated markets');
  }
  const section = {
    ...session.generated,
    ...(seed !== undefined && { seed }),
    ...(durationSeconds !== undefined && { durationSeconds }),
  };
  const parsed = generatedSchema.safeParse(section);
  if (!parsed.success) {
    const issues = sessionViolations(parsed.error, section);
    throw new ConfigurationError(
      issues.map((each) => ({ ...each, path: each.path.replace('session', 'session.generated') })),
    );
  }
  return { ...configuration, session: { ...session, generated: parsed.data } };
}

/** Merge keys (`<<`) are allowed: instruments of a session often differ little. */
function parseText(text: string): unknown {
  const document = parseDocument(text, { merge: true });
  const problems = [...document.errors, ...document.warnings];
  const found = problems.map(({ message }) => message.split('\n', 1)[0] ?? message);
  try {
    if (found.length === 0) return document.toJS();
  } catch (cause) {
    // Aliases that repeat or nest without end.
    found.push(cause instanceof Error ? cause.message : String(cause));
  }
  const allowed = 'one YAML 1.2 or JSON document';
  throw new ConfigurationError(
    found.map((message) => ({ path: '', value: undefined, allowed, message })),
  );
}

function collect<T>(violations: Violation[], validate: () => T): T | undefined {
  try {
    return validate();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    violations.push(...error.violations);
    return undefined;
  }
}

function sessionViolations(error: z.ZodError, section: unknown): Violation[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key]),
        value: valueAt(section, [...issue.path, key]),
        allowed: 'a known key',
        message: 'unknown key',
      }));
    }
    return [violation(pathText(issue.path), valueAt(section, issue.path), issue.message)];
  });
}

function unknownInstruments(session: SessionSection, book: BookConfiguration): Violation[] {
  const known = book.instruments.map((instrument) => instrument.symbol);
  const named = [
    ...(session.sources ?? []).map((source, index) => [`sources[${index}]`, source.instrument]),
    ...session.positions.map((position, index) => [`positions[${index}]`, position.instrument]),
  ] as const;
  const unknown = named
    .filter(([, symbol]) => !known.includes(symbol as string))
    .map(([path, symbol]) =>
      violation(`session.${path}.instrument`, symbol, `one of ${known.join(', ')}`),
    );
  const { generated } = session;
  if (!generated) return unknown;
  const wrong = (['prices', 'volatilityBps', 'intensityA', 'intensityKPerBps'] as const)
    .filter((key) => generated[key].length !== known.length)
    .map((key) => violation(`session.generated.${key}`, generated[key], `${known.length} numbers`));
  return [...unknown, ...wrong];
}

function pathText(path: readonly PropertyKey[]): string {
  return ['session', ...path]
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`,
    )
    .join('');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined,
    root,
  );
}
