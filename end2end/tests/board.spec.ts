// The board «Воронка»: columns with kept totals, windows over them, moves by menu.
import { randomUUID } from 'node:crypto';
import { expectAccessible, expectNoSideScroll } from '../axe';
import { createCompany, expect, test, type Page } from '../fixtures';
import { newDeal, stages, type Stage } from '../seed';

const column = (page: Page, stage: Stage) => page.getByRole('region', { name: stage.name, exact: true });

async function show(page: Page, stage: Stage): Promise<void> {
  const tab = page.getByRole('tab', { name: stage.name });
  if (await tab.isVisible()) await tab.click();
}

async function head(page: Page, stage: Stage): Promise<string> {
  await show(page, stage);
  return (await column(page, stage).locator('header').innerText()).replaceAll(/\s+/g, ' ');
}

async function move(page: Page, title: string, to: string): Promise<void> {
  const card = page.locator('.card').filter({ hasText: title });
  await card.hover();
  await card.getByRole('button', { name: `Действия: ${title}` }).click();
  await page.getByRole('menuitem', { name: 'Переместить в этап…' }).click();
  await page.getByRole('menuitem', { name: to }).click();
}

test('an empty funnel says what it is for and offers the first deal', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Пустая');
  await page.waitForURL('**/clients');
  await page.goto(`${freshCrm.baseURL}/deals`);
  await expect(page.getByRole('heading', { name: 'Воронка пуста' })).toBeVisible();
  await page.getByRole('button', { name: 'Быстрая сделка' }).click();
  await page.getByLabel('Наименование').fill('Первая сделка');
  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Первая сделка' })).toBeVisible();
});

test('a deal moved by the menu lands on top and the totals are right, at once and after a reload', async ({ owner }) => {
  const [first, second] = await stages(owner);
  const title = `Переезд ${randomUUID().slice(0, 8)}`;
  await newDeal(owner, 'Сосед', { stage: second.id });
  await newDeal(owner, title, { stage: first.id, budget: 700_000 });
  await owner.goto('/deals');
  await show(owner, first);
  await move(owner, title, second.name);
  await expect(owner.getByRole('status').getByText(`«${title}» — теперь на этапе «${second.name}»`)).toBeVisible();
  const after = [await head(owner, first), await head(owner, second)];
  await expect(column(owner, second).locator('.card').first()).toContainText(title);
  await owner.reload();
  expect([await head(owner, first), await head(owner, second)]).toEqual(after);
  await expect(column(owner, second).locator('.card').first()).toContainText(title);
  await expectAccessible(owner);
  await expectNoSideScroll(owner);
});

test('a refused move brings the card back to its place and says why', async ({ owner }) => {
  const [, second, third] = await stages(owner);
  const mark = randomUUID().slice(0, 8);
  for (const place of ['нижняя', 'средняя', 'верхняя']) await newDeal(owner, `${place} ${mark}`, { stage: third.id });
  await owner.goto('/deals');
  await show(owner, third);
  const cards = column(owner, third).locator('.card').filter({ hasText: mark });
  const before = await cards.allInnerTexts();
  const totals = await head(owner, third);
  await owner.route('**/api/move_deal', (route) => route.abort());
  await move(owner, `средняя ${mark}`, second.name);
  await expect(owner.getByText('Сервер не отвечает')).toBeVisible();
  await expect(cards).toHaveCount(3);
  expect(await cards.allInnerTexts()).toEqual(before);
  expect(await head(owner, third)).toBe(totals);
});

test('the menu is worked by keyboard @desktop', async ({ owner }) => {
  const [first, second] = await stages(owner);
  const title = `Клавиша ${randomUUID().slice(0, 8)}`;
  await newDeal(owner, title, { stage: first.id });
  await owner.goto('/deals');
  await owner.getByRole('button', { name: `Действия: ${title}` }).focus();
  await owner.keyboard.press('Enter');
  await expect(owner.getByRole('menuitem', { name: 'Открыть' })).toBeFocused();
  await owner.keyboard.press('ArrowDown');
  await owner.keyboard.press('Enter');
  await expect(owner.getByRole('menuitem', { name: second.name })).toBeFocused();
  await owner.keyboard.press('Enter');
  await expect(column(owner, second).getByRole('link', { name: title })).toBeFocused();
});

test('a column of 101 cards is windowed, keeps its order and reaches its end', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Длинная');
  await page.waitForURL('**/clients');
  const origin = freshCrm.baseURL;
  const board = await page.request.post(`${origin}/api/open_board`, { data: {} });
  const [first] = ((await board.json()) as { stages: Stage[] }).stages;
  for (let number = 1; number <= 101; number += 1) {
    const deal = { title: `Сделка ${number}`, client: null, budget: 100, currency: null, stage: first.id, owner: null, custom: {} };
    await page.request.post(`${origin}/api/create_deal`, { data: { request: randomUUID(), new: deal } });
  }
  const html = await (await page.request.get(`${origin}/deals`)).text();
  expect(Buffer.byteLength(html)).toBeLessThan(150_000);
  await page.goto(`${origin}/deals`);
  await expect(column(page, first).locator('.cnt')).toHaveText('101');
  const cards = column(page, first).locator('.card');
  expect(await cards.count()).toBeLessThan(40);
  const scroller = column(page, first).locator('.cards');
  await expect(async () => {
    await scroller.evaluate((column) => column.scrollTo(0, column.scrollHeight));
    await expect(cards.last().getByRole('link')).toHaveText('Сделка 1', { timeout: 500 });
  }).toPass();
  expect(await cards.count()).toBeLessThan(40);
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  expect(nodes).toBeLessThan(4_000);
  const numbers = (await cards.locator('.t > a').allInnerTexts()).map((title) => Number(title.slice(7)));
  expect(numbers).toEqual([...numbers].sort((one, other) => other - one));
});

test('a change in the drawer shows on the board under it @desktop', async ({ owner }) => {
  const [first] = await stages(owner);
  const mark = randomUUID().slice(0, 8);
  await newDeal(owner, `Прежняя ${mark}`, { stage: first.id });
  await owner.goto('/deals');
  await owner.getByRole('link', { name: `Прежняя ${mark}` }).click();
  await owner.locator('.fields').getByRole('button', { name: /^Наименование/ }).click();
  await owner.locator('.f.edit input').fill(`Новая ${mark}`);
  await owner.keyboard.press('Enter');
  await expect(column(owner, first).getByRole('link', { name: `Новая ${mark}` })).toBeVisible();
  await owner.keyboard.press('Escape');
  await expect(owner).toHaveURL(/\/deals$/);
});
