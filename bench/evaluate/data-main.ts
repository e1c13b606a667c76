#!/usr/bin/env node
/** `npm run evaluate-data`: a made-up portfolio and market of any size. */
import { run } from './data-command.js';

process.exitCode = await run(process.argv.slice(2), (line) => console.log(line));
