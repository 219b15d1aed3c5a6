// Writes Sluice's packages into a folder: node eng/pack.mjs [folder] [--platforms linux-x64,osx-arm64] [--no-build]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const words = process.argv.slice(2);
const isBuilt = take('--no-build') !== undefined;
const platforms = take('--platforms', true);
if (platforms === '' || words.length > 1 || words[0]?.startsWith('-')) {
  console.error('usage: node eng/pack.mjs [folder] [--platforms linux-x64,osx-arm64] [--no-build]');
  process.exit(2);
}

const folder = resolve(words[0] ?? join(root, 'artifacts', 'packages'));
mkdirSync(folder, { recursive: true });
// A package that is no longer made would be found by whoever adds the folder as a source.
packages().forEach((name) => rmSync(join(folder, name)));

const pack = spawnSync(
  'dotnet',
  ['msbuild', join(root, 'eng', 'Packages.proj'), `-p:PackageOutputPath=${folder}`, `-p:NoBuild=${isBuilt}`, '-m', '-nologo', '-v:quiet'],
  { stdio: 'inherit', env: { ...process.env, ...(platforms ? { DuckDbPlatforms: platforms.replaceAll(',', ';') } : {}) } },
);
if (pack.status !== 0) {
  process.exit(pack.status ?? 1);
}

packages().forEach((name) => console.log(join(folder, name)));

function packages() {
  return readdirSync(folder).filter((name) => /^Sluice\..*\.nupkg$/.test(name));
}

/** Takes an option out of the words; gives its value, or an empty text for one without. */
function take(name, hasValue = false) {
  const index = words.indexOf(name);
  return index < 0 ? undefined : words.splice(index, hasValue ? 2 : 1)[1] ?? '';
}
