/** Configuration from text and from files. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { ConfigurationError, EvenkeelError } from '../errors.js';
import type { BookConfiguration } from './types.js';
import { validateConfiguration } from './validate.js';

const DOCUMENT_TEXT = 'one YAML 1.2 or JSON document without duplicate keys or unknown tags';

/**
 * Parses and validates a configuration.
 *
 * @param text YAML 1.2, of which JSON is a subset
 * @throws ConfigurationError when the text is not a document or the configuration is not valid
 */
export function parseConfiguration(text: string): BookConfiguration {
  return validateConfiguration(parseText(text));
}

function parseText(text: string): unknown {
  const document = parseDocument(text);
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
 * Reads, parses and validates a configuration file.
 *
 * @param path YAML or JSON file
 * @throws EvenkeelError `IO` when the file cannot be read
 * @throws ConfigurationError when the configuration is not valid
 */
export function loadConfiguration(path: string): BookConfiguration {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new EvenkeelError('IO', `cannot read the configuration ${path}`, { path }, { cause });
  }
  return parseConfiguration(text);
}
