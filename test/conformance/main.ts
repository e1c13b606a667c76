#!/usr/bin/env node
/** `npm run conformance`: the models of the engine against vectors computed independently. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CHECKERS } from './checkers.js';
import { run } from './command.js';
import { RUNNERS } from './runners/index.js';

// The same folder whether this file runs built or as source.
const root = dirname(createRequire(import.meta.url).resolve('evenkeel/package.json'));

process.exitCode = await run(
  process.argv.slice(2),
  join(root, 'test/fixtures/reference'),
  { runners: RUNNERS, checkers: CHECKERS },
  { print: (line) => console.log(line), complain: (line) => console.error(line) },
);
