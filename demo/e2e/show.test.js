// A show: on air, watched, talked and given to, with somebody on stage, and its end. In two windows.

import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { assertQuiet, coins, endSession, enter, goLive, hearSound, measure, read, say, seePicture, until } from './support/page.js';
import { setCoins } from './support/server.js';

const TITLE = 'Akşam sohbeti';
let browser, host, viewer;

before(async () => {
  await setCoins('Umut Abone', 1000);
  browser = await launch();
  host = await openWindow(browser, 'Nehir Demir');
  viewer = await openWindow(browser, 'Umut Abone');
  await goLive(host, { title: TITLE });
  await enter(viewer, TITLE);
});

after(() => browser?.close());

test('the viewer sees the host move', () => seePicture(viewer, 'Nehir Demir'));

test('the viewer takes a smaller picture', async () => {
  const isSmall = () => viewer.locator('video[aria-label="Nehir Demir"]').evaluate((video) => video.videoWidth <= 320);
  await until(viewer, async () => !(await isSmall()), 'the picture never was a large one');
  await viewer.getByRole('combobox', { name: 'Görüntü kalitesi' }).selectOption('low');
  await until(viewer, isSmall, 'the picture stays large');
  await seePicture(viewer, 'Nehir Demir');
});

test('both read what the other writes, and what is pinned', async () => {
  await say(viewer, 'Merhaba!');
  await read(host, 'Merhaba!');
  await say(host, 'Hoş geldin Umut');
  await read(viewer, 'Hoş geldin Umut');
  await host.locator('[data-message]').filter({ hasText: 'Hoş geldin' }).getByRole('button').click();
  await host.getByRole('menuitem', { name: 'Sabitle' }).click();
  await viewer.getByText('Sabitlendi:', { exact: true }).waitFor();
});

test('a gift flies in both windows and is taken off the balance', async () => {
  const had = await coins(viewer);
  await viewer.getByRole('button', { name: /^Kalp/ }).click();
  await Promise.all([host, viewer].map((page) => page.locator('[data-gift="heart"]').waitFor()));
  await viewer.getByRole('status', { name: new RegExp(`: ${(had - 10).toLocaleString('tr')} `) }).waitFor();
});

test('the viewer asks to join, is let on stage, is seen by the host, and goes back', async () => {
  await viewer.getByRole('button', { name: 'Katılmak iste' }).click();
  await host.getByRole('tab', { name: /Yayıncı araçları/ }).click();
  await host.getByRole('button', { name: 'Kabul et' }).click();
  await viewer.getByRole('button', { name: 'Kamera' }).click();
  await seePicture(host, 'Umut Abone');
  await measure(host, 'Umut Abone', 'Sahneden indir');
  await viewer.getByRole('button', { name: 'Kamera' }).waitFor({ state: 'detached' });
});

test('the host invites the viewer, who declines, is invited again, accepts and is heard', async () => {
  const dialog = viewer.getByRole('dialog', { name: 'Nehir Demir seni sahneye çağırıyor' });
  await measure(host, 'Umut Abone', 'Sahneye çağır');
  await dialog.getByText(/^\d+ ?sn kaldı$/).waitFor();
  await dialog.getByText('Reddet', { exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await measure(host, 'Umut Abone', 'Sahneye çağır');
  await dialog.getByRole('button', { name: 'Kabul et' }).click();
  await viewer.getByText('Sahnedesin.').waitFor();
  await viewer.getByRole('button', { name: 'Mikrofon' }).click();
  await hearSound(host);
});

test('it ends for both', async () => {
  await endSession(host);
  await viewer.getByText('Yayın sona erdi.').waitFor();
  assertQuiet([host, viewer]);
});
