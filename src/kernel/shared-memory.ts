/** WebAssembly memory of a fixed size with a kernel instance over it; threads can share it. */
import { EvenkeelError } from '../errors.js';
import type { KernelExports } from './exports.js';
import { instantiate } from './load.js';

const PAGE_BYTES = 65536;
const MAX_PAGES = 65536;

let sizing: KernelExports | undefined;

/** A kernel for asking how large things are; its memory is not used. */
export function sizer(): KernelExports {
  sizing ??= SharedMemory.reserve(PAGE_BYTES).kernel;
  return sizing;
}

/** Memory, its views and a kernel instance of this thread. */
export class SharedMemory {
  readonly kernel: KernelExports;
  readonly bytes: Uint8Array;
  readonly integers: Int32Array;
  readonly floats: Float64Array;
  readonly longs: BigInt64Array;
  /** What another thread passes to `attach`; opaque, can be cloned to it. */
  readonly handle: object;

  private constructor(memory: WebAssembly.Memory) {
    const { buffer } = memory;
    this.handle = memory;
    this.kernel = instantiate(memory);
    this.bytes = new Uint8Array(buffer);
    this.integers = new Int32Array(buffer);
    this.floats = new Float64Array(buffer);
    this.longs = new BigInt64Array(buffer);
  }

  /**
   * Zeroed memory; pages that are never touched cost address space only.
   *
   * @throws EvenkeelError `USAGE` when it cannot be had
   */
  static reserve(bytes: number): SharedMemory {
    const pages = Math.ceil(bytes / PAGE_BYTES);
    try {
      if (!(pages <= MAX_PAGES)) throw new RangeError(`${pages} pages, at most ${MAX_PAGES}`);
      return new SharedMemory(
        new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }),
      );
    } catch (cause) {
      if (cause instanceof EvenkeelError) throw cause;
      throw new EvenkeelError('USAGE', `no memory for ${bytes} bytes`, { bytes }, { cause });
    }
  }

  /** The same memory in another thread. @param handle from `SharedMemory.handle` */
  static attach(handle: object): SharedMemory {
    if (handle instanceof WebAssembly.Memory) return new SharedMemory(handle);
    throw new EvenkeelError('USAGE', 'not the handle of a shared memory');
  }
}
