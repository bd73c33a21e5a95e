// Pages that stay open while the world goes on: a right is taken, another screen is opened, a day passes.
import { randomUUID } from 'node:crypto';
import { alive, expect, test, type Page } from '../fixtures';
import { VIEW_DEALS, another, managersLack, twoPeople, visit } from '../people';
import { call, newDeal } from '../seed';

const line = (page: Page, words: string) => page.locator('tbody tr[aria-rowindex]').filter({ hasText: words });

test('a board and a list whose right was taken say so and ask no more @desktop', async ({ browser, freshCrm }) => {
  // Two people at work, one step after the other.
  test.slow();
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna, boris] = await twoPeople(newPage, freshCrm);
  const deal = await newDeal(boris, 'Поставка');
  const pages: [Page, string][] = [[boris, '/deals'], [await boris.context().newPage(), '/deals/list']];
  const refused = [0, 0];
  for (const [at, [page, address]] of pages.entries()) {
    page.on('response', (answer) => {
      if (answer.url().includes('/api/') && answer.status() === 403) refused[at] += 1;
    });
    const listens = page.waitForRequest((request) => request.url().includes('/live?'));
    await visit(page, freshCrm.baseURL + address);
    await listens;
  }
  await managersLack(anna, VIEW_DEALS);
  const edit = { request: randomUUID(), id: deal.id, seen: deal.version, patch: { title: 'Иная' } };
  const { version } = await call<{ version: number }>(anna, 'edit_deal', edit);
  for (const [page] of pages) await expect(page.getByText('Нет доступа. Обратитесь к администратору.')).toBeVisible();
  // Neither by itself, nor because something else is changed.
  await call(anna, 'edit_deal', { ...edit, request: randomUUID(), seen: version, patch: { title: 'Третья' } });
  await boris.waitForTimeout(5_000);
  expect(Math.max(...refused), `${refused}`).toBeLessThanOrEqual(2);
});

test('a page that was opened from another one reads what it shows once @desktop', async ({ owner }) => {
  await owner.goto('/clients');
  await alive(owner);
  await newDeal(owner, 'До перехода');
  // What changed in the last five seconds is news to any page.
  await owner.waitForTimeout(6_000);
  let asked = 0;
  owner.on('request', (request) => {
    if (/\/api\/(open_board|list_deals)/.test(request.url())) asked += 1;
  });
  const listens = owner.waitForRequest((request) => request.url().includes('/live?'));
  await owner.getByRole('link', { name: 'Сделки', exact: true }).filter({ visible: true }).first().click();
  await listens;
  await owner.waitForTimeout(1_500);
  expect(asked).toBe(1);
});

test('what is drawn on the next day is of the next day @desktop', async ({ owner, browser }) => {
  const mark = randomUUID().slice(0, 8);
  const deal = await newDeal(owner, `Вчерашняя ${mark}`);
  const other = await another(owner, browser, `/deals/list?q=${mark}`);
  const date = line(other, mark).locator('.c-date').last();
  await expect(date).toHaveText(/^\d\d:\d\d$/);
  await other.clock.setFixedTime(Date.now() + 24 * 3_600_000);
  await call(owner, 'edit_deal', { request: randomUUID(), id: deal.id, seen: deal.version, patch: { title: `Иная ${mark}` } });
  await expect(line(other, `Иная ${mark}`)).toHaveCount(1);
  await expect(date).not.toHaveText(/^\d\d:\d\d$/);
  await other.context().close();
});
