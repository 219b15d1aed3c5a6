// Fetches a library once, however many builds ask for it at the same time: this machine's with `npm ci`, another platform's into a folder of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';

const library = process.argv[2];
const lock = '.fetching';
const patienceMs = 300_000;

function tryLock() {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    // A lock left by a build that was killed must not block for ever.
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > patienceMs) {
      rmSync(lock, { recursive: true, force: true });
    }
    return false;
  }
}

function npm(args) {
  return spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1;
}

/** npm refuses what is not for this machine unless it is forced, and removes what is beside it. */
function foreign() {
  const home = dirname(dirname(dirname(dirname(library))));
  mkdirSync(home, { recursive: true });
  return ['--force', '--prefix', home];
}

const started = Date.now();
while (!tryLock()) {
  if (Date.now() - started > patienceMs) {
    console.error('another build has been fetching the DuckDB library for five minutes; remove eng/native/.fetching');
    process.exit(1);
  }
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
}

try {
  if (!existsSync(library)) {
    const isForeign = !relative('platforms', library).startsWith('..');
    if (!isForeign) {
      process.exitCode = npm(['ci', '--ignore-scripts']);
    }
    if (!existsSync(library)) {
      // The lock file holds the platforms that CI runs on; elsewhere the version alone is pinned.
      const locked = JSON.parse(readFileSync('package.json', 'utf8')).optionalDependencies;
      const version = Object.values(locked)[0];
      const name = `@duckdb/${basename(dirname(library))}`;
      process.exitCode = npm(['install', '--no-save', '--ignore-scripts', ...(isForeign ? foreign() : []), `${name}@${version}`]);
    }
  }
} finally {
  rmSync(lock, { recursive: true, force: true });
}
