/** The commands of `evenkeel` together. */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { benchCommand } from './bench/index.js';
import { calibrateCommand } from './calibrate/index.js';
import { evaluateCommand } from './evaluate/index.js';
import { journalCommand } from './journal/index.js';
import { reconcileCommand } from './reconcile/index.js';
import { replayCommand } from './replay/index.js';
import { runCommand } from './run/index.js';
import { simulateCommand } from './simulate/index.js';

const examples = `
Examples:
  evenkeel run -c book.yaml < frames.msgpack > quotes.msgpack
  evenkeel replay -c session.yaml
  evenkeel calibrate -c session.yaml -o section.yaml
  evenkeel simulate --paper avellaneda-stoikov-2008
  evenkeel reconcile fills.csv --preset hyperliquid
  evenkeel evaluate positions.parquet --market market.parquet -o out.parquet
  evenkeel journal verify journal/
  evenkeel bench --compare

Exit status: 0; 1 when it failed, calibrate would not write, reconcile found unexplained rows, journal
verify damage or bench something slower; 2 for wrong usage; 70 for a defect of the program; 130 when replay, calibrate,
simulate, evaluate or bench was interrupted, or run by a second signal.`;

/** The program; it throws what commander makes of help, version and wrong usage. */
export function program(): Command {
  // The package names itself, so this holds for sources and for the build.
  const { version } = createRequire(import.meta.url)('evenkeel/package.json') as {
    readonly version: string;
  };
  const root = new Command('evenkeel')
    .description('Inventory control engine for market makers.')
    .version(version)
    // Options belong to the command they follow: bench and bench compare share some.
    .enablePositionalOptions()
    .addHelpText('after', examples);
  const commands = [
    runCommand(),
    replayCommand(),
    calibrateCommand(),
    simulateCommand(),
    reconcileCommand(),
    evaluateCommand(),
    journalCommand(),
    benchCommand(),
  ];
  for (const command of commands) root.addCommand(command);
  for (const command of withNested(root)) command.exitOverride().showHelpAfterError(false);
  return root;
}

function withNested(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withNested)];
}
