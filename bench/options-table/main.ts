#!/usr/bin/env node
/** `npm run options-table`: recorded option chains against our prices, as the tables of docs/options.md. */
import { run } from './command.js';

process.exitCode = await run(process.argv.slice(2), {
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
});
