/** Configuration from text and from files. */
import { parseDocumentText, readDocument } from './document.js';
import type { BookConfiguration } from './types.js';
import { validateConfiguration } from './validate.js';

/**
 * Parses and validates a configuration.
 *
 * @param text YAML 1.2, of which JSON is a subset
 * @throws ConfigurationError when the text is not a document or the configuration is not valid
 */
export function parseConfiguration(text: string): BookConfiguration {
  return validateConfiguration(parseDocumentText(text));
}

/**
 * Reads, parses and validates a configuration file.
 *
 * @param path YAML or JSON file
 * @throws EvenkeelError `IO` when the file cannot be read
 * @throws ConfigurationError when the configuration is not valid
 */
export function loadConfiguration(path: string): BookConfiguration {
  return validateConfiguration(readDocument(path));
}
