// What the first visit costs, and that what is loaded later is there when it is needed.
import { randomUUID } from 'node:crypto';
import { alive, createCompany, expect, test, type Page } from '../fixtures';
import { call, newClient, newDeal, newField, resetTable, stages } from '../seed';

const KB = 1_000;

test('the first visit is light: 400 kB in twelve requests @desktop', async ({ owner }) => {
  await newClient(owner, 'Лёгкая Загрузка');
  // What changed in the last five seconds before a page was made is news to it, and news bring their code.
  await owner.waitForTimeout(6_000);
  const session = await owner.context().newCDPSession(owner);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const types = new Map<string, string>();
  const sizes = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, response, type }) => {
    types.set(requestId, `${type} ${new URL(response.url).pathname}`);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await owner.goto('/clients');
  await owner.waitForLoadState('networkidle');
  const loaded = [...types].map(([id, name]) => ({ name, bytes: sizes.get(id) ?? 0 }));
  // What every visit loads: code, style, font, words. Data is measured by the table's rows.
  const files = loaded.filter(({ name }) => !/^(Document|Fetch) /.test(name));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const said = loaded.map(({ name, bytes }) => `${bytes} ${name}`).join('\n');
  expect(files.length, said).toBeGreaterThan(3);
  expect(loaded.length, said).toBeLessThanOrEqual(12);
  expect(bytes, said).toBeLessThanOrEqual(400 * KB);
});

/** How many bytes an answer has before it is squeezed. */
async function weight(page: Page, address: string): Promise<number> {
  const answer = await page.request.get(address, { headers: { 'accept-encoding': 'identity' } });
  expect(answer.status(), address).toBe(200);
  expect(answer.headers()['content-encoding'], address).toBeUndefined();
  return (await answer.body()).length;
}

/** Does this for each of so many, some at a time. */
async function each(count: number, deed: (number: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += 10) {
    await Promise.all(Array.from({ length: Math.min(10, count - from) }, (_, at) => deed(from + at)));
  }
}

test('the largest pages stay within their weight: eight columns of fifty cards, fifty rows of fifteen full columns @desktop', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Полная');
  await page.waitForURL('**/clients');
  await alive(page);
  const { stages: seen } = await call<{ stages: object[] }>(page, 'open_funnel', {});
  const more = [6, 7, 8].map((number) => ({ id: null, group: 'in_work', name: `Этап номер ${number}`, colour: '#336699', takes: [] }));
  await call(page, 'save_funnel', { request: randomUUID(), seen, stages: [...seen.slice(0, -2), ...more, ...seen.slice(-2)] });
  const fields = [];
  for (let number = 1; number <= 8; number += 1) fields.push(await newField(page, 'client', 'text', `Своё поле ${number}`));
  const custom = Object.fromEntries(fields.map(({ id }, at) => [id, { text: `Значение на всю длину поля № ${at + 1}` }]));
  const clients: string[] = [];
  await each(50, async (number) => {
    const phones = [`+99890${String(number).padStart(7, '0')}`];
    const made = await newClient(page, `Константинов Владислав ${number}`, { phones, emails: [`konstantinov.${number}@example.uz`], custom });
    clients.push(made.id);
  });
  const all = await stages(page);
  expect(all).toHaveLength(8);
  await each(400, (number) => newDeal(page, `Поставка оборудования и монтаж № ${number}`, {
    stage: all[number % 8].id, client: clients[number % 50], budget: 123_456_700 + number,
  }));
  const builtin = ['name', 'phone', 'email', 'owner', 'deals', 'created_at', 'updated_at'].map((key) => ({ builtin: key }));
  const columns = [...builtin, ...fields.map(({ id }) => ({ custom: id }))];
  await call(page, 'save_preference', { request: randomUUID(), chosen: { client_table: { columns } } });
  await page.goto(`${freshCrm.baseURL}/clients`);
  await expect(page.locator('thead th[data-col]')).toHaveCount(columns.length);
  for (const path of ['/deals', '/clients', '/deals/list']) {
    expect.soft(await weight(page, `${freshCrm.baseURL}${path}`), path).toBeLessThanOrEqual(150 * KB);
  }
});

test('without its code the list, the board and a card are readable', async ({ owner }) => {
  const mark = randomUUID().slice(0, 8);
  const client = await newClient(owner, `Читаемый ${mark}`, { phones: ['+998901234567'] });
  const deal = await newDeal(owner, `Читаемая ${mark}`, { client: client.id, budget: 700_000 });
  // Other tests of this person choose columns of their own.
  await resetTable(owner, 'client_table');
  // A page that the fixtures do not wait for: it never comes alive.
  const page = await owner.context().newPage();
  await page.route(/\.wasm$/, (route) => route.abort());
  for (const [path, words] of [
    [`/clients?q=${mark}`, [`Читаемый ${mark}`, '+998 90 123-45-67']],
    [`/deals?q=${mark}`, [`Читаемая ${mark}`, `Читаемый ${mark}`]],
    [`/clients/${client.id}`, [`Читаемый ${mark}`, `Читаемая ${mark}`]],
    [`/deals/${deal.id}`, [`Читаемая ${mark}`, `Читаемый ${mark}`]],
  ] as [string, string[]][]) {
    const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('.wasm'));
    await page.goto(path);
    await failed;
    for (const word of words) await expect(page.locator('main').getByText(word).first(), path).toBeVisible();
    await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
  }
  await page.close();
});

test('a page is seen before it is taken over @desktop', async ({ owner }) => {
  await newClient(owner, 'Скорый Показ');
  await owner.addInitScript(() => {
    const hydrated = new MutationObserver(() => performance.mark('hydrated'));
    const begin = () => hydrated.observe(document.documentElement, { attributeFilter: ['data-hydrated'] });
    document.addEventListener('readystatechange', begin, { once: true });
  });
  await owner.goto('/clients');
  const at = await owner.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    hydrated: performance.getEntriesByName('hydrated')[0].startTime,
  }));
  expect(at.painted).toBeLessThan(at.hydrated);
});

test('code that cannot be loaded any more is told, with a way on @desktop', async ({ owner }) => {
  await newClient(owner, 'Пропавшая Страница');
  await owner.goto('/clients');
  await owner.route(/\.wasm$/, (route) => route.abort());
  await owner.getByRole('link', { name: 'Сделки', exact: true }).first().click();
  await expect(owner.getByRole('alert').getByText('Страница перестала работать.')).toBeVisible();
  await owner.unroute(/\.wasm$/);
  await owner.getByRole('link', { name: 'Обновить страницу' }).click();
  await expect(owner.locator('html[data-hydrated]')).toBeAttached();
});

test('the settings come with their look, as a first page and as a later one @desktop', async ({ owner }) => {
  const laidOut = (page: Page) => page.locator('.settings').evaluate((shown) => getComputedStyle(shown).display);
  await owner.goto('/clients');
  expect(await owner.locator('#later-style').count()).toBe(0);
  await owner.getByRole('link', { name: 'Настройки' }).first().click();
  await owner.locator('.settings').waitFor({ state: 'attached' });
  expect(await laidOut(owner)).toBe('grid');
  const page = await owner.context().newPage();
  await page.route(/\.wasm$/, (route) => route.abort());
  await page.goto('/settings/company');
  expect(await laidOut(page)).toBe('grid');
  await page.close();
});
