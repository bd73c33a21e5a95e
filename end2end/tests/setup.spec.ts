// From the first start to the first sign-in.
import { OWNER, createCompany, expect, signIn, test } from '../fixtures';

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
