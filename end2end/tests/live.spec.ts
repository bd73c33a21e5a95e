// What a colleague does is seen at once, without a reload.
import { randomUUID } from 'node:crypto';
import { alive, expect, test, type Page } from '../fixtures';
import { call, newDeal, stages, type Stage } from '../seed';

const column = (page: Page, stage: Stage) => page.locator(`.board .col[data-stage="${stage.id}"]`);
const titles = (page: Page, stage: Stage, mark: string) =>
  column(page, stage).locator('.card a').filter({ hasText: mark }).allInnerTexts();
const count = async (page: Page, stage: Stage) => Number((await column(page, stage).locator('.cnt').innerText()).replaceAll(/\s/g, ''));

test('a new deal, a move and an edit are seen on another board within a second @desktop', async ({ owner, browser }) => {
  const [first, second] = await stages(owner);
  const mark = randomUUID().slice(0, 8);
  await owner.goto('/deals');
  const context = await browser.newContext({ storageState: await owner.context().storageState(), locale: 'ru-RU' });
  const other = await context.newPage();
  const listens = other.waitForRequest((request) => request.url().includes('/live?'));
  await other.goto(new URL('/deals', owner.url()).href);
  await alive(other);
  await listens;
  const within = { timeout: 1_000, intervals: [20] };

  const below = await newDeal(owner, `Нижняя ${mark}`, { stage: second.id });
  const deal = await newDeal(owner, `Живая ${mark}`, { stage: first.id });
  await expect.poll(() => titles(other, first, mark), within).toEqual([`Живая ${mark}`]);
  const before = await count(other, second);
  const move = { request: randomUUID(), id: deal.id, to: second.id, slot: { above: below.id, below: null } };
  await call(owner, 'move_deal', move);
  await expect.poll(() => titles(other, second, mark), within).toEqual([`Нижняя ${mark}`, `Живая ${mark}`]);
  expect(await titles(other, first, mark)).toEqual([]);
  expect(await count(other, second)).toBe(before + 1);
  const patch = { title: `Иная ${mark}` };
  await call(owner, 'edit_deal', { request: randomUUID(), id: deal.id, seen: deal.version + 1, patch });
  await expect.poll(() => titles(other, second, mark), within).toEqual([`Нижняя ${mark}`, `Иная ${mark}`]);
  const order = { request: randomUUID(), id: deal.id, to: second.id, slot: { above: null, below: below.id } };
  await call(owner, 'move_deal', order);
  await expect.poll(() => titles(other, second, mark), within).toEqual([`Иная ${mark}`, `Нижняя ${mark}`]);
  await expect(other.getByText('Этапы воронки изменились.')).toBeHidden();
  const { stages: seen } = await call<{ stages: { id: string; group: string; name: string; colour: string }[] }>(owner, 'open_funnel', {});
  const drafts = seen.map((stage, place) => ({ ...stage, colour: place === 0 ? '#123456' : stage.colour }));
  await call(owner, 'save_funnel', { request: randomUUID(), seen, stages: drafts });
  await expect(other.getByText('Этапы воронки изменились.')).toBeVisible({ timeout: 1_000 });
  await context.close();
});
