/** The README tells the truth: its embedding example runs and prints what it says. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The first fenced block of a language after a heading. */
function block(heading: string, language: string): string {
  const begin = README.indexOf(`## ${heading}`);
  const text = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(README.slice(begin))?.[1];
  if (begin < 0 || text === undefined)
    throw new Error(`README has no ${language} under ${heading}`);
  return text;
}

describe('README', () => {
  it.each([
    ['Embed it', 24],
    ['Many books on worker threads', 26],
  ])('has an example that prints what it says: %s', (heading, lines) => {
    const source = block(heading, 'js');
    expect(source.trim().split('\n').length).toBeLessThanOrEqual(lines);
    const library = pathToFileURL(join(ROOT, 'dist/src/index.js')).href;
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-readme-'));
    const file = join(folder, 'example.mjs');
    writeFileSync(file, source.replace("'evenkeel'", `'${library}'`));
    const printed = execFileSync(process.execPath, [file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(printed.trim()).toBe(block(heading, 'text').trim());
  });

  it('names two commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(README).toContain('npm ci && npm start');
    expect(README).toContain('npm ci && npm test');
    expect(Object.keys(scripts)).toEqual(
      expect.arrayContaining(['start', 'test', 'bench', 'check']),
    );
  });
});
