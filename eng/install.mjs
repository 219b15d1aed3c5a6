// Publishes the command line with its runtime, compiled ahead of time, and puts `sluice` into a folder: node eng/install.mjs [folder]
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = resolve(process.argv[2] ?? join(root, 'out'));
const os = { linux: 'linux', darwin: 'osx', win32: 'win' }[process.platform];
const end = process.platform === 'win32' ? '.exe' : '';
// AVX2, which processors have had since 2013: without it the framework's own search loops are compiled at each start. Where it is missing all code is.
const instructions = process.arch === 'x64' ? ['-p:PublishReadyToRunCrossgen2ExtraArgs=--instruction-set:x86-64-v3'] : [];
mkdirSync(folder, { recursive: true });

const publish = spawnSync(
  'dotnet',
  ['publish', join(root, 'src', 'Sluice.Cli'), '-c', 'Release', '-r', `${os}-${process.arch}`, '--self-contained', 'true',
    '-p:PublishReadyToRun=true', '-p:PublishReadyToRunComposite=true', ...instructions, '-o', folder, '--nologo', '-v', 'quiet'],
  { stdio: 'inherit' },
);
if (publish.status !== 0) {
  process.exit(publish.status ?? 1);
}

// The assembly cannot be called sluice: Sluice.dll and sluice.dll are one file on disks that ignore case. The starter can.
copyFileSync(join(folder, `Sluice.Cli${end}`), join(folder, `sluice${end}`));
console.log(`installed ${join(folder, `sluice${end}`)}; add ${folder} to PATH`);
