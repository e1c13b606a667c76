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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, json: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const effort = values.quick ? EFFORTS.quick : EFFORTS.full;
  const environment = readEnvironment(LAYOUT_FINGERPRINT);
  const results = await runCases(effort, (name) => process.stderr.write(`measuring ${name} ...\n`));
  const json = JSON.stringify({ environment, results }, null, 2);
  if (values.json === '-') console.log(json);
  else console.log(renderTable(environment, results));
  if (values.json !== undefined && values.json !== '-') writeFileSync(values.json, `${json}\n`);
}

await main();
