// Managers beside the owner, and public clients: who sees the client and who may change it.
import { expectAccessible, expectNoSideScroll } from '../axe';
import { randomUUID } from 'node:crypto';
import { expect, test, type Page } from '../fixtures';
import { hold } from '../hold';
import { CHANGE_OWNER, managersLack, personCalled, twoPeople, visit } from '../people';
import { call, newClient } from '../seed';

const field = (page: Page, name: string | RegExp) => page.locator('.fields').getByRole('button', { name });
const row = (page: Page, name: string) => page.locator('tbody tr[aria-rowindex]').filter({ hasText: name });

test('a manager who is added works with the client, and everybody reads a public one', async ({ browser, freshCrm }) => {
  // Two people at work, one step after the other.
  test.slow();
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna, boris] = await twoPeople(newPage, freshCrm);
  await managersLack(anna, CHANGE_OWNER);
  const { id } = await newClient(anna, 'Хасанова Дилноза');
  const card = `${freshCrm.baseURL}/clients/${id}`;
  await visit(boris, `${freshCrm.baseURL}/clients`);
  await expect(row(boris, 'Хасанова')).toHaveCount(0);

  await visit(anna, card);
  await anna.getByRole('button', { name: 'Добавить пользователя' }).focus();
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('option', { name: 'Борис Волков' })).toBeVisible();
  await expectAccessible(anna);
  await anna.keyboard.type('никто');
  await expect(anna.getByText('Такого сотрудника здесь нет')).toBeVisible();
  await anna.keyboard.press('ControlOrMeta+A');
  await anna.keyboard.type('волк');
  await expect(anna.getByRole('option', { name: 'Борис Волков' })).toBeVisible();
  await anna.keyboard.press('Enter');
  const managers = anna.getByRole('list', { name: 'Менеджеры' });
  await expect(managers.getByRole('listitem')).toContainText('Борис Волков');
  const told = anna.getByRole('region', { name: 'Лента' }).locator('.ev').filter({ hasText: 'Менеджеры' });
  await expect(told).toContainText('Борис Волков');

  await visit(boris, `${freshCrm.baseURL}/clients`);
  const bell = boris.getByRole('link', { name: /Уведомления/ }).filter({ visible: true });
  await expect(bell).toContainText('1');
  await bell.click();
  const notice = boris.locator('.told li').filter({ hasText: 'Хасанова Дилноза' });
  await expect(notice).toContainText('вы теперь менеджер этого клиента');
  await expectAccessible(boris);
  await expectNoSideScroll(boris);
  await expect(bell).not.toContainText('1');
  await visit(boris, `${freshCrm.baseURL}/clients`);
  await expect(bell).not.toContainText('1');
  await row(boris, 'Хасанова').getByRole('link', { name: 'Хасанова Дилноза' }).click();
  await field(boris, /^ФИО/).click();
  await boris.locator('.f.edit input').fill('Хасанова Дилноза Рустамовна');
  await boris.keyboard.press('Enter');
  await expect(field(boris, 'ФИО Хасанова Дилноза Рустамовна')).toBeVisible();
  await expect(boris.getByRole('button', { name: 'Добавить пользователя' })).toHaveCount(0);

  await visit(anna, card);
  await anna.getByRole('button', { name: 'Убрать менеджера: Борис Волков' }).click();
  await expect(managers.getByRole('listitem')).toHaveCount(0);
  await visit(boris, card);
  await expect(boris.getByText('Карточку не показать')).toBeVisible();

  await anna.getByLabel('Разрешить доступ к персоне для всех пользователей CRM').check();
  await expect(anna.getByLabel('Тип доступа')).toHaveValue('read');
  await expect(anna.locator('.head').getByText('Общедоступный клиент')).toBeAttached();
  await expectAccessible(anna);
  await expectNoSideScroll(anna);
  await visit(boris, `${freshCrm.baseURL}/clients`);
  await expect(row(boris, 'Хасанова').getByText('Общедоступный клиент')).toBeAttached();
  await visit(boris, card);
  await expect(boris.getByRole('heading', { level: 1 })).toHaveText('Хасанова Дилноза Рустамовна');
  await expect(boris.locator('.fields').getByText('на чтение', { exact: true })).toBeVisible();
  await expect(boris.locator('.fields button.v')).toHaveCount(0);
  await expect(boris.getByRole('button', { name: 'Изменить', exact: true })).toHaveCount(0);
  await expect(boris.getByRole('textbox', { name: 'Оставьте комментарий' })).toHaveCount(0);
  await expectAccessible(boris);

  await anna.getByLabel('Тип доступа').selectOption({ label: 'на чтение/запись' });
  const access = anna.getByRole('region', { name: 'Лента' }).locator('.ev').filter({ hasText: 'на чтение/запись' });
  await expect(access).toHaveCount(1);
  await visit(boris, card);
  await expect(field(boris, /^ФИО/)).toBeVisible();
  await expect(boris.getByRole('textbox', { name: 'Оставьте комментарий' })).toBeVisible();
});

test('two managers who are taken out at once are both out @desktop', async ({ browser, freshCrm }) => {
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna] = await twoPeople(newPage, freshCrm);
  const staff = await call<{ roles: { id: string; kind: string }[] }>(anna, 'get_staff', {});
  const role = staff.roles.find(({ kind }) => kind === 'manager')?.id;
  const oleg = { first_name: 'Олег', last_name: 'Ким', role, group: null, rank: 'manager', superior: null, access: 'forbid' };
  await call(anna, 'create_user', { request: randomUUID(), new: { email: 'oleg@example.com', profile: oleg } });
  const { id, version } = await newClient(anna, 'Хасанова Дилноза');
  const people = [await personCalled(anna, 'Борис'), await personCalled(anna, 'Олег')];
  await call(anna, 'edit_client', { request: randomUUID(), id, seen: version, patch: { managers: people } });
  await visit(anna, `${freshCrm.baseURL}/clients/${id}`);
  const { asked, go } = await hold(anna, '**/api/edit_client', 1);
  await anna.getByRole('button', { name: 'Убрать менеджера: Борис Волков' }).click();
  await asked;
  await anna.getByRole('button', { name: 'Убрать менеджера: Олег Ким' }).click();
  go();
  await expect(anna.getByRole('list', { name: 'Менеджеры' }).getByRole('listitem')).toHaveCount(0);
  expect(await call(anna, 'get_client', { id })).toMatchObject({ managers: [] });
});
