// Two people call each other: it rings, is declined, rings again, is answered, and both see the other.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { assertQuiet, seePicture } from './support/page.js';

let browser, caller, callee;

before(async () => {
  browser = await launch();
  caller = await openWindow(browser, 'Ayla Arayan', { path: '/people' });
  callee = await openWindow(browser, 'Can Aranan');
});

after(() => browser?.close());

async function dial() {
  await caller.getByRole('link', { name: 'Kişiler' }).first().click();
  await caller.getByRole('button', { name: 'Görüntülü ara: Can Aranan' }).click();
  return callee.getByRole('dialog', { name: 'Ayla Arayan arıyor' });
}

/** What the page says of how long the call has lasted. */
async function secondsTalked() {
  const [minutes, seconds] = (await caller.getByRole('timer').innerText()).split(':').map(Number);
  return minutes * 60 + seconds;
}

test('a call that is declined is over for both', async () => {
  const ringing = await dial();
  await ringing.getByRole('button', { name: 'Reddet' }).click();
  await caller.getByText('Reddedildi.').waitFor();
  await ringing.waitFor({ state: 'detached' });
});

test('a call that is taken back stops ringing', async () => {
  const ringing = await dial();
  await ringing.waitFor();
  await caller.getByRole('button', { name: 'Kapat' }).click();
  await ringing.waitFor({ state: 'detached' });
});

test('a call that is answered shows each the other, counts the time, and ends for both', async () => {
  const ringing = await dial();
  await ringing.getByRole('button', { name: 'Yanıtla' }).click();
  await Promise.all([seePicture(caller, 'Can Aranan'), seePicture(callee, 'Ayla Arayan')]);
  const before = await secondsTalked();
  await caller.waitForTimeout(2500);
  const passed = (await secondsTalked()) - before;
  assert.ok(passed >= 1 && passed <= 60, `${passed} s on the page in 2.5 s or, on a busy machine, more`);
  await callee.getByRole('button', { name: 'Kapat' }).click();
  await Promise.all([caller, callee].map((page) => page.getByText('Konuştunuz.').waitFor()));
  assertQuiet([caller, callee]);
});
