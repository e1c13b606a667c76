/** Columns of the output file as the writer needs them. */

/** How the numbers of a block are written. NaN is written as nothing. */
export type OutputColumn =
  | { readonly name: string; readonly kind: 'number' | 'integer' }
  /** Places in a list of names; an empty name is written as nothing. */
  | { readonly name: string; readonly kind: 'name'; readonly names: readonly string[] };
