// What is done while an answer is on its way, and what a person does by halves: nothing is lost, and nothing is done unasked.
import { randomUUID } from 'node:crypto';
import { createCompany, expect, test, type Page } from '../fixtures';
import { hold } from '../hold';
import { call, newClient, newDeal, newField, stages } from '../seed';

const mark = () => randomUUID().slice(0, 8);
const field = (page: Page, name: string | RegExp) => page.locator('.fields').getByRole('button', { name });

test('by keys one goes through the choices of a card, and only Enter saves', async ({ owner: page }) => {
  const its = mark();
  await newField(page, 'client', 'choice', `Источник ${its}`, ['Выставка', 'Звонок', 'Сайт']);
  const { id } = await newClient(page, `Анна ${its}`);
  await page.goto(`/clients/${id}`);
  await field(page, new RegExp(`^Источник ${its}`)).focus();
  await page.keyboard.press('Enter');
  const select = page.locator('.f.edit select');
  await expect(select).toBeFocused();
  const edits: string[] = [];
  page.on('request', (request) => request.url().endsWith('/api/edit_client') && edits.push(request.url()));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(select.locator('option:checked')).toHaveText('Звонок');
  await expect(select).toBeFocused();
  expect(edits).toHaveLength(0);
  await page.keyboard.press('Enter');
  await expect(field(page, new RegExp(`^Источник ${its}`))).toContainText('Звонок');
  await expect(field(page, new RegExp(`^Источник ${its}`))).toBeFocused();
  expect(edits).toHaveLength(1);
});

test('what is typed while a comment is sent stays in its field', async ({ owner: page }) => {
  const { id } = await newClient(page, `Анна ${mark()}`);
  await page.goto(`/clients/${id}`);
  const { go } = await hold(page, '**/api/comment_client');
  const text = page.getByLabel('Оставьте комментарий');
  await text.fill('Позвонить завтра');
  const asked = page.waitForRequest('**/api/comment_client');
  await text.press('Control+Enter');
  await asked;
  await text.pressSequentially(' Спросить о сроках');
  go();
  await expect(page.locator('.feed').getByText('Позвонить завтра', { exact: true })).toBeVisible();
  await expect(text).toHaveValue('Спросить о сроках');
});

test('two changes of one card, the second before the first is answered, are both saved', async ({ owner: page }) => {
  const its = mark();
  const { id } = await newClient(page, `Анна ${its}`);
  await page.goto(`/clients/${id}`);
  const { go } = await hold(page, '**/api/edit_client');
  await field(page, /^ФИО/).click();
  await page.locator('.f.edit input').fill(`Вера ${its}`);
  const asked = page.waitForRequest('**/api/edit_client');
  await page.getByLabel('Разрешить доступ к персоне для всех пользователей CRM').check();
  await asked;
  go();
  const now = () => call<{ name: string; access: string }>(page, 'get_client', { id });
  await expect.poll(now).toMatchObject({ name: `Вера ${its}`, access: 'read' });
  await expect(page.getByLabel('Разрешить доступ к персоне для всех пользователей CRM')).toBeChecked();
  await expect(page.getByText('уже изменил другой человек')).toHaveCount(0);
});

test('a client that is typed but not chosen is not left out of a deal', async ({ owner: page }) => {
  const [first] = await stages(page);
  const its = mark();
  await newDeal(page, 'Чтобы доска не была пуста');
  await newClient(page, `Покупатель ${its}`);
  await page.goto('/deals');
  await page.locator(`.board .col[data-stage="${first.id}"]`).getByRole('button', { name: 'Добавить сделку' }).click();
  await page.getByLabel('Наименование').fill(`Поставка ${its}`);
  const client = page.getByRole('combobox', { name: 'Клиент' });
  await client.fill(`Никто ${its}`);
  await expect(page.locator('.adding').getByText('Клиент не найден')).toBeVisible();
  await page.locator('.adding').getByRole('button', { name: 'Добавить' }).click();
  await expect(page.locator('.adding').getByText('Выберите клиента из списка или сотрите имя')).toBeVisible();
  await expect(client).toBeFocused();
  await expect(client).toHaveValue(`Никто ${its}`);
  await client.fill(`Никто ${its} `);
  await page.getByRole('button', { name: 'Все поля' }).click();
  await expect(page.locator('.adding').getByText('Выберите клиента из списка или сотрите имя')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await client.fill(`Покупатель ${its}`);
  await page.getByRole('option', { name: `Покупатель ${its}` }).click();
  await page.locator('.adding').getByRole('button', { name: 'Добавить' }).click();
  const card = page.locator('.card').filter({ hasText: `Поставка ${its}` });
  await expect(card).toContainText(`Покупатель ${its}`);
});

test('a quick deal names its client, and nothing typed for one client goes to another @desktop', async ({ owner: page }) => {
  const its = mark();
  const names = [`Анна ${its}`, `Вера ${its}`];
  for (const name of names) await newClient(page, name);
  await page.goto(`/clients?q=${its}`);
  const dialog = page.getByRole('dialog', { name: 'Быстрая сделка' });
  const ask = async (name: string) => {
    await page.getByRole('button', { name: `Сделки: ${name}` }).click();
    await page.getByRole('button', { name: 'Быстрая сделка' }).click();
    await expect(dialog.getByText(`Клиент: ${name}`)).toBeVisible();
  };
  await ask(names[0]);
  await dialog.getByLabel('Наименование').fill('Для Анны');
  await dialog.getByRole('button', { name: 'Отменить' }).click();
  await page.getByRole('button', { name: `Сделки: ${names[0]}` }).click();
  await ask(names[1]);
  await expect(dialog.getByLabel('Наименование')).toHaveValue('');
});

test('where the browser has no clipboard, what was to be copied is shown', async ({ owner: page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.goto('/clients');
  const { workspace } = await call<{ workspace: { crm_id: string } }>(page, 'get_viewer', {});
  await page.locator('[popovertarget=me]:visible').click();
  await page.getByRole('menuitem', { name: `CRM ID: ${workspace.crm_id}` }).click();
  await expect(page.getByText(`скопируйте сами: ${workspace.crm_id}`)).toBeVisible();
  // On a phone the menu would lie over what is said.
  await expect(page.getByRole('menuitem', { name: 'Сеансы' })).toBeHidden();
});

test('an answer that comes after its dialog was closed is told, and breaks nothing', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Лисички');
  await page.waitForURL('**/clients');
  await page.goto(`${freshCrm.baseURL}/settings/users/groups`);
  await page.getByRole('link', { name: 'Отдел продаж' }).click();
  await page.getByRole('button', { name: 'Создать нового пользователя' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Имя').fill('Борис');
  await dialog.getByLabel('Фамилия').fill('Волков');
  await dialog.getByLabel('E-mail').fill('boris@example.com');
  const { go } = await hold(page, '**/api/create_user');
  const asked = page.waitForRequest('**/api/create_user');
  await dialog.getByRole('button', { name: 'Добавить' }).click();
  await asked;
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  go();
  await expect(page.getByText('Письмо для активации уйдёт на boris@example.com')).toBeVisible();
  await expect(page.getByText('Страница перестала работать')).toHaveCount(0);
  await expect(page.getByText('Борис Волков')).toBeVisible();
});

test('whoever has left an upload is not taken away from where they are @desktop', async ({ owner: page }) => {
  await page.goto('/settings/import');
  const file = { name: `${mark()}.csv`, mimeType: 'text/csv', buffer: Buffer.from('ФИО\nАнна\n') };
  await page.locator('input[type=file]').setInputFiles(file);
  const { go } = await hold(page, '**/upload/import');
  const answered = page.waitForResponse('**/upload/import');
  const asked = page.waitForRequest('**/upload/import');
  await page.getByRole('button', { name: 'Загрузить файл' }).click();
  await asked;
  await page.locator('.rail').getByRole('link', { name: 'Клиенты' }).click();
  await expect(page.getByRole('heading', { name: 'Клиенты', level: 1 })).toBeVisible();
  go();
  await (await answered).finished();
  // An answer is heard before whatever is asked after it is answered.
  await call(page, 'list_imports', {});
  await expect(page.getByRole('heading', { name: 'Клиенты', level: 1 })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/clients');
});

test('whoever has left an import that is being handed over has a page that lives on @desktop', async ({ owner: page }) => {
  await newClient(page, `Анна ${mark()}`);
  await page.goto('/settings/import');
  const file = { name: `${mark()}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`ФИО\nВера ${mark()}\n`) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Загрузить файл' }).click();
  await page.getByRole('radio', { name: 'Компании' }).check();
  const kept = () => page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith('import ')).length);
  await expect.poll(kept).toBe(1);
  await page.getByRole('button', { name: 'Проверить' }).click();
  const { go } = await hold(page, '**/api/start_import');
  const answered = page.waitForResponse('**/api/start_import');
  const asked = page.waitForRequest('**/api/start_import');
  await page.getByRole('button', { name: /^Импортировать/ }).click();
  await asked;
  await page.locator('.rail').getByRole('link', { name: 'Клиенты' }).click();
  await expect(page.getByRole('heading', { name: 'Клиенты', level: 1 })).toBeVisible();
  go();
  await (await answered).finished();
  // An answer is heard before whatever is asked after it is answered.
  await call(page, 'list_imports', {});
  await page.getByRole('button', { name: 'Добавить клиента' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.getByText('Страница перестала работать')).toHaveCount(0);
  // A file that was handed over is not mapped again.
  await expect.poll(kept).toBe(0);
});

test('the focus stays near what was pressed where the button itself goes', async ({ owner: page }) => {
  await newClient(page, `Анна ${mark()}`);
  await page.goto('/clients');
  await page.getByRole('button', { name: 'Добавить клиента' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Ещё номер' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Номер телефона' })).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Убрать номер' }).last().press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Номер телефона' })).toBeFocused();

  const { id } = await newDeal(page, `Поставка ${mark()}`);
  await page.goto(`/deals/${id}`);
  await field(page, /^Клиент/).press('Enter');
  await expect(page.getByRole('combobox', { name: 'Клиент' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field(page, /^Клиент/)).toBeFocused();
});

test('the menu of a card hears the keys that are pressed at once @desktop', async ({ owner: page }) => {
  const [first, second] = await stages(page);
  const title = `Поставка ${mark()}`;
  await newDeal(page, title, { stage: first.id });
  await page.goto('/deals');
  await page.getByRole('button', { name: `Действия: ${title}` }).focus();
  const moved = page.waitForRequest('**/api/move_deal');
  // Open it, go to «Переместить в этап…», and into the first of the stages.
  for (const key of ['Enter', 'ArrowDown', 'Enter', 'Enter']) await page.keyboard.press(key);
  expect((await moved).postDataJSON()).toMatchObject({ to: second.id });
  await expect(page.locator(`.board .col[data-stage="${second.id}"]`).getByRole('link', { name: title })).toBeVisible();
});

test('Enter takes what was found for what is typed, not for what was typed before', async ({ owner: page }) => {
  const its = mark();
  const wanted = await newClient(page, `Ромашка ${its}`);
  for (const name of ['Лютик', 'Василёк']) await newClient(page, `${name} ${its}`);
  const { id } = await newDeal(page, `Поставка ${its}`);
  await page.goto(`/deals/${id}`);
  await field(page, /^Клиент/).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.getByRole('combobox').pressSequentially(`ромашка ${its}`);
  await page.keyboard.press('Enter');
  const now = () => call<{ client: { id: string } | null }>(page, 'get_deal', { id });
  await expect.poll(now).toMatchObject({ client: { id: wanted.id } });
});

test('whoever has left the funnel that is being saved has a page that lives on @desktop', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Воронка');
  await page.waitForURL('**/clients');
  await page.goto(new URL('/settings/funnel', page.url()).href);
  await page.getByRole('button', { name: 'Редактировать' }).click();
  await page.getByLabel('Название этапа').first().fill('Заявка');
  const { asked, go } = await hold(page, '**/api/save_funnel');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await asked;
  await page.locator('.rail').getByRole('link', { name: 'Клиенты' }).click();
  await expect(page.getByRole('heading', { name: 'Клиенты', level: 1 })).toBeVisible();
  go();
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  await expect(page.getByText('Страница перестала работать')).toHaveCount(0);
});
