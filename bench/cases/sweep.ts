/** Requoting every instrument: what a fill, a clock or a change of state may ask for. */
import { oracleOf, send } from '../baseline.js';
import { type Effort, meanNs, type Result } from '../measure.js';
import { configuration, quoteChecksum, START_US, tickOf, wideBook } from '../workload.js';

const BASELINE_INSTRUMENTS = 1000;

async function baselineNs(effort: Effort): Promise<number> {
  const oracle = oracleOf(configuration(BASELINE_INSTRUMENTS));
  for (let index = 0; index < BASELINE_INSTRUMENTS; index++) {
    send(oracle, 'bookTicker', START_US, tickOf(index, BASELINE_INSTRUMENTS));
  }
  const clock = (): void => send(oracle, 'clock', START_US, []);
  return (await meanNs('baseline sweep', clock, effort.timeMs)) / BASELINE_INSTRUMENTS;
}

/** One case per number of instruments. */
export async function sweepCases(effort: Effort): Promise<Result[]> {
  const baselineNsPerUnit = await baselineNs(effort);
  const results: Result[] = [];
  for (const instruments of effort.sweeps) {
    const book = wideBook(instruments);
    const sweep = await meanNs(`sweep ${instruments}`, () => book.clock(START_US), effort.timeMs);
    const nsPerUnit = sweep / instruments;
    results.push({
      name: `requote all, ${instruments.toLocaleString('en')} instruments`,
      unit: 'instrument',
      nsPerUnit,
      unitsPerSecond: 1e9 / nsPerUnit,
      baselineNsPerUnit,
      baseline: `plain TypeScript, ${BASELINE_INSTRUMENTS} instruments`,
      checksum: quoteChecksum(book, instruments),
      aimNs: 15,
    });
  }
  return results;
}
