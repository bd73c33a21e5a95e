// The life of a user: created, activated by the letter, at work within his scope, suspended, dismissed; his clients live on.
import AxeBuilder from '@axe-core/playwright';
import { alive, createCompany, expect, OWNER, test, type Page } from '../fixtures';
import { newDeal } from '../seed';
import type { Server } from '../server';

const PASSWORD = 'Совсем-новый-2027';

async function expectNoSeriousProblems(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).analyze();
  const serious = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  expect(serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
}

/** Goes to a page of a context that the fixtures do not know, and waits until it listens. */
async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await alive(page);
}

/** The company's owner at work on a server of this test alone. */
async function opens(page: Page, server: Server): Promise<void> {
  await page.goto(server.setupLink);
  await createCompany(page, 'Лисички');
  await page.waitForURL('**/clients');
  await alive(page);
}

async function createUser(page: Page, server: Server, name: [string, string], email: string): Promise<void> {
  await visit(page, `${server.baseURL}/settings`);
  await page.getByRole('link', { name: 'Пользователи и права' }).click();
  await page.getByRole('link', { name: 'Группы', exact: true }).click();
  await page.getByRole('link', { name: 'Отдел продаж' }).click();
  await page.getByRole('button', { name: 'Создать нового пользователя' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Имя').fill(name[0]);
  await dialog.getByLabel('Фамилия').fill(name[1]);
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('Роль').selectOption({ label: 'Менеджер' });
  await dialog.getByRole('button', { name: 'Добавить' }).click();
}

async function addClient(page: Page, server: Server, name: string): Promise<void> {
  await visit(page, `${server.baseURL}/clients`);
  await page.getByRole('button', { name: 'Добавить клиента' }).first().click();
  await page.getByRole('textbox', { name: 'Фамилия' }).fill(name);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('a user is created, activated, works, is suspended, is dismissed, and the clients live on', async ({ browser, freshCrm }) => {
  // Two people at work, one step after the other.
  test.slow();
  const owner = await (await browser.newContext({ locale: 'ru-RU' })).newPage();
  await opens(owner, freshCrm);
  await createUser(owner, freshCrm, ['Борис', 'Волков'], 'boris@example.com');
  const row = owner.getByRole('listitem').filter({ hasText: 'Борис Волков' });
  await expect(row.getByText('Требует активации')).toBeVisible();
  await expectNoSeriousProblems(owner);

  const his = await browser.newContext({ locale: 'ru-RU' });
  const boris = await his.newPage();
  await boris.goto(await freshCrm.linkTo('boris@example.com', 'activate'));
  await expect(boris.getByText('Лисички')).toBeVisible();
  await boris.getByLabel('Придумайте пароль').fill('12345678');
  await boris.getByRole('button', { name: 'Начать работу' }).click();
  await expect(boris.locator('.err')).toContainText('слишком распространён');
  await boris.getByLabel('Придумайте пароль').fill(PASSWORD);
  await boris.getByRole('button', { name: 'Начать работу' }).click();
  await boris.waitForURL('**/clients');
  await alive(boris);

  await addClient(owner, freshCrm, 'Чужой');
  await addClient(boris, freshCrm, 'Борисов');
  await visit(boris, `${freshCrm.baseURL}/clients`);
  await expect(boris.getByRole('link', { name: 'Борисов' })).toBeVisible();
  await expect(boris.getByRole('link', { name: 'Чужой' })).toHaveCount(0);
  await boris.goto(`${freshCrm.baseURL}/settings/users`);
  await expect(boris.getByText('Нет доступа')).toBeVisible();

  await visit(owner, `${freshCrm.baseURL}/settings/users`);
  await owner.getByRole('link', { name: 'Борис Волков' }).click();
  await owner.getByLabel('Доступ ко всем клиентам').check();
  await owner.getByRole('button', { name: 'Сохранить' }).click();
  await expect(owner.getByText('Профиль сохранён')).toBeVisible();
  await boris.goto(`${freshCrm.baseURL}/clients`);
  await expect(boris.getByRole('link', { name: 'Чужой' })).toBeVisible();
  await expectNoSeriousProblems(owner);
  await newDeal(boris, 'Поставка мебели');
  await visit(boris, `${freshCrm.baseURL}/clients`);
  await boris.getByRole('link', { name: 'Борисов' }).click();
  await boris.locator('.fields').getByRole('button', { name: /^ФИО/ }).click();
  await expect(boris.locator('.f.edit input')).toBeVisible();

  await owner.getByRole('button', { name: 'Приостановить' }).click();
  await expect(owner.getByText('Приостановлен', { exact: true })).toBeVisible();
  // What he types into the page that he has open is refused with words, and stays; every page leads to the sign-in now.
  await boris.locator('.f.edit input').fill('Борисов Пётр');
  await boris.keyboard.press('Enter');
  await expect(boris.getByRole('alert').filter({ hasText: 'Сеанс закончился. Войдите снова.' })).toBeVisible();
  await expect(boris.locator('.f.edit input')).toHaveValue('Борисов Пётр');
  await boris.getByRole('link', { name: 'Войти' }).click();
  await expect(boris).toHaveURL(/\/login\?next=/);
  await boris.getByLabel('E-mail').fill('boris@example.com');
  await boris.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
  await boris.getByRole('button', { name: 'Войти' }).click();
  await expect(boris).toHaveURL(/\/login/);

  await owner.getByRole('button', { name: 'Уволить' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByLabel('Кому передать клиентов и сделки').selectOption({ label: 'Анна Каримова' });
  await dialog.getByRole('button', { name: 'Уволить и передать' }).click();
  await expect(owner.getByText('Передано: клиенты – 1, сделки – 1')).toBeVisible();
  await expect(owner.getByText('Уволен', { exact: true })).toBeVisible();
  await visit(owner, `${freshCrm.baseURL}/clients`);
  const client = owner.getByRole('row').filter({ hasText: 'Борисов' });
  await expect(client.getByTitle('Анна Каримова').or(client.getByText('Анна Каримова')).first()).toBeVisible();
  await visit(owner, `${freshCrm.baseURL}/deals/list`);
  const deal = owner.getByRole('row').filter({ hasText: 'Поставка мебели' });
  await expect(deal.getByTitle('Анна Каримова').or(deal.getByText('Анна Каримова')).first()).toBeVisible();
});

test('an address that is taken is said at its field, and the limits count', async ({ owner, crm }) => {
  await owner.goto(`${crm.baseURL}/settings/users/groups`);
  await owner.getByRole('link', { name: 'Отдел продаж' }).click();
  await owner.getByRole('button', { name: 'Создать нового пользователя' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByLabel('Имя').fill('я'.repeat(31));
  await dialog.getByLabel('E-mail').fill(OWNER.email);
  await expect(dialog.getByText('31/30')).toBeVisible();
  await dialog.getByRole('button', { name: 'Добавить' }).click();
  await expect(dialog.getByText('Заполните', { exact: false }).first()).toBeVisible();
  await dialog.getByLabel('Имя').fill('Анна');
  await dialog.getByLabel('Фамилия').fill('Вторая');
  await dialog.getByRole('button', { name: 'Добавить' }).click();
  await expect(dialog.getByText('Пользователь с такой почтой уже существует')).toBeVisible();
});

test('a role of one’s own is made of switches, and can be deleted while nobody has it', async ({ owner, crm }, info) => {
  const name = `Кассир ${info.project.name} ${info.repeatEachIndex}`;
  await owner.goto(`${crm.baseURL}/settings/users/roles`);
  await owner.getByRole('link', { name: 'Добавить роль' }).click();
  await owner.getByLabel('Название').fill(name);
  await expect(owner.getByRole('switch', { name: 'Редактирование номера' })).toBeChecked();
  await expect(owner.getByRole('switch', { name: 'Пользователи и права' })).not.toBeChecked();
  // What decides nothing yet says so, and nothing else does.
  await expect(owner.getByText('пока ни на что не влияет')).toHaveCount(13);
  await expect(owner.getByRole('switch', { name: 'Экспорт' })).toHaveAccessibleDescription('пока ни на что не влияет');
  await owner.getByText('Редактирование номера').click();
  await expectNoSeriousProblems(owner);
  await owner.getByRole('button', { name: 'Сохранить' }).click();
  await owner.getByRole('link', { name }).click();
  await expect(owner.getByRole('switch', { name: 'Редактирование номера' })).not.toBeChecked();
  await owner.getByRole('button', { name: 'Удалить роль' }).click();
  await expect(owner).toHaveURL(/\/settings\/users\/roles$/);
  await expect(owner.getByRole('link', { name })).toHaveCount(0);
});

test('a forgotten password is set anew by the letter', async ({ browser, freshCrm }) => {
  const page = await (await browser.newContext({ locale: 'ru-RU' })).newPage();
  await opens(page, freshCrm);
  const other = await (await browser.newContext({ locale: 'ru-RU', javaScriptEnabled: false })).newPage();
  await other.goto(`${freshCrm.baseURL}/login`);
  await other.getByRole('link', { name: 'Забыли пароль?' }).click();
  for (const email of ['nobody@example.com', OWNER.email]) {
    await other.goto(`${freshCrm.baseURL}/forgot`);
    await other.getByLabel('E-mail').fill(email);
    await other.getByRole('button', { name: 'Отправить письмо' }).click();
    await expect(other.getByText('Проверьте почту')).toBeVisible();
  }
  const link = await freshCrm.linkTo(OWNER.email, 'reset');
  await other.goto(link);
  await other.getByLabel('Придумайте пароль').fill(PASSWORD);
  await other.getByRole('button', { name: 'Сохранить и войти' }).click();
  await expect(other).toHaveURL(/\/clients$/);
  await page.goto(`${freshCrm.baseURL}/clients`);
  await expect(page).toHaveURL(/\/login/);
  await other.goto(link);
  await expect(other.getByText('Ссылка больше не действует')).toBeVisible();
});
