// Another owner of a client: its deals go along, and all of it comes back.
import { randomUUID } from 'node:crypto';
import { expect, test, type Page } from '../fixtures';
import { personCalled, twoPeople, visit } from '../people';
import { call, newClient, newDeal } from '../seed';

async function owners(page: Page, deals: { id: string }[]): Promise<string[]> {
  const read = deals.map(({ id }) => call<{ owner: string }>(page, 'get_deal', { id }));
  return (await Promise.all(read)).map(({ owner }) => owner);
}

test('a client takes its deals along to another owner, and undo brings all of it back', async ({ browser, freshCrm }) => {
  // Two people at work, one step after the other.
  test.slow();
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna, boris] = await twoPeople(newPage, freshCrm);
  const [director, manager] = [await personCalled(anna, 'Анна'), await personCalled(anna, 'Борис')];
  const client = await newClient(anna, 'Хасанова Дилноза');
  const deals = [
    await newDeal(anna, 'Поставка мебели', { client: client.id }),
    await newDeal(anna, 'Ремонт', { client: client.id }),
  ];
  await visit(boris, `${freshCrm.baseURL}/deals`);
  await expect(boris.getByText('Поставка мебели')).toHaveCount(0);

  await visit(anna, `${freshCrm.baseURL}/clients/${client.id}`);
  const field = anna.locator('.fields').getByRole('button', { name: /^Ответственный/ });
  await field.focus();
  await anna.keyboard.press('Enter');
  await anna.locator('.f.edit select').selectOption({ label: 'Борис Волков' });
  await expect(anna.getByText('Ответственный изменён: клиент и 2 сделки')).toBeVisible();
  await expect(field).toContainText('Борис Волков');
  expect(await owners(anna, deals)).toEqual([manager, manager]);
  // Whose deals they are now sees them without asking.
  await expect(boris.getByText('Поставка мебели')).toBeVisible();

  await anna.getByRole('button', { name: 'Отменить' }).click();
  await expect(anna.getByText('Изменение поля «Ответственный» отменено')).toBeVisible();
  await expect(field).toContainText('Анна Каримова');
  expect(await owners(anna, deals)).toEqual([director, director]);
  await expect(boris.getByText('Поставка мебели')).toHaveCount(0);

  // From the card of a deal only the deal changes.
  await visit(anna, `${freshCrm.baseURL}/deals/${deals[0].id}`);
  await anna.locator('.fields').getByRole('button', { name: /^Ответственный/ }).click();
  await anna.locator('.f.edit select').selectOption({ label: 'Борис Волков' });
  await expect(anna.getByText('Поле «Ответственный» изменено')).toBeVisible();
  expect(await owners(anna, deals)).toEqual([manager, director]);

  // Whoever is suspended keeps what is theirs, and is offered nowhere else.
  const { members } = await call<{ members: { user: { id: string }; version: number }[] }>(anna, 'get_staff', {});
  const seen = members.find(({ user }) => user.id === manager)?.version;
  await call(anna, 'suspend_user', { request: randomUUID(), id: manager, seen });
  const offered = () => anna.locator('.f.edit select option').allTextContents();
  for (const [deal, names] of [
    [deals[0], ['Анна Каримова', 'Борис Волков']],
    [deals[1], ['Анна Каримова']],
  ] as const) {
    await visit(anna, `${freshCrm.baseURL}/deals/${deal.id}`);
    await anna.locator('.fields').getByRole('button', { name: /^Ответственный/ }).click();
    expect(await offered()).toEqual(names);
  }
});

test('what is given away out of sight says so, and no way back is offered that would be refused', async ({ browser, freshCrm }) => {
  // Two people at work, one step after the other.
  test.slow();
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna, boris] = await twoPeople(newPage, freshCrm);
  const given = await newDeal(boris, 'Отданная');
  await visit(boris, `${freshCrm.baseURL}/deals/${given.id}`);
  await boris.locator('.fields').getByRole('button', { name: /^Ответственный/ }).click();
  await boris.locator('.f.edit select').selectOption({ label: 'Анна Каримова' });
  await expect(boris.getByText('Поле «Ответственный» изменено. Эта карточка вам больше не видна.')).toBeVisible();
  await expect(boris.getByRole('button', { name: 'Отменить' })).toHaveCount(0);

  // A client that he does not see he can take off, and not put back.
  const hidden = await newClient(anna, 'Тайная Анна');
  const owner = await personCalled(anna, 'Борис');
  const deal = await newDeal(anna, 'С чужим клиентом', { client: hidden.id, owner });
  await visit(boris, `${freshCrm.baseURL}/deals/${deal.id}`);
  await expect(boris.getByText('Клиент недоступен')).toBeVisible();
  await boris.getByRole('button', { name: 'Изменить клиента' }).focus();
  await boris.keyboard.press('Enter');
  await boris.getByRole('button', { name: 'Убрать клиента' }).click();
  await expect(boris.getByText('Поле «Клиент» изменено')).toBeVisible();
  await expect(boris.getByRole('button', { name: 'Отменить' })).toHaveCount(0);
});
