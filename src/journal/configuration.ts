/** The configuration in a journal: as the operator wrote it, and what it meant. */
import { createHash } from 'node:crypto';
import { type BookConfiguration, validateConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { refusal } from './refusal.js';
import { hex, isSame } from './sealed.js';

// What JSON would lose: 64-bit integers, infinities and the sign of 0.
function exact(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { integer: String(value) };
  if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { number: Object.is(value, -0) ? '-0' : String(value) };
}

// Back from what `exact` made.
function revived(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [[kind, text] = [], ...others] = Object.entries(value);
  if (others.length > 0 || typeof text !== 'string') return value;
  if (kind === 'integer') return BigInt(text);
  return kind === 'number' ? Number(text) : value;
}

/** What a journal is begun with: a document as the operator wrote it, or what one was read as. */
export type ConfigurationSource =
  | { readonly document: unknown }
  | { readonly validated: BookConfiguration };

/** The configuration that a source stands for. @throws ConfigurationError */
export function configurationOf(source: ConfigurationSource): BookConfiguration {
  return 'validated' in source ? source.validated : validateConfiguration(source.document);
}

/** SHA-256 of a configuration with every default applied. */
export function configurationDigest(configuration: BookConfiguration): Uint8Array {
  return createHash('sha256').update(JSON.stringify(configuration, exact)).digest();
}

/** No key of a document: what follows was validated when it was written. */
const VALIDATED = 'validated';

function parse(text: string): BookConfiguration {
  const document: unknown = JSON.parse(text);
  const isValidated = typeof document === 'object' && document !== null && VALIDATED in document;
  return isValidated ? JSON.parse(text, revived)[VALIDATED] : validateConfiguration(document);
}

/**
 * A configuration as text that gives the same configuration again.
 *
 * @throws EvenkeelError `JOURNAL_CONFIGURATION` when no text does
 */
export function configurationText(source: ConfigurationSource): string {
  const digest = configurationDigest(configurationOf(source));
  const text =
    'validated' in source
      ? JSON.stringify({ [VALIDATED]: source.validated }, exact)
      : JSON.stringify(source.document);
  const again = configurationDigest(parse(text));
  if (isSame(again, digest)) return text;
  throw refusal(
    'JOURNAL_CONFIGURATION',
    'configuration',
    'digest as JSON',
    hex(again),
    hex(digest),
  );
}

/**
 * The configuration of a journal.
 *
 * @throws EvenkeelError `JOURNAL_CONFIGURATION` when this version reads it differently
 */
export function readConfiguration(text: string, digest: Uint8Array): BookConfiguration {
  let configuration: BookConfiguration;
  try {
    configuration = parse(text);
  } catch (cause) {
    const message = 'the configuration of the journal is not valid for this version';
    throw new EvenkeelError('JOURNAL_CONFIGURATION', message, {}, { cause });
  }
  requireConfiguration(configuration, digest);
  return configuration;
}

/** @throws EvenkeelError `JOURNAL_CONFIGURATION` when a configuration is another one */
export function requireConfiguration(configuration: BookConfiguration, digest: Uint8Array): void {
  const found = configurationDigest(configuration);
  if (isSame(found, digest)) return;
  const place = 'configuration';
  throw refusal('JOURNAL_CONFIGURATION', place, 'digest', hex(found), hex(digest));
}
