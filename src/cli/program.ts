/** The commands of `evenkeel` together. */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { reconcileCommand } from './reconcile/index.js';
import { replayCommand } from './replay/index.js';
import { runCommand } from './run/index.js';
import { simulateCommand } from './simulate/index.js';

const examples = `
Examples:
  evenkeel run -c book.yaml < frames.msgpack > quotes.msgpack
  evenkeel replay -c session.yaml
  evenkeel simulate --paper avellaneda-stoikov-2008
  evenkeel reconcile fills.csv --preset hyperliquid

Exit status: 0; 1 when it failed or reconcile found unexplained rows; 2 for wrong usage; 70 for a
defect of the program; 130 when replay or simulate was interrupted, or run by a second signal.`;

/** The program; it throws what commander makes of help, version and wrong usage. */
export function program(): Command {
  // The package names itself, so this holds for sources and for the build.
  const { version } = createRequire(import.meta.url)('evenkeel/package.json') as {
    readonly version: string;
  };
  const root = new Command('evenkeel')
    .description('Inventory control engine for market makers.')
    .version(version)
    .addHelpText('after', examples);
  for (const command of [runCommand(), replayCommand(), simulateCommand(), reconcileCommand()])
    root.addCommand(command);
  for (const command of [root, ...root.commands]) command.exitOverride().showHelpAfterError(false);
  return root;
}
