// Runs the browser tests against what `make dev` started. Says aloud when they cannot run here.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { browserPath } from './support/browser.js';

const FOLDER = new URL('.', import.meta.url);
const SETTINGS = fileURLToPath(new URL('../../.local/dev.env', import.meta.url));

if (!browserPath()) {
  console.error('SKIPPED: the browser tests did not run. There is no Chromium here: apt-get install chromium, or CHROMIUM=…');
  process.exit(0);
}
if (!existsSync(SETTINGS)) {
  console.error('the browser tests need a running stack: make dev DETACH=1');
  process.exit(1);
}
const named = process.argv.slice(2);
const all = (await readdir(FOLDER)).filter((name) => name.endsWith('.test.js')).sort();
const files = (named.length > 0 ? named.map((name) => `${name}.test.js`) : all).map((name) => fileURLToPath(new URL(name, FOLDER)));
const options = [`--env-file=${SETTINGS}`, '--test', '--test-concurrency=1', '--test-timeout=600000', '--test-reporter=spec'];
const { status } = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' });
process.exit(status ?? 1);
