// A channel from its making to its end: it has a fee, is found by name and by place, followed and watched, is donated to
// by card, and moves to another name.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { DEMO, launch, openWindow, PHONE } from './support/browser.js';
import { inspect } from './support/inspect.js';
import { assertQuiet, read, seePicture } from './support/page.js';
import { addChannels, changeSetting, forgetChannel, settingOf, useUpFees } from './support/server.js';

const CREATOR = 'Nehir Demir';
const TITLE = 'Akşam kahvesi';
const SLUG = 'aksam-kahvesi';
const LATER = { title: 'Gece kahvesi', slug: 'gece-kahvesi' };
const IZMIR = { latitude: 38.42, longitude: 27.14 };
const FEE = 500;
/** The console tells that there was no channel yet, that a name was refused, and going live for its fee. */
const REFUSED = /status of (400|402|404)/;
let browser, creator, desk, viewer, fee;

before(async () => {
  fee = await settingOf('go_live_fee_minor_count');
  await forgetChannel(CREATOR, [SLUG, LATER.slug]);
  await useUpFees(CREATOR);
  browser = await launch();
  creator = await openWindow(browser, CREATOR);
  viewer = await openWindow(browser, 'Umut Abone');
});

after(async () => {
  await changeSetting('go_live_fee_minor_count', fee);
  await browser?.close();
});

const button = (page, name) => page.getByRole('button', { name, exact: true });
const field = (page, name) => page.getByRole('textbox', { name });

async function toChannels(page, by) {
  await page.getByRole('link', { name: 'Kanallar' }).first().click();
  await page.getByText(by, { exact: true }).click();
}

async function donate(page, { amount, message, anonymous = false }) {
  await button(page, 'Bağış yap').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: amount }).click();
  await dialog.getByRole('textbox', { name: 'Mesaj' }).fill(message);
  if (anonymous) await dialog.getByRole('checkbox', { name: 'Adım görünmesin' }).check();
  await dialog.getByRole('button', { name: 'Ödemeye geç' }).click();
  await dialog.getByText('kart bekleniyor').waitFor();
  return dialog;
}

test('a creator makes a channel; a name that cannot be is refused in the server’s words', async () => {
  await creator.getByRole('link', { name: 'Kanallar' }).first().click();
  await creator.getByRole('link', { name: 'Kanalım' }).click();
  await creator.getByRole('heading', { name: 'Kanalını aç' }).waitFor();
  await field(creator, 'Başlık').fill(TITLE);
  await field(creator, 'Adres').fill('admin');
  await field(creator, 'Açıklama').fill('Her gün kahve ve sohbet.');
  await creator.getByRole('combobox', { name: 'Yer' }).selectOption({ label: 'İzmir' });
  await button(creator, 'Kanalını aç').click();
  await creator.getByRole('alert').waitFor();
  await inspect(creator, 'making a channel');
  await field(creator, 'Adres').fill(SLUG);
  await button(creator, 'Kanalını aç').click();
  await creator.getByRole('heading', { name: TITLE }).waitFor();
  await creator.getByText('Yayında değil').waitFor();
});

test('going on air has a fee, which the test card pays, and the show begins', async () => {
  await changeSetting('go_live_fee_minor_count', FEE);
  await button(creator, 'Yayına geç').click();
  const dialog = creator.getByRole('dialog', { name: 'Yayına geçmek ücretli' });
  await dialog.getByRole('button', { name: '$5,00 öde' }).click();
  await dialog.getByText('kart bekleniyor').waitFor();
  await inspect(creator, 'the fee');
  await dialog.getByRole('button', { name: 'Deneme kartı ödesin' }).click();
  await creator.waitForURL(/\/watch\//);
  await seePicture(creator, CREATOR);
});

test('a viewer finds it by a part of its name, among the popular, and by where it is', async () => {
  await toChannels(viewer, 'Ada göre');
  await viewer.getByRole('searchbox', { name: 'Kanalın veya yayıncının adı' }).fill('kahves');
  await viewer.getByText('Bulunan kanal: 1', { exact: true }).waitFor();
  await viewer.getByRole('link', { name: TITLE }).waitFor();
  await viewer.getByRole('searchbox').fill('boyle-bir-kanal-yok');
  await viewer.getByText('Kanal bulunamadı').waitFor();
  await toChannels(viewer, 'Popüler');
  await viewer.getByRole('link', { name: TITLE }).waitFor();
  await toChannels(viewer, 'Yere göre');
  await viewer.getByText('Kanal bulunamadı').waitFor();
  await viewer.getByRole('combobox', { name: 'En fazla' }).selectOption('500');
  await viewer.getByRole('link', { name: TITLE }).getByText('km uzakta').waitFor();
  await inspect(viewer, 'channels around a place');
});

test('many are shown a page at a time', async (t) => {
  const slugs = Array.from({ length: 10 }, (_, at) => `sayfalar-${at}`);
  t.after(await addChannels('Deniz Yılmaz', slugs));
  const links = viewer.getByRole('link', { name: /sayfalar-/ });
  await toChannels(viewer, 'Ada göre');
  await viewer.getByRole('searchbox').fill('sayfalar');
  await viewer.getByText('Bulunan kanal: 10', { exact: true }).waitFor();
  assert.equal(await links.count(), 8);
  const first = await links.allInnerTexts();
  await button(viewer, '2. sayfa').click();
  await links.nth(2).waitFor({ state: 'detached' });
  const shown = [...first, ...(await links.allInnerTexts())];
  assert.deepEqual(shown.filter((text, at) => shown.indexOf(text) !== at), []);
  assert.equal(shown.length, slugs.length);
  await button(viewer, 'Önceki sayfa').click();
  await links.nth(7).waitFor();
  await inspect(viewer, 'pages of channels');
  await toChannels(viewer, 'Popüler');
});

test('the browser says where it is only when it is asked to', async () => {
  const phone = await openWindow(browser, 'Gül İzleyici', { viewport: PHONE, scheme: 'dark', path: '/channels' });
  await toChannels(phone, 'Yere göre');
  await phone.getByRole('combobox', { name: 'Yer' }).selectOption('here');
  await phone.getByText('Tarayıcın nerede olduğunu söylemiyor.').waitFor();
  await phone.context().grantPermissions(['camera', 'microphone', 'geolocation']);
  await phone.context().setGeolocation(IZMIR);
  await phone.getByRole('combobox', { name: 'Yer' }).selectOption('here');
  await phone.getByRole('link', { name: TITLE }).waitFor();
  await inspect(phone, 'channels nearby, on a phone');
  assertQuiet([phone]);
  await phone.context().close();
});

test('they follow it, and choose how to hear of it', async () => {
  await viewer.getByRole('link', { name: TITLE }).click();
  await viewer.getByRole('heading', { name: TITLE }).waitFor();
  await viewer.getByText('0 takipçi').waitFor();
  await button(viewer, 'Takip et').click();
  const dialog = viewer.getByRole('dialog', { name: `Takip et: ${TITLE}` });
  assert.equal(await dialog.getByRole('checkbox', { name: 'Bildirim' }).isChecked(), true);
  await dialog.getByRole('checkbox', { name: 'E-posta' }).check();
  await inspect(viewer, 'following');
  await dialog.getByRole('button', { name: 'Takip et' }).click();
  await viewer.getByText('1 takipçi').waitFor();
  await button(viewer, 'Takibi bırak').waitFor();
  await inspect(viewer, 'a channel', 'channel');
});

test('they watch it', async () => {
  await viewer.getByRole('link', { name: 'İzle' }).click();
  await seePicture(viewer, CREATOR);
});

test('they donate with the test card, and both windows show it', async () => {
  const dialog = await donate(viewer, { amount: '₺100,00', message: 'Harika yayın!' });
  await inspect(viewer, 'a donation that waits for its card', 'donation');
  await dialog.getByRole('button', { name: 'Deneme kartı ödesin' }).click();
  await Promise.all(
    [creator, viewer].map(async (page) => {
      const alert = page.locator('[data-donation]');
      await alert.getByText('₺100,00 bağışladı').waitFor();
      assert.match(await alert.innerText(), /^Umut Abone ₺100,00 bağışladı\s+Harika yayın!$/);
    }),
  );
  await dialog.getByText('ödendi').waitFor();
  await dialog.getByText('Teşekkürler! Bağışın ulaştı.').waitFor();
  await dialog.getByRole('button', { name: 'Kapat' }).last().click();
  await read(creator, /Harika yayın!/);
});

test('with a key of Stripe’s own no test card is offered', async () => {
  const donor = await openWindow(browser, 'Gül İzleyici', { scheme: 'dark' });
  await donor.route('**/demo/config.json', async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, testCard: { ...config.testCard, publishableKey: 'pk_live_another' } } });
  });
  await donor.goto(`${DEMO}/channels/${SLUG}`);
  const dialog = await donate(donor, { amount: '₺50,00', message: 'Kartım gerçek' });
  await dialog.getByText('Bu demo gerçek kart almaz.').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Deneme kartı ödesin' }).count(), 0);
  await inspect(donor, 'a payment without a card');
  assertQuiet([donor]);
});

test('the creator’s list has it, and the next one as it comes', async () => {
  desk = await openWindow(browser, CREATOR, { path: '/my-channel', scheme: 'dark' });
  await desk.getByRole('tab', { name: 'Bağışlar' }).click();
  const row = desk.getByRole('row').filter({ hasText: 'Harika yayın!' }).first();
  await row.waitFor();
  assert.match(await row.innerText(), /Umut Abone\s+₺100,00\s+Harika yayın!\s+ödendi/);
  const message = `Adsız ${Date.now()}`;
  const dialog = await donate(viewer, { amount: '₺50,00', message, anonymous: true });
  await dialog.getByRole('button', { name: 'Deneme kartı ödesin' }).click();
  const next = desk.getByRole('row').filter({ hasText: message });
  await next.waitFor();
  assert.match(await next.innerText(), /^Biri\s+₺50,00/);
  await desk.getByText('TRY', { exact: true }).waitFor();
  await inspect(desk, 'donations');
});

test('the encoder’s panel tells where OBS sends to and by which key, and gives another key', async () => {
  await desk.getByRole('tab', { name: 'OBS' }).click();
  await button(desk, 'Sunucuyu ve yayın anahtarını göster').click();
  await desk.getByText(/^rtmp:/).waitFor();
  const key = desk.getByRole('code').nth(1);
  const first = await key.innerText();
  await button(desk, 'Yeni anahtar').click();
  await desk.getByText(first, { exact: true }).waitFor({ state: 'detached' });
  assert.notEqual(await key.innerText(), first);
  await inspect(desk, 'the encoder’s panel');
});

test('switched off, it ends for everybody, and its page says so', async () => {
  const phone = { path: `/channels/${SLUG}`, viewport: PHONE, scheme: 'dark' };
  const page = await openWindow(browser, 'Gül İzleyici', phone);
  await page.getByRole('link', { name: 'İzle' }).waitFor();
  await inspect(page, 'a channel on a phone');
  await button(desk, 'Yayından çık').click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Yayından çık' }).click();
  await page.getByText('Kanal şu anda yayında değil.').waitFor();
  await button(desk, 'Yayına geç').waitFor();
  await Promise.all([creator, viewer].map((window) => window.getByText('Yayın sona erdi.').waitFor()));
  await inspect(page, 'a channel off the air');
  assertQuiet([page]);
});

test('a new name: the former address leads to it, and whoever follows may stop', async () => {
  await desk.getByRole('tab', { name: 'Ayarlar' }).click();
  await field(desk, 'Başlık').fill(LATER.title);
  await field(desk, 'Adres').fill(LATER.slug);
  await button(desk, 'Kaydet').click();
  await desk.getByRole('heading', { name: LATER.title }).waitFor();
  await inspect(desk, 'the settings of a channel');
  const follower = await openWindow(browser, 'Umut Abone', { path: `/channels/${SLUG}` });
  await follower.waitForURL(/\/channels\/gece-kahvesi$/);
  await follower.getByRole('heading', { name: LATER.title }).waitFor();
  await button(follower, 'Takibi bırak').click();
  await follower.getByText('0 takipçi').waitFor();
  await button(follower, 'Takip et').waitFor();
  assertQuiet([creator, desk, viewer, follower], [REFUSED]);
});
