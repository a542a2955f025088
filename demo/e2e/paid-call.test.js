// A call that costs: the creator sets what a minute takes, and the caller agrees to it before it rings.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { assertQuiet, coins, seePicture } from './support/page.js';
import { setCoins, setRate } from './support/server.js';

const RATE = 20;
/** Enough for some minutes, so that nobody is told that their coins run out. */
const COINS = 500;
/** The page tells in the console that the first call was refused for its price, as every browser does. */
const PRICE_CHANGED = /status of 409/;
let browser, creator, caller;

before(async () => {
  await setRate('Nehir Demir', 0);
  await setCoins('Umut Abone', COINS);
  browser = await launch();
  creator = await openWindow(browser, 'Nehir Demir', { path: '/people' });
  caller = await openWindow(browser, 'Umut Abone', { path: '/people' });
});

after(async () => {
  await setRate('Nehir Demir', 0);
  await browser?.close();
});

async function dial() {
  await caller.getByRole('button', { name: 'Görüntülü ara: Nehir Demir' }).click();
  return caller.getByRole('dialog', { name: 'Bu görüşme ücretli' });
}

test('a creator says what a minute with them costs', async () => {
  await creator.getByRole('textbox', { name: 'Seninle bir dakika kaç jeton' }).fill(String(RATE));
  await creator.getByRole('button', { name: 'Kaydet' }).click();
  await creator.getByText('Tamam.').waitFor();
});

test('the caller sees the price and what they have before it rings; who declines pays nothing', async () => {
  const dialog = await dial();
  await dialog.getByText(`Dakikası ${RATE} jeton`).waitFor();
  await dialog.getByText(`${COINS} jeton`, { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Vazgeç' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await coins(caller), COINS);
  assert.equal(await creator.getByRole('dialog').count(), 0);
});

test('who agrees pays the first minute when it is answered, and sees what it costs', async () => {
  const dialog = await dial();
  await dialog.getByRole('button', { name: 'Ara', exact: true }).click();
  await caller.getByText(`Dakikası ${RATE} jeton`).waitFor();
  await creator.getByRole('dialog', { name: 'Umut Abone arıyor' }).getByRole('button', { name: 'Yanıtla' }).click();
  await Promise.all([seePicture(caller, 'Nehir Demir'), seePicture(creator, 'Umut Abone')]);
  await caller.getByText(`Dakikası ${RATE} jeton · Şimdiye kadar: ${RATE} jeton`).waitFor();
  await creator.getByText(`Dakikası ${RATE} jeton`).waitFor();
  await caller.getByRole('status', { name: `Bakiyen: ${COINS - RATE} jeton` }).waitFor();
});

test('both see the end, and the caller what it has cost', async () => {
  await caller.getByRole('button', { name: 'Kapat' }).click();
  await Promise.all([caller, creator].map((page) => page.getByText('Konuştunuz.').waitFor()));
  await caller.getByText(`${RATE} jeton`, { exact: true }).waitFor();
  assert.equal(await coins(caller), COINS - RATE);
  assertQuiet([caller, creator], [PRICE_CHANGED]);
});
