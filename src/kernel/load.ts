/** Compiles the kernel once and refuses a binary that was not built from these sources. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as codes from '../../assembly/codes.js';
import * as gateLayout from '../../assembly/gate-layout.js';
import * as guardLayout from '../../assembly/guard-layout.js';
import * as hedgeLayout from '../../assembly/hedge-layout.js';
import * as layout from '../../assembly/layout.js';
import * as marginLayout from '../../assembly/margin-layout.js';
import * as opcodes from '../../assembly/opcodes.js';
import * as poolLayout from '../../assembly/pool-layout.js';
import * as reduceLayout from '../../assembly/reduce-layout.js';
import * as riskLayout from '../../assembly/risk-layout.js';
import * as tileLayout from '../../assembly/tile-layout.js';
import { EvenkeelError } from '../errors.js';
import type { KernelExports } from './exports.js';

/** Constants that host and binary must agree on. */
const CONSTANTS: Readonly<Record<string, number>> = {
  ...codes,
  ...guardLayout,
  ...gateLayout,
  ...layout,
  ...marginLayout,
  ...opcodes,
  ...poolLayout,
  ...reduceLayout,
  ...riskLayout,
  ...hedgeLayout,
  ...tileLayout,
};

/** Counts up with the layout of the state. */
export const LAYOUT_VERSION: number = layout.LAYOUT_VERSION;

/** Identifies layout, codes and opcodes; part of every snapshot. */
export const LAYOUT_FINGERPRINT = createHash('sha256')
  .update(JSON.stringify(Object.entries(CONSTANTS).sort(([a], [b]) => (a < b ? -1 : 1))))
  .digest('hex')
  .slice(0, 16);

export type KernelBuild = 'release' | 'debug';

const FILES: Readonly<Record<KernelBuild, string>> = {
  release: '#kernel/evenkeel.wasm',
  debug: '#kernel/evenkeel.debug.wasm',
};

const compiled = new Map<KernelBuild, WebAssembly.Module>();

/** The build that `EVENKEEL_KERNEL` names, `release` without it. */
export function selectedBuild(): KernelBuild {
  return process.env.EVENKEEL_KERNEL === 'debug' ? 'debug' : 'release';
}

/** Path of a kernel binary inside the package. */
export function kernelPath(build: KernelBuild = 'release'): string {
  return createRequire(import.meta.url).resolve(FILES[build]);
}

function compile(build: KernelBuild): WebAssembly.Module {
  const known = compiled.get(build);
  if (known !== undefined) return known;
  const module = new WebAssembly.Module(readKernel(build));
  verifyKernel(module);
  compiled.set(build, module);
  return module;
}

/** What shows which build a thread runs: two threads that agree on both compute the same. */
export interface BuildProof {
  /** First 64 bits of the SHA-256 of the binary. */
  readonly kernel: bigint;
  /** Fingerprint of layout, codes and opcodes as the host code knows them. */
  readonly layout: bigint;
}

/** Proof of the build this thread would run. */
export function buildProof(): BuildProof {
  const binary = createHash('sha256').update(readKernel(selectedBuild())).digest();
  return { kernel: binary.readBigUInt64LE(0), layout: BigInt(`0x${LAYOUT_FINGERPRINT}`) };
}

function readKernel(build: KernelBuild): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(kernelPath(build)));
  } catch (cause) {
    throw new EvenkeelError(
      'KERNEL_STALE',
      `the ${build} kernel is not built; run "npm run build:kernel"`,
      { build },
      { cause },
    );
  }
}

/**
 * Compares every constant of the binary with the host's.
 *
 * @throws EvenkeelError `KERNEL_STALE` with the first constant that differs, or a foreign import.
 */
export function verifyKernel(module: WebAssembly.Module): void {
  const imports = WebAssembly.Module.imports(module).map(
    (entry) => `${entry.module}.${entry.name}`,
  );
  if (imports.join() !== 'env.memory') {
    throw new EvenkeelError('KERNEL_STALE', `the binary is foreign: it imports ${imports.join()}`, {
      imports,
    });
  }
  const probe = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory: probe } });
  for (const [name, expected] of Object.entries(CONSTANTS)) {
    const found = exports[name];
    const value = found instanceof WebAssembly.Global ? Number(found.value) : undefined;
    if (value === expected) continue;
    throw new EvenkeelError(
      'KERNEL_STALE',
      `the binary kernel does not match the host code: ${name} is ${value}, expected ${expected}; run "npm run build"`,
      { name, found: value, expected },
    );
  }
}

/** 64 bits that identify a text. */
export function digest64(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64LE(0);
}

/** Whether an error is the kernel stopping itself, and not a mistake of the caller. */
export function isTrap(cause: unknown): boolean {
  return cause instanceof WebAssembly.RuntimeError;
}

/** An instance of the kernel over a memory. */
export function instantiate(memory: WebAssembly.Memory, build = selectedBuild()): KernelExports {
  const instance = new WebAssembly.Instance(compile(build), { env: { memory } });
  return instance.exports as unknown as KernelExports;
}
