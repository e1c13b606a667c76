/** A bug that is put in on purpose, and how it is written down. */

export interface Edit {
  /** Of the kernel below assembly/, of the host below dist/ as compiled. */
  readonly file: string;
  /** Occurs once. */
  readonly find: string;
  /** In the kernel `PLANTED` is true where the bug is switched on. */
  readonly replace: string;
}

export interface PlantedBug {
  readonly name: string;
  readonly where: 'kernel' | 'host';
  readonly edits: readonly Edit[];
  /** Finds it. */
  readonly seed: number;
  /** Whether only the other ways of the bytes can show it. */
  readonly isOfWays?: boolean;
}

/** One edit. */
type Planting = (
  name: string,
  seed: number,
  file: string,
  find: string,
  replace: string,
) => PlantedBug;

const planting =
  (place: Pick<PlantedBug, 'where' | 'isOfWays'>): Planting =>
  (name, seed, file, find, replace) => ({ name, seed, ...place, edits: [{ file, find, replace }] });

export const kernel = planting({ where: 'kernel' });
/** Of the kernel that serves the rings of a pool. */
export const rings = planting({ where: 'kernel', isOfWays: true });
export const host = planting({ where: 'host' });
