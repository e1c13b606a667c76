/** A session file: the configuration of a book plus what to replay through it. */
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import {
  type BookConfiguration,
  readWithSections,
  validateConfiguration,
} from '../../config/index.js';
import { ConfigurationError, EvenkeelError, type Violation } from '../../errors.js';
import { expandChain } from '../chain/index.js';
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

/**
 * Validates a session. Relative paths of its sources start at `dataDir`, else at its own `dataDir`,
 * else in `folder`.
 *
 * @throws ConfigurationError with every violation of both parts
 */
export function validateSession(
  input: unknown,
  folder = '.',
  dataDir?: string,
): SessionConfiguration {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new ConfigurationError([violation('', input, 'a map of book, instruments and session')]);
  }
  const { session, ...written } = input as Record<string, unknown>;
  const parsed = sessionSchema.safeParse(session ?? {});
  const own = resolve(folder, (parsed.success ? parsed.data.dataDir : undefined) ?? '.');
  const settled = dataDir === undefined ? own : resolve(dataDir);
  const chain = parsed.success ? parsed.data.chain : undefined;
  const expanded = chain === undefined ? null : expandChain(written, chain, settled);
  const violations: Violation[] = [];
  const document = expanded?.document ?? written;
  const book = collect(violations, () => validateConfiguration(document));
  const found = expanded === null ? violations : ofChain(violations, expanded.firstOption);
  if (!parsed.success) found.push(...sessionViolations(parsed.error, session));
  else if (book)
    found.push(
      ...unknownInstruments(parsed.data, book),
      ...openingViolations(parsed.data, book),
      ...rebaseViolations(parsed.data),
    );
  if (found.length > 0 || !book || !parsed.success) throw new ConfigurationError(found);
  return { book, session: rebasedTo(parsed.data, expanded?.index), dataDir: settled };
}

/**
 * What a session file holds, with sections of other files laid over it, before validation. Merge keys
 * are allowed: instruments differ little.
 */
export function readSession(path: string, sections: readonly string[] = []): unknown {
  return readWithSections(path, sections, { merge: true });
}

/** Reads and validates a session file (YAML or JSON). Arguments as in {@link validateSession}. */
export function loadSession(path: string, dataDir?: string): SessionConfiguration {
  return validateSession(readSession(path), dirname(resolve(path)), dataDir);
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

function collect<T>(violations: Violation[], validate: () => T): T | undefined {
  try {
    return validate();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    violations.push(...error.violations);
    return undefined;
  }
}

/** What is wrong with all options of a chain is said once, at their template. */
function ofChain(violations: readonly Violation[], firstOption: number): Violation[] {
  return violations.flatMap((each) => {
    const place = /^instruments\[(\d+)\](.*)/.exec(each.path);
    const index = Number(place?.[1]);
    if (place === null || index < firstOption) return each;
    return index > firstOption ? [] : { ...each, path: `session.chain.instrument${place[2]}` };
  });
}

function rebaseViolations({ rebase, chain, sources = [] }: SessionSection): Violation[] {
  if (rebase === undefined) return [];
  const found: Violation[] = [];
  if (rebase.price === undefined && chain === undefined) {
    const allowed = 'a price, or a chain whose index it is';
    found.push(violation('session.rebase.price', undefined, allowed));
  }
  if (!sources.some(({ instrument }) => instrument === rebase.instrument)) {
    const allowed = 'an instrument with a source';
    found.push(violation('session.rebase.instrument', rebase.instrument, allowed));
  }
  return found;
}

/** A market that is moved without a price is moved to the index of the chain. */
function rebasedTo(session: SessionSection, index: number | undefined): SessionSection {
  const { rebase } = session;
  if (rebase === undefined || index === undefined) return session;
  return { ...session, rebase: { price: index, ...rebase } };
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
  const markets = book.instruments.filter(({ option }) => option === undefined).length;
  const wrong = (['prices', 'volatilityBps', 'intensityA', 'intensityKPerBps'] as const)
    .filter((key) => generated[key].length !== markets)
    .map((key) => violation(`session.generated.${key}`, generated[key], `${markets} numbers`));
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
