// A viewer without a pointer: signs in, opens a session, donates, writes a line and leaves, by keys alone.

import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { tabOut, tabTo } from './support/keyboard.js';
import { assertQuiet, endSession, goLive, read, seePicture } from './support/page.js';

const TITLE = 'Klavyeyle';
let browser, host, viewer;

before(async () => {
  browser = await launch();
  host = await openWindow(browser, 'Nehir Demir');
  await goLive(host, { title: TITLE });
  viewer = await openWindow(browser, '');
});

after(() => browser?.close());

test('one signs in', async () => {
  await viewer.getByRole('button', { name: 'Umut Abone' }).waitFor();
  await tabTo(viewer, /^Umut Abone/);
  await viewer.keyboard.press('Enter');
  await viewer.getByRole('heading', { name: 'Yayında' }).waitFor();
});

test('one opens a session from the list', async () => {
  await viewer.getByRole('link', { name: TITLE }).waitFor();
  await tabTo(viewer, new RegExp(TITLE));
  await viewer.keyboard.press('Enter');
  await seePicture(viewer, 'Nehir Demir');
});

test('one donates', async () => {
  await tabTo(viewer, 'Bağış yap');
  await viewer.keyboard.press('Enter');
  const dialog = viewer.getByRole('dialog', { name: 'Bağış yap: Nehir Demir' });
  await dialog.waitFor();
  await tabTo(viewer, '₺50,00');
  await viewer.keyboard.press('Enter');
  await tabTo(viewer, 'Ödemeye geç');
  await viewer.keyboard.press('Enter');
  await dialog.getByText('kart bekleniyor').waitFor();
  // the focus is on the card, and once it has paid on the way out
  await viewer.keyboard.press('Enter');
  await dialog.getByText('Teşekkürler! Bağışın ulaştı.').waitFor();
  await viewer.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await host.locator('[data-donation]').getByText('₺50,00 bağışladı').waitFor();
});

test('one writes a line', async () => {
  await tabTo(viewer, 'Bir şeyler yaz');
  await viewer.keyboard.type('Fare yok');
  await viewer.keyboard.press('Enter');
  await read(host, 'Fare yok');
});

test('one leaves', async () => {
  // the line is the last stop of the page
  await tabOut(viewer);
  await tabTo(viewer, 'Ayrıl');
  await viewer.keyboard.press('Enter');
  await viewer.getByRole('heading', { name: 'Yayında' }).waitFor();
});

test('it ends', async () => {
  await endSession(host);
  assertQuiet([host, viewer]);
});
