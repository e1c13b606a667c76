/** docs/models.md names everything that can be called or configured, and its links lead somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelSchema } from '../../src/config/model-schema.js';
import * as models from '../../src/models/index.js';

const ROOT = resolve(import.meta.dirname, '../..');
const PATH = join(ROOT, 'docs/models.md');
const page = readFileSync(PATH, 'utf8');

/** The part from a heading to the next one of its level. */
function section(heading: string): string {
  const [, text] = page.split(`\n## ${heading}\n`);
  if (text === undefined) throw new Error(`docs/models.md has no ${heading}`);
  return text.split('\n## ')[0] ?? '';
}

/** Anchors of a Markdown page as GitHub makes them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('docs/models.md', () => {
  it.each(Object.keys(models))('names %s', (name) => {
    expect(page).toContain(`\`${name}\``);
  });

  it('names no function that is not there', () => {
    const tables = page.split('## On recorded markets')[0] ?? '';
    const cells = [...tables.matchAll(/^\| (?:functions \| )?(`[a-zA-Z0-9`, ]+) [|(]/gm)];
    const named = cells.flatMap(([, list = '']) =>
      [...list.matchAll(/`(\w+)`/g)].map(([, n]) => n),
    );
    const known = [...Object.keys(models), ...liveTypes()];
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });

  it.each(liveTypes())('says how the live model %s quotes and what it earned', (type) => {
    expect(section('What is live')).toContain(`\n| \`${type}\` |`);
    expect(section('On recorded markets')).toContain(`| ${type} |`);
  });

  it('links to what is there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)];
    expect(links.length).toBeGreaterThan(4);
    for (const [link, file = '', anchor] of links) {
      const path = resolve(dirname(PATH), file);
      expect(existsSync(path), link).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(readFileSync(path, 'utf8'))).toContain(anchor);
    }
  });

  it.each(['README.md', 'docs/architecture.md'])('is linked from %s', (from) => {
    expect(readFileSync(join(ROOT, from), 'utf8')).toMatch(/\]\((docs\/)?models\.md\)/);
  });
});

/** Every word for `model.type`. */
function liveTypes(): string[] {
  return modelSchema.options.flatMap(({ shape }) => [...shape.type.values]);
}
