// Who would rather have no movement learns of a gift as everybody does, and nothing flies.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { assertQuiet, endSession, enter, goLive } from './support/page.js';
import { setCoins } from './support/server.js';

const TITLE = 'Sakin yayın';
let browser, host, calm;

before(async () => {
  await setCoins('Umut Abone', 1000);
  browser = await launch();
  host = await openWindow(browser, 'Nehir Demir');
  calm = await openWindow(browser, 'Umut Abone', { motion: 'reduce' });
  await goLive(host, { title: TITLE });
  await enter(calm, TITLE);
});

after(() => browser?.close());

/** How long what moves on the page goes on moving, in milliseconds: the longest, 0 when nothing moves. */
const longestMotion = (page) =>
  page.evaluate(() => {
    const durations = document.getAnimations().map(({ effect }) => effect.getComputedTiming().activeDuration);
    return Math.max(0, ...durations);
  });

test('a gift flies for others; here it is only told', async () => {
  await calm.getByRole('button', { name: /^Kalp/ }).click();
  const [flying, told] = [host, calm].map((page) => page.locator('[data-gift="heart"]'));
  await Promise.all([flying.waitFor(), told.waitFor()]);
  assert.equal(await flying.locator('[data-animation] span').count(), 3);
  assert.ok((await longestMotion(host)) > 1000);

  assert.equal(await told.locator('[data-animation]').count(), 0);
  assert.ok((await longestMotion(calm)) <= 1);
  const caption = told.getByText('Kalp gönderdi');
  assert.equal(await caption.evaluate((element) => getComputedStyle(element.parentElement).opacity), '1');
});

test('it ends', async () => {
  await endSession(host);
  await calm.getByText('Yayın sona erdi.').waitFor();
  assertQuiet([host, calm]);
});
