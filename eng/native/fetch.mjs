// Runs `npm ci` once, however many builds ask for the library at the same time.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';

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
    process.exitCode = npm(['ci', '--ignore-scripts']);
    if (!existsSync(library)) {
      // The lock file holds the platforms that CI runs on; elsewhere the version alone is pinned.
      const locked = JSON.parse(readFileSync('package.json', 'utf8')).optionalDependencies;
      const version = Object.values(locked)[0];
      const name = `@duckdb/${basename(dirname(library))}`;
      process.exitCode = npm(['install', '--no-save', '--ignore-scripts', `${name}@${version}`]);
    }
  }
} finally {
  rmSync(lock, { recursive: true, force: true });
}
