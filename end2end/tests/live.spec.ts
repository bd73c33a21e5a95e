// What a colleague does is seen at once, without a reload.
import { randomUUID } from 'node:crypto';
import { alive, expect, test, type Page } from '../fixtures';
import { another } from '../people';
import { call, newClient, newDeal, stages, type Stage } from '../seed';

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
  // Another test of this company may have chosen the first of them.
  const colour = seen[0].colour === '#123456' ? '#654321' : '#123456';
  const drafts = seen.map((stage, place) => ({ ...stage, colour: place === 0 ? colour : stage.colour }));
  await call(owner, 'save_funnel', { request: randomUUID(), seen, stages: drafts });
  await expect(other.getByText('Этапы воронки изменились.')).toBeVisible({ timeout: 1_000 });
  await context.close();
});

const within = { timeout: 1_000, intervals: [20] };
const told = (page: Page) => page.getByRole('button', { name: 'Список изменился — обновить' });
const line = (page: Page, words: string) => page.locator('tbody tr[aria-rowindex]').filter({ hasText: words });
const counted = async (page: Page) => Number((await page.locator('.top .count').innerText()).replaceAll(/\D/g, ''));

test('rows of the list of deals follow others at once, stay where they are, and are put in order when asked @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  const [first, second] = await stages(owner);
  const below = await newDeal(owner, `Нижняя ${mark}`, { stage: first.id });
  const above = await newDeal(owner, `Верхняя ${mark}`, { stage: first.id });
  const other = await another(owner, browser, `/deals/list?q=${mark}`);
  await expect(line(other, mark)).toHaveCount(2);
  const order = () => line(other, mark).locator('.c-name').allInnerTexts();

  // A value follows, the row stays although it was changed last, and that is told.
  await call(owner, 'edit_deal', { request: randomUUID(), id: below.id, seen: below.version, patch: { title: `Тронутая ${mark}` } });
  await expect.poll(order, within).toEqual([`Верхняя ${mark}`, `Тронутая ${mark}`]);
  await expect(told(other)).toBeVisible(within);
  await told(other).click();
  await expect.poll(order).toEqual([`Тронутая ${mark}`, `Верхняя ${mark}`]);
  await expect(told(other)).toHaveCount(0);

  // The row that stands on top already is moved to another stage: nothing has to be told.
  await call(owner, 'move_deal', { request: randomUUID(), id: below.id, to: second.id, slot: null });
  await expect(line(other, `Тронутая ${mark}`)).toContainText(second.name, within);
  await expect(told(other)).toHaveCount(0);

  // A new deal is counted, and told of; one that no longer fits goes.
  await newDeal(owner, `Новая ${mark}`, { stage: first.id });
  await expect.poll(() => counted(other), within).toBe(3);
  await expect(told(other)).toBeVisible(within);
  expect(await order()).toEqual([`Тронутая ${mark}`, `Верхняя ${mark}`]);
  await call(owner, 'edit_deal', { request: randomUUID(), id: above.id, seen: above.version, patch: { title: 'Иная' } });
  await expect.poll(order, within).toEqual([`Тронутая ${mark}`]);
  await expect.poll(() => counted(other), within).toBe(2);
  await other.context().close();
});

test('a scrolled list keeps its place, and the open card, while rows above go @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  const made = [];
  for (let number = 10; number < 60; number += 1) made.push(await newDeal(owner, `Строка ${number} ${mark}`));
  const other = await another(owner, browser, `/deals/list?q=${mark}&sort=name&dir=asc`);
  const wrap = other.locator('.tablewrap');
  await wrap.evaluate((element) => element.scrollTo(0, 900));
  const seen = line(other, `Строка 45 ${mark}`);
  await expect(seen).toBeVisible();
  await seen.locator('.c-name a').focus();
  const place = async () => Math.round((await seen.boundingBox())!.y);
  const before = await place();
  for (const deal of made.slice(0, 3)) {
    await call(owner, 'edit_deal', { request: randomUUID(), id: deal.id, seen: deal.version, patch: { title: 'Ушла' } });
  }
  await expect.poll(() => counted(other)).toBe(47);
  await expect.poll(place, within).toBe(before);
  await expect(seen.locator('.c-name a')).toBeFocused();
  await expect(seen).toHaveAttribute('aria-rowindex', '34');
  await expect(told(other)).toHaveCount(0);
  await other.context().close();
});

test('the table of clients follows names and deals, also those that are unfolded @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  const [first, second] = await stages(owner);
  const client = await newClient(owner, `Живой ${mark}`);
  const deal = await newDeal(owner, `Сделка ${mark}`, { client: client.id, stage: first.id });
  const other = await another(owner, browser, `/clients?q=${mark}`);
  await line(other, mark).locator('.tg').click();
  const pill = other.locator('tr.deal .pill');
  await expect(pill).toHaveText(first.name);
  await call(owner, 'move_deal', { request: randomUUID(), id: deal.id, to: second.id, slot: null });
  await expect(pill).toHaveText(second.name, within);
  await call(owner, 'edit_client', { request: randomUUID(), id: client.id, seen: client.version, patch: { name: `Иной ${mark}` } });
  await expect(line(other, `Иной ${mark}`)).toHaveCount(1, within);
  await expect(told(other)).toHaveCount(0);
  await other.context().close();
});

test('cards of the board follow the names of their clients @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  const [first] = await stages(owner);
  const client = await newClient(owner, `Прежний ${mark}`);
  await newDeal(owner, `Названная ${mark}`, { client: client.id, stage: first.id });
  const other = await another(owner, browser, `/deals?q=${mark}`);
  const card = column(other, first).locator('.card').filter({ hasText: `Названная ${mark}` });
  await expect(card).toContainText(`Прежний ${mark}`);
  const patch = { name: `Новый ${mark}` };
  await call(owner, 'edit_client', { request: randomUUID(), id: client.id, seen: client.version, patch });
  await expect(card).toContainText(`Новый ${mark}`, within);
  await other.context().close();
});

test('open cards follow what others change and say, and nothing that is being typed is lost @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  let { id, version } = await newClient(owner, `Открытый ${mark}`);
  const rename = async (name: string) => {
    const edit = { request: randomUUID(), id, seen: version, patch: { name: `${name} ${mark}` } };
    ({ version } = (await call<{ client: { version: number } }>(owner, 'edit_client', edit)).client);
  };
  const deal = await newDeal(owner, `Открытая ${mark}`, { client: id });
  const other = await another(owner, browser, `/clients/${id}`);
  const title = other.getByRole('heading', { level: 1 });
  await rename('Второй');
  await expect(title).toHaveText(`Второй ${mark}`, within);
  await call(owner, 'comment_client', { request: randomUUID(), id, text: `Позвонить ${mark}` });
  await expect(other.locator('.said')).toHaveText(`Позвонить ${mark}`, within);

  const comment = other.getByRole('textbox', { name: 'Оставьте комментарий' });
  await comment.fill('Недописанное');
  await other.locator('.fields').getByRole('button', { name: /^ФИО/ }).click();
  const input = other.getByRole('textbox', { name: 'ФИО' });
  await input.fill('Печатаемый');
  await rename('Третий');
  await call(owner, 'comment_client', { request: randomUUID(), id, text: `Ещё раз ${mark}` });
  await expect(input).toHaveValue('Печатаемый');
  await input.press('Escape');
  await expect(title).toHaveText(`Третий ${mark}`);
  await expect(other.locator('.said').first()).toHaveText(`Ещё раз ${mark}`);
  await expect(comment).toHaveValue('Недописанное');

  const deals = other.locator('.deal-lines > li');
  await newDeal(owner, `Вторая ${mark}`, { client: id });
  await expect(deals).toHaveText([`Вторая ${mark}`, `Открытая ${mark}`].map((name) => new RegExp(name)), within);
  const [, second] = await stages(owner);
  const move = { request: randomUUID(), id: deal.id, to: second.id, slot: null };
  const moved = await call<{ version: number }>(owner, 'move_deal', move);
  await expect(deals.nth(1)).toContainText(second.name, within);

  const listens = other.waitForRequest((request) => request.url().includes('/live?'));
  await other.goto(new URL(`/deals/${deal.id}`, owner.url()).href);
  await alive(other);
  await listens;
  await rename('Четвёртый');
  await expect(other.getByRole('link', { name: `Четвёртый ${mark}` })).toBeVisible(within);
  await call(owner, 'edit_deal', { request: randomUUID(), id: deal.id, seen: moved.version, patch: { title: `Иная ${mark}` } });
  await expect(title).toHaveText(`Иная ${mark}`, within);
  await other.context().close();
});

test('a card and the list under it share one stream @desktop', async ({ owner }) => {
  const mark = randomUUID().slice(0, 8);
  const deal = await newDeal(owner, `Под карточкой ${mark}`);
  const streams: string[] = [];
  owner.on('request', (request) => request.url().includes('/live?') && streams.push(request.url()));
  await owner.goto(`/deals/list?q=${mark}`);
  await line(owner, mark).locator('.c-name a').click();
  const title = owner.getByRole('dialog').getByRole('heading', { level: 2 });
  await expect(title).toHaveText(`Под карточкой ${mark}`);
  const patch = { title: `Обе ${mark}` };
  await call(owner, 'edit_deal', { request: randomUUID(), id: deal.id, seen: deal.version, patch });
  await expect(title).toHaveText(`Обе ${mark}`, within);
  await expect(line(owner, `Обе ${mark}`)).toHaveCount(1, within);
  expect(streams).toHaveLength(1);
});

test('what happened while the connection was lost is there when it comes back @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  const deal = await newDeal(owner, `До обрыва ${mark}`);
  const other = await another(owner, browser, `/deals/list?q=${mark}`);
  await other.context().setOffline(true);
  await call(owner, 'edit_deal', { request: randomUUID(), id: deal.id, seen: deal.version, patch: { title: `После обрыва ${mark}` } });
  await other.context().setOffline(false);
  await expect(line(other, `После обрыва ${mark}`)).toHaveCount(1, { timeout: 15_000 });
  await other.context().close();
});

test('a proxy that answers with an error while the server starts anew ends no live news @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  const deal = await newDeal(owner, `До обрыва ${mark}`);
  await owner.goto('/deals');
  const context = await browser.newContext({ storageState: await owner.context().storageState(), locale: 'ru-RU' });
  const other = await context.newPage();
  // The stream ends at once, the next question is refused, and then the server is there again.
  let asked = 0;
  await other.route('**/live?*', (route) => {
    asked += 1;
    if (asked === 1) return route.fulfill({ contentType: 'text/event-stream', body: 'retry: 100\n\n' });
    if (asked === 2) return route.fulfill({ status: 502, body: 'Bad Gateway' });
    return route.continue();
  });
  await other.goto(new URL(`/deals/list?q=${mark}`, owner.url()).href);
  await expect.poll(() => asked).toBeGreaterThanOrEqual(2);
  await call(owner, 'edit_deal', { request: randomUUID(), id: deal.id, seen: deal.version, patch: { title: `После обрыва ${mark}` } });
  await expect(line(other, `После обрыва ${mark}`)).toHaveCount(1, { timeout: 15_000 });
  expect(asked).toBe(3);
  await context.close();
});

test('what happened on the board while the connection was lost is there when it comes back, and so is what follows @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  const [first, second] = await stages(owner);
  const moved = await newDeal(owner, `Ушедшая ${mark}`, { stage: first.id });
  const edited = await newDeal(owner, `До обрыва ${mark}`, { stage: first.id });
  const other = await another(owner, browser, `/deals?q=${mark}`);
  expect(await titles(other, first, mark)).toEqual([`До обрыва ${mark}`, `Ушедшая ${mark}`]);
  await other.context().setOffline(true);
  await call(owner, 'move_deal', { request: randomUUID(), id: moved.id, to: second.id, slot: null });
  const patch = { title: `После обрыва ${mark}` };
  await call(owner, 'edit_deal', { request: randomUUID(), id: edited.id, seen: edited.version, patch });
  await newDeal(owner, `Новая ${mark}`, { stage: first.id });
  await other.context().setOffline(false);
  const late = { timeout: 15_000 };
  await expect.poll(() => titles(other, first, mark), late).toEqual([`Новая ${mark}`, `После обрыва ${mark}`]);
  await expect.poll(() => titles(other, second, mark), late).toEqual([`Ушедшая ${mark}`]);
  await expect.poll(() => count(other, first)).toBe(2);
  // The new connection is as good as the old one.
  await newDeal(owner, `Следующая ${mark}`, { stage: second.id });
  await expect.poll(() => titles(other, second, mark), within).toEqual([`Следующая ${mark}`, `Ушедшая ${mark}`]);
  await other.context().close();
});

test('an answer that is older than a move of one’s own throws nothing back @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  const [first, second] = await stages(owner);
  const deal = await newDeal(owner, `Моя ${mark}`, { stage: first.id });
  const other = await another(owner, browser, `/deals?q=${mark}`);
  let [release, end] = [() => {}, () => {}];
  const released = new Promise<void>((resolve) => (release = resolve));
  const ended = new Promise<void>((resolve) => (end = resolve));
  let held = 0;
  await other.route('**/api/news_of_deals*', async (route) => {
    held += 1;
    const answer = await route.fetch();
    await (held === 1 ? released : ended);
    await route.fulfill({ response: answer });
  });
  // A page that was made just now may look at the whole board first: an edit that comes in then is not asked about by itself.
  let [seen, title] = [deal.version, ''];
  const edit = async () => {
    title = `Иная ${seen} ${mark}`;
    ({ version: seen } = await call<{ version: number }>(owner, 'edit_deal', { request: randomUUID(), id: deal.id, seen, patch: { title } }));
  };
  await expect(async () => {
    await edit();
    await expect.poll(() => held, { timeout: 1_000 }).toBe(1);
  }).toPass({ timeout: 10_000 });
  const moved = other.waitForResponse('**/api/move_deal*');
  await other.getByRole('button', { name: new RegExp(`Действия: .*${mark}`) }).press('Enter');
  await other.getByRole('menuitem', { name: 'Переместить в этап' }).press('Enter');
  await other.getByRole('menuitem', { name: second.name }).press('Enter');
  await (await moved).finished();
  const card = column(other, second).getByRole('link', { name: title });
  await expect(card).toBeFocused();
  release();
  // The next question is asked when this answer has been read; its own answer is kept back.
  await expect.poll(() => held).toBe(2);
  await expect(card).toBeFocused();
  expect(await titles(other, first, mark)).toEqual([]);
  end();
  await other.context().close();
});

/** What a list asks when it hears news, not the page's own first rows. */
const isQuestion = (page: Page) => page.waitForResponse((answer) => answer.url().includes('/api/list_clients'));

test('a client that is added while the list asks about news stays on top of it @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  await owner.goto('/clients');
  await newClient(owner, `Первый ${mark}`);
  const other = await another(owner, browser, '/clients');
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let held = 0;
  await other.route('**/api/list_clients*', async (route) => {
    held += 1;
    const answer = await route.fetch();
    await released;
    await route.fulfill({ response: answer });
  });
  await newClient(owner, `Чужой ${mark}`);
  await expect.poll(() => held).toBe(1);
  await other.getByRole('button', { name: 'Добавить клиента' }).first().click();
  await other.getByRole('textbox', { name: 'Фамилия' }).fill(`Свой${mark}`);
  await other.getByRole('button', { name: 'Сохранить' }).click();
  await expect(line(other, `Свой${mark}`)).toHaveCount(1);
  const answers = isQuestion(other).then(() => isQuestion(other));
  release();
  await answers;
  // The other's client is new in the list as well, which is only told.
  await expect(told(other)).toBeVisible();
  await expect(other.locator('tbody tr[aria-rowindex]').first()).toContainText(`Свой${mark}`);
  await other.context().close();
});

test('a quick deal that the list has heard of before it is answered is counted and shown once @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  await owner.goto('/clients');
  await newClient(owner, `Сделкин ${mark}`);
  const other = await another(owner, browser, `/clients?q=${mark}`);
  await line(other, mark).locator('.tg').click();
  const asked = isQuestion(other);
  let again: ReturnType<typeof isQuestion> | undefined;
  await other.route('**/api/create_deal*', async (route) => {
    const answer = await route.fetch();
    await asked;
    await expect(line(other, mark).locator('.dots')).toContainText('1');
    again = isQuestion(other);
    await route.fulfill({ response: answer });
  });
  const answered = other.waitForResponse('**/api/create_deal*');
  await other.getByRole('button', { name: 'Быстрая сделка' }).click();
  await other.getByLabel('Наименование').fill('Один станок');
  await other.getByRole('button', { name: 'Добавить', exact: true }).click();
  await answered;
  await again;
  await expect(line(other, mark).locator('.dots')).toHaveText(/^\s*1$/);
  await expect(other.locator('tr.deal').filter({ hasText: 'Один станок' })).toHaveCount(1);
  await other.context().close();
});
