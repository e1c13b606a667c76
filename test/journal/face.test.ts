/** What `evenkeel/journal` shows is what its page describes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as face from '../../src/journal/index.js';

describe('evenkeel/journal', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/journal.md'), 'utf8');

  it('shows nothing that docs/journal.md does not name', () => {
    const names = Object.keys(face);
    expect(names).toContain('openJournaled');
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
  });
});
