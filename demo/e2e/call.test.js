// Two people call each other: it rings, is declined, rings again, is answered, and both see the other.

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
  await caller.getByRole('timer').getByText(/^0:0[3-9]$/).waitFor();
  await callee.getByRole('button', { name: 'Kapat' }).click();
  await Promise.all([caller, callee].map((page) => page.getByText('Konuştunuz.').waitFor()));
  assertQuiet([caller, callee]);
});
