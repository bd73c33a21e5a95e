// «Настройки таблиц», the headers of tables, and the list of deals.
import { randomUUID } from 'node:crypto';
import { expectAccessible, expectNoSideScroll } from '../axe';
import { alive, expect, test, type Page } from '../fixtures';
import { finger, middle } from '../hand';
import { call, newClient, newDeal, newField, resetTable, stages } from '../seed';

/** A name that no other test of the run has. */
const unique = (stem: string) => `${stem}${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

const headers = (page: Page) => page.locator('thead th[data-col]');
const header = (page: Page, name: string) => page.getByRole('columnheader', { name, exact: true });
const labels = (page: Page) => headers(page).evaluateAll((all) => all.map((th) => th.getAttribute('aria-label')));
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Настройки таблиц' });
const rows = (page: Page) => page.locator('tbody tr[aria-rowindex]');

async function width(page: Page, name: string): Promise<number> {
  const box = await header(page, name).boundingBox();
  return Math.round(box?.width ?? 0);
}

/** Waits until what was just chosen is stored: the next page must show it. */
function saved(page: Page, deed: () => Promise<unknown>): Promise<unknown> {
  return Promise.all([page.waitForResponse((answer) => answer.url().includes('/api/save_preference') && answer.ok()), deed()]);
}

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Настройки', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Настройки таблиц' }).click();
  await expect(dialog(page)).toBeVisible();
}

test.beforeEach(async ({ owner: page }) => {
  await page.goto('/clients');
  await resetTable(page, 'client_table');
  await resetTable(page, 'deal_table');
  await newClient(page, unique('Столбцова'));
  await page.reload();
});

test('columns are hidden and shown at once, and stay so', async ({ owner: page }) => {
  await openSettings(page);
  await saved(page, () => dialog(page).getByRole('button', { name: 'Убрать «Телефон» из таблицы' }).click());
  await expect(header(page, 'Телефон')).toHaveCount(0);
  await saved(page, () => dialog(page).getByRole('button', { name: 'Показать «Создан» в таблице' }).click());
  await expect(headers(page).last()).toHaveAttribute('data-col', 'created_at');
  await expect(dialog(page).getByRole('button', { name: /Убрать «ФИО»/ })).toHaveCount(0);
  await expectAccessible(page);
  await dialog(page).getByRole('button', { name: 'Сохранить' }).click();
  await expect(dialog(page)).toHaveCount(0);
  const before = await labels(page);
  await page.reload();
  expect(await labels(page)).toEqual(before);
});

test('columns are put in order by mouse and by keyboard @desktop', async ({ owner: page }) => {
  await openSettings(page);
  const line = (key: string) => dialog(page).locator(`[data-column="${key}"]`);
  const from = await line('email').locator('.handle').boundingBox();
  const to = await line('phone').boundingBox();
  await page.mouse.move(from!.x + 8, from!.y + 12);
  await page.mouse.down();
  await page.mouse.move(from!.x + 8, from!.y - 6);
  await page.mouse.move(from!.x + 8, to!.y + 4, { steps: 4 });
  // The table behind follows before anything is put down (R19).
  await expect.poll(() => labels(page)).toEqual(expect.arrayContaining(['ФИО', 'E-mail', 'Телефон']));
  await saved(page, () => page.mouse.up());
  expect((await labels(page)).slice(0, 3)).toEqual(['ФИО', 'E-mail', 'Телефон']);

  await line('owner').locator('.handle').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(dialog(page).locator('[aria-live="assertive"]')).toHaveText(/«Ответственный»: место 2 из/);
  await saved(page, () => page.keyboard.press('Space'));
  expect((await labels(page)).slice(0, 3)).toEqual(['ФИО', 'Ответственный', 'E-mail']);
  await expect(line('owner').locator('.handle')).toBeFocused();

  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeVisible();
  expect((await labels(page)).slice(0, 3)).toEqual(['ФИО', 'Ответственный', 'E-mail']);
  await page.reload();
  expect((await labels(page)).slice(0, 3)).toEqual(['ФИО', 'Ответственный', 'E-mail']);
});

test('columns are put in order by a finger, and one that swipes over them scrolls @phone', async ({ owner: page }) => {
  await openSettings(page);
  const line = (key: string) => dialog(page).locator(`[data-column="${key}"]`);
  const { touch, glide, lift } = await finger(page);
  const [phone, email] = [await middle(page, line('phone')), await middle(page, line('email'))];
  await touch(phone);
  await glide({ x: phone.x, y: phone.y - 60 });
  await lift();
  await expect(page.locator('.hand')).toHaveCount(0);
  expect((await labels(page)).slice(0, 3)).toEqual(['ФИО', 'Телефон', 'E-mail']);

  const from = await middle(page, line('email').locator('.handle'));
  const to = await middle(page, line('phone'));
  expect(from.y).toBeGreaterThan(to.y);
  await touch(from);
  await expect(page.locator('.hand')).toBeVisible();
  await glide({ x: from.x, y: to.y - (email.y - phone.y) / 4 });
  await saved(page, lift);
  await expect(page.locator('.hand')).toHaveCount(0);
  expect((await labels(page)).slice(0, 3)).toEqual(['ФИО', 'E-mail', 'Телефон']);
  await page.reload();
  expect((await labels(page)).slice(0, 3)).toEqual(['ФИО', 'E-mail', 'Телефон']);
});

test('columns are put in order by pressing alone', async ({ owner: page }) => {
  await openSettings(page);
  const press = (name: string) => dialog(page).getByRole('button', { name, exact: true });
  await expect(press('Выше: ФИО')).toHaveAttribute('aria-disabled', 'true');
  await saved(page, () => press('Выше: E-mail').click());
  expect((await labels(page)).slice(0, 3)).toEqual(['ФИО', 'E-mail', 'Телефон']);
  await expect(press('Выше: E-mail')).toBeFocused();
  await expect(dialog(page).locator('[aria-live="assertive"]')).toHaveText(/«E-mail»: место 2 из/);
  await saved(page, () => press('Ниже: ФИО').click());
  await expectAccessible(page);
  await page.reload();
  expect((await labels(page)).slice(0, 3)).toEqual(['E-mail', 'ФИО', 'Телефон']);
});

test('hidden, ordered, widened and pinned columns stay so through search, filter and import @desktop', async ({ owner: page }) => {
  const name = unique('Стойкая');
  await newClient(page, name);
  await page.reload();
  await openSettings(page);
  await saved(page, () => dialog(page).getByRole('button', { name: 'Убрать «Сделки» из таблицы' }).click());
  await saved(page, () => dialog(page).getByRole('button', { name: 'Выше: E-mail' }).click());
  await dialog(page).getByRole('button', { name: 'Сохранить' }).click();
  await header(page, 'E-mail').getByRole('separator').focus();
  await saved(page, () => page.keyboard.press('ArrowRight'));
  await header(page, 'E-mail').hover();
  await page.getByRole('button', { name: 'Действия со столбцом «E-mail»' }).click();
  await saved(page, () => page.getByRole('menuitem', { name: 'Закрепить до этого столбца' }).click());
  const look = async (): Promise<[(string | null)[], number, number]> =>
    [await labels(page), await width(page, 'E-mail'), await page.locator('th[data-pin]').count()];
  const chosen = await look();
  expect(chosen[0].slice(0, 3)).toEqual(['ФИО', 'E-mail', 'Телефон']);
  expect(chosen.slice(1)).toEqual([210, 2]);

  await page.getByRole('searchbox', { name: 'Фильтр и поиск' }).fill(name);
  await expect(rows(page)).toHaveCount(1);
  expect(await look()).toEqual(chosen);
  await page.goto('/clients?owner=me&created=today');
  expect(await look()).toEqual(chosen);
  await page.getByRole('link', { name: 'Сбросить', exact: true }).first().click();
  await expect(page).toHaveURL(/\/clients$/);
  expect(await look()).toEqual(chosen);

  // A file with a column that is new to the company: its field waits among the hidden ones.
  const field = unique('Поле');
  await page.goto('/settings/import');
  const buffer = Buffer.from(`ФИО;${field}\n${unique('Привезённая')};а\n`);
  await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Загрузить файл' }).click();
  await page.getByRole('button', { name: 'Проверить' }).click();
  await page.getByRole('button', { name: /^Импортировать/ }).click();
  await page.getByRole('dialog', { name: 'Импорт завершён' }).getByRole('link', { name: 'К клиентам' }).click();
  await expect(rows(page).first()).toContainText('Привезённая');
  expect(await look()).toEqual(chosen);
  await page.reload();
  expect(await look()).toEqual(chosen);
});

test('a width is pulled, moved by keys, kept, and the same in another browser @desktop', async ({ owner: page, browser }) => {
  const edge = header(page, 'Телефон').getByRole('separator');
  const box = await edge.boundingBox();
  await page.mouse.move(box!.x + 5, box!.y + 10);
  await page.mouse.down();
  await page.mouse.move(box!.x + 65, box!.y + 10, { steps: 3 });
  await saved(page, () => page.mouse.up());
  expect(await width(page, 'Телефон')).toBe(220);
  await edge.focus();
  await saved(page, () => page.keyboard.press('ArrowLeft'));
  expect(await width(page, 'Телефон')).toBe(210);
  await expect(edge).toHaveAttribute('aria-valuenow', '210');
  await page.reload();
  expect(await width(page, 'Телефон')).toBe(210);

  const other = await browser.newContext({ storageState: await page.context().storageState(), locale: 'ru-RU' });
  const second = await other.newPage();
  await second.goto(new URL('/clients', page.url()).href);
  await expect.poll(() => width(second, 'Телефон')).toBe(210);
  await other.close();
});

test('a width is pulled by a finger @desktop', async ({ owner, browser }) => {
  const storageState = await owner.context().storageState();
  const tablet = await browser.newContext({ storageState, locale: 'ru-RU', hasTouch: true, viewport: { width: 1024, height: 768 } });
  const page = await tablet.newPage();
  await page.goto(new URL('/clients', owner.url()).href);
  await alive(page);
  const before = await width(page, 'Телефон');
  const at = await middle(page, header(page, 'Телефон').getByRole('separator'));
  const { touch, glide, lift } = await finger(page);
  await touch(at);
  await glide({ x: at.x + 60, y: at.y });
  await saved(page, lift);
  expect(await width(page, 'Телефон')).toBe(before + 60);
  await page.reload();
  expect(await width(page, 'Телефон')).toBe(before + 60);
  await tablet.close();
});

test('an edge whose pointer is lost goes back and follows nothing @desktop', async ({ owner: page }) => {
  let saves = 0;
  page.on('request', (request) => (saves += Number(request.url().includes('/api/save_preference'))));
  const edge = (await header(page, 'Телефон').getByRole('separator').boundingBox())!;
  for (const lose of [
    () => window.dispatchEvent(new Event('blur')),
    () => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })),
    () => window.dispatchEvent(new PointerEvent('pointercancel')),
  ]) {
    await page.mouse.move(edge.x + 5, edge.y + 10);
    await page.mouse.down();
    await page.mouse.move(edge.x + 65, edge.y + 10, { steps: 3 });
    await expect.poll(() => width(page, 'Телефон')).toBe(220);
    await page.evaluate(lose);
    await expect.poll(() => width(page, 'Телефон')).toBe(160);
    await page.mouse.move(edge.x + 95, edge.y + 10, { steps: 3 });
    await page.mouse.up();
    expect(await width(page, 'Телефон')).toBe(160);
  }
  expect(saves).toBe(0);
});

test('a double click fits a column to what it holds @desktop', async ({ owner: page }) => {
  const name = `${unique('Длиннофамильная')} Анна Сергеевна`.slice(0, 30);
  await newClient(page, name);
  await page.reload();
  const edge = header(page, 'ФИО').getByRole('separator');
  await edge.focus();
  await saved(page, () => page.keyboard.press('Home'));
  expect(await width(page, 'ФИО')).toBe(64);
  await saved(page, () => edge.dblclick());
  const cell = rows(page).filter({ hasText: name }).locator('td').nth(1);
  expect(await cell.evaluate((td) => td.scrollWidth <= td.clientWidth)).toBe(true);
  expect(await width(page, 'ФИО')).toBeLessThan(400);
});

test('the menu of a column sorts, pins and hides it @desktop', async ({ owner: page }) => {
  const open = async (name: string) => {
    await header(page, name).hover();
    await page.getByRole('button', { name: `Действия со столбцом «${name}»` }).click();
  };
  await open('Телефон');
  await saved(page, () => page.getByRole('menuitem', { name: 'Закрепить до этого столбца' }).click());
  await expect(page.locator('th[data-pin]')).toHaveCount(2);
  await page.setViewportSize({ width: 900, height: 700 });
  await page.locator('.tablewrap').evaluate((wrap) => (wrap.scrollLeft = 400));
  const name = await header(page, 'ФИО').boundingBox();
  const phone = await header(page, 'Телефон').boundingBox();
  expect(Math.round(phone!.x)).toBe(Math.round(name!.x + name!.width));
  await page.reload();
  await expect(page.locator('th[data-pin]')).toHaveCount(2);
  await page.locator('.tablewrap').evaluate((wrap) => (wrap.scrollLeft = 0));

  await open('Телефон');
  await saved(page, () => page.getByRole('menuitem', { name: 'Открепить' }).click());
  await expect(page.locator('th[data-pin]')).toHaveCount(0);
  await open('ФИО');
  await expect(page.getByRole('menuitem', { name: 'Скрыть столбец' })).toHaveCount(0);
  await saved(page, () => page.getByRole('menuitemradio', { name: 'По возрастанию' }).click());
  await expect(header(page, 'ФИО')).toHaveAttribute('aria-sort', 'ascending');
  await open('E-mail');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await saved(page, () => page.keyboard.press('Enter'));
  await expect(header(page, 'E-mail')).toHaveCount(0);
});

test('the order is remembered, and the address goes before it', async ({ owner: page }) => {
  await saved(page, () => header(page, 'ФИО').getByRole('link').click());
  await page.goto('/clients');
  await expect(header(page, 'ФИО')).toHaveAttribute('aria-sort', 'ascending');
  await page.goto('/clients?sort=updated_at&dir=desc');
  await expect(header(page, 'Изменён')).toHaveAttribute('aria-sort', 'descending');
  await page.goto('/clients');
  await expect(header(page, 'ФИО')).toHaveAttribute('aria-sort', 'ascending');
  // An order by what is not shown is an order all the same.
  await page.goto('/clients?sort=created_at&dir=asc');
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator('[aria-sort]')).toHaveCount(0);
});

test('a new field waits among the hidden ones and a renamed one keeps its place', async ({ owner: page }) => {
  await openSettings(page);
  await saved(page, () => dialog(page).getByRole('button', { name: 'Убрать «E-mail» из таблицы' }).click());
  const name = unique('Город');
  const field = await newField(page, 'client', 'text', name);
  await page.reload();
  await expect(header(page, name)).toHaveCount(0);
  await openSettings(page);
  await saved(page, () => dialog(page).getByRole('button', { name: `Показать «${name}» в таблице` }).click());
  const renamed = unique('Область');
  await call(page, 'rename_field', { request: randomUUID(), id: field.id, seen: 1, name: renamed });
  await page.reload();
  await expect(headers(page).last()).toHaveAttribute('aria-label', renamed);
});

test('two windows at once keep what each of them chose', async ({ owner: page, context }) => {
  const second = await context.newPage();
  await second.goto(page.url());
  await second.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await openSettings(page);
  await saved(page, () => dialog(page).getByRole('button', { name: 'Убрать «Телефон» из таблицы' }).click());
  // The other window still shows the phone, and chooses something else.
  await saved(second, () => header(second, 'ФИО').getByRole('link').click());
  for (const window of [page, second]) {
    await window.goto('/clients');
    await expect(header(window, 'Телефон')).toHaveCount(0);
    await expect(header(window, 'ФИО')).toHaveAttribute('aria-sort', 'ascending');
    await expect(window.getByRole('alert')).toHaveCount(0);
  }
  await second.close();
});

test('what could not be saved says so, shows, and goes with the next change', async ({ owner: page }) => {
  await page.route('**/api/save_preference', (route) => route.abort());
  await openSettings(page);
  await dialog(page).getByRole('button', { name: 'Убрать «Телефон» из таблицы' }).click();
  await expect(page.getByText(/Настройки таблицы не сохранились/)).toBeVisible();
  await expect(header(page, 'Телефон')).toHaveCount(0);
  await page.unroute('**/api/save_preference');
  await saved(page, () => dialog(page).getByRole('button', { name: 'Показать «Создан» в таблице' }).click());
  await page.reload();
  await expect(header(page, 'Телефон')).toHaveCount(0);
  await expect(header(page, 'Создан')).toHaveCount(1);
});

test('the company has a default, and «Сбросить» returns to it', async ({ owner: page }) => {
  await openSettings(page);
  await saved(page, () => dialog(page).getByRole('button', { name: 'Убрать «Сделки» из таблицы' }).click());
  await saved(page, () => dialog(page).getByRole('button', { name: 'Сделать таблицей по умолчанию для всех' }).click());
  await expect(page.getByText('Такой таблицу увидят все')).toBeVisible();
  await saved(page, () => dialog(page).getByRole('button', { name: 'Убрать «Ответственный» из таблицы' }).click());
  await expect(header(page, 'Ответственный')).toHaveCount(0);
  await dialog(page).getByRole('button', { name: 'Сбросить' }).click();
  await expect(header(page, 'Ответственный')).toHaveCount(1);
  await expect(header(page, 'Сделки')).toHaveCount(0);
  await page.reload();
  await expect(header(page, 'Ответственный')).toHaveCount(1);
  await expect(header(page, 'Сделки')).toHaveCount(0);
  // Other tests expect the table as it ships.
  const chosen = { client_table: {} };
  await call(page, 'save_preference_for_all', { request: randomUUID(), chosen });
});

test('the list of deals sorts, sums, searches and opens a card over itself', async ({ owner: page }) => {
  const [first] = await stages(page);
  const word = unique('Списочная');
  await newDeal(page, `${word} первая`, { budget: 150_000_00, stage: first.id });
  await newDeal(page, `${word} вторая`, { budget: 50_000_00 });
  await page.goto('/deals');
  await page.getByRole('navigation', { name: 'Вид' }).getByRole('link', { name: 'Список' }).click();
  await expect(page).toHaveURL(/\/deals\/list$/);
  await expect(rows(page).first()).toContainText(`${word} вторая`);
  await page.getByRole('searchbox', { name: 'Фильтр и поиск' }).fill(word);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.locator('.top .count')).toHaveText('2');
  await header(page, 'Бюджет').getByRole('link').click();
  await expect(header(page, 'Бюджет')).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page).first()).toContainText(`${word} первая`);
  await expectAccessible(page);
  await expectNoSideScroll(page);

  await rows(page).first().getByRole('link', { name: `${word} первая` }).click();
  await expect(page).toHaveURL(/\/deals\/list\/[0-9a-f-]+/);
  await expect(page.getByRole('heading', { name: `${word} первая` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/deals\/list\?/);
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Фильтр и поиск' }).fill('такого точно нет');
  await expect(page.getByRole('heading', { name: 'Ничего не найдено' })).toBeVisible();
  await resetTable(page, 'deal_table');
});

test('a long list of deals comes page by page and draws a window of it', async ({ owner: page }) => {
  const word = unique('Длинная');
  for (let number = 1; number <= 120; number += 1) await newDeal(page, `${word} ${String(number).padStart(3, '0')}`);
  await page.goto(`/deals/list?q=${encodeURIComponent(word)}&sort=name&dir=asc`);
  await expect(page.locator('.top .count')).toHaveText('120');
  await expect(rows(page).first()).toContainText(`${word} 001`);
  await expect
    .poll(async () => {
      await page.locator('.tablewrap').evaluate((wrap) => (wrap.scrollTop = wrap.scrollHeight));
      return rows(page).last().textContent();
    })
    .toContain(`${word} 120`);
  expect(await rows(page).count()).toBeLessThan(110);
});
