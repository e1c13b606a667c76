/** Sections laid over a configuration: what `calibrate` writes, or a desk's own overrides. */
import { ConfigurationError } from '../errors.js';
import { type DocumentOptions, readDocument } from './document.js';

type Mapping = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const symbolOf = (entry: unknown): string | null =>
  isMap(entry) && typeof entry.symbol === 'string' ? entry.symbol : null;

/**
 * A copy of the document with a section laid over it. Maps are merged key by key. Entries of a list
 * that have a `symbol` go to the entry of the same symbol, which must be there. A map with a `type`
 * replaces the one before as a whole, as a model of another type has other keys. Everything else
 * replaces. Whether the result is valid is for its schema to say.
 *
 * @throws ConfigurationError when a symbol is not in the document, or the section is no map
 */
export function withSection(document: unknown, section: unknown): unknown {
  if (!isMap(section)) throw refused('', section, 'a map of sections');
  return lay(document, section, '');
}

function lay(below: unknown, above: unknown, path: string): unknown {
  if (isMap(above))
    return isMap(below) && !Object.hasOwn(above, 'type') ? layMap(below, above, path) : above;
  if (
    !Array.isArray(above) ||
    above.length === 0 ||
    above.some((each) => symbolOf(each) === null)
  ) {
    return above;
  }
  return laySymbols(Array.isArray(below) ? below : [], above, path);
}

function layMap(below: Mapping, above: Mapping, path: string): Mapping {
  const laid = Object.entries(above).map(([key, value]) => {
    const old = Object.hasOwn(below, key) ? below[key] : undefined;
    return [key, lay(old, value, path === '' ? key : `${path}.${key}`)] as const;
  });
  return { ...below, ...Object.fromEntries(laid) };
}

function laySymbols(
  below: readonly unknown[],
  above: readonly unknown[],
  path: string,
): readonly unknown[] {
  const known = below.map(symbolOf);
  const bySymbol = new Map(above.map((entry) => [symbolOf(entry), entry]));
  for (const [index, entry] of above.entries()) {
    const symbol = symbolOf(entry);
    if (known.includes(symbol)) continue;
    throw refused(`${path}[${index}].symbol`, symbol, `one of ${known.join(', ')}`);
  }
  return below.map((entry, index) => {
    const over = bySymbol.get(symbolOf(entry));
    return over === undefined ? entry : lay(entry, over, `${path}[${index}]`);
  });
}

function refused(path: string, value: unknown, allowed: string): ConfigurationError {
  const message = `${JSON.stringify(value) ?? 'nothing'} is not allowed; allowed: ${allowed}`;
  return new ConfigurationError([{ path, value, allowed, message }]);
}

/**
 * The value of a document with sections of other files laid over it, in the order given.
 *
 * @throws EvenkeelError `IO` when a file cannot be read
 * @throws ConfigurationError when one is not a document or a section does not fit; it names the file
 */
export function readWithSections(
  path: string,
  sections: readonly string[] = [],
  options?: DocumentOptions,
): unknown {
  return sections.reduce(
    (document, file) => {
      try {
        return withSection(document, readDocument(file, options));
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        const named = error.violations.map((each) => ({
          ...each,
          path: each.path === '' ? file : `${file}: ${each.path}`,
        }));
        throw new ConfigurationError(named, { cause: error });
      }
    },
    readDocument(path, options),
  );
}
