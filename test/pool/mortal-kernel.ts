/**
 * A kernel that dies in the middle of what it does: its binary with a call before every store, and for every copy,
 * from which an error may come. What it leaves behind is a memory with some stores done and the next ones not.
 * The product has no such calls.
 */
import { readFileSync } from 'node:fs';
import binaryen from 'binaryen';
import { type KernelExports, kernelPath, type SharedMemory } from '../../src/kernel/index.js';

/** A worker is no more. */
export class Death extends Error {}

/** Burns by one with every store that counts; when nothing is left, the kernel that stores dies. */
export class Fuse {
  /** Deaths so far. */
  burnt = 0;
  #left = Number.POSITIVE_INFINITY;
  #counts: (address: number) => boolean = () => true;

  /** @param stores up to the one that is not done, at least 1; it replaces what burns already */
  light(stores: number, counts: (address: number) => boolean = () => true): void {
    this.#left = stores;
    this.#counts = counts;
  }

  /** Before a store. @throws Death */
  burn(address: number): void {
    if (this.#left === Number.POSITIVE_INFINITY || !this.#counts(address)) return;
    this.#left -= 1;
    if (this.#left > 0) return;
    this.#left = Number.POSITIVE_INFINITY;
    this.burnt += 1;
    throw new Death();
  }
}

/** Bytes that are copied between two looks at a fuse. */
const PIECE_BYTES = 64;
const COPYING = 'copying';

let compiled: WebAssembly.Module | undefined;

function withCalls(): WebAssembly.Module {
  const { i32, none, createType } = binaryen;
  const module = binaryen.readBinary(readFileSync(kernelPath()));
  try {
    module.setFeatures(binaryen.Features.All);
    binaryen.setPassArgument('instrument-memory', 'store');
    module.runPasses(['instrument-memory']);
    module.addFunctionImport(COPYING, 'env', COPYING, createType([i32, i32, i32]), none);
    return withCopies(Buffer.from(module.emitBinary()));
  } finally {
    module.dispose();
  }
}

/** Every `memory.copy` as a call: it has four bytes, and so has a call whose index is padded to three. */
function withCopies(binary: Buffer): WebAssembly.Module {
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(Uint8Array.from(binary)));
  const functions = imported.filter(({ kind }) => kind === 'function');
  const index = functions.findIndex(({ name }) => name === COPYING);
  const copy = Buffer.of(0xfc, 0x0a, 0, 0);
  const call = Buffer.of(0x10, (index & 127) | 128, ((index >> 7) & 127) | 128, index >> 14);
  for (let place = binary.indexOf(copy); place >= 0; place = binary.indexOf(copy, place)) {
    call.copy(binary, place);
  }
  return new WebAssembly.Module(Uint8Array.from(binary));
}

/** An instance over a memory that others use too. */
export function mortalKernel({ handle, bytes }: SharedMemory, fuse: Fuse): KernelExports {
  compiled ??= withCalls();
  const same = (...given: unknown[]): unknown => given.at(-1);
  const storing = (_place: number, _bytes: number, offset: number, address: number): number => {
    fuse.burn((address >>> 0) + offset);
    return address;
  };
  const copying = (to: number, from: number, length: number): void => {
    // What overlaps is copied at once.
    const piece = Math.abs(to - from) < length ? length : PIECE_BYTES;
    for (let done = 0; done < length; done += piece) {
      fuse.burn(to + done);
      bytes.copyWithin(to + done, from + done, from + Math.min(done + piece, length));
    }
  };
  const env: Record<string, WebAssembly.ImportValue> = { memory: handle as WebAssembly.Memory };
  for (const { name, kind } of WebAssembly.Module.imports(compiled)) {
    if (kind === 'function') env[name] = same;
  }
  Object.assign(env, { store_ptr: storing, [COPYING]: copying });
  const { exports } = new WebAssembly.Instance(compiled, { env });
  return exports as unknown as KernelExports;
}
