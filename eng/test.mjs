// Builds the solution, runs the test projects and ends with one line: `N passed, N failed, N skipped`.
// node eng/test.mjs [part of a project's name…]
//
// Each test project is a program of its own and is started as one: no test host is reached through a socket, so nothing is needed of the network,
// not even the loopback device.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const chatter = /^\s*(Discovering|Discovered|Starting|Finished): |^=== TEST EXECUTION SUMMARY|^Ok, passed \d+ tests/;
const wanted = process.argv.slice(2);
const projects = readdirSync(join(root, 'test'))
  .filter((name) => isTestProject(join(root, 'test', name, `${name}.csproj`)))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();
if (projects.length === 0) {
  console.error(`no test project has ${wanted.join(' or ')} in its name`);
  process.exit(2);
}

const build = spawnSync('dotnet', ['build', ...targets(), '-c', 'Release', '--nologo', '-v', 'minimal'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) {
  console.log('nothing was tested: the build failed');
  process.exit(build.status ?? 1);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const silent = [];
for (const project of projects) {
  const started = Date.now();
  const counts = await run(project);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  if (!counts.isWhole) {
    silent.push(project);
  }
  console.log(`${project.padEnd(28)}${text(counts)}  ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

// A project whose tests were not found, or that ended before it counted them, would pass by saying nothing.
for (const project of silent) {
  console.log(`${project} did not run to its end, or has no tests`);
}
console.log(text(total));
process.exitCode = total.failed > 0 || silent.length > 0 ? 1 : 0;

function isTestProject(file) {
  return existsSync(file) && readFileSync(file, 'utf8').includes('<IsTestProject>true<');
}

function targets() {
  return wanted.length > 0 && projects.length === 1 ? [join('test', projects[0])] : ['Sluice.slnx'];
}

function text({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Runs one project and shows what it says of single tests. */
async function run(project) {
  const folder = join(root, 'test', project, 'bin', 'Release', 'net10.0');
  const runner = spawn('dotnet', [join(folder, `${project}.dll`), '-noColor', '-noLogo'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => runner.on('close', resolve));
  const counts = { passed: 0, failed: 0, skipped: 0, isWhole: false };
  for await (const line of createInterface({ input: runner.stdout })) {
    const summary = /Total: (\d+), Errors: (\d+), Failed: (\d+), Skipped: (\d+), Not Run: (\d+)/.exec(line);
    if (summary) {
      const [all, errors, failed, skipped, left] = summary.slice(1).map(Number);
      Object.assign(counts, { passed: all - failed - skipped - left, failed: failed + errors, skipped, isWhole: all - left > 0 });
    } else if (!chatter.test(line)) {
      console.log(line);
    }
  }

  const code = await ended;
  counts.isWhole &&= code === 0 || counts.failed > 0;
  return counts;
}
