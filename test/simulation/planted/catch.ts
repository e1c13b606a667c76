/** Runs the simulation with a planted bug, in a process of its own, until it is found. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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
    const { status, error, stdout, stderr } = spawnSync(process.execPath, [main, ...run], {
      cwd: folder,
      encoding: 'utf8',
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    });
    // One that does not end has found nothing.
    if (status === 0 || (error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT')
      continue;
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
  const bugs = PLANTED_BUGS.filter(({ name }) => name.includes(text));
  const unclean = uncleanSeeds(root, bugs);
  for (const seed of unclean) say({ seed, failed: 'without a bug' });
  let escaped = 0;
  for (const bug of bugs) {
    const { seed, event, finding } = catchBug(root, bug, searches ? SEARCHED : [bug.seed]);
    if (seed === null) escaped += 1;
    const rule = finding.split(': ')[0] ?? '';
    say({ bug: bug.name, seed: seed ?? 'ESCAPED', event, rule });
  }
  say({ bugs: bugs.length, escaped, unclean: unclean.length });
  return escaped === 0 && unclean.length === 0;
}

/** A seed that fails by itself would find every bug. */
function uncleanSeeds(root: string, bugs: readonly PlantedBug[]): number[] {
  const main = join(root, 'dist', 'test', 'simulation', 'main.js');
  return [...new Set(bugs.map(({ seed }) => seed))].filter((seed) => {
    const run = ['--seed', String(seed), '--events', String(PLANTED_EVENTS), '--json'];
    return spawnSync(process.execPath, [main, ...run], { cwd: root, stdio: 'ignore' }).status !== 0;
  });
}
