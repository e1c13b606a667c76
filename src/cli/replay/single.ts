/** One run: its whole report. */
import { formatReport, replay, type SessionConfiguration } from '../../replay/index.js';
import { DURABILITIES } from '../durability.js';
import { EXIT_INTERRUPTED } from '../exit-status.js';
import { interruptible } from '../interruptible.js';
import { printTiming, startProgress } from '../progress.js';
import type { Flags } from './flags.js';

/** Replays and prints; returns the exit status. */
export async function replayOne(session: SessionConfiguration, flags: Flags): Promise<number> {
  const { baseline, from, to, limit, events: eventsPath, quiet, journal: dir, durability } = flags;
  const journal = dir === undefined ? undefined : { dir, policy: DURABILITIES[durability] };
  const began = performance.now();
  // How many events there will be is known only when the limit says so.
  const format = limit ? '{bar} {value}/{total} events, {rate}/s' : '{value} events, {rate}/s';
  const bar = startProgress(format, limit ?? 0, quiet);
  const report = await interruptible((signal) => {
    const progress = bar?.update;
    const read = { baseline, from, to, limit };
    return replay(session, { ...read, eventsPath, journal, signal, progress });
  }).finally(() => bar?.stop());
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : formatReport(report));
  if (!quiet) printTiming((performance.now() - began) / 1000, report.events, 'events');
  return report.end === 'interrupted' ? EXIT_INTERRUPTED : 0;
}
