// The same product in English: on every screen, in the server's sentences, and back from Turkish.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { DEMO, launch, openWindow } from './support/browser.js';
import { CUT_OFF, assertQuiet, seePicture } from './support/page.js';
import { changeSetting, endCalls, setCoins, settingOf } from './support/server.js';

const TITLE = 'An evening';
const PRICE = 30;
/** Letters that Turkish has and English lacks; the language's own name, people's and sessions' may have them. */
const TURKISH = /[çğıöşüÇĞİÖŞÜ]/;
const PEOPLE = 'Deniz Yılmaz|Çağla Öztürk|Işık Şahin|Gül İzleyici|Ege Yönetici';
const SESSIONS = 'Herkese açık yayın|Abonelere özel yayın|Biletli yayın';
const NAMES = new RegExp(`Türkçe|İpelya|${PEOPLE}|${SESSIONS}`, 'g');
/** The page tells in the console that a request was refused, as every browser does. */
const REFUSED = /status of 403/;
/** And so it does where somebody has no channel yet. */
const NO_CHANNEL = /status of 404/;
let browser, host, viewer;

before(async () => {
  await setCoins('Umut Abone', 1000);
  browser = await launch();
  host = await openWindow(browser, 'Nehir Demir', { locale: 'en-GB' });
  viewer = await openWindow(browser, 'Umut Abone', { locale: 'en-GB' });
});

after(() => browser?.close());

async function assertEnglish(page) {
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  const words = await page.evaluate(() => {
    const labels = [...document.querySelectorAll('[aria-label],[title],[placeholder],[alt]')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.body.innerText, ...labels];
  });
  const lines = words.flatMap((text) => text.split('\n')).map((line) => line.replace(NAMES, ''));
  assert.deepEqual(lines.filter((line) => TURKISH.test(line)), []);
}

test('going live, the price at the door, and watching', async () => {
  await host.getByRole('link', { name: 'Go live' }).first().click();
  await host.getByRole('textbox', { name: 'Title' }).fill(TITLE);
  await host.getByText('Pay-per-view', { exact: true }).click();
  await host.getByRole('textbox', { name: 'Price in coins' }).fill(String(PRICE));
  await assertEnglish(host);
  await host.getByRole('button', { name: 'Start' }).click();
  await host.getByRole('button', { name: 'End the session' }).waitFor();

  await viewer.getByRole('link', { name: TITLE }).waitFor();
  await assertEnglish(viewer);
  await viewer.getByRole('link', { name: TITLE }).click();
  await viewer.getByRole('dialog', { name: 'This session has a price' }).waitFor();
  await assertEnglish(viewer);
  await viewer.getByRole('button', { name: `Pay ${PRICE} coins` }).click();
  await seePicture(viewer, 'Nehir Demir');
  await assertEnglish(viewer);
  await host.getByRole('tab', { name: 'Host tools' }).click();
  await host.getByRole('button', { name: 'Actions for Umut Abone' }).waitFor();
  await assertEnglish(host);
});

test('the server’s refusals', async () => {
  await host.getByRole('button', { name: 'Actions for Umut Abone' }).click();
  await host.getByRole('menuitem', { name: 'Mute', exact: true }).click();
  await viewer.getByText('You have been muted.').waitFor();
  await viewer.getByRole('textbox', { name: 'Write something' }).fill('Hello?');
  await viewer.keyboard.press('Enter');
  await viewer.getByRole('alert').waitFor();
  await assertEnglish(viewer);
});

test('the end', async () => {
  await host.getByRole('button', { name: 'End the session' }).click();
  await host.getByRole('dialog').getByRole('button', { name: 'End the session' }).click();
  await Promise.all([host, viewer].map((page) => page.getByText('The session is over.').waitFor()));
  await Promise.all([host, viewer].map(assertEnglish));
  assertQuiet([host, viewer], [REFUSED]);
});

test('people to call, and every tab of operations', async () => {
  const staff = await openWindow(browser, 'Ege Yönetici', { locale: 'en-GB', path: '/people' });
  await staff.getByRole('button', { name: 'Video call: Can Aranan' }).waitFor();
  await assertEnglish(staff);
  await staff.getByRole('link', { name: 'Operations' }).click();
  for (const tab of ['Live now', 'Voice', 'Recordings', 'Reports', 'Figures', 'Settings']) {
    await staff.getByRole('tab', { name: tab }).click();
    await staff.waitForLoadState('networkidle');
    await assertEnglish(staff);
  }
  assertQuiet([staff]);
});

test('recordings, and having none', async () => {
  const viewer = await openWindow(browser, 'Çağla Öztürk', { locale: 'en-GB' });
  await viewer.getByRole('link', { name: 'Recordings' }).click();
  await viewer.getByRole('heading', { name: 'Recordings', exact: true }).waitFor();
  await viewer.getByText('My own', { exact: true }).click();
  await viewer.getByRole('heading', { name: 'There are no recordings' }).waitFor();
  await assertEnglish(viewer);
  assertQuiet([viewer]);
});

test('support that is switched off, and one’s calls', async () => {
  const original = await settingOf('agent_enabled');
  await endCalls(['Çağla Öztürk']);
  await changeSetting('agent_enabled', false);
  try {
    const caller = await openWindow(browser, 'Çağla Öztürk', { locale: 'en-GB' });
    await caller.getByRole('button', { name: 'Call support' }).click();
    await caller.getByText('The assistant is switched off. Stay on the line: staff may come.').waitFor();
    await assertEnglish(caller);
    await caller.getByRole('button', { name: 'Hang up' }).click();
    await caller.getByText('It was cancelled.').waitFor();
    await assertEnglish(caller);
    await caller.getByRole('link', { name: 'My calls' }).click();
    await caller.locator('[data-call]').first().getByText('Missed').waitFor();
    await assertEnglish(caller);
    await caller.goto(`${DEMO}/conference`);
    await caller.getByRole('checkbox', { name: 'Can Aranan' }).waitFor();
    await assertEnglish(caller);
    assertQuiet([caller], [CUT_OFF]);
  } finally {
    await changeSetting('agent_enabled', original);
  }
});

test('channels, and one’s own', async () => {
  const creator = await openWindow(browser, 'Deniz Yılmaz', { locale: 'en-GB', path: '/channels' });
  for (const way of ['Popular', 'By name', 'By place']) {
    await creator.getByText(way, { exact: true }).click();
    await creator.getByText(/^Channels found/).waitFor();
    await assertEnglish(creator);
  }
  await creator.getByRole('link', { name: 'My channel' }).click();
  await creator.getByRole('heading', { name: 'Make your channel' }).waitFor();
  await assertEnglish(creator);
  assertQuiet([creator], [NO_CHANNEL]);
});

test('the language is changed on the page', async () => {
  await viewer.getByRole('link', { name: /İpelya Live/ }).click();
  await viewer.getByRole('button', { name: 'TR', exact: true }).click();
  await viewer.getByRole('heading', { name: 'Yayında' }).waitFor();
  assert.equal(await viewer.locator('html').getAttribute('lang'), 'tr');
  await viewer.getByRole('button', { name: 'EN', exact: true }).click();
  await viewer.getByRole('heading', { name: 'On air' }).waitFor();
  await assertEnglish(viewer);
});
