// «Что может этот человек и почему»: the rule behind every yes and no, for one person and one record.
import { randomUUID } from 'node:crypto';
import { expectAccessible, expectNoSideScroll } from '../axe';
import { expect, test, type Page } from '../fixtures';
import { CHANGE_OWNER, managersLack, personCalled, twoPeople, visit } from '../people';
import { call, newClient, newDeal } from '../seed';

const finder = (page: Page) => page.getByRole('combobox', { name: 'Что можно сделать с клиентом или сделкой' });
const act = (page: Page, name: string) =>
  page.locator('.why [aria-live] li').filter({ has: page.getByText(name, { exact: true }) });

/** Finds a record by what is typed and takes the first one, all by the keyboard. */
async function asks(page: Page, text: string, option: string): Promise<void> {
  await finder(page).focus();
  await finder(page).fill(text);
  await expect(page.getByRole('option', { name: option })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('#why-answer')).toHaveText(option);
}

async function expectActs(page: Page, acts: [name: string, answer: string, rule: string][]): Promise<void> {
  for (const [name, answer, rule] of acts) {
    await expect(act(page, name), name).toContainText(rule);
    await expect(act(page, name).locator('.badge'), name).toHaveText(answer);
  }
}

test('every yes and no of a person is told with its rule', async ({ browser, freshCrm }) => {
  // Two people at work, and five records.
  test.slow();
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna] = await twoPeople(newPage, freshCrm, { access: 'managers_only' });
  await managersLack(anna, CHANGE_OWNER);
  const [director, manager] = [await personCalled(anna, 'Анна'), await personCalled(anna, 'Борис')];
  const hers = await newClient(anna, 'Хасанова Дилноза');
  const deal = await newDeal(anna, 'Поставка мебели', { client: hers.id });
  await newClient(anna, 'Борисов Пётр', { owner: manager });
  const open = await newClient(anna, 'Общий Клиент');
  const access = { request: randomUUID(), id: open.id, seen: 1, patch: { access: 'read' } };
  await call(anna, 'edit_client', access);

  // Everything is allowed to a director.
  await visit(anna, `${freshCrm.baseURL}/settings/users/${director}`);
  await expect(anna.getByRole('heading', { name: 'Что может этот человек и почему' })).toBeVisible();
  await asks(anna, 'хасанова', 'Клиент «Хасанова Дилноза»');
  await expect(anna.locator('.why [aria-live] .badge.good')).toHaveCount(7);
  await expectActs(anna, [['Просмотр', 'Можно', 'Ответственный – он сам']]);
  await asks(anna, 'борисов', 'Клиент «Борисов Пётр»');
  await expectActs(anna, [
    ['Правка', 'Можно', 'Борис Волков: директор работает с данными всех пользователей'],
    // What nobody can do yet is not said to be allowed.
    ['Удаление', 'Пока нет', 'Такого действия в Воронке пока нет'],
  ]);
  const unused = anna.locator('.why').getByRole('list', { name: 'Пока ни на что не влияет' });
  await expect(unused.getByRole('listitem')).toHaveCount(13);
  await expect(unused).toContainText('Экспорт');
  await expectAccessible(anna);

  await visit(anna, `${freshCrm.baseURL}/settings/users/${manager}`);
  const why = anna.locator('.why');
  await expect(why.getByRole('list', { name: 'Не разрешено ролью «Менеджер»' })).toContainText('Смена ответственного');
  const scope = why.getByRole('list', { name: 'С чьими записями работает' });
  await expect(scope.getByRole('listitem')).toHaveText(/Борис Волков/);
  // No by the hierarchy, named with the owner.
  await asks(anna, 'хасанова', 'Клиент «Хасанова Дилноза»');
  await expect(why.locator('[aria-live] .badge.bad')).toHaveCount(7);
  await expectActs(anna, [['Просмотр', 'Нельзя', 'Ответственный – Анна Каримова: не в его подчинении']]);
  // No by the role.
  await asks(anna, 'борисов', 'Клиент «Борисов Пётр»');
  await expectActs(anna, [
    ['Правка', 'Можно', 'Ответственный – он сам'],
    ['Смена ответственного', 'Нельзя', 'Роль «Менеджер» без права «Смена ответственного»'],
  ]);
  // A public client, and a deal by the address of its card.
  await asks(anna, 'общий', 'Клиент «Общий Клиент»');
  await expectActs(anna, [
    ['Просмотр', 'Можно', 'Публичный клиент: чтение'],
    ['Правка', 'Нельзя', 'Публичный клиент: только чтение'],
    ['Удаление', 'Пока нет', 'Такого действия в Воронке пока нет'],
  ]);
  await asks(anna, `${freshCrm.baseURL}/deals/${deal.id}`, `Сделка № ${deal.number} «Поставка мебели»`);
  await expectActs(anna, [['Просмотр', 'Нельзя', 'Ответственный – Анна Каримова']]);
  await expectAccessible(anna);
  await expectNoSideScroll(anna);

  // What is not there says so, and leaves the last answer alone.
  await finder(anna).fill(`${freshCrm.baseURL}/clients/${randomUUID()}`);
  await expect(why.getByText('Клиент не найден: он удалён или недоступен вам.')).toBeVisible();
  await finder(anna).fill('абракадабра');
  await expect(why.getByText('Ничего не найдено')).toBeVisible();
  await expect(anna.locator('#why-answer')).toContainText('Поставка мебели');

  // Another profile is another answer at once.
  await anna.getByLabel('Ответственный', { exact: true }).selectOption({ label: 'Анна Каримова' });
  await anna.getByLabel('Только ответственный').check();
  await anna.getByRole('button', { name: 'Сохранить' }).click();
  await expectActs(anna, [['Просмотр', 'Можно', 'Анна Каримова: режим «Только ответственный»: это его ответственный']]);
  await expect(scope.getByRole('listitem')).toHaveCount(2);
  await anna.getByRole('button', { name: 'Приостановить' }).click();
  await expectActs(anna, [['Просмотр', 'Нельзя', 'Пользователь приостановлен: войти не может.']]);
  await expect(why.locator('.strip')).toContainText('войти не может');
});
