// What a screen reader, a keyboard or weak eyes would stumble over.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from './fixtures';

/** Colours on their way to others are nobody's choice: nothing that ends by itself is still moving. */
async function atRest(page: Page): Promise<void> {
  const moving = () =>
    page.evaluate(() => {
      const ends = ({ effect }: Animation) => Number.isFinite(effect?.getComputedTiming().endTime);
      return document.getAnimations().filter((one) => ends(one) && one.playState === 'running').length;
    });
  await expect.poll(moving).toBe(0);
}

/** Nothing serious is wrong with what is shown. */
export async function expectAccessible(page: Page): Promise<void> {
  await atRest(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(bad.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`)).toEqual([]);
}

/** The page itself never scrolls sideways. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
}
