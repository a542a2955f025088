// A session with a price: what it costs is said before anything is charged, and it is charged once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { assertQuiet, coins, endSession, enter, goLive, seePicture } from './support/page.js';
import { setCoins } from './support/server.js';

const TITLE = 'Özel gösteri';
const PRICE = 30;
let browser, host, viewer;

before(async () => {
  await setCoins('Umut Abone', 1000);
  browser = await launch();
  host = await openWindow(browser, 'Nehir Demir');
  viewer = await openWindow(browser, 'Umut Abone');
  await goLive(host, { title: TITLE, price: PRICE });
});

after(() => browser?.close());

test('the price and what is left are shown; who declines pays nothing', async () => {
  const had = await coins(viewer);
  await enter(viewer, TITLE);
  const dialog = viewer.getByRole('dialog', { name: 'Bu yayın biletli' });
  await dialog.getByText(`${(had - PRICE).toLocaleString('tr')} jeton`).waitFor();
  await dialog.getByRole('button', { name: 'Vazgeç' }).click();
  await viewer.getByRole('heading', { name: 'Yayında' }).waitFor();
  assert.equal(await coins(viewer), had);
});

test('who agrees is let in and charged once, however often they come', async () => {
  const had = await coins(viewer);
  await enter(viewer, TITLE);
  await viewer.getByRole('button', { name: `${PRICE} jeton öde` }).click();
  await seePicture(viewer, 'Nehir Demir');
  await enter(viewer, TITLE);
  await seePicture(viewer, 'Nehir Demir');
  assert.equal(await coins(viewer), had - PRICE);
});

test('it ends', async () => {
  await endSession(host);
  assertQuiet([host, viewer]);
});
