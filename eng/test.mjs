// Builds the solution, runs every test project and ends with one line: `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const totals = { Passed: 0, Failed: 0, Skipped: 0 };
let silent = 0;

const runner = spawn('dotnet', ['test', 'Sluice.slnx', '-c', 'Release', '--nologo', ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
for await (const line of createInterface({ input: runner.stdout })) {
  if (line.includes('No test is available')) {
    silent++;
  }
  const summary = /Failed:\s+(\d+), Passed:\s+(\d+), Skipped:\s+(\d+)/.exec(line);
  if (summary) {
    totals.Failed += Number(summary[1]);
    totals.Passed += Number(summary[2]);
    totals.Skipped += Number(summary[3]);
  }
  console.log(line);
}

const code = runner.exitCode ?? (await new Promise((resolve) => runner.on('close', resolve)));
console.log(`${totals.Passed} passed, ${totals.Failed} failed, ${totals.Skipped} skipped`);
// A project whose tests were not found would pass by saying nothing.
process.exitCode = code !== 0 || totals.Passed === 0 || silent > 0 ? 1 : 0;
