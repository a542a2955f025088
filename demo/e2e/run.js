// Runs the browser tests against the stack that the environment names, otherwise against what `make dev` started. Says
// aloud when they cannot run here, in a line that `make test` repeats.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { browserPath } from './support/browser.js';

const FOLDER = new URL('.', import.meta.url);
const SETTINGS = fileURLToPath(new URL('../../.local/dev.env', import.meta.url));

if (!browserPath()) {
  console.error('# SKIPPED: no browser test has run, for there is no Chromium here.');
  console.error('# To run them: apt-get install chromium (or CHROMIUM=/path/to/it), make dev DETACH=1, make e2e-browser');
  process.exit(0);
}
const named = Boolean(process.env.SUPABASE_URL);
if (!named && !existsSync(SETTINGS)) {
  console.error('the browser tests need a running stack: make dev DETACH=1');
  process.exit(1);
}
const chosen = process.argv.slice(2).map((name) => `${name}.test.js`);
const all = (await readdir(FOLDER)).filter((name) => name.endsWith('.test.js')).sort();
const files = (chosen.length > 0 ? chosen : all).map((name) => fileURLToPath(new URL(name, FOLDER)));
const reporter = process.stdout.isTTY ? 'spec' : 'tap';
const options = ['--test', '--test-concurrency=1', '--test-timeout=600000', `--test-reporter=${reporter}`];
if (!named) options.unshift(`--env-file=${SETTINGS}`);
const { status } = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' });
process.exit(status ?? 1);
