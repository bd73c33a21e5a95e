// What administrators do with people and groups beside hiring and dismissing: the letter again, access given back, a lost
// second factor, groups; and their own role, from which nothing is taken.
import { randomUUID } from 'node:crypto';
import { expectAccessible, expectNoSideScroll } from '../axe';
import { expect, signIn, test } from '../fixtures';
import { personCalled, twoPeople, visit } from '../people';
import { call } from '../seed';
import { codeOf } from '../totp';

const BORIS = { firstName: 'Борис', lastName: 'Волков', email: 'boris@example.com', password: 'Совсем-новый-2027' };

test('a letter is sent again, access is given back, and a lost second factor is reset', async ({ browser, freshCrm }) => {
  // Two people at work, one step after the other.
  test.slow();
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna, boris] = await twoPeople(newPage, freshCrm);

  // The letter again: the link of the first one opens nothing any more.
  await visit(anna, `${freshCrm.baseURL}/settings/users`);
  const profile = (await call<{ roles: { id: string; kind: string }[] }>(anna, 'get_staff', {})).roles;
  const role = profile.find(({ kind }) => kind === 'manager')?.id;
  const oleg = { first_name: 'Олег', last_name: 'Ким', role, group: null, rank: 'manager', superior: null, access: 'forbid' };
  await call(anna, 'create_user', { request: randomUUID(), new: { email: 'oleg@example.com', profile: oleg } });
  const first = await freshCrm.linkTo('oleg@example.com', 'activate');
  await visit(anna, `${freshCrm.baseURL}/settings/users/${await personCalled(anna, 'Олег')}`);
  await anna.getByRole('button', { name: 'Отправить письмо ещё раз' }).click();
  await expect(anna.getByText('Письмо для активации отправлено ещё раз')).toBeVisible();
  await expect.poll(() => freshCrm.linkTo('oleg@example.com', 'activate')).not.toBe(first);
  const stranger = await newPage();
  await stranger.goto(first);
  await expect(stranger.getByText('Ссылка больше не действует')).toBeVisible();
  await stranger.goto(await freshCrm.linkTo('oleg@example.com', 'activate'));
  await expect(stranger.getByLabel('Придумайте пароль')).toBeVisible();

  // Access given back: the old session stays ended, the password works.
  await visit(anna, `${freshCrm.baseURL}/settings/users/${await personCalled(anna, 'Борис')}`);
  await anna.getByRole('button', { name: 'Приостановить' }).click();
  await expect(anna.getByText('Приостановлен', { exact: true })).toBeVisible();
  await anna.getByRole('button', { name: 'Вернуть доступ' }).click();
  await expect(anna.getByText('Активен', { exact: true })).toBeVisible();
  await boris.goto(`${freshCrm.baseURL}/clients`);
  await expect(boris).toHaveURL(/\/login/);
  await signIn(boris, BORIS);
  await boris.waitForURL('**/clients');

  // Without a second factor there is nothing to reset; with one he is out, and in again without a code.
  const reset = anna.getByRole('button', { name: 'Сбросить вход с кодом' });
  await reset.click();
  await expect(anna.getByText('У пользователя не включён вход с кодом')).toBeVisible();
  const { secret } = await call<{ secret: string }>(boris, 'begin_second_factor', { request: randomUUID() });
  await call(boris, 'confirm_second_factor', { request: randomUUID(), code: codeOf(secret) });
  const other = await newPage();
  await other.goto(`${freshCrm.baseURL}/login`);
  await signIn(other, BORIS);
  await expect(other).toHaveURL(/\/code/);
  await reset.click();
  await expect(anna.getByText('Вход с кодом сброшен, сеансы пользователя завершены')).toBeVisible();
  await expectAccessible(anna);
  await boris.goto(`${freshCrm.baseURL}/clients`);
  await expect(boris).toHaveURL(/\/login/);
  await signIn(boris, BORIS);
  await boris.waitForURL('**/clients');
});

test('a group is added, renamed, and deleted while nobody is in it', async ({ owner, crm }, info) => {
  const name = `Склад ${info.project.name} ${info.repeatEachIndex}`;
  await visit(owner, `${crm.baseURL}/settings/users/groups`);
  await owner.getByRole('button', { name: 'Добавить группу' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByLabel('Название').fill(name);
  await dialog.getByRole('button', { name: 'Сохранить' }).click();
  await owner.getByRole('link', { name }).click();
  await owner.getByRole('button', { name: `Переименовать группу «${name}»` }).click();
  await dialog.getByLabel('Название').fill('Отдел продаж');
  await dialog.getByRole('button', { name: 'Сохранить' }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: /./ })).toBeVisible();
  await dialog.getByLabel('Название').fill(`${name} два`);
  await dialog.getByRole('button', { name: 'Сохранить' }).click();
  await expect(owner.getByRole('heading', { name: `${name} два` })).toBeVisible();
  await expectNoSideScroll(owner);
  await owner.getByRole('button', { name: 'Удалить группу' }).click();
  await expect(owner).toHaveURL(/\/settings\/users\/groups$/);
  await expect(owner.getByRole('link', { name })).toHaveCount(0);
  // Somebody is in this one: there is no way to delete it.
  await owner.getByRole('link', { name: 'Отдел продаж' }).click();
  await expect(owner.getByRole('button', { name: 'Создать нового пользователя' })).toBeVisible();
});

test('nothing is taken from the administrators’ role', async ({ owner, crm }) => {
  await visit(owner, `${crm.baseURL}/settings/users/roles`);
  await owner.getByRole('link', { name: 'Администратор' }).click();
  await expect(owner.getByText('Администраторы могут всё: у их роли нельзя отнять права.')).toBeVisible();
  const rights = owner.locator('.section').getByRole('switch');
  await expect(rights).toHaveCount(26);
  for (const right of await rights.all()) {
    await expect(right).toBeChecked();
    await expect(right).toBeDisabled();
  }
  await expectAccessible(owner);
  await expectNoSideScroll(owner);
});

test('a profile that somebody else changed meanwhile is saved at the next try, and takes nothing back @desktop', async ({ browser, freshCrm }) => {
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna] = await twoPeople(newPage, freshCrm);
  const id = await personCalled(anna, 'Борис');
  await visit(anna, `${freshCrm.baseURL}/settings/users/${id}`);
  await anna.getByRole('textbox', { name: 'Имя', exact: true }).fill('Борис-Олег');
  // A colleague changes the surname meanwhile.
  type Member = { user: { id: string; first_name: string; rank: string }; version: number; role: string; group: null; superior: null; access: string };
  const { members } = await call<{ members: Member[] }>(anna, 'get_staff', {});
  const { user, version, role, group, superior, access } = members.find((member) => member.user.id === id)!;
  const profile = { first_name: user.first_name, last_name: 'Ким', role, group, rank: user.rank, superior, access };
  await call(anna, 'save_user', { request: randomUUID(), id, seen: version, profile });
  const save = anna.getByRole('button', { name: 'Сохранить' });
  await save.click();
  await expect(anna.getByRole('alert').filter({ hasText: 'уже изменил другой человек' })).toBeVisible();
  await expect(anna.getByRole('textbox', { name: 'Фамилия' })).toHaveValue('Ким');
  await expect(anna.getByRole('textbox', { name: 'Имя', exact: true })).toHaveValue('Борис-Олег');
  await save.click();
  await expect(anna.getByText('Профиль сохранён')).toBeVisible();
  await expect(anna.getByRole('heading', { name: 'Борис-Олег Ким' })).toBeVisible();
});
