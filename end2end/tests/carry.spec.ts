// What happens while a card is in the hand: lists that scroll on, colleagues who change the board, stages and rights that go.
import { randomUUID } from 'node:crypto';
import { expect, test, type Page } from '../fixtures';
import { card, column, count, expectOrder, middle, order, take, three } from '../hand';
import { personCalled, twoPeople, visit } from '../people';
import { call, newDeal, stages, type Stage } from '../seed';

const EDIT_DEALS = 1 << 6;

/** More than two pages of a column. */
const MANY = 110;

/** Waits until a part of the page has stopped to scroll, at the very end or at the very beginning. */
async function rests(page: Page, selector: string, side: 'scrollTop' | 'scrollLeft', end: boolean): Promise<void> {
  const whole = side === 'scrollTop' ? 'scrollHeight' : 'scrollWidth';
  const seen = side === 'scrollTop' ? 'clientHeight' : 'clientWidth';
  const left = () => page.locator(selector).evaluate(
    (list, [side, whole, seen, end]) => (end ? list[whole] - list[seen] - list[side] : list[side]) as number,
    [side, whole, seen, end] as ['scrollTop', 'scrollHeight', 'clientHeight', boolean],
  );
  await expect.poll(left, { timeout: 20_000 }).toBeLessThanOrEqual(1);
}

test('a held card scrolls column and board by their edges, and lands beyond the first page where it was put @desktop', async ({ owner: page }) => {
  const [first, second] = await stages(page);
  const mark = randomUUID().slice(0, 8);
  const name = (number: number) => `${String(number).padStart(3, '0')} ${mark}`;
  for (let number = 1; number <= MANY; number += 1) await newDeal(page, name(number), { stage: first.id });
  await newDeal(page, `Пришлая ${mark}`, { stage: second.id });
  await page.setViewportSize({ width: 900, height: 700 });
  await page.goto(`/deals?q=${mark}`);
  const cards = `.board .col[data-stage="${first.id}"] > .cards`;
  const list = (await page.locator(cards).boundingBox())!;
  const board = (await page.locator('.board').boundingBox())!;

  await take(page, `Пришлая ${mark}`);
  // The wheel turns what lies below the card.
  await page.mouse.move(list.x + 100, list.y + list.height / 2, { steps: 4 });
  const turned = () => page.locator(cards).evaluate((element) => element.scrollTop);
  await page.mouse.wheel(0, 300);
  await expect.poll(turned).toBe(300);
  await page.mouse.wheel(0, -300);
  await expect.poll(turned).toBe(0);
  await page.mouse.move(board.x + board.width - 4, list.y + list.height / 2, { steps: 4 });
  await rests(page, '.board', 'scrollLeft', true);
  await page.mouse.move(board.x + 4, list.y + list.height / 2, { steps: 4 });
  await rests(page, '.board', 'scrollLeft', false);
  // Down through all pages, which are fetched on the way, and up again.
  await page.mouse.move(list.x + 100, list.y + list.height - 4, { steps: 4 });
  await expect.poll(() => order(page, first, mark), { timeout: 20_000 }).toContain('001');
  await rests(page, cards, 'scrollTop', true);
  await page.mouse.move(list.x + 100, list.y + 4, { steps: 4 });
  await rests(page, cards, 'scrollTop', false);
  await page.mouse.move(list.x + 100, list.y + list.height - 4, { steps: 4 });
  await rests(page, cards, 'scrollTop', true);
  const over = await middle(page, card(page, name(4)));
  await page.mouse.move(over.x, over.y, { steps: 4 });
  await page.mouse.up();
  const near = async () => {
    const all = await order(page, first, mark);
    const at = all.indexOf('Пришлая');
    return all.slice(at - 1, at + 2);
  };
  await expect.poll(near).toEqual(['005', 'Пришлая', '004']);
  await expect(card(page, `Пришлая ${mark}`)).not.toHaveAttribute('aria-busy', 'true');

  await page.reload();
  const end = () => page.locator(cards).evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect.poll(async () => (await end(), order(page, first, mark)), { timeout: 20_000 }).toContain('001');
  expect(await near()).toEqual(['005', 'Пришлая', '004']);
});

test('columns scrolled out of view have a target, and the card lands on top there @desktop', async ({ owner: page }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  const { mark } = await three(page);
  const won = (await stages(page)).find((stage) => stage.name === 'Оплачено')!;
  await take(page, `А ${mark}`);
  const target = page.locator('.targets [data-group=successful]');
  const at = await middle(page, target);
  await page.mouse.move(at.x, at.y, { steps: 4 });
  await expect(target).toHaveClass(/over/);
  await page.mouse.up();
  await expect(page.locator('.targets')).toHaveCount(0);
  await expect(page.getByRole('status').getByText(`«А ${mark}» — теперь на этапе «${won.name}»`)).toBeVisible();
  await page.reload();
  expect((await order(page, won, mark))[0]).toBe('А');
});

test('a colleague changes the column under the hand, and the card lands where its slot is shown @desktop', async ({ owner: page }) => {
  const { mark, first, second } = await three(page);
  const listens = page.waitForRequest((request) => request.url().includes('/live?'));
  await page.goto(`/deals?q=${mark}`);
  await listens;
  await take(page, `В ${mark}`);
  const over = await middle(page, card(page, `Б ${mark}`));
  await page.mouse.move(over.x, over.y, { steps: 4 });
  await newDeal(page, `Н ${mark}`, { stage: first.id });
  await newDeal(page, `Иная ${mark}`, { stage: second.id });
  await expect(card(page, `Н ${mark}`)).toBeVisible();
  await expect(page.locator('.hand')).toBeVisible();
  // The slot stays under the pointer; the cards around it are others now.
  const tops = async () => {
    const parts = [card(page, `Н ${mark}`), column(page, first).locator('.slot'), card(page, `А ${mark}`)];
    return Promise.all(parts.map(async (part) => (await middle(page, part)).y));
  };
  await expect.poll(async () => (await tops()).every((top, at, all) => at === 0 || all[at - 1] < top)).toBe(true);
  await page.mouse.up();
  await expectOrder(page, first, mark, ['Н', 'В', 'А', 'Б']);
  await expect(card(page, `В ${mark}`)).not.toHaveAttribute('aria-busy', 'true');
  await page.reload();
  await expectOrder(page, first, mark, ['Н', 'В', 'А', 'Б']);
});

interface FunnelStage extends Stage {
  group: string;
  colour: string;
}

/** Saves other stages, made of those that there are. */
async function saveFunnel(page: Page, change: (seen: FunnelStage[]) => object[]): Promise<FunnelStage[]> {
  const { stages: seen } = await call<{ stages: FunnelStage[] }>(page, 'open_funnel', {});
  return call(page, 'save_funnel', { request: randomUUID(), seen, stages: change(seen) });
}

for (const [knows, live] of [['knows of it', true], ['has not heard of it', false]] as const) {
  test(`a stage deleted under the hand refuses the card, which goes back to its slot, when the page ${knows} @desktop`, async ({ owner: page }) => {
    const { mark, first } = await three(page);
    const name = `Временный ${mark}`;
    const made = await saveFunnel(page, (seen) => {
      const added = { id: null, group: 'in_work', name, colour: '#336699', takes: [] };
      return seen.flatMap((stage) => (stage.id === first.id ? [stage, added] : [stage]));
    });
    const target = made.find((stage) => stage.name === name)!;
    if (!live) await page.route('**/live?*', (route) => route.abort());
    const listens = page.waitForRequest((request) => request.url().includes('/live?'));
    await page.goto(`/deals?q=${mark}`);
    await listens;
    await take(page, `Б ${mark}`);
    const at = (await column(page, target).boundingBox())!;
    await page.mouse.move(at.x + 100, at.y + 120, { steps: 6 });
    await saveFunnel(page, (seen) => seen.filter((stage) => stage.id !== target.id));
    await expect(page.getByText('Этапы воронки изменились.')).toHaveCount(live ? 1 : 0);
    await page.mouse.up();
    await expect(page.getByText('Этот этап удалён или перенесён. Обновите страницу.')).toBeVisible();
    await expect(page.locator('.hand')).toHaveCount(0);
    await expectOrder(page, first, mark, ['А', 'Б', 'В']);
    await page.reload();
    await expectOrder(page, first, mark, ['А', 'Б', 'В']);
  });
}

interface Staff {
  roles: { id: string; kind: string; name: string; rights: number; version: number }[];
}

test('a card or a right that goes while the card is carried is told, and nothing is moved @desktop', async ({ browser, freshCrm }) => {
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna, boris] = await twoPeople(newPage, freshCrm);
  const [first, second] = await stages(boris);
  const deals = [];
  for (const title of ['Третья', 'Вторая', 'Первая']) deals.push(await newDeal(boris, title, { stage: first.id }));
  const listens = boris.waitForRequest((request) => request.url().includes('/live?'));
  await visit(boris, `${freshCrm.baseURL}/deals`);
  await listens;
  const titles = () => column(boris, first).locator('.card a').allInnerTexts();
  const over = async () => {
    const at = (await column(boris, second).boundingBox())!;
    await boris.mouse.move(at.x + 100, at.y + 120, { steps: 6 });
  };

  await take(boris, 'Вторая');
  await over();
  const { roles } = await call<Staff>(anna, 'get_staff', {});
  const { id, version, name, rights } = roles.find(({ kind }) => kind === 'manager')!;
  expect(rights & EDIT_DEALS, 'a manager moves deals').toBe(EDIT_DEALS);
  const draft = { name, rights: rights - EDIT_DEALS };
  await call(anna, 'save_role', { request: randomUUID(), id, seen: version, draft });
  await boris.mouse.up();
  await expect(boris.getByText('Нет доступа. Обратитесь к администратору.')).toBeVisible();
  await expect.poll(titles).toEqual(['Первая', 'Вторая', 'Третья']);
  await call(anna, 'save_role', { request: randomUUID(), id, seen: version + 1, draft: { name, rights } });

  await take(boris, 'Первая');
  await over();
  const director = await personCalled(anna, 'Анна');
  const { id: gone, version: seen } = deals[2];
  await call(anna, 'edit_deal', { request: randomUUID(), id: gone, seen, patch: { owner: director } });
  await expect.poll(() => count(boris, first)).toBe('2');
  await boris.mouse.up();
  await expect(boris.getByText('Эту сделку уже убрали с доски.')).toBeVisible();
  await expect(boris.locator('.hand')).toHaveCount(0);
  expect(await titles()).toEqual(['Вторая', 'Третья']);
});
