/** Session files. */
export {
  type GeneratedChoices,
  loadSession,
  readSession,
  regenerated,
  type SessionConfiguration,
  validateSession,
} from './session-configuration.js';
export {
  type GeneratedSection,
  generatedSchema,
  type SessionSection,
  sessionSchema,
} from './session-schema.js';
