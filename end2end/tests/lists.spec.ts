// Lists as one works with them: what stands beside them goes on working, and answers that come late or not at all lose nothing.
import { randomUUID } from 'node:crypto';
import { alive, expect, test, type Page } from '../fixtures';
import { hold } from '../hold';
import { call, newClient, newDeal, resetTable, stages } from '../seed';

const mark = () => randomUUID().slice(0, 8);
const rows = (page: Page) => page.locator('tbody tr[aria-rowindex]');
const line = (page: Page, name: string) => rows(page).filter({ hasText: name });
const header = (page: Page, name: string) => page.getByRole('columnheader', { name, exact: true });
const drawer = (page: Page) => page.locator('.drawer');
const chips = (page: Page) => page.getByRole('group', { name: 'Заданные фильтры' });

test('a click beside the name opens the card, and marking a text does not', async ({ owner: page }) => {
  const its = mark();
  await newClient(page, `Щелчков ${its}`);
  await page.goto(`/clients?q=${its}`);
  const cell = (await line(page, its).locator('.c-name').boundingBox())!;
  await page.mouse.click(cell.x + cell.width - 6, cell.y + cell.height / 2);
  await expect(page).toHaveURL(/\/clients\/[0-9a-f-]{36}/);
  await expect(drawer(page).getByRole('heading', { name: `Щелчков ${its}` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(new RegExp(`/clients\\?q=${its}$`));
  const name = (await line(page, its).locator('.c-name a').boundingBox())!;
  await page.mouse.move(name.x + name.width + 20, name.y + name.height / 2);
  await page.mouse.down();
  await page.mouse.move(name.x + 10, name.y + name.height / 2, { steps: 4 });
  await page.mouse.move(name.x + name.width + 40, name.y - 2, { steps: 4 });
  await page.mouse.move(name.x + 5, name.y + name.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(drawer(page)).toHaveCount(0);
});

test('a filter can be dropped while a card lies beside it @desktop', async ({ owner: page }) => {
  const its = mark();
  // The drawer leaves the bar in sight.
  await page.setViewportSize({ width: 1920, height: 900 });
  await newClient(page, `Фильтров ${its}`);
  await page.goto('/clients?owner=me');
  await line(page, its).getByRole('link', { name: `Фильтров ${its}` }).click();
  await expect(drawer(page)).toBeVisible();
  await chips(page).getByRole('link', { name: /^Убрать фильтр/ }).click();
  await expect(page).toHaveURL(/\/clients$/);
  await expect(chips(page).getByRole('link', { name: /^Убрать фильтр/ })).toHaveCount(0);
  // So can a search, and the box and the list agree.
  await page.goto(`/clients?q=${its}`);
  await line(page, its).getByRole('link', { name: `Фильтров ${its}` }).click();
  await expect(drawer(page)).toBeVisible();
  await page.getByRole('button', { name: 'Очистить поиск' }).click();
  await expect(page).toHaveURL(/\/clients$/);
  await expect(page.locator('#find')).toHaveValue('');
  // Closing leads back to the list as it was.
  await page.goto('/clients?owner=me');
  await line(page, its).getByRole('link', { name: `Фильтров ${its}` }).click();
  await expect(drawer(page)).toBeVisible();
  await drawer(page).getByRole('button', { name: 'Закрыть' }).click();
  await expect(page).toHaveURL(/\/clients\?owner=me$/);
});

test('a count that is on its way comes although the order was changed meanwhile @desktop', async ({ owner: page }) => {
  const its = mark();
  await newDeal(page, `Счёт ${its} А`, { budget: 100 });
  await newDeal(page, `Счёт ${its} Б`, { budget: 200 });
  await page.goto('/deals/list');
  await page.locator('tbody tr[aria-rowindex]').first().waitFor();
  const { asked, go } = await hold(page, '**/api/total_deals*', 1);
  await page.locator('#find').fill(its);
  await expect(rows(page)).toHaveCount(2);
  await asked;
  await header(page, 'Бюджет').getByRole('link').click();
  await expect(header(page, 'Бюджет')).toHaveAttribute('aria-sort', 'descending');
  go();
  await expect(page.locator('.top .count')).toContainText('2');
});

test('what is typed before the page is taken over is looked for', async ({ owner: page }) => {
  const its = mark();
  await newClient(page, `Ранний ${its}`);
  await newClient(page, `Поздний ${mark()}`);
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await gone;
    await route.continue();
  });
  const opened = page.goto('/clients', { waitUntil: 'commit' });
  await page.locator('#find').fill(its);
  go();
  await opened;
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`q=${its}`));
  await expect(page.locator('#find')).toHaveValue(its);
});

test('the next page that failed is asked for again where one is', async ({ owner: page }) => {
  const its = mark();
  for (let number = 10; number < 70; number += 1) await newClient(page, `Страничкин ${its} ${number}`);
  // What changed in the last five seconds is news to any page, and with news all of them would come at once.
  await page.waitForTimeout(6_000);
  await page.goto(`/clients?q=${its}`);
  await expect(rows(page).first()).toBeVisible();
  let failed = false;
  await page.route('**/api/list_clients*', (route) => {
    if (failed || !/"after":"/.test(route.request().postData() ?? '')) return route.continue();
    failed = true;
    return route.abort();
  });
  const wrap = page.locator('.tablewrap');
  await wrap.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  const strip = page.getByRole('alert').filter({ has: page.getByRole('button', { name: 'Повторить' }) });
  await expect(strip).toBeVisible();
  const before = await wrap.evaluate((list) => list.scrollTop);
  expect(before).toBeGreaterThan(100);
  await strip.getByRole('button', { name: 'Повторить' }).click();
  await expect(strip).toHaveCount(0);
  await wrap.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(line(page, `${its} 10`)).toBeVisible();
  await expect(wrap).toBeFocused();
});

test('unfolded deals show the latest answer, not the one that came last @desktop', async ({ owner: page }) => {
  const its = mark();
  const [first, second, third] = await stages(page);
  const client = await newClient(page, `Обгонов ${its}`);
  const deal = await newDeal(page, `Сделка ${its}`, { client: client.id, stage: first.id });
  const listens = page.waitForRequest((request) => request.url().includes('/live?'));
  await page.goto(`/clients?q=${its}`);
  await listens;
  await line(page, its).locator('.tg').click();
  const pill = page.locator('tr.deal .pill');
  await expect(pill).toHaveText(first.name);
  const { asked, go } = await hold(page, '**/api/list_client_deals*', 1);
  await call(page, 'move_deal', { request: randomUUID(), id: deal.id, to: second.id, slot: null });
  await asked;
  await call(page, 'move_deal', { request: randomUUID(), id: deal.id, to: third.id, slot: null });
  await expect(pill).toHaveText(third.name);
  const late = page.waitForResponse('**/api/list_client_deals*');
  go();
  await late;
  // Were it shown, it would be by now.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(pill).toHaveText(third.name);
});

test('letting go beside the panel after marking a text keeps the panel @desktop', async ({ owner: page }) => {
  await page.goto('/deals');
  await page.locator('#filters-open').click();
  const panel = page.getByRole('dialog', { name: 'Фильтр' });
  const field = panel.getByRole('group', { name: 'Бюджет', exact: true }).getByLabel('от');
  await field.fill('1000');
  const at = (await field.boundingBox())!;
  await page.mouse.move(at.x + 20, at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move(8, at.y + at.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect(field).toBeVisible();
  await expect(field).toHaveValue('1000');
  await page.mouse.click(8, at.y);
  await expect(panel).toBeHidden();
});

test('a year of two digits is told of instead of dropping the filter', async ({ owner: page }) => {
  await newClient(page, `Годов ${mark()}`);
  await page.goto('/clients');
  await page.locator('#filters-open').click();
  const panel = page.getByRole('dialog', { name: 'Фильтр' });
  const part = panel.getByRole('group', { name: 'Создан', exact: true });
  await part.getByLabel('с', { exact: true }).fill('0026-01-05');
  await panel.getByRole('button', { name: 'Применить' }).click();
  await expect(part.getByText('Год нужен четырьмя цифрами')).toBeVisible();
  await expect(panel).toBeVisible();
});

test('whoever types and leaves at once breaks nothing', async ({ owner: page }) => {
  await newClient(page, `Беглов ${mark()}`);
  await page.goto('/deals');
  await page.getByRole('link', { name: 'Клиенты' }).filter({ visible: true }).click();
  await expect(rows(page).first()).toBeVisible();
  await page.locator('#find').pressSequentially('б');
  await page.goBack();
  await expect(page).toHaveURL(/\/deals$/);
  await page.waitForTimeout(400);
  await expect(page).toHaveURL(/\/deals$/);
  await expect(page.locator('#broken')).toBeHidden();
  await alive(page);
});

test('a column that is hidden or pinned leaves the focus in the head of the table @desktop', async ({ owner: page }) => {
  await page.goto('/clients');
  await resetTable(page, 'client_table');
  await newClient(page, `Фокусов ${mark()}`);
  await page.reload();
  const menu = (name: string) => header(page, name).getByRole('button', { name: new RegExp(`${name}`) });
  await menu('E-mail').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Закрепить до этого столбца' }).press('Enter');
  await expect(menu('E-mail')).toBeFocused();
  await menu('E-mail').press('Enter');
  await page.getByRole('menuitem', { name: 'Скрыть столбец' }).press('Enter');
  await expect(header(page, 'E-mail')).toHaveCount(0);
  await expect(menu('Ответственный')).toBeFocused();
  await resetTable(page, 'client_table');
});

test('the rail is folded and stays so in this browser @desktop', async ({ owner: page }) => {
  await page.goto('/clients');
  const rail = page.locator('.rail');
  const width = async () => Math.round((await rail.boundingBox())!.width);
  const wide = await width();
  await page.getByRole('button', { name: 'Свернуть меню' }).click();
  await expect.poll(width).toBe(56);
  await page.reload();
  expect(await width()).toBe(56);
  await expect(rail.getByRole('link', { name: 'Сделки' })).toBeVisible();
  await page.getByRole('button', { name: 'Развернуть меню' }).press('Enter');
  await expect.poll(width).toBe(wide);
});
