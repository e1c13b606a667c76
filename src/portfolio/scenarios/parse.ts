/** Scenarios from a file or an object. */
import { readDocument, Violations } from '../../config/index.js';
import { ConfigurationError } from '../../errors.js';
import { type ScenariosDocument, type ScenariosInput, scenariosSchema } from './schema.js';

/** Scenarios that are run when none are named: 5 prices by 3 volatilities. */
export const DEFAULT_SCENARIOS: ScenariosInput = { grid: {} };

/**
 * Validates a document.
 *
 * @throws ConfigurationError with everything that is wrong
 */
export function validateScenarios(document: unknown): ScenariosDocument {
  const parsed = scenariosSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const violations = new Violations(scenariosSchema);
  violations.addIssues(document, parsed.error.issues);
  throw new ConfigurationError(violations.all);
}

/**
 * Reads a YAML or JSON file.
 *
 * @throws EvenkeelError `IO` when it cannot be read; ConfigurationError when it is not valid
 */
export function readScenarios(file: string): ScenariosDocument {
  return validateScenarios(readDocument(file));
}
