/** Runs the simulation with a planted bug, in a process of its own, until it is found. */
import { spawnSync } from 'node:child_process';
import type { PlantedBug } from './bug.js';
import { PLANTED_BUGS, PLANTED_EVENTS } from './bugs.js';
import { buildPlanted } from './build.js';

export interface Catch {
  /** null: no seed found it. */
  readonly seed: number | null;
  /** Event at which it was found. */
  readonly event: number;
  /** What the auditor, or the engine itself, said. */
  readonly finding: string;
}

/** A run that takes longer than this has lost its way, ms. */
const LONGEST_MS = 300_000;
/** Tried when nobody knows a seed. */
const SEARCHED = Array.from({ length: 60 }, (_, index) => index + 1);

/** @param root folder of this package, built */
export function catchBug(root: string, bug: PlantedBug, seeds = [bug.seed]): Catch {
  const { main, folder } = buildPlanted(root, bug);
  for (const seed of seeds) {
    // Bugs of the host may be in the other ways that bytes take.
    const ways = bug.where === 'host' || bug.isOfWays ? [] : ['--once'];
    const run = ['--seed', String(seed), '--events', String(PLANTED_EVENTS), '--json', ...ways];
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [main, ...run], {
      cwd: folder,
      encoding: 'utf8',
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    });
    if (status === 0) continue;
    if (signal === 'SIGKILL') return { seed, event: PLANTED_EVENTS, finding: 'it does not end' };
    const line = stdout.split('\n').find((text) => text.includes('"failed"'));
    if (line === undefined) throw new Error(`the simulation of "${bug.name}" broke: ${stderr}`);
    const { failed, at } = JSON.parse(line) as { failed: string; at: number };
    return { seed, event: at, finding: failed };
  }
  return { seed: null, event: PLANTED_EVENTS, finding: '' };
}

/** All whose name holds a text. @returns whether each was found */
export function catchAll(
  root: string,
  text: string,
  searches: boolean,
  say: (fact: Record<string, unknown>) => void,
): boolean {
  let escaped = 0;
  const bugs = PLANTED_BUGS.filter(({ name }) => name.includes(text));
  for (const bug of bugs) {
    const { seed, event, finding } = catchBug(root, bug, searches ? SEARCHED : [bug.seed]);
    if (seed === null) escaped += 1;
    const rule = finding.split(': ')[0] ?? '';
    say({ bug: bug.name, seed: seed ?? 'ESCAPED', event, rule });
  }
  say({ bugs: bugs.length, escaped });
  return escaped === 0;
}
