/**
 * Errors between threads. Cloning an error keeps its text and loses its class, code and details, so
 * ours travel as plain values and are made again on the other side.
 */
import {
  ConfigurationError,
  DomainError,
  type ErrorCode,
  EvenkeelError,
  type Violation,
} from '../errors.js';

/** An EvenkeelError as structured clone can carry it. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** Text of the cause, if there was one. */
  readonly reason: string | undefined;
}

/** Takes an error apart. */
export function toPlainError({ code, message, details, cause }: EvenkeelError): PlainError {
  return { code, message, details, reason: cause instanceof Error ? cause.message : undefined };
}

/** The error with its code, details and class; its cause has kept its text. */
export function fromPlainError({ code, message, details, reason }: PlainError): EvenkeelError {
  const options = reason === undefined ? {} : { cause: new Error(reason) };
  if (code === 'CONFIGURATION' && Array.isArray(details.violations)) {
    return new ConfigurationError(details.violations as Violation[], options);
  }
  if (code === 'DOMAIN') return new DomainError(message, details);
  return new EvenkeelError(code, message, details, options);
}
