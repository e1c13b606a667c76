/** Files that run in threads and processes of their own: always the built ones. */
import { createRequire } from 'node:module';
import { EvenkeelError } from '../errors.js';

/**
 * Path of a built file of this room. @param name for example `baselines/piscina-worker.js`
 *
 * @throws EvenkeelError `KERNEL_STALE` when the package is not built
 */
export function builtFile(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(`#bench/${name}`);
  } catch (cause) {
    const message = `${name} of the lab is not built; run "npm run build"`;
    throw new EvenkeelError('KERNEL_STALE', message, { name }, { cause });
  }
}
