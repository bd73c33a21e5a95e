// Two servers on one PostgreSQL: whoever works at one of them sees at once what is done at the other.
import { randomUUID } from 'node:crypto';
import { alive, expect, test, type Page } from '../fixtures';
import { call, newDeal, stages, type Stage } from '../seed';
import { Server } from '../server';

const column = (page: Page, stage: Stage) => page.locator(`.board .col[data-stage="${stage.id}"]`);
const titles = (page: Page, stage: Stage, mark: string) =>
  column(page, stage).locator('.card a').filter({ hasText: mark }).allInnerTexts();
const within = { timeout: 1_000, intervals: [20] };

test('what is done at one server is seen at the other within a second', async ({ owner, crm, browser }) => {
  const [first, second] = await stages(owner);
  const mark = randomUUID().slice(0, 8);
  const beside = await Server.beside(crm);
  await owner.goto('/deals');
  const context = await browser.newContext({ storageState: await owner.context().storageState(), locale: 'ru-RU' });
  const other = await context.newPage();
  const listens = other.waitForRequest((request) => request.url().includes('/live?'));
  await other.goto(`${beside.baseURL}/deals`);
  await alive(other);
  await listens;

  const deal = await newDeal(owner, `Общая ${mark}`, { stage: first.id });
  await expect.poll(() => titles(other, first, mark), within).toEqual([`Общая ${mark}`]);
  await call(owner, 'move_deal', { request: randomUUID(), id: deal.id, to: second.id, slot: null });
  await expect.poll(() => titles(other, second, mark), within).toEqual([`Общая ${mark}`]);
  expect(await titles(other, first, mark)).toEqual([]);

  // And back: what the second server's person does.
  await call(other, 'move_deal', { request: randomUUID(), id: deal.id, to: first.id, slot: null });
  await expect.poll(() => titles(owner, first, mark), within).toEqual([`Общая ${mark}`]);
  await expect.poll(() => titles(other, first, mark), within).toEqual([`Общая ${mark}`]);

  // What is edited, and what the columns add up to.
  const sums = (page: Page) => column(page, first).locator('header').innerText();
  const before = await sums(other);
  expect(await sums(owner)).toBe(before);
  const edit = { request: randomUUID(), id: deal.id, seen: deal.version + 2, patch: { title: `Правленая ${mark}` } };
  const edited = await call<{ version: number }>(owner, 'edit_deal', edit);
  await expect.poll(() => titles(other, first, mark), within).toEqual([`Правленая ${mark}`]);
  await call(owner, 'edit_deal', { request: randomUUID(), id: deal.id, seen: edited.version, patch: { budget: [123_456_700, 'UZS'] } });
  await expect.poll(() => sums(other), within).not.toBe(before);
  await expect.poll(() => sums(owner), within).toBe(await sums(other));

  // A server that goes takes nothing with it.
  await context.close();
  await beside.stop();
  await owner.reload();
  expect(await titles(owner, first, mark)).toEqual([`Правленая ${mark}`]);
});
