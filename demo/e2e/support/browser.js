// Windows of a real browser with a camera and a microphone that are not there. Each window is its own person.

import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--no-sandbox',
  '--disable-dev-shm-usage',
  // nothing but this machine is asked for anything
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** The page under test. */
export const DEMO = `${process.env.SUPABASE_URL}/demo`;

/** How long anything may take to appear; the functions' first answers after a start take longest. */
const PATIENCE_MS = 60_000;

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** The browser of this machine, as `CHROMIUM` or as Debian names it. */
export function browserPath() {
  return process.env.CHROMIUM ?? CHROMIUM.find((path) => existsSync(path));
}

/** Its microphones beep, or hear what is in a file. */
export function launch({ speech } = {}) {
  const executablePath = browserPath();
  if (!executablePath) throw new Error('no Chromium here: apt-get install chromium, or name one by CHROMIUM=…');
  const args = speech ? [...FLAGS, `--use-file-for-fake-audio-capture=${speech}`] : FLAGS;
  return chromium.launch({ executablePath, args });
}

/** A window on one of the screens, signed in as a demo user by the name that is shown. */
export async function openWindow(browser, name, options = {}) {
  const { path = '', viewport = DESKTOP, scheme = 'light', locale = 'tr-TR', motion = 'no-preference' } = options;
  const looks = { viewport, locale, colorScheme: scheme, reducedMotion: motion };
  const context = await browser.newContext({ ...looks, permissions: ['camera', 'microphone'] });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(`${name}: ${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => errors.push(`${name}: ${error.message}`));
  await page.goto(`${DEMO}${path}`);
  if (name) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('button', { name, exact: true }).waitFor();
  }
  return Object.assign(page, { errors });
}
