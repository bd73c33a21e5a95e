// Filters of the board and of the table: the address says them, counts and sums are those of what is left.
import { randomUUID } from 'node:crypto';
import { expectAccessible, expectNoSideScroll } from '../axe';
import { alive, expect, test, type Page } from '../fixtures';
import { call, newClient, newDeal, stages, type Made, type Stage } from '../seed';

const column = (page: Page, stage: Stage) => page.locator(`.board .col[data-stage="${stage.id}"]`);
const card = (page: Page, title: string) => page.locator('.board .card').filter({ hasText: title });
const panel = (page: Page) => page.getByRole('dialog', { name: 'Фильтр' });
const chips = (page: Page) => page.getByRole('group', { name: 'Заданные фильтры' });
const opener = (page: Page) => page.locator('#filters-open');
const part = (page: Page, name: string) => panel(page).getByRole('group', { name, exact: true });

async function show(page: Page, stage: Stage): Promise<void> {
  const tab = page.getByRole('tab', { name: stage.name });
  if (await tab.isVisible()) await tab.click();
}

/** What a column's head says: «2 1 500 сум». */
async function expectHead(page: Page, stage: Stage, head: RegExp): Promise<void> {
  await show(page, stage);
  const said = async () => (await column(page, stage).locator('header').innerText()).replaceAll(/\s+/g, ' ');
  await expect.poll(said).toMatch(head);
}

async function open(page: Page): Promise<void> {
  await opener(page).click();
  await expect(panel(page)).toBeVisible();
}

async function apply(page: Page): Promise<void> {
  await panel(page).getByRole('button', { name: 'Применить' }).click();
  await expect(panel(page)).toBeHidden();
}

/** Deals of one test: А and Б of 1 000 and 500 in the first stage, В of 200 in the second, Г of 70 in the third. */
async function furnish(page: Page): Promise<{ mark: string; all: Stage[]; deals: Record<string, Made> }> {
  const all = await stages(page);
  const mark = randomUUID().slice(0, 8);
  const deals: Record<string, Made> = {};
  for (const [title, place, budget] of [['Г', 2, 70], ['В', 1, 200], ['Б', 0, 500], ['А', 0, 1_000]] as const) {
    deals[title] = await newDeal(page, `${title} ${mark}`, { stage: all[place].id, budget: budget * 100 });
  }
  return { mark, all, deals };
}

test('a board is filtered by people and stages, with right totals, and no column is lost', async ({ owner: page }) => {
  const { mark, all } = await furnish(page);
  await page.goto(`/deals?q=${mark}`);
  await expectHead(page, all[2], /^\S+ 1 70\s/);
  await open(page);
  await part(page, 'Ответственный').getByLabel('Я', { exact: true }).check();
  await part(page, 'Этап').getByLabel(all[0].name).check();
  await part(page, 'Этап').getByLabel(all[1].name).check();
  await apply(page);
  await expect(chips(page)).toContainText(`Этап: ${all[0].name}, ${all[1].name}`);
  await expect(page).toHaveURL(new RegExp(`q=${mark}&owner=me&stage=${all[0].id}&stage=${all[1].id}$`));
  for (const check of [() => page.reload(), async () => {}]) {
    await check();
    await expectHead(page, all[0], / 2 1 500\s/);
    await expectHead(page, all[1], / 1 200\s/);
    await expectHead(page, all[2], / 0 —/);
    await expect(column(page, all[2]).getByText('Этап не выбран в фильтре')).toBeVisible();
    await expect(page.locator('.board .col')).toHaveCount(all.length);
  }
  await expectAccessible(page);
  await expectNoSideScroll(page);
  await chips(page).getByRole('link', { name: 'Убрать фильтр: Этап' }).click();
  await expectHead(page, all[2], / 1 70\s/);
  await page.goBack();
  await expect(chips(page)).toContainText('Этап:');
  await expectHead(page, all[2], / 0 —/);
  await chips(page).getByRole('link', { name: 'Сбросить' }).click();
  await expect(chips(page)).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`/deals\\?q=${mark}$`));
});

test('totals follow a drag under a filter, hidden cards keep their place, and a move out of it can be undone @desktop', async ({ owner: page }) => {
  const { mark, all } = await furnish(page);
  await newDeal(page, `Скрытая ${mark}`, { stage: all[0].id, budget: 100 });
  const stage = all.slice(0, 2).map(({ id }) => `stage=${id}`).join('&');
  await page.goto(`/deals?q=${mark}&budget_from=100&${stage}`);
  await expectHead(page, all[0], / 2 1 500\s/);
  await drag(page, card(page, `А ${mark}`), column(page, all[1]));
  await expect(page.getByText(`«А ${mark}» — теперь на этапе «${all[1].name}»`)).toBeVisible();
  await expectHead(page, all[0], / 1 500\s/);
  await expectHead(page, all[1], / 2 1 200\s/);
  await drag(page, card(page, `Б ${mark}`), column(page, all[2]));
  await expect(card(page, `Б ${mark}`)).toHaveCount(0);
  await expectHead(page, all[0], / 0 —/);
  await expectHead(page, all[2], / 0 —/);
  await page.keyboard.press('Control+z');
  await expect(column(page, all[0]).locator('.card')).toContainText([`Б ${mark}`]);
  await expectHead(page, all[0], / 1 500\s/);
  await page.goto(`/deals?q=${mark}`);
  await expectHead(page, all[0], / 2 501\s/);
  await expectHead(page, all[2], / 1 70\s/);
});

async function drag(page: Page, what: ReturnType<Page['locator']>, to: ReturnType<Page['locator']>): Promise<void> {
  const from = (await what.boundingBox())!;
  const target = (await to.boundingBox())!;
  await page.mouse.move(from.x + 60, from.y + 30);
  await page.mouse.down();
  await page.mouse.move(from.x + 70, from.y + 36, { steps: 3 });
  await page.mouse.move(target.x + 100, target.y + 90, { steps: 8 });
  await page.mouse.up();
  await expect(page.locator('.hand')).toHaveCount(0);
}

test('a card that no longer fits disappears, and a new one that does not is told of @desktop', async ({ owner: page }) => {
  const { mark, all, deals } = await furnish(page);
  const listens = page.waitForRequest((request) => request.url().includes('/live?'));
  await page.goto(`/deals?q=${mark}&budget_from=500`);
  await listens;
  await expectHead(page, all[0], / 2 1 500\s/);
  const patch = { budget: [49_900, 'UZS'] };
  await call(page, 'edit_deal', { request: randomUUID(), id: deals['Б'].id, seen: deals['Б'].version, patch });
  await expect(card(page, `Б ${mark}`)).toHaveCount(0);
  await expectHead(page, all[0], / 1 1 000\s/);
  await column(page, all[0]).getByRole('button', { name: /Добавить сделку/ }).click();
  for (const [title, budget] of [[`Малая ${mark}`, '10'], [`Большая ${mark}`, '600']]) {
    await page.getByLabel('Наименование').fill(title);
    await page.getByLabel('Бюджет сделки').fill(budget);
    await page.getByRole('button', { name: 'Добавить', exact: true }).click();
    await expect(page.getByLabel('Наименование')).toHaveValue('');
  }
  await expect(page.getByText('Сделка добавлена, но не подходит под фильтр')).toBeVisible();
  await expect(column(page, all[0]).locator('.card')).toContainText([`Большая ${mark}`, `А ${mark}`]);
  await expectHead(page, all[0], / 2 1 600\s/);
});

test('a card opened over a filtered board gives the filter back when it is closed @desktop', async ({ owner: page }) => {
  const { mark } = await furnish(page);
  await page.goto(`/deals?q=${mark}&budget_from=500`);
  await card(page, `А ${mark}`).getByRole('link').click();
  await expect(page.getByRole('dialog', { name: `А ${mark}` }).or(page.locator('.drawer'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(new RegExp(`/deals\\?q=${mark}&budget_from=500$`));
  await expect(card(page, `В ${mark}`)).toHaveCount(0);
  await expect(card(page, `Б ${mark}`)).toBeVisible();
});

test('the switch between board and list keeps search, filter and order, and so does a page made anew', async ({ owner: page }) => {
  const { mark, all } = await furnish(page);
  const rows = page.locator('tbody tr[aria-rowindex]');
  const view = (name: string) => page.getByRole('navigation', { name: 'Вид' }).getByRole('link', { name });
  const asked = `q=${mark}&sort=budget&dir=asc&budget_from=200`;
  await page.goto(`/deals/list?${asked}`);
  await expect(rows).toContainText([`В ${mark}`, `Б ${mark}`, `А ${mark}`]);
  await view('Воронка').click();
  await expect(page).toHaveURL(new RegExp(`/deals\\?${asked}$`));
  await expect(chips(page)).toContainText('Бюджет:');
  await expectHead(page, all[0], / 2 1 500\s/);
  await expectHead(page, all[2], / 0 —/);
  await page.reload();
  await expectHead(page, all[2], / 0 —/);
  await view('Список').click();
  await expect(page).toHaveURL(new RegExp(`/deals/list\\?${asked}$`));
  await expect(rows).toContainText([`В ${mark}`, `Б ${mark}`, `А ${mark}`]);

  // Stages that somebody else has changed: the page is made anew under its filter.
  const listens = page.waitForRequest((request) => request.url().includes('/live?'));
  await view('Воронка').click();
  await listens;
  const { stages: seen } = await call<{ stages: { colour: string }[] }>(page, 'open_funnel', {});
  const colour = seen[0].colour === '#123456' ? '#654321' : '#123456';
  const drafts = seen.map((stage, place) => (place === 0 ? { ...stage, colour } : stage));
  await call(page, 'save_funnel', { request: randomUUID(), seen, stages: drafts });
  await page.getByRole('link', { name: 'Обновить' }).click();
  await expect(page.getByText('Этапы воронки изменились.')).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`/deals\\?${asked}$`));
  await expectHead(page, all[2], / 0 —/);
});

test('clients are filtered by people, days and the stages of their deals, and an empty result can be reset', async ({ owner: page }) => {
  const [first, second] = await stages(page);
  const mark = randomUUID().slice(0, 6);
  const buyer = await newClient(page, `Покупатель ${mark}`);
  await newClient(page, `Прочий ${mark}`);
  await newDeal(page, `Сделка ${mark}`, { client: buyer.id, stage: second.id });
  const rows = page.locator('tbody tr[aria-rowindex]');
  await page.goto(`/clients?q=${mark}&sort=name&dir=asc`);
  await open(page);
  await part(page, 'Ответственный').getByLabel('Я', { exact: true }).check();
  await part(page, 'Создан').getByRole('button', { name: 'Сегодня' }).click();
  await apply(page);
  await expect(chips(page)).toContainText('Создан: Сегодня');
  await expect(page).toHaveURL(new RegExp(`sort=name&dir=asc&owner=me&created=today$`));
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: /^Создан:/ }).click();
  await part(page, 'Этап сделки').getByLabel(second.name).check();
  await apply(page);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(`Покупатель ${mark}`);
  await expect(page.locator('.top .count')).toHaveText('1');
  await page.reload();
  await expect(rows).toHaveCount(1);
  await open(page);
  await part(page, 'Этап сделки').getByLabel(second.name).uncheck();
  await part(page, 'Этап сделки').getByLabel(first.name).check();
  await apply(page);
  await expect(page.getByRole('heading', { name: 'Ничего не найдено' })).toBeVisible();
  await expectAccessible(page);
  await page.goBack();
  await expect(rows).toHaveCount(1);
  await page.goForward();
  await page.locator('.empty').getByRole('link', { name: 'Сбросить' }).click();
  await expect(page).toHaveURL(/\/clients\?sort=name&dir=asc$/);
  await expect(chips(page)).toHaveCount(0);
});

test('days and amounts are typed, and what cannot be meant is refused', async ({ owner: page }) => {
  await page.goto('/deals');
  await open(page);
  const budget = part(page, 'Бюджет');
  await budget.getByLabel('от').fill('много');
  await panel(page).getByRole('button', { name: 'Применить' }).click();
  await expect(budget.getByRole('alert')).toHaveText('Нужно число: только цифры, одна запятая или точка');
  await expect(budget.getByLabel('от')).toBeFocused();
  await budget.getByLabel('от').fill('1 000,50');
  await budget.getByLabel('до').fill('2000');
  const changed = part(page, 'Изменён');
  await changed.getByRole('button', { name: 'Эта неделя' }).click();
  await changed.getByLabel('с').fill('2026-01-02');
  await expect(changed.getByRole('button', { name: 'Эта неделя' })).toHaveAttribute('aria-pressed', 'false');
  await changed.getByLabel('по').fill('2026-01-01');
  await panel(page).getByRole('button', { name: 'Применить' }).click();
  await expect(changed.getByRole('alert')).toHaveText('Начало больше конца');
  await expectAccessible(page);
  await changed.getByLabel('по').fill('2026-01-03');
  await apply(page);
  await expect(page).toHaveURL(/\?budget_from=1000\.5&budget_to=2000&changed_from=2026-01-02&changed_to=2026-01-03$/);
  await expect(chips(page)).toContainText('Изменён: 02.01.2026 – 03.01.2026');
  await expect(page.getByText('Под заданный фильтр не подходит ни одна сделка.')).toBeVisible();
  await page.getByRole('status').getByRole('link', { name: 'Сбросить' }).click();
  await expect(page).toHaveURL(/\/deals$/);
});

test('an address with nonsense opens the list without a filter', async ({ owner: page }) => {
  const { mark, all } = await furnish(page);
  const nonsense = 'owner=nobody&stage=x&budget_from=abc&created=yesterday&changed_to=2026-02-30';
  for (const list of ['deals', 'clients']) {
    const answer = await page.goto(`/${list}?q=${mark}&${nonsense}`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole('searchbox', { name: 'Фильтр и поиск' })).toHaveValue(mark);
    await expect(chips(page)).toHaveCount(0);
  }
  await page.goto(`/deals?q=${mark}&${nonsense}`);
  await expectHead(page, all[0], / 2 1 500\s/);
});

test('a filter is set, looked at and left by the keyboard alone @desktop', async ({ owner: page }) => {
  const { mark, all } = await furnish(page);
  await page.goto(`/deals?q=${mark}`);
  await opener(page).focus();
  await page.keyboard.press('Enter');
  const me = part(page, 'Ответственный').getByLabel('Я', { exact: true });
  await expect(me).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(opener(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(me).toBeFocused();
  await page.keyboard.press('Space');
  const first = part(page, 'Этап').getByLabel(all[1].name);
  await first.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeHidden();
  await expect(chips(page)).toContainText(`Этап: ${all[1].name}`);
  await expect(opener(page)).toBeFocused();
  await chips(page).getByRole('link', { name: 'Убрать фильтр: Этап' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/owner=me$/);
  await expect(opener(page)).toBeFocused();
});

test('a panel that is opened again before it is told to have closed stays open', async ({ owner: page }) => {
  await page.goto('/deals');
  await open(page);
  const stays = await page.evaluate(async () => {
    const dialog = document.querySelector<HTMLDialogElement>('dialog.filters')!;
    dialog.close();
    document.querySelector<HTMLElement>('#filters-open')!.click();
    await new Promise((later) => setTimeout(later, 200));
    return dialog.open;
  });
  expect(stays).toBe(true);
  await expect(part(page, 'Ответственный').getByLabel('Я', { exact: true })).toBeVisible();
});

test('on a phone the filter is a sheet, and its chips scroll sideways @phone', async ({ owner: page }) => {
  const { mark, all } = await furnish(page);
  await page.goto(`/deals?q=${mark}`);
  await open(page);
  // It rises first.
  await expect
    .poll(async () => {
      const sheet = (await panel(page).boundingBox())!;
      return [sheet.x, sheet.width, Math.round(sheet.y + sheet.height)];
    })
    .toEqual([0, 390, 844]);
  await expectAccessible(page);
  await part(page, 'Ответственный').getByLabel('Я', { exact: true }).check();
  await part(page, 'Этап').getByLabel(all[1].name).check();
  await part(page, 'Бюджет').getByLabel('от').fill('100');
  await part(page, 'Создан').getByRole('button', { name: 'Этот месяц' }).click();
  await apply(page);
  await expect(opener(page)).toContainText('4');
  // The stage that was shown is left out: one that is asked for takes its place.
  await expect(column(page, all[1])).toBeVisible();
  await expect(card(page, `В ${mark}`)).toBeVisible();
  const scrolls = await chips(page).locator('.run').evaluate((chips) => chips.scrollWidth > chips.clientWidth);
  expect(scrolls).toBe(true);
  await expectNoSideScroll(page);
  await chips(page).getByRole('link', { name: 'Сбросить' }).click();
  await expect(page).toHaveURL(new RegExp(`/deals\\?q=${mark}$`));
  await alive(page);
});
