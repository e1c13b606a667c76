/** Begin of every generated session: 2025-01-01T00:00:00Z, milliseconds since the epoch. */
export const BEGIN_MS = Date.UTC(2025, 0, 1);
