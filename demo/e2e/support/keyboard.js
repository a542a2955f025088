// Going through a page with no pointer: where the focus is, whether it can be seen, and in which order it goes.

import assert from 'node:assert/strict';

/** The most stops from anywhere on a screen to anywhere else. */
const FURTHEST = 60;
/** How far around an element its ring may be drawn, in pixels. */
const RING = 8;

/** What has the focus, as people would name it. */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return element.getAttribute('aria-label') ?? (element.innerText || element.tagName).trim();
  });

/** Whether nothing on the page has the focus. */
const isNowhere = (page) => page.evaluate(() => document.activeElement === document.body);

/** Presses Tab on the last stop: the focus goes to the browser's own, and the next Tab is the first stop again. */
export async function tabOut(page) {
  await page.keyboard.press('Tab');
  assert.ok(await isNowhere(page), `${await focused(page)} comes after the last stop`);
}

/** Presses Tab until what is called `name` has the focus. Each stop on the way must be seen and come after the last. */
export async function tabTo(page, name) {
  const passed = [];
  for (let stop = 0; stop < FURTHEST; stop += 1) {
    await page.evaluate(() => (globalThis.lastStop = document.activeElement));
    await page.keyboard.press('Tab');
    assert.ok(!(await isNowhere(page)), `${name} is not among ${passed.join(' | ')}`);
    const here = await focused(page);
    passed.push(here);
    await assertSeen(page, here);
    if (stop > 0) await assertAfterLast(page, here);
    if (name instanceof RegExp ? name.test(here) : here === name) return;
  }
  assert.fail(`${name} is not among ${passed.join(' | ')}`);
}

/** What has the focus looks otherwise without it, and is on the screen. */
async function assertSeen(page, name) {
  const element = await page.evaluateHandle(() => document.activeElement);
  const { x, y, width, height } = await element.boundingBox();
  const { width: right, height: bottom } = page.viewportSize();
  const [left, top] = [Math.max(0, x - RING), Math.max(0, y - RING)];
  const [shownWidth, shownHeight] = [Math.min(right, x + width + RING) - left, Math.min(bottom, y + height + RING) - top];
  const clip = { x: left, y: top, width: shownWidth, height: shownHeight };
  assert.ok(clip.width > 0 && clip.height > 0, `${name} has the focus and is not on the screen`);
  // a picture that moves behind it says nothing of the focus
  const picture = () => page.screenshot({ clip, animations: 'disabled', style: 'video { visibility: hidden; }' });
  const withFocus = await picture();
  await element.evaluate((it) => it.blur());
  const without = await picture();
  await element.evaluate((it) => it.focus());
  assert.ok(!withFocus.equals(without), `nobody sees that ${name} has the focus`);
}

async function assertAfterLast(page, name) {
  const follows = await page.evaluate(() => {
    const { lastStop, document: { activeElement } } = globalThis;
    return Boolean(lastStop.compareDocumentPosition(activeElement) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  assert.ok(follows, `${name} has the focus before its turn`);
}
