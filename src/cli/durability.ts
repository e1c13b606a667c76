/** What a journal may lose, as the command line says it. */
import { Option } from 'commander';
import type { JournalPolicy } from '../journal/index.js';

/** What `--durability` says. */
export const DURABILITIES = {
  sync: 'acknowledgeAfterSync',
  group: 'acknowledgePerGroup',
  none: 'acknowledgeBeforeSync',
} as const satisfies Readonly<Record<string, JournalPolicy>>;

export type Durability = keyof typeof DURABILITIES;

/** `--durability` with its default. */
export function durabilityOption(initial: Durability): Option {
  return new Option('--durability <kind>', 'what a journal may lose: see docs/journal.md')
    .choices(Object.keys(DURABILITIES))
    .default(initial);
}
