// `make smoke`, as somebody who has just deployed runs it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { asService, setting, signIn } from './support/app.js';

const SMOKE = fileURLToPath(new URL('../infra/smoke.py', import.meta.url));

test('every function is there, refuses strangers and lets a user in', async () => {
  // a deployment is well once the first sweep is done
  const { error } = await asService().functions.invoke('sweeper', { body: {} });
  assert.ifError(error);
  const { supabase } = await signIn('viewer');
  const { data } = await supabase.auth.getSession();
  const token = data.session.access_token;

  const env = { ...process.env, BASE: setting('SUPABASE_URL'), TOKEN: token };
  const { stdout } = await promisify(execFile)('python3', [SMOKE], { env }).catch((error) => error);

  assert.match(stdout, /^All \d+ checks of \S+ are passed\.$/m, stdout);
  assert.ok(!stdout.includes(token), 'the token is not printed');
});
