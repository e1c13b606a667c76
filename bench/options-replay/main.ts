#!/usr/bin/env node
/** `npm run options-replay`: a book of options over a recorded index, hedged and not. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from './command.js';

// The same folder whether this file runs built or as source.
const root = dirname(createRequire(import.meta.url).resolve('evenkeel/package.json'));

process.exitCode = await run(process.argv.slice(2), join(root, 'examples'), {
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
});
