// The security log, and sign-in with a code.
import { expectAccessible, expectNoSideScroll } from '../axe';
import { alive, createCompany, expect, OWNER, signIn, test } from '../fixtures';
import { codeOf } from '../totp';

test('an administrator reads who did not get in, and takes the log along', async ({ owner, browser, crm }) => {
  const stranger = await browser.newContext({ locale: 'ru-RU' });
  const door = await stranger.newPage();
  await door.goto(`${crm.baseURL}/login`);
  await signIn(door, { ...OWNER, password: 'не тот пароль' });
  await expect(door.getByRole('alert')).toBeVisible();
  await stranger.close();

  await owner.goto('/settings/users');
  await owner.getByRole('link', { name: 'Журнал' }).click();
  const lines = owner.locator('.log > li');
  await expect(lines.first()).toContainText('Неверный пароль');
  await expect(lines.filter({ hasText: 'Вход' }).first()).toBeVisible();
  await expectAccessible(owner);
  await expectNoSideScroll(owner);

  await owner.getByRole('button', { name: 'Неудачные входы' }).click();
  await expect(lines.filter({ hasNotText: 'Неверный пароль' })).toHaveCount(0);
  await expect(lines.filter({ hasText: 'Неверный пароль' }).first()).toBeVisible();
  await owner.getByRole('button', { name: 'Отказы' }).click();
  await expect(owner.getByText('Записей нет').or(lines.filter({ hasText: 'Отказано' }).first())).toBeVisible();

  await owner.getByRole('button', { name: 'Неудачные входы' }).click();
  const [file] = await Promise.all([owner.waitForEvent('download'), owner.getByRole('link', { name: 'Скачать CSV' }).click()]);
  const text = await (await import('node:fs/promises')).readFile(await file.path(), 'utf8');
  expect(text.split('\n')[0]).toContain('Время;Кто;Что;Подробности;Устройство;Адрес сети');
  expect(text).toContain('Неверный пароль');
});

test('with a code beside the password a stranger who knows the password stays out', async ({ page, freshCrm }) => {
  test.slow();
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Лисички');
  await page.waitForURL('**/clients');
  await page.goto(`${freshCrm.baseURL}/settings/sessions`);
  await alive(page);
  await page.getByRole('button', { name: 'Включить вход с кодом' }).click();
  const field = page.getByLabel('Код из приложения');
  await field.fill('000000');
  await page.getByRole('button', { name: 'Подтвердить' }).click();
  await expect(page.getByText('Код не подошёл').first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSideScroll(page);
  const secret = await page.locator('.factor .mono').innerText();
  await field.fill(codeOf(secret));
  await page.keyboard.press('Enter');
  await expect(page.locator('.codes li')).toHaveCount(10);
  const codes = await page.locator('.codes li').allInnerTexts();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Коды сохранены' }).click();
  await expect(page.getByText('Осталось 10 запасных кодов')).toBeVisible();

  await page.context().clearCookies();
  await page.goto(`${freshCrm.baseURL}/deals`);
  await signIn(page);
  await page.waitForURL('**/code**');
  await expectAccessible(page);
  // The password alone opens nothing.
  await page.goto(`${freshCrm.baseURL}/clients`);
  await page.waitForURL('**/code**');
  await page.getByLabel('Код').fill('111111');
  await page.getByRole('button', { name: 'Войти' }).click();
  await expect(page.getByRole('alert')).toContainText('Код не подошёл');
  await page.getByLabel('Код').fill(codes[0].toLowerCase());
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL('**/clients');

  await page.goto(`${freshCrm.baseURL}/settings/sessions`);
  await alive(page);
  await page.getByLabel('Код, чтобы выключить').fill(codes[1]);
  await page.getByRole('button', { name: 'Выключить вход с кодом' }).click();
  await expect(page.getByRole('button', { name: 'Включить вход с кодом' })).toBeVisible();
});
