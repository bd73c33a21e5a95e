// What makes work quick: a deal added in its column, edits that can be taken back, a board that keeps its place.
import { randomUUID } from 'node:crypto';
import { expectAccessible, expectNoSideScroll } from '../axe';
import { alive, expect, test, type Page } from '../fixtures';
import { call, newClient, newDeal, newField, stages, type Stage } from '../seed';

const column = (page: Page, stage: Stage) => page.locator(`.board .col[data-stage="${stage.id}"]`);
const titles = (page: Page, stage: Stage, mark: string) =>
  column(page, stage).locator('.card a').filter({ hasText: mark }).allInnerTexts();
const count = async (page: Page, stage: Stage) => Number((await column(page, stage).locator('.cnt').innerText()).replaceAll(/\s/g, ''));
const field = (page: Page, name: string | RegExp) => page.locator('.fields').getByRole('button', { name });
const undo = (page: Page) => page.getByRole('status').getByRole('button', { name: 'Отменить' });
const mark = () => randomUUID().slice(0, 8);

async function type(page: Page, name: string | RegExp, text: string): Promise<void> {
  await field(page, name).click();
  await page.locator('.f.edit input').fill(text);
  await page.keyboard.press('Enter');
  await expect(page.locator('.f.edit')).toHaveCount(0);
}

test('deals are added one after the other in their column, by the keyboard alone', async ({ owner: page }) => {
  const [first] = await stages(page);
  const its = mark();
  await newClient(page, `Покупатель ${its}`);
  await newDeal(page, `Прежняя ${its}`, { stage: first.id });
  await page.goto('/deals');
  const before = await count(page, first);
  const opener = column(page, first).getByRole('button', { name: `Добавить сделку: ${first.name}` });
  await opener.focus();
  await page.keyboard.press('Enter');
  const title = page.getByLabel('Наименование');
  await expect(title).toBeFocused();
  await expectAccessible(page);
  await expectNoSideScroll(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Заполните поле')).toBeVisible();
  await title.fill('я'.repeat(256));
  await expect(page.locator('.adding .count')).toHaveText('256/255');
  await title.fill(`Первая ${its}`);
  await page.getByLabel('Бюджет сделки').fill('много');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Бюджет сделки')).toBeFocused();
  await expect(page.getByLabel('Бюджет сделки')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Бюджет сделки').fill('1 250');
  await page.getByRole('combobox', { name: 'Клиент' }).pressSequentially(`Покупатель ${its}`);
  await page.getByRole('option', { name: `Покупатель ${its}` }).waitFor();
  await page.keyboard.press('Enter');
  await expect(page.locator('.adding .picked')).toContainText(`Покупатель ${its}`);
  await expect(title).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => titles(page, first, its)).toEqual([`Первая ${its}`, `Прежняя ${its}`]);
  await expect(column(page, first).locator('.card').filter({ hasText: `Первая ${its}` })).toContainText(`Покупатель ${its}`);
  await expect(title).toBeFocused();
  await expect(title).toHaveValue('');
  await page.keyboard.type(`Вторая ${its}`);
  await page.keyboard.press('Enter');
  await expect.poll(() => titles(page, first, its)).toEqual([`Вторая ${its}`, `Первая ${its}`, `Прежняя ${its}`]);
  expect(await count(page, first)).toBe(before + 2);
  await page.keyboard.press('Escape');
  await expect(title).toHaveCount(0);
  await expect(opener).toBeFocused();
  await page.reload();
  expect(await titles(page, first, its)).toEqual([`Вторая ${its}`, `Первая ${its}`, `Прежняя ${its}`]);
});

test('what is typed in a column goes on in the whole dialog, and what was refused stays typed', async ({ owner: page }) => {
  const [first] = await stages(page);
  const its = mark();
  await newDeal(page, 'Чтобы доска не была пуста');
  await page.goto('/deals');
  await column(page, first).getByRole('button', { name: `Добавить сделку: ${first.name}` }).click();
  await page.getByLabel('Наименование').fill(`Подробная ${its}`);
  await page.route('**/api/create_deal', (route) => route.abort());
  await page.keyboard.press('Enter');
  await expect(page.locator('.adding').getByRole('alert').filter({ hasText: 'Сервер не отвечает' })).toBeVisible();
  await expect(page.getByLabel('Наименование')).toHaveValue(`Подробная ${its}`);
  await page.unroute('**/api/create_deal');
  await page.getByRole('button', { name: 'Все поля' }).click();
  const dialog = page.getByRole('dialog', { name: 'Быстрая сделка' });
  await expect(dialog.getByLabel('Наименование')).toHaveValue(`Подробная ${its}`);
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect.poll(() => titles(page, first, its)).toEqual([`Подробная ${its}`]);
});

test('each kind of field is taken back by its message or by Ctrl Z', async ({ owner: page }) => {
  const its = mark();
  await newField(page, 'deal', 'text', `Город ${its}`);
  const [first, second] = await stages(page);
  const deal = await newDeal(page, `Сделка ${its}`, { stage: first.id, budget: 100_000 });
  await page.goto(`/deals/${deal.id}`);
  await type(page, /^Наименование/, `Иная ${its}`);
  await expect(page.getByText('Поле «Наименование» изменено')).toBeVisible();
  await undo(page).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Сделка ${its}`);
  await expect(page.getByText('Изменение поля «Наименование» отменено')).toBeVisible();
  await type(page, /^Бюджет сделки/, '7');
  await type(page, `Город ${its} Добавить`, 'Бухара');
  await page.getByRole('group', { name: 'Этап' }).getByRole('button', { name: second.name }).click();
  await expect(page.locator('.stages .now')).toContainText(second.name);
  // In a field Ctrl Z is the field's own.
  const comment = page.getByRole('textbox', { name: 'Оставьте комментарий' });
  await comment.fill('Слово');
  await comment.press('Control+KeyZ');
  await expect(page.locator('.stages .now')).toContainText(second.name);
  await page.getByRole('heading', { level: 1 }).click();
  // The last deed first; on a Cyrillic layout the key gives «я».
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'я', code: 'KeyZ', ctrlKey: true, bubbles: true, cancelable: true })));
  await expect(page.locator('.stages .now')).toContainText(first.name);
  await page.keyboard.press('Control+KeyZ');
  await expect(field(page, `Город ${its} Добавить`)).toBeVisible();
  await page.keyboard.press('Control+KeyZ');
  await expect(field(page, /Бюджет сделки 1\s000/)).toBeVisible();
  await page.reload();
  await expect(field(page, /Бюджет сделки 1\s000/)).toBeVisible();
  await expect(page.locator('.stages .now')).toContainText(first.name);
});

test('a person becomes a company in place, the words of the card follow, and it is taken back', async ({ owner: page }) => {
  const { id } = await newClient(page, `Ромашка ${mark()}`);
  await page.goto(`/clients/${id}`);
  await expect(field(page, /^ФИО Ромашка/)).toBeVisible();
  await field(page, 'Вид Персона').click();
  await page.locator('.f.edit select').selectOption({ label: 'Компания' });
  await expect(field(page, 'Вид Компания')).toBeVisible();
  await expect(field(page, /^Наименование Ромашка/)).toBeVisible();
  await expect(field(page, /^ФИО/)).toHaveCount(0);
  await expect(page.getByLabel('Разрешить доступ к компании для всех пользователей CRM')).toBeVisible();
  const event = page.getByRole('region', { name: 'Лента' }).locator('.ev').filter({ hasText: 'Вид' });
  await expect(event.locator('s')).toHaveText('Персона');
  await expect(event).toContainText('Компания');
  await undo(page).last().click();
  await expect(page.getByText('Изменение поля «Вид» отменено')).toBeVisible();
  await expect(field(page, 'Вид Персона')).toBeVisible();
  await expect(field(page, /^ФИО Ромашка/)).toBeVisible();
  await page.reload();
  await expect(field(page, 'Вид Персона')).toBeVisible();
});

test('the parts of a name are kept, and changing one makes the name anew', async ({ owner: page }) => {
  const last = `Ли${mark()}`;
  await page.goto('/clients');
  await page.getByRole('button', { name: 'Добавить клиента' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Фамилия' }).fill(last);
  await dialog.getByRole('textbox', { name: 'Имя' }).fill('Анна');
  await dialog.getByRole('button', { name: 'Сохранить' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('link', { name: `${last} Анна` }).first().click();
  await expect(field(page, `Имя Анна`)).toBeVisible();
  await type(page, 'Отчество Добавить', 'Олеговна');
  await expect(page.getByRole('heading', { name: `${last} Анна Олеговна` })).toBeVisible();
  await expect(field(page, `ФИО ${last} Анна Олеговна`)).toBeVisible();
  await undo(page).last().click();
  await expect(field(page, `ФИО ${last} Анна`)).toBeVisible();
  await expect(field(page, 'Отчество Добавить')).toBeVisible();
  // Another whole name is not made of these parts; taken back, they are there again.
  await type(page, /^ФИО/, `Пак ${last}`);
  await expect(field(page, /^(Фамилия|Имя|Отчество)/)).toHaveCount(0);
  await undo(page).last().click();
  await expect(field(page, `Фамилия ${last}`)).toBeVisible();
  await expect(page.getByRole('heading', { name: `${last} Анна` })).toBeVisible();
});

test('a phone is taken back under a closed drawer, and the list follows', async ({ owner: page }) => {
  const name = `Звонкий ${mark()}`;
  await newClient(page, name, { phones: ['+998901234567'] });
  await page.goto('/clients');
  const row = page.locator('tbody tr[aria-rowindex]').filter({ hasText: name });
  await row.getByRole('link', { name }).click();
  await type(page, /^Номер телефона/, '+998 90 765-43-21');
  await page.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).click();
  await expect(row).toContainText('765-43-21');
  await undo(page).last().click();
  await expect(page.getByText('Изменение поля «Номер телефона» отменено')).toBeVisible();
  await expect(row).toContainText('123-45-67');
});

test('an edit that somebody changed since is not taken back, an edit of another field does not hinder', async ({ owner: page }) => {
  const its = mark();
  const deal = await newDeal(page, `Общая ${its}`, { budget: 500 });
  await page.goto(`/deals/${deal.id}`);
  await type(page, /^Наименование/, `Моя ${its}`);
  await call(page, 'edit_deal', { request: randomUUID(), id: deal.id, seen: deal.version + 1, patch: { budget: [900, 'UZS'] } });
  await undo(page).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Общая ${its}`);
  await type(page, /^Наименование/, `Моя ${its}`);
  const { version } = await call<{ version: number }>(page, 'get_deal', { id: deal.id });
  await call(page, 'edit_deal', { request: randomUUID(), id: deal.id, seen: version, patch: { title: `Чужая ${its}` } });
  await undo(page).last().click();
  await expect(page.getByText('Отменить уже нельзя: поле «Наименование» с тех пор изменилось.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Чужая ${its}`);
});

/** Drops a card into another column by the keyboard. */
async function carry(page: Page, title: string): Promise<void> {
  await page.locator('.board .card').filter({ hasText: title }).locator('a').focus();
  for (const key of ['Space', 'ArrowRight', 'Space']) await page.keyboard.press(key);
}

test('a move that somebody followed by another one is not taken back @desktop', async ({ owner: page }) => {
  const [first, second, third] = await stages(page);
  const title = `Переезд ${mark()}`;
  const deal = await newDeal(page, title, { stage: first.id });
  const listens = page.waitForRequest((request) => request.url().includes('/live?'));
  await page.goto('/deals');
  await listens;
  await carry(page, title);
  await expect(page.getByText(`«${title}» — теперь на этапе «${second.name}»`)).toBeVisible();
  await call(page, 'move_deal', { request: randomUUID(), id: deal.id, to: third.id, slot: null });
  await expect.poll(() => titles(page, third, title)).toEqual([title]);
  await undo(page).last().click();
  await expect(page.getByText('Отменить уже нельзя')).toBeVisible();
  expect(await titles(page, third, title)).toEqual([title]);
});

test('a drop without a network waits, then returns with its reason, and works again afterwards @desktop', async ({ owner: page, context }) => {
  const [first, second] = await stages(page);
  const title = `Связь ${mark()}`;
  await newDeal(page, title, { stage: first.id });
  await page.goto('/deals');
  const card = page.locator('.board .card').filter({ hasText: title });
  let cut: () => void = () => {};
  const hangs = new Promise<void>((resolve) => (cut = resolve));
  await page.route('**/api/move_deal', async (route) => {
    await hangs;
    await route.abort('internetdisconnected');
  });
  await carry(page, title);
  await expect(column(page, second).locator('.card').filter({ hasText: title })).toHaveAttribute('aria-busy', 'true');
  await context.setOffline(true);
  cut();
  await expect(page.getByText('Сервер не отвечает')).toBeVisible();
  await expect.poll(() => titles(page, first, title)).toEqual([title]);
  await expect(card).not.toHaveAttribute('aria-busy', 'true');
  await context.setOffline(false);
  await page.unroute('**/api/move_deal');
  await carry(page, title);
  await expect(page.getByText(`«${title}» — теперь на этапе «${second.name}»`)).toBeVisible();
  await page.reload();
  expect(await titles(page, second, title)).toEqual([title]);
});

test('a drop whose answer was lost is where the server has it @desktop', async ({ owner: page }) => {
  const [first, second] = await stages(page);
  const title = `Ответ ${mark()}`;
  await newDeal(page, title, { stage: first.id });
  const listens = page.waitForRequest((request) => request.url().includes('/live?'));
  await page.goto('/deals');
  await listens;
  await page.route('**/api/move_deal', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await carry(page, title);
  await expect(page.getByText('Сервер не отвечает')).toBeVisible();
  await expect.poll(() => titles(page, second, title), { timeout: 10_000 }).toEqual([title]);
});

test('Tab puts a lifted card back, and the next one goes on from it @desktop', async ({ owner: page }) => {
  const [first] = await stages(page);
  const its = mark();
  for (const title of ['Б', 'А']) await newDeal(page, `${title} ${its}`, { stage: first.id });
  await page.goto('/deals');
  const link = page.locator('.board .card').filter({ hasText: `А ${its}` }).locator('a');
  await link.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(page.locator('.slot')).toHaveCount(0);
  expect(await titles(page, first, its)).toEqual([`А ${its}`, `Б ${its}`]);
  await expect(link).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('.board .card').filter({ hasText: `А ${its}` }).getByRole('button')).toBeFocused();
});

test('a board that is looked at anew stays where it was scrolled @desktop', async ({ owner: page }) => {
  const [, second] = await stages(page);
  const its = mark();
  for (let number = 0; number < 70; number++) await newDeal(page, `${number} ${its}`, { stage: second.id });
  await page.goto('/deals');
  const cards = column(page, second).locator('.cards');
  // Page after page, as far as the cards go.
  const seen = column(page, second).locator('.card').filter({ hasText: `0 ${its}` }).last();
  await expect
    .poll(async () => {
      await cards.evaluate((list) => list.scrollTo(0, 50 * 84));
      return cards.evaluate((list) => list.scrollTop);
    })
    .toBeGreaterThan(45 * 84);
  await expect(seen).toBeAttached();
  const before = await cards.evaluate((list) => list.scrollTop);
  const anew = page.waitForResponse('**/api/open_board');
  // More than is told of by name: a funnel that was saved.
  const { stages: all } = await call<{ stages: object[] }>(page, 'open_funnel', {});
  const drafts = all.map((stage, place) => (place === 0 ? { ...stage, colour: `#${its.slice(0, 6)}` } : stage));
  await call(page, 'save_funnel', { request: randomUUID(), seen: all, stages: drafts });
  await anew;
  await expect(page.getByText('Этапы воронки изменились.')).toBeVisible();
  expect(await cards.evaluate((list) => list.scrollTop)).toBe(before);
  await expect(column(page, second).locator('.card').first()).toBeVisible();
});

/** The look is the person's, whom all tests of a worker share. */
async function asItCame(page: Page): Promise<void> {
  await call(page, 'reset_preference', { request: randomUUID(), subject: 'board' });
}

test('density and fields of cards are chosen at once, and the same in another browser', async ({ owner: page, browser }) => {
  const [first] = await stages(page);
  const its = mark();
  const city = await newField(page, 'deal', 'text', `Город ${its}`);
  const title = `Вид ${its}`;
  await newDeal(page, title, { stage: first.id, budget: 100_000, custom: { [city.id]: { text: 'Бухара' } } });
  await page.goto('/deals');
  const card = page.locator('.board .card').filter({ hasText: title });
  const height = async () => (await card.boundingBox())!.height;
  const roomy = await height();
  await page.getByRole('button', { name: 'Вид', exact: true }).click();
  await expectAccessible(page);
  await page.getByLabel('Компактная').check();
  await expect.poll(height).toBeLessThan(roomy);
  const dense = await height();
  await page.getByLabel('Бюджет').uncheck();
  await expect(card.locator('.num')).toHaveCount(0);
  await page.getByLabel(`Город ${its}`).check();
  await expect(card).toContainText('Бухара');
  await expect.poll(height).toBe(dense + 18);
  await page.getByLabel('Дата создания').check();
  await expect(card).toContainText('создана');
  await page.keyboard.press('Escape');
  await expectNoSideScroll(page);
  const context = await browser.newContext({ storageState: await page.context().storageState(), locale: 'ru-RU' });
  const other = await context.newPage();
  await other.goto(new URL('/deals', page.url()).href);
  const there = other.locator('.board .card.compact').filter({ hasText: title });
  await expect(there).toContainText('Бухара');
  await alive(other);
  await expect(there.locator('.t .num')).toHaveCount(0);
  await context.close();
  await asItCame(page);
});

test('a folded column is a strip that takes cards, by the mouse and by the keyboard @desktop', async ({ owner: page }) => {
  const [first, second] = await stages(page);
  const its = mark();
  for (const title of ['Б', 'А']) await newDeal(page, `${title} ${its}`, { stage: first.id });
  await page.goto('/deals');
  const strip = column(page, second);
  await strip.getByRole('button', { name: `Свернуть этап «${second.name}»` }).click();
  await expect.poll(async () => (await strip.boundingBox())!.width).toBe(40);
  await expectAccessible(page);
  const before = await count(page, second);
  const at = await page.locator('.board .card').filter({ hasText: `А ${its}` }).boundingBox();
  const over = await strip.boundingBox();
  await page.mouse.move(at!.x + 40, at!.y + 40);
  await page.mouse.down();
  await page.mouse.move(over!.x + 20, over!.y + 200, { steps: 8 });
  await expect(strip).toHaveClass(/over/);
  await page.mouse.up();
  await expect.poll(() => count(page, second)).toBe(before + 1);
  await carry(page, `Б ${its}`);
  await expect.poll(() => count(page, second)).toBe(before + 2);
  const unfold = strip.getByRole('button', { name: `Развернуть этап «${second.name}»` });
  await expect(unfold).toBeFocused();
  await page.reload();
  await expect.poll(async () => (await strip.boundingBox())!.width).toBe(40);
  await unfold.focus();
  await page.keyboard.press('Enter');
  await expect(unfold).toHaveCount(0);
  expect(await titles(page, second, its)).toEqual([`Б ${its}`, `А ${its}`]);
  await asItCame(page);
});

test('a slot is as high as the cards are, in both densities @desktop', async ({ owner: page }) => {
  const [first] = await stages(page);
  const its = mark();
  for (const title of ['В', 'Б', 'А']) await newDeal(page, `${title} ${its}`, { stage: first.id });
  for (const density of ['regular', 'compact']) {
    await call(page, 'save_preference', { request: randomUUID(), chosen: { board: { density } } });
    await page.goto('/deals');
    const card = (title: string) => page.locator('.board .card').filter({ hasText: `${title} ${its}` });
    const [from, to] = [await card('В').boundingBox(), await card('Б').boundingBox()];
    await page.mouse.move(from!.x + 40, from!.y + 10);
    await page.mouse.down();
    await page.mouse.move(to!.x + 40, to!.y + to!.height / 2, { steps: 6 });
    const slot = await column(page, first).locator('.slot').boundingBox();
    expect([slot!.y, slot!.height]).toEqual([to!.y, to!.height]);
    await page.keyboard.press('Escape');
    await page.mouse.up();
  }
  await asItCame(page);
});
