/** YAML and JSON documents, before anyone has looked at what they say. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { ConfigurationError, EvenkeelError } from '../errors.js';

const DOCUMENT_TEXT = 'one YAML 1.2 or JSON document without duplicate keys or unknown tags';

/** What a document may use beyond YAML 1.2. */
export interface DocumentOptions {
  /** Merge keys (`<<`); default false. */
  readonly merge?: boolean;
}

/**
 * The value of a document.
 *
 * @throws ConfigurationError when the text is not one document
 */
export function parseDocumentText(text: string, options: DocumentOptions = {}): unknown {
  const document = parseDocument(text, options);
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) throw documentError(problems.map((problem) => problem.message));
  try {
    return document.toJS();
  } catch (cause) {
    // Aliases that repeat or nest without end.
    throw documentError([cause instanceof Error ? cause.message : String(cause)], cause);
  }
}

/** The parser's messages show the source below the first line; one line is enough here. */
function documentError(messages: readonly string[], cause?: unknown): ConfigurationError {
  const violations = messages.map((text) => {
    const message = (text.split('\n', 1)[0] ?? text).replace(/:$/, '');
    return { path: '', value: undefined, allowed: DOCUMENT_TEXT, message };
  });
  return new ConfigurationError(violations, { cause });
}

/**
 * The value of a document in a file.
 *
 * @throws EvenkeelError `IO` when the file cannot be read
 * @throws ConfigurationError when it is not one document
 */
export function readDocument(path: string, options?: DocumentOptions): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot read ${path}`, { path }, { cause });
  }
  return parseDocumentText(text, options);
}
