/** Walks the schema: which keys are known at a place. */
import * as z from 'zod';

/** The maps a schema stands for, with options, defaults, lists and alternatives looked through. */
function mapsOf(schema: unknown): readonly z.ZodObject[] {
  if (schema instanceof z.ZodObject) return [schema];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(mapsOf);
  if (schema instanceof z.ZodArray) return mapsOf(schema.element);
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional
  ) {
    return mapsOf(schema.unwrap());
  }
  return [];
}

/** Keys known at a path; indexes of lists stand for every element. Empty where there is no map. */
export function keysAt(schema: unknown, path: readonly PropertyKey[]): readonly string[] {
  let maps = mapsOf(schema);
  for (const step of path) {
    if (typeof step === 'number') continue;
    maps = maps.flatMap(({ shape }) => mapsOf(shape[String(step)]));
  }
  return [...new Set(maps.flatMap(({ shape }) => Object.keys(shape)))];
}
