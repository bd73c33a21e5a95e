// Cards in the hand of a test: where they are, in which order, and how they are taken up.
import { randomUUID } from 'node:crypto';
import { alive, expect, type Page } from './fixtures';
import { newDeal, stages, type Stage } from './seed';

/** The column of a stage. */
export const column = (page: Page, stage: Stage) => page.locator(`.board .col[data-stage="${stage.id}"]`);
/** The card of a deal. */
export const card = (page: Page, title: string) => page.locator('.board .card').filter({ hasText: title });

/** Cards of one test, in the order in which a column shows them. */
export async function order(page: Page, stage: Stage, mark: string): Promise<string[]> {
  const titles = await column(page, stage).locator('.card a').filter({ hasText: mark }).allInnerTexts();
  return titles.map((title) => title.replace(` ${mark}`, ''));
}

/** The cards of one test come to stand in this order. */
export async function expectOrder(page: Page, stage: Stage, mark: string, expected: string[]): Promise<void> {
  await expect.poll(() => order(page, stage, mark)).toEqual(expected);
}

/** Three cards on top of the first stage, А above Б above В. */
export async function three(page: Page): Promise<{ mark: string; first: Stage; second: Stage }> {
  const [first, second] = await stages(page);
  const mark = randomUUID().slice(0, 8);
  for (const title of ['В', 'Б', 'А']) await newDeal(page, `${title} ${mark}`, { stage: first.id, budget: 100_000 });
  await page.goto('/deals');
  await alive(page);
  return { mark, first, second };
}

/** The middle of an element on the screen. */
export async function middle(page: Page, of: ReturnType<Page['locator']>): Promise<{ x: number; y: number }> {
  const box = await of.boundingBox();
  if (!box) throw new Error('nothing to be seen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Takes a card up by the mouse. */
export async function take(page: Page, title: string): Promise<void> {
  // What was refused before flies back first.
  await expect(page.locator('.hand')).toHaveCount(0);
  const at = await middle(page, card(page, title));
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 8, at.y + 4, { steps: 3 });
  await expect(page.locator('.hand')).toBeVisible();
}

type At = { x: number; y: number };

/** A finger, as the browser's own protocol has it: Playwright's touch screen only taps. */
export async function finger(page: Page): Promise<{ touch: (at: At) => Promise<void>; glide: (to: At) => Promise<void>; lift: () => Promise<void> }> {
  const browser = await page.context().newCDPSession(page);
  const send = async (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: At[]) => {
    await browser.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  let here = { x: 0, y: 0 };
  return {
    touch: (at) => send('touchStart', [(here = at)]),
    glide: async (to) => {
      const from = here;
      for (let step = 1; step <= 8; step += 1) {
        here = { x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 };
        await send('touchMove', [here]);
      }
    },
    lift: () => send('touchEnd', []),
  };
}

/** How many deals a column says it has. */
export const count = (page: Page, stage: Stage) => column(page, stage).locator('.cnt').innerText();
