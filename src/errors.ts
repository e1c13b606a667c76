/**
 * Errors of the library. Match the code, never the text; codes are stable and never reused.
 * An expected refusal of the engine is a value with a reject code and never one of these.
 */

/** Every error code with what it means. */
export const ERROR_CODES = {
  CONFIGURATION: 'the configuration is not valid; details.violations lists every violation',
  DOMAIN: 'an argument of a model is outside its domain, or the result is not a finite number',
  KERNEL_STALE: 'the binary kernel was built from other sources than the host code',
  INVARIANT: 'the engine found its own state inconsistent; stop and report',
  UNKNOWN_INSTRUMENT: 'no instrument has this symbol or index',
  UNKNOWN_ASSET: 'no asset has this symbol or index',
  UNKNOWN_UNDERLYING: 'no underlying has this symbol or index',
  UNKNOWN_EXPIRY: 'no expiry has this symbol or index',
  UNKNOWN_FRAME: 'no frame has this name or opcode',
  OUTPUT_FULL: 'output frames must be drained before more input is applied',
  SNAPSHOT: 'a snapshot is damaged or belongs to another configuration or layout',
  DATA: 'recorded data cannot be read as what it is said to be',
  UNSUPPORTED:
    'the data do not support an estimate that was to be written; details.refusals lists each',
  POOL_FULL: 'the workers of a pool have no room for another book',
  USAGE: 'a call or command was used in a way it does not support',
  IO: 'a file could not be read or written',
  JOURNAL_EXISTS: 'there is a journal already where a new one was to begin',
  JOURNAL_CORRUPT: 'a record of a journal is damaged',
  JOURNAL_FOREIGN: 'a record belongs to another journal, or continues another history',
  JOURNAL_REORDERED: 'a record lies in the place of another',
  JOURNAL_MISSING_GROUP: 'a group between the first and the last is not there',
  JOURNAL_FUTURE_LAYOUT: 'a journal was written by a later version',
  JOURNAL_CONFIGURATION: 'a journal was begun with another configuration',
  JOURNAL_DIVERGED: 'the frames of a journal lead elsewhere than when they were written',
  JOURNAL_FULL: 'groups must reach the disk before more input is applied; await ready()',
  JOURNAL_HALTED: 'the journal could not be written; the book takes no more input',
  WORKER:
    'a worker thread could not be started, died, or failed in a way that no other code describes',
} as const;

/** One of the stable error codes. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Base of all errors thrown by the library. */
export class EvenkeelError extends Error {
  /** Stable code; see {@link ERROR_CODES}. */
  readonly code: ErrorCode;
  /** The values compared: what it was and what was allowed. */
  readonly details: Readonly<Record<string, unknown>>;

  /**
   * @param code stable code
   * @param message one sentence for people, with the values
   * @param details the values compared
   * @param options `cause`: the original error
   */
  constructor(
    code: ErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}

/** One thing that is wrong with a configuration. */
export interface Violation {
  /** Where, for example `instruments[0].quoting.size`; empty for the whole document. */
  readonly path: string;
  /** What was found; undefined when missing. */
  readonly value: unknown;
  /** What is allowed there. */
  readonly allowed: string;
  /** One sentence with value and allowed range, without the path. */
  readonly message: string;
}

/**
 * The configuration is not valid (code `CONFIGURATION`). The message lists every violation, one per
 * line.
 */
export class ConfigurationError extends EvenkeelError {
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[], options?: { readonly cause?: unknown }) {
    const lines = violations.map(
      ({ path, message }) => `${path === '' ? '(document)' : path}: ${message}`,
    );
    super('CONFIGURATION', lines.join('\n'), { violations }, options);
    this.violations = violations;
  }
}

/** An argument of a model is outside its domain (code `DOMAIN`). */
export class DomainError extends EvenkeelError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super('DOMAIN', message, details);
  }
}
