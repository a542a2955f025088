// What a browser loads, compressed: the first view alone, and each part that comes later. Fails when the first view is
// larger than what was promised.

import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url);
const LIMIT_KB = 600;

const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', DIST), 'utf8'));

/** A part's own files and those of what it imports at once. */
function filesOf(name, found = new Set()) {
  const { file, css = [], imports = [] } = manifest[name];
  if (found.has(file)) return found;
  for (const one of [file, ...css]) found.add(one);
  for (const imported of imports) filesOf(imported, found);
  return found;
}

async function kilobytes(files) {
  const sizes = await Promise.all([...files].map(async (file) => gzipSync(await readFile(new URL(file, DIST))).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

const first = filesOf('index.html');
const total = await kilobytes(first);
console.log(`${total.toFixed(0).padStart(5)} kB  first view (at most ${LIMIT_KB} kB)`);
for (const [name, { isDynamicEntry }] of Object.entries(manifest)) {
  if (!isDynamicEntry) continue;
  const later = [...filesOf(name)].filter((file) => !first.has(file));
  console.log(`${(await kilobytes(later)).toFixed(0).padStart(5)} kB  later: ${name}`);
}
if (total > LIMIT_KB) process.exitCode = 1;
