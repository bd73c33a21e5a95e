// What every browser test starts from: a server, its company, and a page that waits until it is alive.
// Tests import `test` and `expect` from here, never from Playwright itself.
import { test as base, expect, type Browser, type Page } from '@playwright/test';
import { Server, type Crm, type Database } from './server';

export { expect, type Page };
export type { Crm };

/** What a project chooses. */
export interface CrmOptions {
  database: Database;
}

/** The person who owns the company. */
export interface Owner {
  firstName: string;
  lastName: string;
  email: string;
  password: string;
}

/** A company that exists: its owner, and the cookies of the owner's session. */
export interface Company {
  owner: Owner;
  session: Session;
}

type Session = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

export const OWNER: Owner = {
  firstName: 'Анна',
  lastName: 'Каримова',
  email: 'anna@example.com',
  password: 'три-лисы-в-поле-7',
};

interface WorkerFixtures extends CrmOptions {
  /** The worker's server. */
  crm: Server;
  /** The worker's company, created once, when the first test asks for it. */
  company: Company;
}

interface TestFixtures {
  /** A server of this test alone, where no company exists yet. */
  freshCrm: Server;
  /** A page where the owner of the worker's company is signed in. */
  owner: Page;
  /** Whether pages run scripts, and so have to be waited for. */
  scripts: boolean;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  database: ['sqlite', { scope: 'worker', option: true }],

  crm: [
    async ({ database }, use) => {
      const server = await Server.start(database);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],

  company: [
    async ({ crm, browser }, use) => {
      await use({ owner: OWNER, session: await foundCompany(browser, crm) });
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ crm }, use) => use(crm.baseURL),

  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),

  page: async ({ page, scripts }, use) => use(waiting(page, scripts)),

  freshCrm: async ({ database }, use, testInfo) => {
    const server = await Server.start(database);
    await use(server);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server log', { body: server.log, contentType: 'text/plain' });
    }
    await server.stop();
  },

  owner: async ({ page, context, company }, use) => {
    await context.addCookies(company.session.cookies);
    await use(page);
  },
});

/** Fills in the set-up form and sends it; the page must show the form. */
export async function createCompany(page: Page, name: string, owner: Owner = OWNER): Promise<void> {
  await page.getByLabel('Компания').fill(name);
  await page.getByLabel('Имя').fill(owner.firstName);
  await page.getByLabel('Фамилия').fill(owner.lastName);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Пароль').fill(owner.password);
  await page.getByRole('button', { name: 'Создать компанию' }).click();
}

/** Fills in the sign-in form and sends it; the page must show the form. */
export async function signIn(page: Page, owner: Owner = OWNER): Promise<void> {
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Пароль').fill(owner.password);
  await page.getByRole('button', { name: 'Войти' }).click();
}

/** Waits until the page listens: Playwright itself cannot know, and an earlier click is lost. */
export async function alive(page: Page): Promise<void> {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** Makes every `goto` and `reload` of a page wait until the page is alive. */
function waiting(page: Page, scripts: boolean): Page {
  if (!scripts) return page;
  const { goto, reload } = page;
  page.goto = async (url, options) => {
    const response = await goto.call(page, url, options);
    await alive(page);
    return response;
  };
  page.reload = async (options) => {
    const response = await reload.call(page, options);
    await alive(page);
    return response;
  };
  return page;
}

async function foundCompany(browser: Browser, crm: Crm): Promise<Session> {
  const context = await browser.newContext({ locale: 'ru-RU' });
  const page = waiting(await context.newPage(), true);
  await page.goto(crm.setupLink);
  await createCompany(page, 'Лисички');
  await page.waitForURL('**/clients');
  const session = await context.storageState();
  await context.close();
  return session;
}
