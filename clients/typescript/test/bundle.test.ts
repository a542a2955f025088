// An app carries what it imports, and nothing else of this package.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** The bundle of an app with this code. */
async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: PACKAGE },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

const ONE = `import { createLive, sendLiveGift } from '@ipelya/live';
export const give = (supabase) => sendLiveGift(createLive(supabase), { sessionId: 's', giftId: 'heart' });`;

test('one function does not bring the others', async () => {
  const text = await bundle(ONE);
  assert.match(text, /send-live-gift/);
  for (const other of [
    'join-live-session',
    'get-livekit-token',
    'create-call',
    'live-ops',
    'atob',
    'postgres_changes',
    'broadcast',
  ]) {
    assert.ok(!text.includes(other), other);
  }
  assert.ok(text.length < 6_000, `${text.length} bytes`);
});

test('supabase-js is not part of it', async () => {
  assert.doesNotMatch(await bundle(ONE), /createClient|RealtimeClient|PostgrestClient/);
  assert.doesNotMatch(
    await bundle(`export * from '@ipelya/live'; export * as ops from '@ipelya/live/ops';`),
    /from\s*"|require\(/,
  );
});

test('an import that is not used leaves nothing', async () => {
  const unused = `import * as live from '@ipelya/live'; import * as ops from '@ipelya/live/ops'; console.log('alone');`;
  assert.equal((await bundle(unused)).trim(), 'console.log("alone");');
});

test("the panel's functions come by themselves", async () => {
  const text = await bundle(`export { listBans } from '@ipelya/live/ops';`);
  assert.match(text, /live-ops\/bans/);
  assert.doesNotMatch(text, /live-ops\/reports|send-live-gift|postgres_changes/);
});

test('the examples of the README import what there is', async () => {
  const text = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const imports = [...text.matchAll(/import \{([^}]+)\} from '(@ipelya\/live[\w/]*)'/g)];
  assert.ok(imports.length > 5);
  for (const [, names = '', from = ''] of imports) {
    const module = (await import(from)) as object;
    for (const name of names.split(',').map((part) => part.trim())) {
      if (!name.startsWith('type ')) assert.ok(name in module, `${name} of ${from}`);
    }
  }
});
