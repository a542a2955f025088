// Keeping order: the host bans somebody, who reads why they may not come in; staff reads a report and ends a session.

import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { CUT_OFF, assertQuiet, enter, goLive, measure, say, seePicture } from './support/page.js';

const TITLE = 'Gece yayını';
/** The page tells in the console that a request was refused, as every browser does. */
const REFUSED = /status of 403/;
let browser, host, viewer, staff;

before(async () => {
  browser = await launch();
  host = await openWindow(browser, 'Nehir Demir');
  viewer = await openWindow(browser, 'Gül İzleyici');
  staff = await openWindow(browser, 'Ege Yönetici');
  await goLive(host, { title: TITLE });
  await enter(viewer, TITLE);
  await seePicture(viewer, 'Nehir Demir');
});

after(() => browser?.close());

test('who is removed is told so, and may come back', async () => {
  await measure(host, 'Gül İzleyici', 'Çıkar');
  await viewer.getByText('Yayından çıkarıldın.').waitFor();
  await viewer.getByRole('button', { name: 'Geri dön' }).click();
  await seePicture(viewer, 'Nehir Demir');
});

test('a viewer reports the host, and staff decides it', async () => {
  await host.getByRole('tab', { name: 'Sohbet' }).click();
  await say(host, 'Beni şikâyet edin');
  await viewer.locator('[data-message]').filter({ hasText: 'Beni şikâyet edin' }).getByRole('button').click();
  await viewer.getByRole('menuitem', { name: 'Şikâyet et' }).click();
  await viewer.getByRole('dialog').getByRole('button', { name: 'Şikâyet et' }).click();
  await viewer.getByText('Teşekkürler.').waitFor();
  await staff.getByRole('link', { name: 'Yönetim' }).click();
  await staff.getByRole('tab', { name: 'Şikâyetler' }).click();
  await staff.getByRole('button', { name: 'Kapat, işlem yok' }).first().click();
  await staff.getByText('Tamam.').waitFor();
});

test('who is banned is put out, and reads at the door that they are banned', async () => {
  await measure(host, 'Gül İzleyici', 'Yasakla');
  const dialog = host.getByRole('dialog', { name: 'Yasakla: Gül İzleyici' });
  await dialog.getByRole('textbox').fill('Uygunsuz davranış');
  await dialog.getByRole('button', { name: 'Yasakla' }).click();
  await viewer.getByText('Yayından çıkarıldın.').waitFor();
  await viewer.getByRole('button', { name: 'Geri dön' }).click();
  await viewer.getByRole('heading', { name: /yasak/i }).waitFor();
  await host.getByRole('button', { name: 'Yasağı kaldır' }).click();
  await host.getByText('Yasaklı kimse yok.').waitFor();
  await viewer.getByRole('button', { name: 'Tekrar dene' }).click();
  await seePicture(viewer, 'Nehir Demir');
});

test('staff sees the session and its viewer, and terminates it for everybody', async () => {
  await staff.getByRole('tab', { name: 'Şu an' }).click();
  await staff.getByRole('row', { name: new RegExp(TITLE) }).getByRole('cell', { name: '1', exact: true }).waitFor();
  await staff.getByRole('button', { name: `Sonlandır: “${TITLE}”` }).click();
  const dialog = staff.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Topluluk kuralları');
  await dialog.getByRole('button', { name: 'Sonlandır' }).click();
  await Promise.all([host, viewer].map((page) => page.getByText(/Görevliler bitirdi/).waitFor()));
  await staff.getByRole('row', { name: new RegExp(TITLE) }).waitFor({ state: 'detached' });
  assertQuiet([host, viewer, staff], [REFUSED, CUT_OFF]);
});
