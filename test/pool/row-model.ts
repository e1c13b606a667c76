/** Published rows, and the host that sleeps until something moves, step by step. */
import type { Local, Model, Process } from './step-model.js';
import { Violation } from './step-model.js';

export type RowMistake =
  | 'moves the version before the half is written'
  | 'writes the half that is valid'
  | 'believes the first look at the version';

interface RowMemory {
  version: number;
  /** Two halves of two words; a word holds the number of its publication. */
  halves: [[number, number], [number, number]];
}

const half = (memory: RowMemory, version: number): [number, number] =>
  memory.halves[version % 2 === 0 ? 0 : 1];

/** assembly/publish.ts and RowReader of src/pool/published.ts. */
export function rowModel(
  publications: number,
  reads: number,
  mistake?: RowMistake,
): Model<RowMemory> {
  function* writer(memory: RowMemory): ReturnType<Process<RowMemory>> {
    const isEarly = mistake === 'moves the version before the half is written';
    for (let next = 1; next <= publications; next++) {
      if (isEarly) {
        yield { label: `version ${next}` };
        memory.version = next;
      }
      const target = mistake === 'writes the half that is valid' ? next - 1 : next;
      yield { label: `first word ${next}` };
      half(memory, target)[0] = next;
      yield { label: `second word ${next}` };
      half(memory, target)[1] = next;
      if (isEarly) continue;
      yield { label: `version ${next}` };
      memory.version = next;
    }
  }

  function* reader(memory: RowMemory, local: Local): ReturnType<Process<RowMemory>> {
    local.last = 0;
    for (local.done = 0; Number(local.done) < reads; ) {
      yield { label: 'load version' };
      local.version = memory.version;
      yield { label: 'load first word' };
      local.first = half(memory, Number(local.version))[0];
      yield { label: 'load second word' };
      local.second = half(memory, Number(local.version))[1];
      if (mistake !== 'believes the first look at the version') {
        yield { label: 'load version again' };
        if (memory.version !== local.version) continue;
      }
      if (local.first !== local.second) throw new Violation('a torn row was accepted');
      if (local.first !== local.version) throw new Violation('a row of another version');
      if (Number(local.version) < Number(local.last)) throw new Violation('a version went back');
      local.last = local.version;
      local.done = Number(local.done) + 1;
    }
  }

  return {
    start: () => ({
      version: 0,
      halves: [
        [0, 0],
        [0, 0],
      ],
    }),
    processes: [writer, reader],
    atEnd: (_, turns) => {
      if (turns.some((turn) => turn !== undefined)) throw new Violation('a reader that never ends');
    },
  };
}

export type WaitMistake = 'looks for waiters before it stores' | 'announces the wait too late';

interface WaitMemory {
  tail: number;
  waiters: number;
  asleep: boolean;
}

/** untilMoved of src/pool/waiting.ts, and those who notify it. */
export function waitModel(records: number, mistake?: WaitMistake): Model<WaitMemory> {
  function* writer(memory: WaitMemory, local: Local): ReturnType<Process<WaitMemory>> {
    const isEarly = mistake === 'looks for waiters before it stores';
    for (let record = 1; record <= records; record++) {
      if (isEarly) {
        yield { label: `load waiters ${record}` };
        local.waiters = memory.waiters;
      }
      yield { label: `store tail ${record}` };
      memory.tail = record;
      if (!isEarly) {
        yield { label: `load waiters ${record}` };
        local.waiters = memory.waiters;
      }
      if (local.waiters === 0) continue;
      yield { label: `notify ${record}` };
      memory.asleep = false;
    }
  }

  function* host(memory: WaitMemory, local: Local): ReturnType<Process<WaitMemory>> {
    local.head = 0;
    while (local.head !== records) {
      yield { label: 'drain' };
      local.head = memory.tail;
      if (mistake !== 'announces the wait too late') {
        yield { label: 'add waiter' };
        memory.waiters += 1;
      }
      yield { label: 'wait' };
      memory.asleep = memory.tail === local.head;
      if (mistake === 'announces the wait too late') {
        yield { label: 'add waiter' };
        memory.waiters += 1;
      }
      if (local.head !== records) yield { label: 'asleep', isReady: () => !memory.asleep };
      yield { label: 'drop waiter' };
      memory.waiters -= 1;
    }
  }

  return {
    start: () => ({ tail: 0, waiters: 0, asleep: false }),
    processes: [writer, host],
    atEnd: (_, turns) => {
      if (turns.some((turn) => turn !== undefined)) throw new Violation('asleep for ever');
    },
  };
}
