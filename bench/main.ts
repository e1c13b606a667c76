#!/usr/bin/env node
/** `npm run bench`: the speed of the engine on this machine, beside baselines in the same run. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LAYOUT_FINGERPRINT } from '../src/kernel/index.js';
import { EFFORTS, runCases } from './cases/index.js';
import { readEnvironment } from './environment.js';
import { renderTable } from './report.js';

const HELP = `Usage: npm run bench -- [options]

  --quick        a tenth of the time, small sweeps: for a look, not for quoting
  --json FILE    also write environment and results as JSON; - for standard output only
  --help         this text`;

/** Arguments, or null after help or a complaint was printed. */
function readArguments(): { quick: boolean; json: string | undefined } | null {
  try {
    const { values } = parseArgs({
      options: { quick: { type: 'boolean' }, json: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (!values.help) return { quick: values.quick ?? false, json: values.json };
    console.log(HELP);
  } catch (cause) {
    console.error(`${cause instanceof Error ? cause.message : cause}\n\n${HELP}`);
    process.exitCode = 2;
  }
  return null;
}

async function main(): Promise<void> {
  const wanted = readArguments();
  if (wanted === null) return;
  const environment = readEnvironment(LAYOUT_FINGERPRINT);
  const results = await runCases(EFFORTS[wanted.quick ? 'quick' : 'full'], (name) =>
    process.stderr.write(`measuring ${name} ...\n`),
  );
  const json = JSON.stringify({ environment, results }, null, 2);
  if (wanted.json === '-') console.log(json);
  else console.log(renderTable(environment, results));
  if (wanted.json !== undefined && wanted.json !== '-') writeFileSync(wanted.json, `${json}\n`);
}

await main();
