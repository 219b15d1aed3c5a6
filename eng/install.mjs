// Publishes the command line and puts `sluice` into a folder: node eng/install.mjs [folder]
import { copyFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publish } from './publish.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = resolve(process.argv[2] ?? join(root, 'out'));
const end = process.platform === 'win32' ? '.exe' : '';
publish(join(root, 'src', 'Sluice.Cli'), folder);

// The assembly cannot be called sluice: Sluice.dll and sluice.dll are one file on disks that ignore case. The starter can.
copyFileSync(join(folder, `Sluice.Cli${end}`), join(folder, `sluice${end}`));
console.log(`installed ${join(folder, `sluice${end}`)}; add ${folder} to PATH`);
