/** Bytes, configurations and tables from nowhere. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INPUT_FRAMES } from '../../src/frames/index.js';
import { SAMPLE } from '../book/sample.js';
import { derivatives } from '../config/derivatives.js';
import { readRow } from '../simulation/auditor/reader.js';
import { Draw } from '../simulation/draw.js';
import { fuzzConfigurations, fuzzTables } from '../simulation/fuzz/documents.js';
import { fuzzFrames, readCorpus } from '../simulation/fuzz/target.js';

const ROOT = resolve(import.meta.dirname, '..', '..');
const CORPUS = readCorpus(join(ROOT, 'test', 'fixtures', 'frames.hex'));
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('fuzzing', () => {
  it('100,000 strings of bytes change nothing when they are refused', () => {
    const counts = fuzzFrames(20_260_101, 100_000, CORPUS);
    expect(counts.strings).toBe(100_000);
    expect(counts.applied).toBeGreaterThan(10_000);
    expect(counts.rejected).toBeGreaterThan(50_000);
  });

  it('the corpus has a frame of every opcode', () => {
    const opcodes = new Set(CORPUS.map((bytes) => readRow(bytes, 0)?.opcode));
    expect(INPUT_FRAMES.filter(({ opcode }) => !opcodes.has(opcode))).toEqual([]);
  });

  it('configurations are refused with violations, or good for a book', () => {
    const examples = readdirSync(join(ROOT, 'examples')).filter((name) =>
      /^(book|us-equity|aster)\.yaml$/.test(name),
    );
    const documents = [
      SAMPLE,
      derivatives(),
      ...examples.map(
        (name) => parse(readFileSync(join(ROOT, 'examples', name), 'utf8')) as unknown,
      ),
    ];
    const { accepted, refused } = fuzzConfigurations(documents, new Draw(5, 0), 2000);
    expect(accepted + refused).toBe(2000);
    expect(accepted).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(500);
  });

  it('tables of fills are read, or refused with a reason', async () => {
    const { accepted, refused } = await fuzzTables(join(folder, 'fills.csv'), new Draw(6, 0), 100);
    expect(accepted).toBeGreaterThan(5);
    expect(refused).toBeGreaterThan(5);
  });
});
