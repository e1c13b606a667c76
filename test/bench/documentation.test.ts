/** docs/latency.md knows every option, case, verdict and key of the result file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, labCases } from '../../src/bench/index.js';
import { benchCommand } from '../../src/cli/bench/index.js';
import { caseResult, result } from './synthetic-results.js';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/latency.md'), 'utf8');

describe('docs/latency.md', () => {
  const command = benchCommand();
  const options = [command, ...command.commands].flatMap(({ options: all }) => all);
  it.each([...new Set(options.map(({ long }) => long))])('knows the option %s', (long) => {
    expect(PAGE).toContain(String(long));
  });

  it.each(labCases(DEFAULT_SETTINGS).map(({ name }) => name))('knows the case %s', (name) => {
    expect(PAGE).toContain(`\`${name}\``);
  });

  it('knows every key of a result', () => {
    const sample = result([caseResult('inline/tick', [1])]);
    const [first] = sample.cases;
    const keys = [...Object.keys(sample), ...Object.keys(first ?? {})];
    const rounds = Object.keys(first?.rounds[0] ?? {});
    for (const key of [...keys, ...rounds])
      expect(PAGE).toMatch(new RegExp(`\`[^\`]*\\b${key}\\b`));
  });
});
