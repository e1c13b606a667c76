/** Exit statuses of the command, beside 0. */

/** It failed, or `reconcile` found unexplained rows. */
export const EXIT_FAILED = 1;
/** Wrong usage. */
export const EXIT_USAGE = 2;
/** A defect of ours (EX_SOFTWARE of sysexits.h). */
export const EXIT_DEFECT = 70;
/** What shells report of a process that SIGINT ended. */
export const EXIT_INTERRUPTED = 130;
