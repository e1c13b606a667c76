/** What the workload must reach, from the code lists of the protocol, less what it cannot. */
import { ERROR_CODES } from '../../src/errors.js';
import { CODES, INPUT_FRAMES } from '../../src/frames/index.js';
import type { Coverage } from './coverage.js';
import { DAMAGE_NAMES } from './journal/trial.js';
import { MOST_PRODUCERS, NUMBERINGS } from './producers/terms.js';

/** `kind code`, and why a single book that is fed in order never shows it. */
export const OUT_OF_REACH: Readonly<Record<string, string>> = {
  'reject 3':
    'the fields of a known frame end before 512 bytes; longer ones are refused by what they hold',
  'reject 18': 'output is drained after every packet; test/book/operator fills the buffer',
  'reject 19': 'of streams of many books, which name those that are open here',
  'drop 32':
    'an instrument is published as not configured from its definition on: no frame says it',
};

/** Of journals: policies, ends of a process, failures of a write, and ways to come back. */
const JOURNALS = [
  ...['acknowledgeAfterSync', 'acknowledgePerGroup', 'acknowledgeBeforeSync'],
  ...['ended: failed', 'ended: killed', 'ended: power', 'ended: closed'],
  ...['a write failed: before', 'a write failed: after'],
  ...['a write failed: taken', 'a write failed: garbled'],
  ...['recovered from a snapshot', 'recovered from a snapshot, others passed over'],
  ...['recovered from the first group', 'recovered from the first group, others passed over'],
  ...['groups replayed', 'no group replayed', 'a client waited'],
  ...['a beginning failed: before', 'a beginning failed: after', 'a beginning failed: taken'],
  ...['died at the beginning: there', 'died at the beginning: lost'],
  ...['a long stream stopped early', 'died in a long stream'],
  ...['input lost', 'more than acknowledged', 'acknowledged input lost'],
];

const FAULTS = [
  ...['clockJumps', 'restarts', 'repeated', 'unsaid', 'duplicated', 'delayed', 'dropped'],
  ...['damaged', 'frozen', 'failedWrites', 'stalls', 'damages'],
];

/** What producers and their lines do; of each numbering, and of any number of producers, there is a seed. */
const PRODUCERS = [
  ...Array.from({ length: MOST_PRODUCERS }, (_, index) => `producers ${index + 1}`),
  'producers in turn',
  ...NUMBERINGS.map((numbering) => `numbering ${numbering}`),
  ...FAULTS.map((fault) => `fault ${fault}`),
];

export function expectedKeys(): string[] {
  const opcodes = INPUT_FRAMES.map(({ opcode }) => `opcode ${opcode}`);
  const codes = CODES.flatMap(({ family, code, name }) => {
    if (family === 'reject' && code > 0) return [`reject ${code}`];
    if (family === 'drop') return [`drop ${code}`];
    if (family === 'limit' && code > 0) return [`limit ${code}`];
    if (family === 'order') return [`order ${code}`];
    if (family === 'hedge') return [`hedge ${name}`];
    return [];
  });
  const states = [0, 1, 2].flatMap((state) => [`book state ${state}`, `instrument state ${state}`]);
  const rungs = [0, 1, 2, 3, 4, 5].map((rung) => `rung ${rung}`);
  const verdicts = [0, 1, 2].map((verdict) => `verdict ${verdict}`);
  const refusals = Object.keys(ERROR_CODES).filter((name) => name.startsWith('JOURNAL_'));
  const journals = [...JOURNALS, ...refusals].map((key) => `journal ${key}`);
  const damages = DAMAGE_NAMES.map((name) => `damage ${name}`);
  return [
    ...PRODUCERS,
    ...opcodes,
    ...codes,
    ...states,
    ...rungs,
    ...verdicts,
    ...journals,
    ...damages,
  ];
}

/** What should have been reached and was not. */
export function gaps(coverage: Coverage): string[] {
  return expectedKeys().filter((key) => !coverage.counts.has(key) && !(key in OUT_OF_REACH));
}
