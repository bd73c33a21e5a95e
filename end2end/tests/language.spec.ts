// A person's own language: chosen in their menu, and theirs from then on.
import { expectAccessible, expectNoSideScroll } from '../axe';
import { OWNER, alive, createCompany, expect, signIn, test, type Page } from '../fixtures';

const ANN = { ...OWNER, firstName: 'Ann', lastName: 'Fox' };

/** Opens the person's menu: in the rail, or in the bar of a phone. */
async function openMenu(page: Page): Promise<void> {
  await page.locator('[popovertarget=me]:visible').click();
  await expect(page.getByRole('menu')).toBeVisible();
}

const choice = (page: Page, language: string) => page.getByRole('menuitemradio', { name: language });

/** The page is in this language, by what it says and by what it says of itself. */
async function reads(page: Page, lang: string, heading: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
  await alive(page);
}

test('who chooses English in the menu reads English, after signing in again as well, and Russian once that is chosen', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Foxes', ANN);
  await page.waitForURL('**/clients');
  await reads(page, 'ru', 'Клиенты');

  await openMenu(page);
  await expect(page.getByRole('group', { name: 'Язык' }).getByRole('menuitemradio')).toHaveText(['Русский', 'English']);
  await expect(choice(page, 'Русский')).toHaveAttribute('aria-checked', 'true');
  await expect(choice(page, 'English')).toHaveAttribute('aria-checked', 'false');
  await expect(choice(page, 'English')).toHaveAttribute('lang', 'en');
  await expectAccessible(page);
  await expectNoSideScroll(page);
  await choice(page, 'English').press('Enter');
  await reads(page, 'en', 'Clients');
  expect(await page.locator('body').innerText()).not.toMatch(/[а-яё]/i);

  await openMenu(page);
  await expect(page.getByRole('group', { name: 'Language' })).toBeVisible();
  await expect(choice(page, 'English')).toHaveAttribute('aria-checked', 'true');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/login');
  // Before the sign-in nobody is known: that page is in the browser's language.
  await signIn(page, ANN);
  await page.waitForURL('**/clients');
  await reads(page, 'en', 'Clients');

  await openMenu(page);
  await choice(page, 'Русский').click();
  await reads(page, 'ru', 'Клиенты');
});

test('a language that could not be chosen leaves the page as it is, and says so', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Foxes', ANN);
  await page.waitForURL('**/clients');
  await reads(page, 'ru', 'Клиенты');
  await page.route('**/api/set_lang', (route) => route.abort());
  await openMenu(page);
  await choice(page, 'English').click();
  await expect(page.getByText('Сервер не отвечает')).toBeVisible();
  await reads(page, 'ru', 'Клиенты');
});
