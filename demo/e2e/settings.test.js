// Staff changes how the product behaves, and it does at once: calls off and on, and how long a host may be away.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { assertQuiet, enter, goLive, seePicture } from './support/page.js';
import { changeSetting, settingOf } from './support/server.js';

const TITLE = 'Kısa sabır';
const GRACE = 5;
const KEYS = ['calls_enabled', 'host_grace_seconds'];
/** The page tells in the console that a call or a setting was refused, as every browser does. */
const REFUSED = /status of (400|403)/;
let browser, staff, original;

before(async () => {
  original = await Promise.all(KEYS.map(settingOf));
  browser = await launch();
  staff = await openWindow(browser, 'Ege Yönetici', { path: '/operations/settings' });
});

after(async () => {
  await Promise.all(KEYS.map((key, i) => changeSetting(key, original[i])));
  await browser?.close();
});

async function setNumber(key, value) {
  const field = staff.getByRole('textbox', { name: key, exact: true });
  await field.fill(String(value));
  await field.press('Enter');
}

test('with calls switched off a call is refused in the server’s words; switched on again it rings', async () => {
  const caller = await openWindow(browser, 'Ayla Arayan', { path: '/people' });
  const callee = await openWindow(browser, 'Can Aranan');
  const dial = () => caller.getByRole('button', { name: 'Görüntülü ara: Can Aranan' }).click();
  const calls = staff.getByRole('switch', { name: 'calls_enabled', exact: true });
  await calls.press('Space');
  await staff.getByText('Tamam.').waitFor();
  await dial();
  await caller.getByRole('alert').getByText('Aramalar şu anda kapalı.').waitFor();
  assert.equal(await callee.getByRole('dialog').count(), 0);

  await calls.press('Space');
  await staff.getByText(/^Ege Yönetici, /).first().waitFor();
  await dial();
  const ringing = callee.getByRole('dialog', { name: 'Ayla Arayan arıyor' });
  await ringing.getByRole('button', { name: 'Reddet' }).click();
  await caller.getByText('Reddedildi.').waitFor();
  assertQuiet([caller, callee], [REFUSED]);
});

test('a value that cannot be is refused, and the setting stays what it was', async () => {
  await setNumber('host_grace_seconds', 600);
  await staff.getByRole('alert').waitFor();
  assert.equal(await settingOf('host_grace_seconds'), original[1]);
});

test('a shorter time for a host to come back is in force at once, and the session ends by it', async () => {
  const host = await openWindow(browser, 'Nehir Demir');
  const viewer = await openWindow(browser, 'Umut Abone');
  await goLive(host, { title: TITLE });
  await enter(viewer, TITLE);
  await seePicture(viewer, 'Nehir Demir');
  await setNumber('host_grace_seconds', GRACE);
  await staff.getByText('Tamam.').waitFor();
  await host.context().close();
  const left = viewer.getByText(/Geri gelmezse yayın/);
  await left.waitFor();
  const seconds = Number((await left.innerText()).match(/\d+/)[0]);
  assert.ok(seconds <= GRACE, `${seconds} s`);
  await viewer.getByText('Yayıncı geri gelmedi.').waitFor();
  assertQuiet([staff, viewer], [REFUSED]);
});
