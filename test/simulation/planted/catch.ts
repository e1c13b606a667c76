/** Runs the simulation with a planted bug, in a process of its own, until it is found. */
import { spawnSync } from 'node:child_process';
import { PLANTED_BUGS, type PlantedBug } from './bugs.js';
import { buildPlanted } from './build.js';

export interface Catch {
  /** null: no seed found it. */
  readonly seed: number | null;
  /** What the auditor, or the engine itself, said. */
  readonly finding: string;
}

/** @param root folder of this package, built */
export function catchBug(root: string, bug: PlantedBug): Catch {
  const { main, folder } = buildPlanted(root, bug);
  for (const seed of bug.seeds) {
    // Bugs of the host may be in the other ways that bytes take.
    const ways = bug.where === 'host' ? [] : ['--once'];
    const run = ['--seed', String(seed), '--events', String(bug.events), '--json', ...ways];
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...run], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status === 0) continue;
    const line = stdout.split('\n').find((text) => text.includes('"failed"'));
    if (line === undefined) throw new Error(`the simulation of "${bug.name}" broke: ${stderr}`);
    return { seed, finding: String(JSON.parse(line).failed) };
  }
  return { seed: null, finding: '' };
}

/** All whose name holds a text. @returns whether each was found */
export function catchAll(
  root: string,
  text: string,
  say: (fact: Record<string, unknown>) => void,
): boolean {
  let escaped = 0;
  const bugs = PLANTED_BUGS.filter(({ name }) => name.includes(text));
  for (const bug of bugs) {
    const { seed, finding } = catchBug(root, bug);
    if (seed === null) escaped += 1;
    const rule = finding.split(': ')[0] ?? '';
    say({ bug: bug.name, seed: seed ?? 'ESCAPED', events: bug.events, rule });
  }
  say({ bugs: bugs.length, escaped });
  return escaped === 0;
}
