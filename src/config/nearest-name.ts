/** Finds what somebody meant who mistyped a name. */

/** Names longer than this are not compared: the cost grows with the square of the length. */
const NAME_LENGTH_MAX = 64;

/** Insertions, deletions and replacements that turn one text into the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const shifted = 1 + Math.min(previous[column] ?? 0, current[column - 1] ?? 0);
      current.push(Math.min(replaced, shifted));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}

/** The known name within a third of its letters of `name`, case aside; null when there is none. */
export function nearestName(name: string, known: Iterable<string>): string | null {
  if (name.length > NAME_LENGTH_MAX) return null;
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && distance <= Math.max(1, candidate.length / 3)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
