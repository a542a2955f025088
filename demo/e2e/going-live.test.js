// Going on air with a picture: it is chosen, taken back, chosen again, and seen by others in the list.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { assertQuiet, choosePicture, endSession, goLive } from './support/page.js';

const TITLE = 'Resimli yayın';
const PICTURE = {
  name: 'kapak.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};
let browser, host, viewer;

before(async () => {
  browser = await launch();
  host = await openWindow(browser, 'Nehir Demir');
  viewer = await openWindow(browser, 'Umut Abone');
});

after(() => browser?.close());

test('a picture that was chosen can be taken back, and is gone from the server', async () => {
  await host.getByRole('link', { name: 'Yayın aç' }).first().click();
  await choosePicture(host, PICTURE);
  const address = await host.getByRole('img', { name: 'Listedeki resim' }).getAttribute('src');
  const shown = async () => (await fetch(address)).status;
  assert.equal(await shown(), 200);
  await host.getByRole('button', { name: 'Resmi kaldır' }).click();
  await host.getByRole('button', { name: 'JPEG, PNG veya WebP' }).waitFor();
  assert.equal(await shown(), 400);
});

test('the picture is what others see of the session in the list', async () => {
  await goLive(host, { title: TITLE, picture: PICTURE });
  const picture = viewer.getByRole('link', { name: TITLE }).locator('img').first();
  await picture.waitFor();
  await viewer.waitForFunction((image) => image.naturalWidth > 0, await picture.elementHandle());
  assert.match(await picture.getAttribute('src'), /\/storage\/v1\/object\/public\/broadcast-thumbnails\//);
});

test('it ends', async () => {
  await endSession(host);
  await viewer.getByRole('link', { name: TITLE }).waitFor({ state: 'detached' });
  assertQuiet([host, viewer]);
});
