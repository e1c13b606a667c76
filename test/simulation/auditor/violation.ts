/** A promise that was not kept, with the numbers compared. */
export class Violation extends Error {
  constructor(
    readonly rule: string,
    readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(`${rule}: ${JSON.stringify(details, printable)}`);
    this.name = 'Violation';
  }
}

function printable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' || typeof value === 'number' ? String(value) : value;
}

export function require(rule: string, holds: boolean, details: Record<string, unknown>): void {
  if (!holds) throw new Violation(rule, details);
}
