// A screen as people meet it: by axe's rules, no wider than the window, and with PICTURES=1 as a picture in
// docs/pictures/.

import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { assertAccessible } from './axe.js';

const PICTURES = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));
const LARGEST_PICTURE = 200 * 1024;

/** Nothing is wider than the page. */
async function assertFits(page, what) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} px too wide`);
}

export async function inspect(page, what, picture) {
  // a dialog or a card that is still arriving is paler than it will be
  await page.waitForTimeout(400);
  await assertAccessible(page, what);
  await assertFits(page, what);
  if (!picture || !process.env.PICTURES) return;
  const path = `${PICTURES}${picture}.png`;
  await page.screenshot({ path });
  const { size } = await stat(path);
  assert.ok(size < LARGEST_PICTURE, `${picture}.png has ${size} bytes`);
}
