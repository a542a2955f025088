// Calls by voice: with support, where the worker of `make dev` answers and is heard; with staff; without an agent; and of
// several.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { launch, openWindow, PHONE } from './support/browser.js';
import { inspect } from './support/inspect.js';
import { tabTo } from './support/keyboard.js';
import { assertQuiet, hearVoice, until } from './support/page.js';
import { changeSetting, endCalls, settingOf } from './support/server.js';
import { speechFile } from './support/speech.js';

const NOTICE = /Merhaba, ben İpelya'nın yapay zekâ asistanıyım/;
const CALLERS = ['Ayla Arayan', 'Gül İzleyici', 'Umut Abone'];
let browser, original;

before(async () => {
  original = await settingOf('agent_enabled');
  await endCalls(CALLERS);
  browser = await launch({ speech: await speechFile() });
});

afterEach(() => endCalls(CALLERS));

after(async () => {
  await changeSetting('agent_enabled', original);
  await browser?.close();
});

async function callSupport(page) {
  await page.getByRole('button', { name: 'Desteği ara' }).click();
  await page.waitForURL(/\/support\//);
  return page.url().split('/').at(-1);
}

const captions = (page) => page.getByRole('log', { name: 'Canlı altyazı' });
const inside = (page) => page.getByRole('group', { name: 'İçeridekiler' });
const agentsInside = (page) =>
  inside(page).locator('[data-person^="agent-"]').evaluateAll((all) => all.map(({ dataset }) => dataset.person));

test('a caller presses support, hears and reads the assistant, chooses a voice, mutes, hangs up and reads what was said', async () => {
  const caller = await openWindow(browser, 'Ayla Arayan');
  await callSupport(caller);
  await captions(caller).getByText(NOTICE).waitFor();
  await hearVoice(caller);
  await caller.getByText('Asistan burada.').waitFor();
  await inside(caller).getByText('Yapay zekâ').waitFor();
  await caller.getByRole('timer').waitFor();
  await captions(caller).getByText(/^Sen: .*Hz/).first().waitFor();
  await captions(caller).getByText(/^Asistan: I heard/).first().waitFor();
  await inspect(caller, 'a call with support', 'support-call');

  await caller.getByRole('button', { name: 'Mikrofon' }).click();
  await caller.getByRole('button', { name: 'Mikrofon', pressed: false }).waitFor();
  const [first] = await agentsInside(caller);
  await caller.getByRole('combobox', { name: 'Ses' }).selectOption('nova');
  const isAnother = ([one, ...more]) => one !== undefined && one !== first && more.length === 0;
  await until(caller, async () => isAnother(await agentsInside(caller)), 'another agent takes the place of the first');
  assert.equal(await caller.getByRole('combobox', { name: 'Ses' }).inputValue(), 'nova');

  await caller.getByRole('button', { name: 'Kapat', exact: true }).click();
  await caller.getByText('Konuştunuz.').waitFor();
  const said = caller.getByRole('region', { name: 'Konuşulanlar' });
  await said.getByText(NOTICE).first().waitFor();
  await said.getByText(/^Arayan: .*Hz/).first().waitFor();
  await inspect(caller, 'the end of a call with support');

  await caller.getByRole('link', { name: 'Görüşmelerim' }).click();
  const latest = caller.locator('[data-call]').first();
  await latest.getByText('Konuşuldu').waitFor();
  await latest.getByRole('button', { name: 'Konuşulanlar' }).click();
  await latest.getByText(NOTICE).first().waitFor();
  await inspect(caller, 'the calls of a person');
  await caller.getByRole('combobox', { name: 'Görüşme türü' }).selectOption('conference');
  const supportCalls = caller.locator('[data-call]').getByText('Destek', { exact: true });
  await until(caller, async () => (await supportCalls.count()) === 0, 'calls with support are left out');
  assertQuiet([caller]);
});

test('whoever does not want it written down finds nothing afterwards', async () => {
  const caller = await openWindow(browser, 'Gül İzleyici', { viewport: PHONE, scheme: 'dark' });
  await caller.getByRole('checkbox', { name: 'Konuşulanlar yazıya dökülsün' }).uncheck();
  await callSupport(caller);
  await captions(caller).getByText(NOTICE).waitFor();
  assert.equal(await captions(caller).getByText(/yazıya dökülüyor/).count(), 0);
  await inspect(caller, 'a call with support on a phone', 'support-call-phone');
  await caller.getByRole('button', { name: 'Kapat', exact: true }).click();
  await caller.getByText('Hiçbir şey yazıya dökülmedi.').waitFor();
  assertQuiet([caller]);
});

test('support is called, muted and hung up by keys alone', async () => {
  const caller = await openWindow(browser, 'Umut Abone');
  await caller.getByRole('button', { name: 'Desteği ara' }).waitFor();
  await tabTo(caller, 'Desteği ara');
  await caller.keyboard.press('Enter');
  await caller.getByText('Asistan burada.').waitFor();
  await tabTo(caller, 'Mikrofon');
  await caller.keyboard.press('Space');
  await caller.getByRole('button', { name: 'Mikrofon', pressed: false }).waitFor();
  await tabTo(caller, 'Kapat');
  await caller.keyboard.press('Enter');
  await caller.getByText('Konuştunuz.').waitFor();
  assertQuiet([caller]);
});

test('with the agent switched off the caller is told so; staff comes, and each sees the other', async () => {
  await changeSetting('agent_enabled', false);
  const caller = await openWindow(browser, 'Gül İzleyici');
  const staff = await openWindow(browser, 'Ege Yönetici');
  const id = await callSupport(caller);
  await caller.getByText('Asistan şu anda kapalı. Hatta kal: bir görevli gelebilir.').waitFor();
  await inspect(caller, 'a call with support and nobody there');
  await staff.getByRole('link', { name: 'Yönetim' }).click();
  await staff.getByRole('tab', { name: 'Sesli' }).click();
  const waiting = staff.locator(`[data-call="${id}"]`);
  await waiting.getByText(/yalnız bekliyor$/).waitFor();
  await inspect(staff, 'support calls, as staff sees them', 'operations-voice');
  await waiting.getByRole('button', { name: 'Görevli olarak katıl: Gül İzleyici' }).click();
  await Promise.all([
    inside(caller).getByText('Ege Yönetici').waitFor(),
    inside(staff).getByText('Gül İzleyici').waitFor(),
    caller.getByText('Bir görevli burada.').waitFor(),
  ]);
  await Promise.all([hearVoice(caller), hearVoice(staff)]);
  await caller.getByRole('button', { name: 'Kapat', exact: true }).click();
  await Promise.all([caller, staff].map((page) => page.getByText('Konuştunuz.').waitFor()));
  await changeSetting('agent_enabled', true);
  assertQuiet([caller, staff]);
});

test('staff sends the assistant away and for it again, writes what it is told, and reads who has read what was said', async () => {
  const caller = await openWindow(browser, 'Umut Abone');
  const staff = await openWindow(browser, 'Ege Yönetici', { path: '/operations/voice', scheme: 'dark' });
  const id = await callSupport(caller);
  await caller.getByText('Asistan burada.').waitFor();
  const agent = staff.getByRole('switch', { name: 'Görüşmedeki asistan: Umut Abone' });
  await agent.waitFor();
  await agent.press('Space');
  await caller.getByText('Bir görevli asistanı gönderdi. Hatta kal: bir görevli gelebilir.').waitFor();
  await staff.getByRole('switch', { name: 'Görüşmedeki asistan: Umut Abone', checked: false }).press('Space');
  await caller.getByText('Asistan burada.').waitFor();
  await captions(caller).getByText(/^Asistan: I heard/).first().waitFor();
  await caller.getByRole('button', { name: 'Kapat', exact: true }).click();
  await caller.getByText('Konuştunuz.').waitFor();
  await caller.getByRole('region', { name: 'Konuşulanlar' }).getByText(NOTICE).first().waitFor();

  await staff.reload();
  const over = staff.locator(`[data-call="${id}"]`);
  await over.getByRole('button', { name: 'Kimler okudu' }).click();
  await over.getByText('Görevlilerden okuyan yok.').waitFor();
  await over.getByRole('button', { name: 'Konuşulanlar' }).click();
  await over.getByText(NOTICE).first().waitFor();
  await over.getByRole('button', { name: 'Kimler okudu' }).click();
  await over.getByRole('region', { name: 'Kimler okudu' }).getByText(/^Ege Yönetici, /).first().waitFor();

  const versions = () => staff.getByRole('region', { name: /^Sürüm/ });
  await versions().first().waitFor();
  const before = await versions().count();
  await staff.getByRole('textbox', { name: 'Yönergeler' }).fill('Kısa ve kibar konuş.');
  await staff.getByRole('button', { name: 'Yeni sürüm olarak kaydet' }).click();
  await until(staff, async () => (await versions().count()) === before + 1, 'there is a new version');
  await versions().first().getByText('Yürürlükte').waitFor();
  await inspect(staff, 'support calls and prompts, dark');
  await versions().nth(1).getByRole('button', { name: /^Yürürlüğe koy/ }).click();
  await versions().nth(1).getByText('Yürürlükte').waitFor();
  assertQuiet([caller, staff]);
});

test('several are called: one joins, one does not now, and the owner ends it for everybody', async () => {
  const owner = await openWindow(browser, 'Umut Abone', { path: '/people' });
  const called = await openWindow(browser, 'Can Aranan');
  const other = await openWindow(browser, 'Ayla Arayan', { viewport: PHONE, scheme: 'dark' });
  await owner.getByRole('link', { name: 'Grup görüşmesi' }).click();
  for (const name of ['Can Aranan', 'Ayla Arayan']) await owner.getByRole('checkbox', { name }).check();
  await inspect(owner, 'whom to call to a conference');
  await owner.getByRole('button', { name: 'Bu kişileri ara (2)' }).click();
  const ringing = (page) => page.getByRole('dialog', { name: 'Umut Abone seni grup görüşmesine çağırıyor' });
  await ringing(other).waitFor();
  await inspect(other, 'a conference that one is called to');
  await ringing(other).getByRole('button', { name: 'Şimdi değil' }).click();
  await ringing(other).waitFor({ state: 'detached' });
  await ringing(called).getByRole('button', { name: 'Katıl' }).click();
  const here = (page, name) => page.getByRole('list', { name: 'Çağrılanlar' }).locator('[data-inside=true]').getByText(name).waitFor();
  await Promise.all([here(owner, 'Can Aranan'), here(called, 'Umut Abone')]);
  await Promise.all([hearVoice(owner), hearVoice(called)]);
  await inspect(owner, 'a conference');
  await called.getByRole('button', { name: 'Görüşmeden ayrıl' }).click();
  await owner.locator('[data-inside=false]').getByText('Can Aranan').waitFor();
  // who has left may come back
  await called.locator('[data-call]').first().getByRole('link', { name: 'Katıl' }).click();
  await here(owner, 'Can Aranan');
  await owner.getByRole('button', { name: 'Herkes için bitir' }).click();
  await Promise.all([owner, called].map((page) => page.getByText('Konuştunuz.').waitFor()));
  assertQuiet([owner, called, other]);
});
