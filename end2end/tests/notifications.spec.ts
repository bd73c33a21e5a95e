// The page «Уведомления»: it follows while it is open, older ones are a page further, and a failure is no dead end.
import { expect, test } from '../fixtures';
import { personCalled, twoPeople, visit } from '../people';
import { newClient } from '../seed';

test('notifications follow while their page is open, page by page, and are asked for again after a failure', async ({ browser, freshCrm }) => {
  // Two people at work, one step after the other.
  test.slow();
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna, boris] = await twoPeople(newPage, freshCrm);
  const owner = await personCalled(anna, 'Борис');
  await boris.clock.install();
  await visit(boris, `${freshCrm.baseURL}/notifications`);
  await expect(boris.getByText('Уведомлений нет')).toBeVisible();
  const bell = boris.getByRole('link', { name: /Уведомления/ }).filter({ visible: true });
  const told = boris.locator('.told li');

  // The bell asks once a minute, and the list follows it.
  await newClient(anna, 'Первый', { owner });
  await boris.clock.fastForward(61_000);
  await expect(told).toHaveText([/Первый/]);
  await expect(bell).not.toContainText(/\d/);

  // Pressed on the page itself, it reads the list again.
  for (let number = 0; number < 50; number += 1) await newClient(anna, `Клиент ${number}`, { owner });
  await bell.click();
  await expect(told).toHaveCount(50);
  await expect(told.first()).toContainText('Клиент 49');
  await expect(bell).not.toContainText(/\d/);
  await boris.getByRole('button', { name: 'Показать ещё' }).click();
  await expect(told).toHaveCount(51);
  await expect(told.last()).toContainText('Первый');
  await expect(boris.getByRole('button', { name: 'Показать ещё' })).toHaveCount(0);

  await boris.route('**/api/list_notifications*', (route) => route.abort());
  await bell.click();
  const again = boris.getByRole('button', { name: 'Повторить' });
  await expect(again).toBeVisible();
  await boris.unroute('**/api/list_notifications*');
  await again.click();
  await expect(told).toHaveCount(50);
});
