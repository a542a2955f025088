// An audio room: a listener raises a hand, is given a seat, is heard, and goes back to listening.

import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { assertQuiet, endSession, enter, goLive, hearSound, measure } from './support/page.js';

const TITLE = 'Açık mikrofon';
let browser, host, listener;

before(async () => {
  browser = await launch();
  host = await openWindow(browser, 'Nehir Demir');
  listener = await openWindow(browser, 'Can Aranan');
  await goLive(host, { title: TITLE, audio: true });
  await enter(listener, TITLE);
});

after(() => browser?.close());

test('the listener hears the host and is shown as a listener', async () => {
  await hearSound(listener);
  await host.getByRole('region', { name: 'Dinleyiciler' }).getByText('Can Aranan').waitFor();
});

test('a raised hand is answered with a seat, and the speaker is heard', async () => {
  await listener.getByRole('button', { name: 'El kaldır' }).click();
  await host.getByRole('tab', { name: /Yayıncı araçları/ }).click();
  await host.getByRole('button', { name: 'Kabul et' }).click();
  await host.getByRole('region', { name: 'Konuşmacılar' }).getByText('Can Aranan').waitFor();
  await listener.getByRole('button', { name: 'Mikrofon' }).click();
  await hearSound(host);
});

test('the host takes the seat back and gives it again', async () => {
  await measure(host, 'Can Aranan', /Sahneden indir|Dinleyicilere geri al/);
  await host.getByRole('region', { name: 'Dinleyiciler' }).getByText('Can Aranan').waitFor();
  await measure(host, 'Can Aranan', 'Söz ver');
  await host.getByRole('region', { name: 'Konuşmacılar' }).getByText('Can Aranan').waitFor();
});

test('it ends', async () => {
  await endSession(host);
  await listener.getByText('Yayın sona erdi.').waitFor();
  assertQuiet([host, listener]);
});
