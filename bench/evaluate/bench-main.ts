#!/usr/bin/env node
/** `npm run evaluate-bench`: files to files with 1 and 2 workers, beside plain TypeScript. */
import { run } from './bench-command.js';

process.exitCode = await run(process.argv.slice(2), (line) => console.log(line));
