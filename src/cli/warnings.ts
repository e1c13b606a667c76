/** Warnings of configurations on standard error. */
import { type BookConfiguration, configurationWarnings } from '../config/index.js';

/**
 * Writes a line for everything that configurations are warned of, once where several say the same.
 *
 * @param configurations with the name of the file where there are several
 */
export function printWarnings(
  configurations: readonly {
    readonly name?: string | undefined;
    readonly book: Pick<BookConfiguration, 'underlyings' | 'expiries'>;
  }[],
): void {
  const lines = configurations.flatMap(({ name, book }) =>
    configurationWarnings(book).map(({ path, expiry, code, message }) => {
      const file = name === undefined ? '' : `${name}: `;
      return `evenkeel: warning: ${file}${path} of ${expiry}: ${code}: ${message}\n`;
    }),
  );
  process.stderr.write([...new Set(lines)].join(''));
}
