// What people do and see, by the words on the page. The words are those of the Turkish dictionary.

import assert from 'node:assert/strict';

const SOON = { timeout: 60_000 };

/** Goes on air as the page offers it, and returns the session's id. */
export async function goLive(page, { title, audio = false, price, picture, recorded = false } = {}) {
  await page.getByRole('link', { name: 'Yayın aç' }).first().click();
  await page.waitForLoadState('networkidle');
  const left = page.getByRole('link', { name: 'Yayınına git' });
  if (await left.isVisible()) {
    // a run that was broken off has left it
    await left.click();
    await endSession(page);
    return goLive(page, { title, audio, price, picture, recorded });
  }
  await page.getByRole('textbox', { name: 'Başlık' }).fill(title);
  if (audio) await page.getByText('Ses odası', { exact: true }).click();
  if (price) {
    await page.getByText('Biletli', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Jeton olarak fiyat' }).fill(String(price));
  }
  if (picture) await choosePicture(page, picture);
  if (recorded) await page.getByRole('switch', { name: 'Baştan kaydet' }).click();
  await page.getByRole('button', { name: 'Başlat' }).click();
  await page.waitForURL(/\/watch\//, SOON);
  await page.getByRole('button', { name: 'Yayını bitir' }).waitFor(SOON);
  return page.url().split('/').at(-1);
}

/** Chooses the picture of the list from files, as the page's own dialog would, and waits until it is shown. */
export async function choosePicture(page, picture) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'JPEG, PNG veya WebP' }).click(),
  ]);
  await chooser.setFiles(picture);
  const shown = page.getByRole('img', { name: 'Listedeki resim' });
  await shown.waitFor(SOON);
  await page.waitForFunction((image) => image.naturalWidth > 0, await shown.elementHandle(), SOON);
}

/** Opens a session from the list, as soon as it is there. */
export async function enter(page, title) {
  await page.getByRole('link', { name: /İpelya Live/ }).click();
  await page.getByRole('link', { name: title }).first().click(SOON);
}

/** Ends one's own session. */
export async function endSession(page) {
  await page.getByRole('button', { name: 'Yayını bitir' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Yayını bitir' }).click();
  await page.getByText('Yayın sona erdi.').waitFor(SOON);
}

/** Waits until the picture of somebody moves: so many more frames were decoded than before. */
export async function seePicture(page, name, frames = 15) {
  const video = page.locator(`video[aria-label="${name}"]`).first();
  await video.waitFor(SOON).catch(async (error) => {
    throw new Error(`no picture of ${name}; the page says: ${await page.locator('main').innerText()}`, { cause: error });
  });
  const decoded = () => video.evaluate((element) => element.getVideoPlaybackQuality().totalVideoFrames);
  const before = await decoded();
  await until(page, async () => (await decoded()) >= before + frames, `the picture of ${name} stands still`);
}

/** Waits until something is so, or fails with what is said of that. */
export async function until(page, isSo, otherwise) {
  const deadline = Date.now() + SOON.timeout;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, otherwise);
    await page.waitForTimeout(100);
  }
}

/** Waits until the sound of others is played, and goes on. */
export async function hearSound(page) {
  const heard = () => {
    const playing = ({ paused, currentTime, srcObject }) => !paused && currentTime > 1 && srcObject?.getAudioTracks().length > 0;
    return [...document.querySelectorAll('audio')].some(playing);
  };
  await page.waitForFunction(heard, undefined, SOON);
}

/** Waits until there is something to be heard in what comes of others: samples that are decoded and no silence. */
export async function hearVoice(page) {
  const heard = async () => {
    const streams = [...document.querySelectorAll('audio')].map(({ srcObject }) => srcObject).filter((stream) => stream?.getAudioTracks().length);
    globalThis.ear ??= new AudioContext();
    const loudest = streams.map((stream) => {
      const analyser = new AnalyserNode(globalThis.ear, { fftSize: 16384 });
      globalThis.ear.createMediaStreamSource(stream).connect(analyser);
      return analyser;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    return loudest.some((analyser) => {
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      return samples.some((sample) => Math.abs(sample) > 0.01);
    });
  };
  await until(page, () => page.evaluate(heard), 'nothing is heard of anybody');
}

/** One's own balance, as the head of the page shows it. */
export async function coins(page) {
  return Number((await page.getByRole('status', { name: /^Bakiyen/ }).innerText()).replace(/\D/g, ''));
}

export async function say(page, line) {
  await page.getByRole('textbox', { name: 'Bir şeyler yaz' }).fill(line);
  await page.keyboard.press('Enter');
}

export async function read(page, line) {
  await page.getByRole('log').getByText(line).waitFor(SOON);
}

/** Chooses what is to be done about somebody, from the host's tools. */
export async function measure(page, name, label) {
  await page.getByRole('tab', { name: /Yayıncı araçları/ }).click();
  await page.getByRole('button', { name: `${name} için işlemler` }).click(SOON);
  await page.getByRole('menuitem', { name: label, exact: typeof label === 'string' }).click();
}

/** livekit-client says so of each of its data channels when the server closes the room before it has left. */
export const CUT_OFF = /Unknown DataChannel error/;

/** Nothing was written to the console as an error; the refusals that a test asked for are named. */
export function assertQuiet(pages, expected = []) {
  const errors = pages.flatMap(({ errors: written }) => written);
  assert.deepEqual(errors.filter((error) => !expected.some((known) => known.test(error))), []);
}
