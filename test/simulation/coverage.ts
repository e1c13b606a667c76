/** What a run has met: a workload that never reaches a limit proves nothing about it. */
import { codeName, type OutputFrame } from '../../src/frames/index.js';

export class Coverage {
  readonly counts = new Map<string, number>();

  add(kind: string, code: number | string, times = 1): void {
    const key = `${kind} ${code}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + times);
  }

  has(kind: string, code: number | string): boolean {
    return this.counts.has(`${kind} ${code}`);
  }

  merge(other: Coverage): void {
    for (const [key, times] of other.counts)
      this.counts.set(key, (this.counts.get(key) ?? 0) + times);
  }

  output(frame: OutputFrame): void {
    this.add('output', frame.name);
    switch (frame.name) {
      case 'reject':
        this.add('reject', frame.code);
        return;
      case 'quote':
        this.add('drop', frame.bidReason);
        this.add('drop', frame.askReason);
        return;
      case 'riskState':
        this.add('limit', frame.limit);
        this.add(frame.instrument === null ? 'book state' : 'instrument state', frame.state);
        return;
      case 'limitEvent':
        this.add('limit', frame.limit);
        return;
      case 'ladder':
        this.add('rung', frame.rung);
        this.add('measure', frame.guard);
        return;
      case 'hedge':
        this.add('hedge', codeName(frame.reason, 'hedge'));
        return;
      case 'orderVerdict':
        this.add('order', frame.cause);
        this.add('verdict', frame.verdict);
        return;
    }
  }

  /** Sorted, for print and for comparison. */
  entries(): [string, number][] {
    return [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
