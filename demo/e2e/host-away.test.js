// The host's page is gone: viewers see for how long the session waits, and go on watching when the host is back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, openWindow } from './support/browser.js';
import { assertQuiet, endSession, enter, goLive, seePicture } from './support/page.js';

const TITLE = 'Kopan yayın';
let browser, host, viewer, session;

before(async () => {
  browser = await launch();
  host = await openWindow(browser, 'Nehir Demir');
  viewer = await openWindow(browser, 'Umut Abone');
  session = await goLive(host, { title: TITLE });
  await enter(viewer, TITLE);
  await seePicture(viewer, 'Nehir Demir');
});

after(() => browser?.close());

/** The seconds that the viewer is told are left. */
async function secondsLeft() {
  return Number((await viewer.getByText(/Geri gelmezse yayın/).innerText()).match(/\d+/)[0]);
}

test('a host whose page is closed is away, and the time left runs down', async () => {
  await host.context().close();
  await viewer.getByText('Yayıncının bağlantısı koptu.').waitFor();
  const before = await secondsLeft();
  assert.ok(before > 10 && before <= 30, `${before} s of the 30 s of grace`);
  await viewer.waitForTimeout(2000);
  const later = await secondsLeft();
  assert.ok(later <= before - 1 && later >= before - 4, `${before} s, then ${later} s`);
});

test('a host who comes back is seen again, and nothing speaks of being away', async () => {
  host = await openWindow(browser, 'Nehir Demir', { path: `/watch/${session}` });
  await viewer.getByText('Yayıncının bağlantısı koptu.').waitFor({ state: 'detached' });
  await seePicture(viewer, 'Nehir Demir');
});

test('it ends', async () => {
  await endSession(host);
  await viewer.getByText('Yayın sona erdi.').waitFor();
  assertQuiet([host, viewer]);
});
