// «Сеансы»: where one is signed in, and how to end it from elsewhere.
import { expectAccessible, expectNoSideScroll } from '../axe';
import { alive, expect, OWNER, signIn, test } from '../fixtures';

const agent = (system: string, browser: string) => `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) ${browser}`;

test('a person ends one session, then all others, and is out there at once', async ({ owner, browser, crm }) => {
  const sign = async (userAgent: string) => {
    const context = await browser.newContext({ locale: 'ru-RU', userAgent });
    const page = await context.newPage();
    await page.goto(`${crm.baseURL}/login`);
    await signIn(page, OWNER);
    await page.waitForURL('**/clients');
    await alive(page);
    return page;
  };
  const phone = await sign(agent('Linux; Android 15; K', 'Chrome/140.0.0.0 Mobile Safari/537.36'));
  const old = await sign(agent('Windows NT 10.0; Win64; x64', 'Chrome/138.0 YaBrowser/25.8 Safari/537.36'));

  await owner.goto('/settings/sessions');
  const row = (name: string) => owner.locator('.rows li').filter({ hasText: name });
  await expect(owner.getByText('Этот сеанс')).toHaveCount(1);
  await expect(row('Chrome, Android').first()).toBeVisible();
  await expectAccessible(owner);
  await expectNoSideScroll(owner);
  await row('Яндекс Браузер, Windows').first().getByRole('button', { name: /Завершить/ }).click();
  await expect(owner.getByText('Сеанс завершён')).toBeVisible();
  await old.goto(`${crm.baseURL}/clients`);
  await expect(old).toHaveURL(/\/login/);

  await owner.getByRole('button', { name: 'Завершить все остальные' }).click();
  await expect(owner.locator('.rows li')).toHaveCount(1);
  await phone.goto(`${crm.baseURL}/deals`);
  await expect(phone).toHaveURL(/\/login/);
  await owner.reload();
  await expect(owner.locator('.rows li')).toHaveCount(1);
  await phone.context().close();
  await old.context().close();
});

test('a phone has the menu of its person: theme, CRM ID, sessions and the way out @phone', async ({ page, company }) => {
  await page.goto('/login');
  await signIn(page, company.owner);
  await page.waitForURL('**/clients');
  await alive(page);
  const bar = page.getByRole('navigation', { name: 'Разделы' });
  const menu = page.getByRole('menu');
  const open = () => bar.getByRole('button', { name: 'Профиль' }).click();
  await open();
  await expect(menu.getByRole('menuitem', { name: 'CRM ID' })).toBeVisible();
  await expectAccessible(page);
  await expectNoSideScroll(page);
  const seen = (await menu.boundingBox())!;
  expect([seen.x >= 0, seen.y >= 0, seen.x + seen.width <= 390, seen.y + seen.height <= 844]).toEqual([true, true, true, true]);
  await menu.getByRole('menuitem', { name: 'Тёмная тема' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectAccessible(page);
  await menu.getByRole('menuitem', { name: 'Сеансы' }).click();
  await expect(page.getByText('Этот сеанс')).toBeVisible();
  await expect(menu).toBeHidden();
  await open();
  await menu.getByRole('menuitem', { name: 'Выйти' }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto('/clients');
  await expect(page).toHaveURL(/\/login/);
});
