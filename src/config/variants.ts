/** Variants of a document: values put at places in it, in every combination. */
import { EvenkeelError } from '../errors.js';
import { parseDocumentText } from './document.js';
import { type Place, parsePlace, putAt } from './place.js';

/** More combinations than this are a mistake in a list of values. */
const VARIANTS_MAX = 10_000;

/** Values that a place of a document takes one after the other. */
export interface Variation {
  readonly place: Place;
  /** One or more. */
  readonly values: readonly unknown[];
}

/** Values by the path of their place. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A document with the values that make it differ. */
export interface Variant {
  readonly parameters: Parameters;
  readonly document: unknown;
}

/**
 * Parses `path=value,value,...`; the values are written as in a YAML list.
 *
 * @throws EvenkeelError `USAGE` when the text says something else
 */
export function parseVariation(text: string): Variation {
  const sign = text.indexOf('=');
  if (sign < 0) throw new EvenkeelError('USAGE', `"${text}" is not path=value,value,...`);
  const place = parsePlace(text.slice(0, sign).trim());
  return { place, values: parseValues(text.slice(sign + 1)) };
}

function parseValues(text: string): readonly unknown[] {
  let values: unknown;
  try {
    values = parseDocumentText(`[${text}]`);
  } catch (cause) {
    throw new EvenkeelError('USAGE', `"${text}" is no list of values`, {}, { cause });
  }
  if (Array.isArray(values) && values.length > 0) return values;
  throw new EvenkeelError('USAGE', `"${text}" holds no value`);
}

/**
 * Every combination of the values, put into copies of the document in the order in which the
 * variations are given; the last one changes fastest. Without variations the document itself.
 *
 * @param make makes something of each variant; what it throws names the combination
 * @throws EvenkeelError `USAGE` when a path is given twice or there are more than 10,000 combinations
 */
export function variants<T>(
  document: unknown,
  variations: readonly Variation[],
  make: (variant: Variant) => T,
): T[] {
  checkVariations(variations);
  return combinations(variations).map((parameters) => {
    try {
      const changed = variations.reduce(
        (changing, { place }) => putAt(changing, place, parameters[place.text]),
        document,
      );
      return make({ parameters, document: changed });
    } catch (error) {
      throw withParameters(error, parameters);
    }
  });
}

function checkVariations(variations: readonly Variation[]): void {
  const paths = variations.map(({ place }) => place.text);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new EvenkeelError('USAGE', `${twice} is varied twice`);
  const count = variations.reduce((product, { values }) => product * values.length, 1);
  if (count <= VARIANTS_MAX) return;
  const message = `${count} combinations of values; allowed: at most ${VARIANTS_MAX}`;
  throw new EvenkeelError('USAGE', message, { count, most: VARIANTS_MAX });
}

function combinations(variations: readonly Variation[]): Parameters[] {
  return variations.reduce<Parameters[]>(
    (sets, { place, values }) =>
      sets.flatMap((set) => values.map((value) => ({ ...set, [place.text]: value }))),
    [{}],
  );
}

/** `path=value`, separated by spaces. */
export function formatParameters(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([path, value]) => `${path}=${formatValue(value)}`)
    .join(' ');
}

/** A value in one line. */
export function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function withParameters(error: unknown, parameters: Parameters): unknown {
  if (!(error instanceof EvenkeelError) || Object.keys(parameters).length === 0) return error;
  const { code, message, details } = error;
  const text = `with ${formatParameters(parameters)}:\n${message}`;
  return new EvenkeelError(code, text, { ...details, parameters }, { cause: error });
}
