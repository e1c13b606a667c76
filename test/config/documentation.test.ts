/** The page of the configuration and the schema name the same keys and the same defaults. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { configurationSchema } from '../../src/config/schema.js';

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

interface Leaf {
  readonly key: string;
  /** Undefined when the key has no default of its own. */
  readonly defaultText: string | undefined;
}

/** An empty map has no text of its own. */
function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** Every key below a schema, without the list of instruments in front. */
function leavesOf(schema: unknown, key: string, defaultText?: string): readonly Leaf[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, child]) =>
      leavesOf(child, key === '' ? name : `${key}.${name}`),
    );
  }
  if (schema instanceof z.ZodUnion) {
    const nested = schema.options.flatMap((option) => leavesOf(option, key));
    const own = nested.every((leaf) => leaf.key !== key) ? [] : [{ key, defaultText }];
    return [...own, ...nested.filter((leaf) => leaf.key !== key)];
  }
  if (schema instanceof z.ZodArray) {
    return leavesOf(schema.element, key === 'instruments' ? '' : `${key}[]`);
  }
  if (schema instanceof z.ZodDefault) {
    const value = schema.def.defaultValue;
    return leavesOf(schema.unwrap(), key, textOf(value));
  }
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodPrefault
  ) {
    return leavesOf(schema.unwrap(), key, defaultText);
  }
  return [{ key, defaultText }];
}

const leaves = leavesOf(configurationSchema, '');
const rows = new Map(
  [...page.matchAll(/^\| `([^`]+)` \| (.*) \| (.*) \| (.*) \|$/gm)].map((row) => [row[1], row[3]]),
);

describe('docs/configuration.md', () => {
  it('has a row for every key and for nothing else', () => {
    expect([...rows.keys()].sort()).toEqual([...new Set(leaves.map(({ key }) => key))].sort());
  });

  it('states the defaults of the schema', () => {
    const stated = leaves.flatMap(({ key, defaultText }) =>
      defaultText === undefined ? [] : { key, row: rows.get(key), defaultText },
    );
    expect(stated.length).toBeGreaterThan(20);
    for (const { key, row, defaultText } of stated) {
      expect(`${key} ${row}`).toBe(`${key} \`${defaultText}\``);
    }
  });
});
