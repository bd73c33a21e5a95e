// From the first start to the first sign-in.
import { expectAccessible, expectNoSideScroll } from '../axe';
import { OWNER, alive, createCompany, expect, signIn, test, type Page } from '../fixtures';
import { visit } from '../people';
import { call, stages } from '../seed';
import { Server } from '../server';

/** There is no Cyrillic letter in what is shown. */
async function saysNothingInRussian(page: Page): Promise<void> {
  expect(await page.locator('body').innerText()).not.toMatch(/[а-яё]/i);
}

test('the first person creates the company and lands among the clients', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await expect(page.getByLabel('Валюта')).toBeVisible();
  await createCompany(page, 'Лисички');
  await expect(page).toHaveURL(`${freshCrm.baseURL}/clients`);
  await expect(page.getByRole('heading', { name: 'Клиенты', level: 1 })).toBeVisible();
});

test('the link of the set-up works only once', async ({ page, freshCrm, context }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Лисички');
  await expect(page).toHaveURL(`${freshCrm.baseURL}/clients`);
  await context.clearCookies();
  await page.goto(freshCrm.setupLink);
  await expect(page.getByRole('button', { name: 'Создать компанию' })).toHaveCount(0);
});

test('the owner signs in with the password chosen at the set-up', async ({ page, company }) => {
  await page.goto('/login');
  await signIn(page, company.owner);
  await expect(page).toHaveURL(/\/clients$/);
  await expect(page.getByRole('heading', { name: 'Клиенты', level: 1 })).toBeVisible();
});

test('a wrong password leaves one outside', async ({ page, company }) => {
  await page.goto('/login');
  await signIn(page, { ...company.owner, password: `${OWNER.password}!` });
  await expect(page).toHaveURL(/\/login/);
  await page.goto('/clients');
  await expect(page).toHaveURL(/\/login/);
});

test('the pages before the sign-in are open to everybody, and one person may enter several companies', async ({ page, context, database }) => {
  const server = await Server.start(database, ['--signup']);
  const shows = async (heading: string, path = '') => {
    if (path) await page.goto(`${server.baseURL}${path}`);
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await expectAccessible(page);
    await expectNoSideScroll(page);
  };
  await page.goto(server.setupLink);
  await shows('Новая компания');
  await createCompany(page, 'Первая');
  await page.waitForURL('**/clients');
  await shows('Новая компания', '/signup');
  await createCompany(page, 'Вторая');
  await page.waitForURL('**/clients');
  await context.clearCookies();
  await shows('Забыли пароль?', '/forgot');
  await shows('Ссылка больше не действует', '/enter?token=none');
  await shows('Вход', '/login');
  await signIn(page, { ...OWNER, password: 'не-тот-пароль' });
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await signIn(page);
  await shows('Выберите компанию');
  await page.getByRole('button', { name: 'Вторая' }).click();
  await page.waitForURL('**/clients');
  const { workspace } = await call<{ workspace: { name: string } }>(page, 'get_viewer', {});
  expect(workspace.name).toBe('Вторая');
  await server.stop();
});

test('a browser in English makes an English company in its own zone, whose CRM ID is copied from the menu', async ({ browser, freshCrm }) => {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Lisbon' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  await page.goto(freshCrm.setupLink);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await saysNothingInRussian(page);
  expect(await page.getByLabel('Currency').innerText()).toContain('UZS');
  for (const [label, value] of [['Company', 'Foxes'], ['First name', 'Ann'], ['Last name', 'Fox'], ['E-mail', OWNER.email], ['Password', OWNER.password]]) {
    await page.getByLabel(label).fill(value);
  }
  await page.getByRole('button', { name: 'Create company' }).click();
  await page.waitForURL('**/clients');
  await alive(page);
  await expect(page.getByRole('heading', { name: 'Clients', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await saysNothingInRussian(page);
  interface Viewer { lang: string; zone: { name: string }; workspace: { crm_id: string } }
  const { lang, zone, workspace } = await call<Viewer>(page, 'get_viewer', {});
  expect([lang, zone.name]).toEqual(['en', 'Europe/Lisbon']);

  // In the rail, or in the bar of a phone.
  await page.locator('[popovertarget=me]:visible').click();
  await page.getByRole('menuitem', { name: `CRM ID: ${workspace.crm_id}` }).click();
  await expect(page.getByText('CRM ID copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(workspace.crm_id);

  // What the company begins with is called in English as well.
  const begins = [
    ['/deals', 'The funnel is empty'],
    ['/settings/company', 'UZS'],
    ['/settings/funnel', 'Offer'],
    ['/settings/users', 'Administrator'],
    ['/settings/users/groups', 'Sales department'],
    ['/settings/users/roles', 'Supervisor'],
    ['/settings/users/log', 'Ann Fox'],
  ];
  for (const [path, name] of begins) {
    await visit(page, `${freshCrm.baseURL}${path}`);
    await expect(page.getByRole('main')).toContainText(name);
    await saysNothingInRussian(page);
  }
  expect((await stages(page)).map((stage) => stage.name)).toEqual(['New', 'Negotiation', 'Offer', 'Paid', 'Refused']);
  await context.close();
});
