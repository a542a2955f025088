// What is recorded: a show, said to everybody in it, watched afterwards, bought, hidden and deleted; a call, with the
// consent of all; and what operations see of them.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { launch, openWindow, PHONE } from './support/browser.js';
import { inspect } from './support/inspect.js';
import { CUT_OFF, assertQuiet, coins, endSession, enter, goLive, measure, seePicture, until } from './support/page.js';
import { changeSetting, endCalls, forgetRecordings, setCoins, settingOf, sweep } from './support/server.js';

const TITLE = 'Kayıtlı yayın';
const PRICED = 'Biletli kayıt';
const PRICE = 30;
const OWNERS = ['Nehir Demir', 'Ayla Arayan'];
/** The page tells in the console that a request was refused, as every browser does. */
const ASKED_TO_PAY = /status of 402/;
const ASKED_FOR_CONSENT = /status of 409/;
let browser, original;

before(async () => {
  original = await settingOf('call_recording_enabled');
  await endCalls(['Ayla Arayan']);
  await forgetRecordings(OWNERS);
  await setCoins('Umut Abone', 1000);
  browser = await launch();
});

afterEach(() => endCalls(['Ayla Arayan']));

after(async () => {
  await changeSetting('call_recording_enabled', original);
  await browser?.close();
});

const badge = (page) => page.locator('[data-recorded]');
const recordingOf = (page, title) => page.getByRole('article', { name: title });
const gone = (locator) => locator.waitFor({ state: 'detached' });

async function openRecordings(page) {
  await page.getByRole('link', { name: /İpelya Live/ }).click();
  await page.getByRole('link', { name: 'Kayıtlar' }).click();
  await page.getByRole('heading', { name: 'Kayıtlar' }).waitFor();
}

/** Until a recording can be watched: LiveKit has written it, and the sweeper has seen it in the store. */
async function ready(page, title) {
  const watch = page.getByRole('button', { name: `İzle: “${title}”` });
  const isThere = async () => {
    if (await watch.isVisible()) return true;
    await sweep();
    await page.waitForTimeout(2000);
    return watch.isVisible();
  };
  await until(page, isThere, `${title} can be watched`);
  return watch;
}

/** Plays a video: its time passes, and from its middle on as well. */
async function play(page, title) {
  const video = page.locator(`video[aria-label="${title}"]`);
  const at = () => video.evaluate(({ currentTime }) => currentTime);
  await video.waitFor();
  await video.evaluate((element) => element.play());
  await until(page, async () => (await at()) > 0.5, 'the recording plays');
  const middle = await video.evaluate((element) => {
    element.currentTime = element.duration / 2;
    return element.currentTime;
  });
  assert.ok(middle > 1, `its middle is at ${middle} s`);
  await until(page, async () => (await at()) > middle + 0.3, 'the recording plays from its middle on');
}

/** What the store answers to the page for a part from the middle of a file; ten seconds are too little to be fetched in parts. */
function partOf(page, title) {
  return page.locator(`video[aria-label="${title}"]`).evaluate(async ({ currentSrc }) => {
    const response = await fetch(currentSrc, { headers: { Range: 'bytes=20000-20099' } });
    return { status: response.status, bytes: (await response.arrayBuffer()).byteLength };
  });
}

/** What a page asks the store for by parts: of each the range and the status. */
function rangesOf(page) {
  const ranges = [];
  page.on('response', async (response) => {
    const { range } = await response.request().allHeaders();
    if (range && response.url().includes('.mp4')) ranges.push({ range, status: response.status() });
  });
  return ranges;
}

test('a show is recorded: everybody sees that, whoever is invited on stage is told, and it is watched afterwards', async () => {
  const host = await openWindow(browser, 'Nehir Demir');
  const viewer = await openWindow(browser, 'Umut Abone', { viewport: PHONE, scheme: 'dark' });
  await goLive(host, { title: TITLE });
  await enter(viewer, TITLE);
  await seePicture(viewer, 'Nehir Demir');
  assert.equal(await badge(viewer).count(), 0);

  await host.getByRole('tab', { name: /Yayıncı araçları/ }).click();
  await host.getByRole('button', { name: 'Kaydı başlat' }).click();
  await Promise.all([host, viewer].map((page) => badge(page).getByText('Kaydediliyor').waitFor()));
  await host.getByRole('timer', { name: 'Kayıt süresi' }).waitFor();
  await inspect(host, 'host tools of a show that is recorded', 'recording');
  await inspect(viewer, 'a show that is recorded, on a phone');
  await measure(host, 'Umut Abone', 'Sahneye çağır');
  const invitation = viewer.getByRole('dialog', { name: 'Nehir Demir seni sahneye çağırıyor' });
  await invitation.getByText('Bu yayın kaydediliyor.', { exact: false }).waitFor();
  await invitation.getByRole('button', { name: 'Reddet' }).last().click();
  await gone(invitation);

  await host.getByRole('button', { name: 'Kaydı durdur' }).click();
  await Promise.all([host, viewer].map((page) => gone(badge(page))));
  await host.getByRole('button', { name: 'Kaydı başlat' }).waitFor();
  await endSession(host);
  await viewer.getByText('Yayın sona erdi.').waitFor();

  await host.getByRole('link', { name: 'Kayıtlar' }).click();
  await ready(host, TITLE);
  const ranges = rangesOf(viewer);
  await viewer.getByRole('link', { name: 'Kayıtlar' }).click();
  await (await ready(viewer, TITLE)).click();
  await play(viewer, TITLE);
  assert.ok(ranges.length > 0, 'parts of the file were asked for');
  assert.deepEqual([...new Set(ranges.map(({ status }) => status))], [206], JSON.stringify(ranges));
  assert.deepEqual(await partOf(viewer, TITLE), { status: 206, bytes: 100 });
  await inspect(viewer, 'a recording that is watched, on a phone', 'recordings-phone');
  const [download] = await Promise.all([viewer.waitForEvent('download'), viewer.getByRole('button', { name: 'İndir' }).click()]);
  assert.equal(download.suggestedFilename(), `${TITLE}.mp4`);
  assert.equal(await recordingOf(viewer, TITLE).getByRole('button', { name: /^Sil/ }).count(), 0, 'it is not theirs');
  assertQuiet([host, viewer]);
});

test('a pay-per-view show that is recorded from the beginning is bought after it', async () => {
  const host = await openWindow(browser, 'Nehir Demir');
  const viewer = await openWindow(browser, 'Umut Abone');
  await goLive(host, { title: PRICED, price: PRICE, recorded: true });
  await badge(host).waitFor();
  await host.getByRole('tab', { name: /Yayıncı araçları/ }).click();
  await host.getByRole('timer', { name: 'Kayıt süresi' }).waitFor();
  await endSession(host);
  await openRecordings(host);
  await ready(host, PRICED);

  const had = await coins(viewer);
  await openRecordings(viewer);
  await (await ready(viewer, PRICED)).click();
  const dialog = viewer.getByRole('dialog', { name: 'Bu kayıt biletli' });
  await dialog.getByText(`${(had - PRICE).toLocaleString('tr')} jeton`).waitFor();
  await inspect(viewer, 'the price of a recording');
  await dialog.getByRole('button', { name: 'Vazgeç' }).click();
  await gone(dialog);
  assert.equal(await coins(viewer), had);
  await viewer.getByRole('button', { name: `${PRICE} jeton öde` }).click();
  await dialog.getByRole('button', { name: `${PRICE} jeton öde` }).click();
  await play(viewer, PRICED);
  assert.equal(await coins(viewer), had - PRICE);
  assertQuiet([host, viewer], [ASKED_TO_PAY]);
});

test('its owner renames it, gives it another price, hides it, and deletes it', async () => {
  const host = await openWindow(browser, 'Nehir Demir');
  const other = await openWindow(browser, 'Gül İzleyici');
  const [renamed, price] = ['Yeniden adlandırılan', PRICE + 10];
  await openRecordings(host);
  await host.getByText('Benimkiler', { exact: true }).click();
  await host.getByRole('button', { name: `Değiştir: “${PRICED}”` }).click();
  const dialog = host.getByRole('dialog', { name: `Değiştir: “${PRICED}”` });
  await dialog.getByRole('textbox', { name: 'Başlık' }).fill(renamed);
  await dialog.getByRole('textbox', { name: 'Jeton olarak fiyat' }).fill(String(price));
  await inspect(host, 'changing a recording');
  await dialog.getByRole('button', { name: 'Kaydet' }).click();
  await openRecordings(other);
  await recordingOf(other, renamed).getByText(`${price} jeton`).waitFor();
  await recordingOf(other, renamed).getByRole('link', { name: 'Nehir Demir' }).click();
  await recordingOf(other, TITLE).waitFor();

  await host.getByRole('button', { name: `Değiştir: “${renamed}”` }).click();
  await host.getByRole('dialog').getByRole('switch', { name: 'Yalnızca ben göreyim' }).click();
  await host.getByRole('dialog').getByRole('button', { name: 'Kaydet' }).click();
  await recordingOf(host, renamed).getByText('Gizli').waitFor();
  await openRecordings(other);
  await recordingOf(other, TITLE).waitFor();
  await gone(recordingOf(other, renamed));
  await inspect(host, 'one’s own recordings', 'recordings');

  await host.getByRole('button', { name: `Sil: “${renamed}”` }).click();
  await host.getByRole('dialog', { name: 'Bu kayıt tamamen silinsin mi?' }).getByRole('button', { name: 'Sil' }).click();
  await gone(recordingOf(host, renamed));
  assertQuiet([host, other]);
});

test('staff sees the store, holds a recording, and releases it', async () => {
  for (const scheme of ['light', 'dark']) {
    const staff = await openWindow(browser, 'Ege Yönetici', { scheme });
    await staff.getByRole('link', { name: 'Yönetim' }).click();
    await staff.getByRole('tab', { name: 'Kayıtlar' }).click();
    await staff.getByText('Sahibi sildi').first().waitFor();
    await staff.getByRole('button', { name: `Saklı tut: “${TITLE}”` }).click();
    await staff.getByRole('textbox', { name: 'Sebep' }).fill('Şikâyet var');
    await staff.getByRole('dialog').getByRole('button', { name: 'Saklı tut' }).click();
    // the reason alone is in the dialog, too, until it has closed
    await staff.getByText(/^Saklı tutan .*Şikâyet var$/).waitFor();
    await inspect(staff, `recordings of operations, ${scheme}`);
    await staff.getByRole('button', { name: `Serbest bırak: “${TITLE}”` }).click();
    await staff.getByRole('button', { name: `Saklı tut: “${TITLE}”` }).waitFor();
    assertQuiet([staff]);
  }
});

test('a call is recorded once both have agreed, and no longer when one takes that back', async () => {
  const caller = await openWindow(browser, 'Ayla Arayan', { path: '/people' });
  const callee = await openWindow(browser, 'Can Aranan', { viewport: PHONE });
  await caller.getByRole('button', { name: 'Sesli ara: Can Aranan' }).click();
  await callee.getByRole('dialog', { name: 'Ayla Arayan arıyor' }).getByRole('button', { name: 'Yanıtla' }).click();
  const start = caller.getByRole('button', { name: 'Kaydı başlat' });
  const agrees = callee.getByRole('switch', { name: /Bu görüşme kaydedilebilir/ });
  await agrees.waitFor();

  await start.click();
  await caller.getByRole('alert').getByText('Kayıt şu anda kapalı.').waitFor();
  await changeSetting('call_recording_enabled', true);
  await start.click();
  await caller.getByRole('alert').getByText(/onay/).waitFor();
  await agrees.click();
  await until(callee, () => agrees.isChecked(), 'the callee has agreed');
  await start.click();
  await Promise.all([caller, callee].map((page) => badge(page).waitFor()));
  await inspect(callee, 'a call that is recorded, on a phone');
  await agrees.click();
  await Promise.all([caller, callee].map((page) => gone(badge(page))));
  await callee.getByRole('button', { name: 'Kapat', exact: true }).click();
  await caller.getByText('Konuştunuz.').waitFor();
  assertQuiet([caller, callee], [/status of 403/, ASKED_FOR_CONSENT]);
});

test('whoever comes into a group call that is recorded agrees to that at its door', async () => {
  const owner = await openWindow(browser, 'Ayla Arayan', { path: '/conference' });
  const member = await openWindow(browser, 'Can Aranan');
  await owner.getByRole('checkbox', { name: 'Can Aranan' }).check();
  await owner.getByRole('button', { name: /Bu kişileri ara/ }).click();
  await owner.getByRole('button', { name: 'Kaydı başlat' }).click();
  await badge(owner).waitFor();
  await member.getByRole('button', { name: 'Katıl', exact: true }).click();
  await member.getByRole('heading', { name: 'Bu görüşme kaydediliyor' }).waitFor();
  await inspect(member, 'the door of a call that is recorded');
  await member.getByRole('button', { name: 'İzin ver ve katıl' }).click();
  await badge(member).waitFor();
  await owner.getByRole('button', { name: 'Herkes için bitir' }).click();
  await owner.getByText('Görüşme bitti.').waitFor();
  assertQuiet([owner, member], [ASKED_FOR_CONSENT, CUT_OFF]);
});
