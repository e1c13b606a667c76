/** What `npm pack` ships: what users need, and neither tests nor the project's benches nor sources. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

interface Packed {
  readonly files: readonly { readonly path: string }[];
  readonly unpackedSize: number;
}

function packed(): Packed {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [first]: Packed[] = JSON.parse(execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' }));
  if (first === undefined) throw new Error('npm pack said nothing');
  return first;
}

describe('package', () => {
  const { files, unpackedSize } = packed();
  const paths = files.map(({ path }) => path);
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

  it('ships the kernel, the library with types, the command, examples and pages', () => {
    const entries = Object.values<Record<string, string> | string>(manifest.exports).flatMap(
      (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry)),
    );
    const needed = [...entries, manifest.bin.evenkeel].map((path) => path.replace('./', ''));
    const others = [
      ...['dist/kernel/evenkeel.wasm', 'LICENSE', 'README.md', 'docs/configuration.md'],
      // Processes and threads of their own, found through the imports of the package.
      ...['measure-process', 'baselines/piscina-worker', 'baselines/message-worker'].map(
        (name) => `dist/src/bench/${name}.js`,
      ),
    ];
    for (const path of [...needed, ...others]) expect(paths).toContain(path);
    expect(paths.some((path) => /^examples\/.*\.yaml$/.test(path))).toBe(true);
  });

  it('ships nothing else', () => {
    const foreign = paths.filter((path) =>
      /(^|\/)(test|node_modules)\/|^(dist\/)?bench\/|\.wat$|debug|\.test\./.test(path),
    );
    expect(foreign).toEqual([]);
    expect(unpackedSize).toBeLessThan(3_500_000);
  });
});
