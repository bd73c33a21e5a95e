// Two people of one company at work, each in a browser of their own.
import { randomUUID } from 'node:crypto';
import type { Browser } from '@playwright/test';
import { alive, createCompany, type Page } from './fixtures';
import { call } from './seed';
import type { Server } from './server';

interface Staff {
  roles: { id: string; kind: string; name: string; rights: number; second_factor: boolean; version: number }[];
  members: { user: { id: string; first_name: string } }[];
}

/** Goes to a page of a context that the fixtures do not know, and waits until it listens. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await alive(page);
}

/** The director of a new company, and a manager who answers to nobody unless said otherwise of their profile. */
export async function twoPeople(newPage: () => Promise<Page>, server: Server, profile: object = {}): Promise<[Page, Page]> {
  const anna = await newPage();
  await anna.goto(server.setupLink);
  await createCompany(anna, 'Лисички');
  await anna.waitForURL('**/clients');
  await alive(anna);
  const staff = await call<Staff>(anna, 'get_staff', {});
  const role = staff.roles.find(({ kind }) => kind === 'manager')?.id;
  const names = { first_name: 'Борис', last_name: 'Волков', role, group: null, rank: 'manager', superior: null };
  const hired = { ...names, access: 'forbid', ...profile };
  await call(anna, 'create_user', { request: randomUUID(), new: { email: 'boris@example.com', profile: hired } });
  const boris = await newPage();
  await boris.goto(await server.linkTo('boris@example.com', 'activate'));
  await boris.getByLabel('Придумайте пароль').fill('Совсем-новый-2027');
  await boris.getByRole('button', { name: 'Начать работу' }).click();
  await boris.waitForURL('**/clients');
  return [anna, boris];
}

/** The id of a person of this page's company, by the first name. */
export async function personCalled(page: Page, name: string): Promise<string> {
  const staff = await call<Staff>(page, 'get_staff', {});
  return staff.members.find(({ user }) => user.first_name === name)?.user.id ?? '';
}

/** Takes a right from all managers of this page's company, by its place in the stored order. */
export const managersLack = (page: Page, right: number) => managersRights(page, (rights) => rights & ~(1 << right));

/** Gives these rights to all managers of this page's company, by their places in the stored order. */
export const managersMay = (page: Page, ...more: number[]) =>
  managersRights(page, (rights) => more.reduce((all, right) => all | (1 << right), rights));

async function managersRights(page: Page, change: (rights: number) => number): Promise<void> {
  const { roles } = await call<Staff>(page, 'get_staff', {});
  const role = roles.find(({ kind }) => kind === 'manager');
  if (!role) throw new Error('no role of managers');
  const draft = { name: role.name, rights: change(role.rights), second_factor: role.second_factor };
  await call(page, 'save_role', { request: randomUUID(), id: role.id, seen: role.version, draft });
}

/** The section «Сделки». */
export const VIEW_DEALS = 5;

/** «Смена ответственного». */
export const CHANGE_OWNER = 13;

/** «Настройка воронки». */
export const SET_UP_FUNNEL = 20;

/** «Настройка полей». */
export const SET_UP_FIELDS = 21;

/** A second window of the same person, at this address, that listens already. */
export async function another(owner: Page, browser: Browser, address: string): Promise<Page> {
  await owner.goto('/deals');
  const context = await browser.newContext({ storageState: await owner.context().storageState(), locale: 'ru-RU' });
  const page = await context.newPage();
  const listens = page.waitForRequest((request) => request.url().includes('/live?'));
  await page.goto(new URL(address, owner.url()).href);
  await alive(page);
  await listens;
  return page;
}
