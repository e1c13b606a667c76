/** The binary itself: what it imports, contains, and that a stale or foreign one is refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kernelPath, verifyKernel } from '../../src/kernel/index.js';

const EMPTY_MODULE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const DATA_SECTION = 11;

/** Ids of the sections of a WebAssembly binary, in order. */
function sections(binary: Uint8Array): number[] {
  const ids: number[] = [];
  let at = 8;
  while (at < binary.length) {
    ids.push(binary[at] ?? -1);
    let length = 0;
    for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
      at += 1;
      byte = binary[at] ?? 0;
      length |= (byte & 0x7f) << shift;
    }
    at += 1 + length;
  }
  return ids;
}

describe('kernel binary', () => {
  const binary = new Uint8Array(readFileSync(kernelPath()));

  it('has no data segment that another instance would write over shared memory', () => {
    expect(sections(binary)).not.toContain(DATA_SECTION);
  });

  it('imports memory and nothing else', () => {
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(binary));
    expect(imports).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('cannot grow its memory', () => {
    const text = readFileSync(kernelPath().replace('.wasm', '.wat'), 'utf8');
    expect(text).not.toContain('memory.grow');
  });

  it('is refused when foreign', () => {
    const foreign = new WebAssembly.Module(new Uint8Array(EMPTY_MODULE));
    expect(() => verifyKernel(foreign)).toThrow(expect.objectContaining({ code: 'KERNEL_STALE' }));
  });

  it('is refused when an exported constant differs', () => {
    // The constant MAX_FRAME_BYTES = 512 is an i32.const (0x41) with LEB128 80 04 in a global.
    const stale = binary.slice();
    const text = Buffer.from(binary).indexOf(Buffer.from([0x7f, 0x00, 0x41, 0x80, 0x04, 0x0b]));
    expect(text).toBeGreaterThan(0);
    stale[text + 4] = 0x05;
    expect(() => verifyKernel(new WebAssembly.Module(stale))).toThrow(
      expect.objectContaining({
        code: 'KERNEL_STALE',
        message: expect.stringMatching(/expected 512/),
      }),
    );
  });
});
