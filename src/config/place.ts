/** Places in a document, such as `instruments[0].quoting.size` or `instruments[*].model.gamma`. */
import { ConfigurationError, EvenkeelError } from '../errors.js';

/** A key of a map, an index of a list, or null for every element of a list. */
type Step = string | number | null;

/** A place by its text and as steps. */
export interface Place {
  readonly text: string;
  readonly steps: readonly Step[];
}

const STEPS = /\.?([A-Za-z]\w*)|\[(\d{1,9}|\*)\]/y;

/**
 * Parses keys separated by dots, with `[0]` for an element of a list and `[*]` for all.
 *
 * @throws EvenkeelError `USAGE` when the text is no such path
 */
export function parsePlace(text: string): Place {
  const steps: Step[] = [];
  STEPS.lastIndex = 0;
  while (STEPS.lastIndex < text.length) {
    const begin = STEPS.lastIndex;
    const found = STEPS.exec(text);
    // A dot belongs between keys and nowhere else.
    if (found === null || (found[1] !== undefined && text.startsWith('.', begin) === (begin === 0)))
      throw notPlace(text);
    const [, key, index] = found;
    steps.push(key ?? (index === '*' ? null : Number(index)));
  }
  if (typeof steps[0] !== 'string') throw notPlace(text);
  return { text, steps };
}

function notPlace(text: string): EvenkeelError {
  const message = `"${text}" is no path such as instruments[0].quoting.size or instruments[*].model.gamma`;
  return new EvenkeelError('USAGE', message, { path: text });
}

/**
 * A copy of the document with `value` at a place. Sections that were left out are begun; elements of
 * lists must be there. Whether the result is valid is for its schema to say.
 *
 * @throws ConfigurationError when the place leads through a value that has no such parts
 */
export function putAt(document: unknown, { steps }: Place, value: unknown): unknown {
  return put(document, steps, value, '');
}

function put(node: unknown, steps: readonly Step[], value: unknown, at: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === 'string') {
    const map = node ?? {};
    if (typeof map !== 'object' || Array.isArray(map)) throw cannotEnter(at, node, 'a map');
    const old = Object.hasOwn(map, step) ? Reflect.get(map, step) : undefined;
    // Copied, because an alias of YAML makes several places one object.
    return { ...map, [step]: put(old, rest, value, at === '' ? step : `${at}.${step}`) };
  }
  const wanted = step === null ? 'a list of 1 element or more' : `a list with an element ${step}`;
  if (!Array.isArray(node) || (step ?? 0) >= node.length) throw cannotEnter(at, node, wanted);
  return node.map((element, index) =>
    step === null || step === index ? put(element, rest, value, `${at}[${index}]`) : element,
  );
}

function cannotEnter(path: string, value: unknown, allowed: string): ConfigurationError {
  const found = Array.isArray(value) ? `a list of ${value.length}` : JSON.stringify(value);
  const message = `${found ?? 'missing'}, but the path needs ${allowed}`;
  return new ConfigurationError([{ path, value, allowed, message }]);
}
