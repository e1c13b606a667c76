/** Columns of the output file as the writer needs them. */

/** Numbers; NaN is written as nothing. */
export interface NumberColumn {
  readonly name: string;
  readonly kind: 'number' | 'integer';
}

/** Places in a list of names; an empty name is written as nothing. */
export interface NameColumn {
  readonly name: string;
  readonly kind: 'name';
  readonly names: readonly string[];
}

/** A column and how it is written. */
export type OutputColumn = NumberColumn | NameColumn;
