/** Command line of `evenkeel reconcile`. */
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  loadOptions,
  type ReconcileOptions,
  reconcile,
  writeRows,
} from '../../replay/reconcile/index.js';
import { EXIT_FAILED } from '../exit-status.js';
import { reportText } from './table.js';

interface CommandOptions {
  readonly config?: string;
  readonly preset?: string;
  readonly columns?: Readonly<Record<string, string>>;
  readonly contract?: string;
  readonly json?: true;
  readonly rows?: string;
}

const examples = `
Examples:
  evenkeel reconcile fills.csv.gz --preset hyperliquid
  evenkeel reconcile orders.json --preset bitget --rows rows.parquet
  evenkeel reconcile fills.csv --contract linear \\
      --columns symbol=Pair,side=Side,price=Price,size=Qty,fee=Fee,closedPnl=Realized
  evenkeel reconcile -c reconcile.yaml --json

Columns: symbol, side, price, size and closedPnl are required; time, account, positionSide, fee,
feeAsset, maker or taker, startPosition and fillId are optional. Classes of rows and the keys of the
options file are explained in docs/reconcile.md. Exit status: 0 when every row is explained; 1 when
some are not, or when it failed; 2 for wrong usage.`;

/** The `reconcile` subcommand. */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .summary("a venue's own fills against the book's accounting")
    .description(
      "Replays a venue's own fills (CSV, JSON or Parquet, also compressed) through the book's\n" +
        'accounting, compares the closed PnL of every fill and says why rows differ.',
    )
    .argument('[files...]', 'files of fills; with -c they replace those of the options file')
    .option('-c, --config <file>', 'options as YAML or JSON')
    .addOption(
      new Option('--preset <name>', 'format of the files').choices(['hyperliquid', 'bitget']),
    )
    .option('--columns <mapping>', 'column names by meaning, key=Name,key=Name', parseColumns)
    .addOption(
      new Option('--contract <kind>', 'contract kind where the file does not say').choices([
        ...['spot', 'linear', 'inverse', 'quanto'],
      ]),
    )
    .option('--json', 'print the report as JSON')
    .option('--rows <file>', 'write every row: Parquet by name, else CSV')
    .addHelpText('after', examples)
    .action(execute);
}

async function execute(files: readonly string[], options: CommandOptions): Promise<void> {
  const { report, rows } = await reconcile(settle(files, options));
  if (options.rows !== undefined) await writeRows(rows, options.rows);
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
  if (!report.isExplained) process.exitCode = EXIT_FAILED;
}

// The command line wins over the file; everything is validated together.
function settle(files: readonly string[], options: CommandOptions): ReconcileOptions {
  const { config, preset, columns, contract } = options;
  const loaded = config === undefined ? {} : loadOptions(config);
  const defaults = { ...(loaded.defaults as object | undefined), ...(contract && { contract }) };
  const settled: Record<string, unknown> = { ...loaded, defaults };
  if (files.length > 0) settled.files = files;
  if (settled.files === undefined) settled.files = [];
  if (preset !== undefined) settled.preset = preset;
  if (columns !== undefined) settled.columns = columns;
  return settled as ReconcileOptions;
}

function parseColumns(text: string): Readonly<Record<string, string>> {
  const entries = text.split(',').map((pair) => {
    const [key = '', ...name] = pair.split('=');
    if (key.trim() === '' || name.length === 0) {
      throw new InvalidArgumentError(`"${pair}" is not key=Name.`);
    }
    return [key.trim(), name.join('=').trim()] as const;
  });
  return Object.fromEntries(entries);
}
