// Publishes a program with its runtime, compiled ahead of time: node eng/publish.mjs project folder
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export function publish(project, folder) {
  const os = { linux: 'linux', darwin: 'osx', win32: 'win' }[process.platform];
  // AVX2, which processors have had since 2013: without it the framework's own search loops are compiled at each start. Where it is missing all code is.
  const instructions = process.arch === 'x64' ? ['-p:PublishReadyToRunCrossgen2ExtraArgs=--instruction-set:x86-64-v3'] : [];
  mkdirSync(folder, { recursive: true });
  const run = spawnSync(
    'dotnet',
    ['publish', project, '-c', 'Release', '-r', `${os}-${process.arch}`, '--self-contained', 'true',
      '-p:PublishReadyToRun=true', '-p:PublishReadyToRunComposite=true', ...instructions, '-o', folder, '--nologo', '-v', 'quiet'],
    { stdio: 'inherit' },
  );
  if (run.status !== 0) {
    process.exit(run.status ?? 1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [project, folder] = process.argv.slice(2);
  if (!project || !folder) {
    console.error('usage: node eng/publish.mjs project folder');
    process.exit(2);
  }

  publish(resolve(project), resolve(folder));
}
