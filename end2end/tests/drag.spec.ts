// Dragging cards: by mouse, finger and keyboard; what is refused comes back, what was done can be undone.
import { expect, test } from '../fixtures';
import { card, column, count, expectOrder, finger, middle, order, take, three } from '../hand';
import { newDeal, stages } from '../seed';

test('a card is dragged within its column and to another one, at once and for good @desktop', async ({ owner: page }) => {
  const { mark, first, second } = await three(page);
  await take(page, `В ${mark}`);
  const over = await middle(page, card(page, `Б ${mark}`));
  await page.mouse.move(over.x, over.y, { steps: 6 });
  await expect(column(page, first).locator('.slot')).toBeVisible();
  await page.mouse.up();
  await expect(page.locator('.hand')).toHaveCount(0);
  await expectOrder(page, first, mark, ['А', 'В', 'Б']);

  const before = [Number(await count(page, first)), Number(await count(page, second))];
  await take(page, `А ${mark}`);
  const target = await column(page, second).boundingBox();
  await page.mouse.move(target!.x + 100, target!.y + 90, { steps: 8 });
  await page.mouse.up();
  await expectOrder(page, second, mark, ['А']);
  expect([Number(await count(page, first)), Number(await count(page, second))]).toEqual([before[0] - 1, before[1] + 1]);
  await expect(page.getByRole('status').getByText(`«А ${mark}» — теперь на этапе «${second.name}»`)).toBeVisible();
  await page.reload();
  await expectOrder(page, first, mark, ['В', 'Б']);
  await expectOrder(page, second, mark, ['А']);
});

test('a click on a card opens it, a drag does not @desktop', async ({ owner: page }) => {
  const { mark } = await three(page);
  const at = await middle(page, card(page, `А ${mark}`).locator('a'));
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 20, at.y + 20, { steps: 4 });
  await page.mouse.move(at.x, at.y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/\/deals$/);
  await card(page, `А ${mark}`).locator('a').click();
  await expect(page).toHaveURL(/\/deals\/[0-9a-f-]+$/);
});

test('escape, a lost window, a hidden tab and a lost pointer bring the card back, and nothing stays in the air @desktop', async ({ owner: page }) => {
  const { mark, first, second } = await three(page);
  let moves = 0;
  await page.route('**/api/move_deal', (route) => (moves++, route.continue()));
  for (const lose of [
    () => page.keyboard.press('Escape'),
    () => page.evaluate(() => window.dispatchEvent(new Event('blur'))),
    () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))),
    () => page.evaluate(() => window.dispatchEvent(new PointerEvent('pointercancel'))),
  ]) {
    await take(page, `Б ${mark}`);
    const target = await middle(page, column(page, second));
    await page.mouse.move(target.x, target.y, { steps: 6 });
    await lose();
    await expect(page.locator('.hand')).toHaveCount(0);
    await expect(page.locator('.slot')).toHaveCount(0);
    await expectOrder(page, first, mark, ['А', 'Б', 'В']);
    await page.mouse.up();
  }
  expect(moves).toBe(0);
});

test('a refused drop flies back to its exact slot and says why @desktop', async ({ owner: page }) => {
  const { mark, first, second } = await three(page);
  const totals = [await count(page, first), await count(page, second)];
  await page.route('**/api/move_deal', (route) => route.abort());
  await take(page, `Б ${mark}`);
  const target = await middle(page, column(page, second));
  await page.mouse.move(target.x, target.y, { steps: 6 });
  await page.mouse.up();
  await expect(page.getByText('Сервер не отвечает')).toBeVisible();
  await expect(page.locator('.hand')).toHaveCount(0);
  await expectOrder(page, first, mark, ['А', 'Б', 'В']);
  expect([await count(page, first), await count(page, second)]).toEqual(totals);
});

test('a move whose answer is lost ends where the server has the card @desktop', async ({ owner: page }) => {
  const listens = page.waitForRequest((request) => request.url().includes('/live?'));
  const { mark, first, second } = await three(page);
  await listens;
  const before = [Number(await count(page, first)), Number(await count(page, second))];
  const address = await card(page, `Б ${mark}`).getByRole('link').getAttribute('href');
  const id = address!.split('/').pop()!;
  // What the page hears of the move itself comes while it waits for the answer, and is passed over.
  const told = page.waitForResponse((answer) => {
    return answer.url().includes('/api/news_of_deals') && (answer.request().postData() ?? '').includes(id);
  });
  await page.route('**/api/move_deal', async (route) => {
    await route.fetch();
    await told;
    await route.abort();
  });
  await take(page, `Б ${mark}`);
  const target = await middle(page, column(page, second));
  await page.mouse.move(target.x, target.y, { steps: 6 });
  await page.mouse.up();
  await expect(page.getByText('Сервер не отвечает')).toBeVisible();
  await expectOrder(page, second, mark, ['Б']);
  await expectOrder(page, first, mark, ['А', 'В']);
  await expect.poll(async () => [Number(await count(page, first)), Number(await count(page, second))]).toEqual([before[0] - 1, before[1] + 1]);
});

test('two moves on their way that are both refused bring the card back to where it was @desktop', async ({ owner: page }) => {
  const { mark, first, second } = await three(page);
  const third = (await stages(page))[2];
  const totals = async () => [await count(page, first), await count(page, second), await count(page, third)];
  const before = await totals();
  let refuse = () => {};
  const refused = new Promise<void>((resolve) => (refuse = resolve));
  await page.route('**/api/move_deal', async (route) => {
    await refused;
    await route.abort();
  });
  for (const stage of [second, third]) {
    await take(page, `Б ${mark}`);
    const target = await middle(page, column(page, stage));
    await page.mouse.move(target.x, target.y, { steps: 6 });
    await page.mouse.up();
    await expectOrder(page, stage, mark, ['Б']);
  }
  refuse();
  await expect(page.getByText('Сервер не отвечает')).toHaveCount(2);
  await expectOrder(page, first, mark, ['А', 'Б', 'В']);
  await expect.poll(totals).toEqual(before);
});

test('a card that is dropped beside the board goes back, although a column lies there out of sight @desktop', async ({ owner: page }) => {
  await page.setViewportSize({ width: 1000, height: 800 });
  const last = (await stages(page)).at(-1)!;
  const { mark } = await three(page);
  await newDeal(page, `Г ${mark}`, { stage: last.id });
  await expect(card(page, `Г ${mark}`)).toBeAttached();
  let moves = 0;
  await page.route('**/api/move_deal', (route) => (moves++, route.continue()));
  await page.locator('.board').evaluate((board) => board.scrollTo(board.scrollWidth, 0));
  await take(page, `Г ${mark}`);
  const beside = await page.locator('.board').evaluate((board) => {
    const edge = board.getBoundingClientRect().left;
    const hidden = [...board.querySelectorAll('.col')].map((column) => column.getBoundingClientRect());
    const { left, right } = hidden.find((column) => column.left < edge && column.right > 0)!;
    return (Math.max(left, 0) + Math.min(right, edge)) / 2;
  });
  await page.mouse.move(beside, 400);
  await page.mouse.up();
  await expect(page.locator('.hand')).toHaveCount(0);
  await expectOrder(page, last, mark, ['Г']);
  expect(moves).toBe(0);
});

test('a card that the server has not answered shows that it waits @desktop', async ({ owner: page }) => {
  const { mark, second } = await three(page);
  let answer: () => void = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/move_deal', async (route) => {
    await held;
    await route.continue();
  });
  await take(page, `Б ${mark}`);
  const target = await middle(page, column(page, second));
  await page.mouse.move(target.x, target.y, { steps: 6 });
  await page.mouse.up();
  await expect(card(page, `Б ${mark}`)).toHaveAttribute('aria-busy', 'true');
  answer();
  await expect(card(page, `Б ${mark}`)).not.toHaveAttribute('aria-busy', 'true');
  await expectOrder(page, second, mark, ['Б']);
});

test('a move is undone by its message and by Ctrl Z @desktop', async ({ owner: page }) => {
  const { mark, first, second } = await three(page);
  for (const undo of [() => page.getByRole('button', { name: 'Отменить' }).last().click(), () => page.keyboard.press('Control+KeyZ')]) {
    await take(page, `Б ${mark}`);
    const target = await middle(page, column(page, second));
    await page.mouse.move(target.x, target.y, { steps: 6 });
    await page.mouse.up();
    await expect(page.getByRole('button', { name: 'Отменить' }).first()).toBeVisible();
    await expectOrder(page, second, mark, ['Б']);
    const back = page.waitForResponse('**/api/move_deal');
    await undo();
    await back;
    await expectOrder(page, first, mark, ['А', 'Б', 'В']);
  }
  await page.reload();
  await expectOrder(page, first, mark, ['А', 'Б', 'В']);
});

test('the way back is offered for ten seconds, and by Ctrl Z after them @desktop', async ({ owner: page }) => {
  await page.clock.install();
  const { mark, first, second } = await three(page);
  await take(page, `Б ${mark}`);
  const target = await middle(page, column(page, second));
  await page.mouse.move(target.x, target.y, { steps: 6 });
  const moved = page.waitForResponse('**/api/move_deal');
  await page.mouse.up();
  await moved;
  const undo = page.getByRole('status').getByRole('button', { name: 'Отменить' });
  await expect(undo).toBeVisible();
  // What the browser itself took until now is well below a second.
  await page.clock.fastForward(8_500);
  await expect(undo).toBeVisible();
  await page.clock.fastForward(1_500);
  await expect(undo).toHaveCount(0);
  await page.keyboard.press('Control+KeyZ');
  await expectOrder(page, first, mark, ['А', 'Б', 'В']);
});

test('the keyboard lifts, carries and drops a card, and says where it is @desktop', async ({ owner: page }) => {
  const { mark, first, second } = await three(page);
  const said = page.locator('p[aria-live=assertive]');
  await card(page, `В ${mark}`).locator('a').focus();
  await page.keyboard.press('Space');
  await expect(said).toContainText(`Карточка «В ${mark}» взята.`);
  await page.keyboard.press('ArrowUp');
  await expect(said).toContainText('место 2 из');
  await page.keyboard.press('Escape');
  await expect(said).toContainText('Карточка вернулась на своё место.');
  await expectOrder(page, first, mark, ['А', 'Б', 'В']);
  await expect(card(page, `В ${mark}`).locator('a')).toBeFocused();

  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expectOrder(page, first, mark, ['В', 'А', 'Б']);
  await expect(card(page, `В ${mark}`).locator('a')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  // Among those that are there it is one more.
  const there = Number(await count(page, second)) + 1;
  await expect(said).toContainText(`Этап «${second.name}», место 1 из ${there}.`);
  await page.keyboard.press('Enter');
  await expect(column(page, second).getByRole('link', { name: `В ${mark}` })).toBeFocused();
  await page.reload();
  await expectOrder(page, second, mark, ['В']);
});

test('a finger that rests takes a card, one that swipes scrolls @phone', async ({ owner: page }) => {
  const { mark, first } = await three(page);
  const { touch, glide, lift } = await finger(page);
  const from = await middle(page, card(page, `В ${mark}`));
  await touch(from);
  await glide({ x: from.x, y: from.y - 72 });
  await lift();
  await expect(page.locator('.hand')).toHaveCount(0);
  await expectOrder(page, first, mark, ['А', 'Б', 'В']);

  await column(page, first).locator('.cards').evaluate((cards) => cards.scrollTo(0, 0));
  const again = await middle(page, card(page, `В ${mark}`));
  const above = await middle(page, card(page, `А ${mark}`));
  await touch(again);
  await expect(page.locator('.hand')).toBeVisible();
  await glide(above);
  await lift();
  await expect(page.locator('.hand')).toHaveCount(0);
  await expectOrder(page, first, mark, ['В', 'А', 'Б']);
});

test('a card is dropped on the target of a group whose columns are out of view @phone', async ({ owner: page }) => {
  const { mark } = await three(page);
  const won = (await stages(page)).find((stage) => stage.name === 'Оплачено')!;
  const { touch, glide, lift } = await finger(page);
  await touch(await middle(page, card(page, `А ${mark}`)));
  const target = page.locator('.targets [data-group=successful]');
  await expect(target).toBeVisible();
  await glide(await middle(page, target));
  await expect(target).toHaveClass(/over/);
  await lift();
  await expect(page.getByRole('status').getByText(`теперь на этапе «${won.name}»`)).toBeVisible();
  await page.reload();
  await page.getByRole('tab', { name: won.name }).click();
  expect((await order(page, won, mark))[0]).toBe('А');
});
