/** A table of numbers: names on the left, figures on the right. */
import Table from 'cli-table3';

/** @param head what the columns are called */
export function numbersTable(head: string[]): Table.Table {
  return new Table({
    head,
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
}
