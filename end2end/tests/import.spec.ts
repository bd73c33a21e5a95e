// Import: from the file to the report.
import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { expect, test, type Page } from '../fixtures';
import { hold } from '../hold';
import { call, newField, stages } from '../seed';

const file = (name: string) => join(__dirname, '..', 'fixtures', name);

type Upload = string | { name: string; mimeType: string; buffer: Buffer };

async function upload(page: Page, noun: 'Клиенты' | 'Сделки', upload: Upload): Promise<void> {
  await page.goto('/settings/import');
  await page.getByRole('radio', { name: noun }).check();
  await page.locator('input[type=file]').setInputFiles(upload);
  await page.getByRole('button', { name: 'Загрузить файл' }).click();
}

async function checkAndStart(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Проверить' }).click();
  await page.getByRole('button', { name: /^Импортировать/ }).click();
}

function counter(page: Page, name: string) {
  return page.locator('main .counter', { hasText: name }).locator('b').first();
}

async function expectNoSeriousProblems(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).analyze();
  const serious = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  expect(serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
}

test('clients with three name columns come in, the over-long name is told by row and column', async ({ owner }) => {
  await upload(owner, 'Клиенты', file('clients.csv'));
  await expect(owner.getByLabel('Поле для столбца «Отчество»')).toHaveValue('name');
  const first = owner.getByRole('region', { name: /^Первые строки файла/ });
  await expect(first.getByRole('columnheader', { name: 'Отчество' })).toBeAttached();
  await expect(first.getByRole('row')).toHaveCount(5);
  await expect(owner.getByLabel('Поле для столбца «Город»')).toBeVisible();
  await owner.getByLabel('Поле для столбца «Город»').selectOption('skip');
  await owner.getByLabel('Поле для столбца «Дата договора»').selectOption('new:date');
  await expect(owner.getByText('формат даты?')).toBeVisible();
  await owner.getByLabel('Название нового поля для столбца «Дата договора»').fill(`Договор ${Date.now()}`);
  await owner.getByLabel('Как записаны даты').selectOption('day_month_year');
  await expect(owner.getByText('формат даты?')).toBeHidden();
  await expectNoSeriousProblems(owner);

  await owner.reload();
  await expect(owner.getByLabel('Поле для столбца «Город»')).toHaveValue('skip');
  await expect(owner.getByLabel('Как записаны даты')).toHaveValue('day_month_year');
  await owner.getByRole('button', { name: 'Проверить' }).click();
  await expect(counter(owner, 'будет создано')).toHaveText('3');
  await expect(counter(owner, 'с ошибками')).toHaveText('1');
  const wrong = owner.getByRole('row', { name: /Константинопольская/ });
  await expect(wrong.getByRole('cell').first()).toHaveText('4');
  await expect(wrong).toContainText('Не больше 30 символов');
  await expectNoSeriousProblems(owner);
  await owner.getByRole('button', { name: 'Назад к полям' }).click();
  await expect(owner.getByLabel('Поле для столбца «Город»')).toHaveValue('skip');

  await checkAndStart(owner);
  const dialog = owner.getByRole('dialog', { name: 'Импорт завершён' });
  await expect(dialog).toContainText('Создано 3');
  await dialog.getByRole('button', { name: 'Посмотреть отчёт' }).click();
  await owner.reload();
  await expect(owner.getByRole('heading', { name: 'Импорт завершён' })).toBeVisible();
  await expect(counter(owner, 'создано')).toHaveText('3');
  await expect(owner.getByRole('row', { name: /Константинопольская/ })).toBeVisible();
  await expectNoSeriousProblems(owner);
  await owner.getByRole('link', { name: 'К клиентам' }).click();
  await expect(owner).toHaveURL(/\/clients$/);
});

test('deals create their stages, and a client that fits twice is told', async ({ owner }) => {
  await upload(owner, 'Клиенты', file('people.csv'));
  await checkAndStart(owner);
  await expect(owner.getByRole('dialog', { name: 'Импорт завершён' })).toBeVisible();

  await upload(owner, 'Сделки', file('deals.xlsx'));
  await owner.getByLabel('Лист').selectOption('Сделки');
  await expect(owner.getByLabel('Поле для столбца «Название сделки»')).toHaveValue('title');
  await owner.getByLabel('Что значит «Замер»').selectOption({ label: 'Создать этап «Замер» (Необработанные)' });
  await owner.getByRole('button', { name: 'Проверить' }).click();
  await expect(owner.getByText('Новый этап, группа «Необработанные»')).toBeVisible();
  const wrong = owner.getByRole('row', { name: /Ромашка/ });
  await expect(wrong).toContainText(/Подходят сразу двое: «.+» \(№\s\d+\) и «.+» \(№\s\d+\)/);
  await expect(wrong.getByRole('cell').nth(1)).toHaveText('Клиент');
  await owner.getByRole('button', { name: /^Импортировать/ }).click();
  await expect(owner.getByRole('dialog', { name: 'Импорт завершён' })).toContainText('Создано 3');
  await owner.getByRole('dialog').getByRole('link', { name: 'К сделкам' }).click();
  await expect(owner).toHaveURL(/\/deals$/);
});

test('a file of clients and one of deals are a table that unfolds, a card, and a board with right counts and sums', async ({ owner: page }) => {
  const its = randomUUID().slice(0, 6);
  const csv = (...lines: string[]) => ({ name: 'all.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
  const end = page.getByRole('dialog', { name: 'Импорт завершён' });
  await upload(page, 'Клиенты', csv('ФИО;Рабочий телефон', `Алиса ${its};+998 90 111-22-33`, `Борис ${its};`));
  await expect(page.getByLabel('Поле для столбца «Рабочий телефон»')).toHaveValue('phone');
  await checkAndStart(page);
  await expect(end).toContainText('Создано 2');
  const deals = [`Окна ${its};Алиса ${its};1000;Обмер ${its}`, `Двери ${its};Алиса ${its};500,50;Обмер ${its}`];
  const others = [`Стол ${its};;700;Обмер ${its}`, `Шкаф ${its};Борис ${its};;Сдача ${its}`];
  await upload(page, 'Сделки', csv('Название сделки;Клиент;Бюджет, сум;Этап', ...deals, ...others));
  await expect(page.getByLabel('Поле для столбца «Бюджет, сум»')).toHaveValue('budget');
  await checkAndStart(page);
  await expect(end).toContainText('Создано 4');
  await end.getByRole('link', { name: 'К сделкам' }).click();
  await expect(page).toHaveURL(/\/deals$/);
  const all = await stages(page);
  for (const [name, head] of [['Обмер', / 3 2 200,50 сум/], ['Сдача', / 1 —$/]] as const) {
    const stage = all.find((stage) => stage.name === `${name} ${its}`)!;
    const tab = page.getByRole('tab', { name: stage.name });
    if (await tab.isVisible()) await tab.click();
    const said = page.locator(`.board .col[data-stage="${stage.id}"] header`);
    await expect.poll(async () => (await said.innerText()).replaceAll(/\s+/g, ' ').trim()).toMatch(head);
  }

  await page.goto(`/clients?q=${its}`);
  await page.getByRole('button', { name: `Сделки: Алиса ${its}` }).click();
  const deal = page.locator('tr.deal').filter({ hasText: its });
  await expect(deal).toHaveCount(2);
  await expect(deal.filter({ hasText: 'Двери' })).toContainText('500,50');
  await page.getByRole('link', { name: `Алиса ${its}`, exact: true }).click();
  await expect(page.getByRole('link', { name: new RegExp(`Окна ${its}`) }).last()).toBeVisible();
});

test('each value of an owner and of a list column means what the person says', async ({ owner }) => {
  const its = randomUUID().slice(0, 8);
  await newField(owner, 'client', 'choice', `Источник ${its}`, ['Сайт']);
  const { roles } = await call<{ roles: { id: string; kind: string }[] }>(owner, 'get_staff', {});
  const role = roles.find(({ kind }) => kind === 'manager')?.id;
  const profile = { first_name: 'Зоя', last_name: its, role, group: null, rank: 'manager', superior: null, access: 'forbid' };
  await call(owner, 'create_user', { request: randomUUID(), new: { email: `${its}@example.com`, profile } });
  const rows = [`Первый ${its};Зоя ${its};Сайт`, `Второй ${its};Кто-то ушедший;Выставка`, `Третий ${its};;сайт`];
  const buffer = Buffer.from(`ФИО;Ответственный;Источник ${its}\n${rows.join('\n')}\n`);
  await upload(owner, 'Клиенты', { name: 'owners.csv', mimeType: 'text/csv', buffer });
  await expect(owner.getByLabel(`Что значит «Зоя ${its}»`)).toHaveValue(/./);
  await expect(owner.getByLabel(`Что значит «Зоя ${its}»`).locator('option:checked')).toHaveText(`Зоя ${its}`);
  await owner.getByLabel('Что значит «Кто-то ушедший»').selectOption({ label: `Зоя ${its}` });
  await owner.getByLabel('Что значит «Выставка»').selectOption({ label: 'Создать вариант «Выставка»' });
  await checkAndStart(owner);
  const dialog = owner.getByRole('dialog', { name: 'Импорт завершён' });
  await expect(dialog).toContainText('Создано 3');
  await dialog.getByRole('link', { name: 'К клиентам' }).click();
  await owner.getByRole('searchbox', { name: 'Фильтр и поиск' }).fill(its);
  const line = (name: string) => owner.getByRole('row', { name: new RegExp(`${name} ${its}`) });
  await expect(line('Первый')).toContainText(`Зоя ${its}`);
  await expect(line('Второй')).toContainText(`Зоя ${its}`);
  await expect(line('Второй')).toContainText('Выставка');
  await expect(line('Третий')).toContainText('Анна Каримова');
});

test('of too many owners the known ones own their records, and the wizard says what becomes of the others', async ({ owner }) => {
  const its = randomUUID().slice(0, 8);
  const rows = Array.from({ length: 201 }, (_, row) => `Клиент ${its} ${row};Некто ${row}`);
  const buffer = Buffer.from(`ФИО;Ответственный\nПервый ${its};каримова анна\n${rows.join('\n')}\n`);
  await upload(owner, 'Клиенты', { name: 'crowd.csv', mimeType: 'text/csv', buffer });
  await expect(owner.getByText('больше 200 значений')).toBeVisible();
  await expect(owner.getByText('Имя или почта сотрудника станут этим сотрудником')).toBeVisible();
  const others = owner.getByLabel('Остальные значения столбца «Ответственный»');
  await expect(others.locator('option:checked')).toHaveText('Не заполнять');
  await others.selectOption({ label: 'Ошибка в строке' });
  await expectNoSeriousProblems(owner);
  await owner.getByRole('button', { name: 'Проверить' }).click();
  await expect(counter(owner, 'будет создано')).toHaveText('1');
  await expect(counter(owner, 'с ошибками')).toHaveText('201');
  await owner.getByRole('button', { name: 'Назад к полям' }).click();
  await expect(others.locator('option:checked')).toHaveText('Ошибка в строке');
  await others.selectOption({ label: 'Не заполнять' });
  await owner.getByRole('button', { name: 'Проверить' }).click();
  await expect(counter(owner, 'будет создано')).toHaveText('202');
  await owner.getByRole('button', { name: 'Назад к полям' }).click();
  await owner.getByLabel('Поле для столбца «Ответственный»').selectOption('new:choice');
  await expect(owner.getByText('для нового списка это слишком много')).toBeVisible();
  await expect(owner.getByRole('button', { name: 'Проверить' })).toBeDisabled();
});

test('the clients of a file are companies or people, as guessed or as chosen', async ({ owner }) => {
  const its = randomUUID().slice(0, 8);
  const buffer = Buffer.from(`Компания;Телефон\nРомашка ${its};901234567\n`);
  await upload(owner, 'Клиенты', { name: `${its}.csv`, mimeType: 'text/csv', buffer });
  await expect(owner.getByRole('radio', { name: 'Компании' })).toBeChecked();
  await owner.getByRole('radio', { name: 'Люди' }).check();
  await owner.reload();
  await expect(owner.getByRole('radio', { name: 'Люди' })).toBeChecked();
  const target = owner.getByLabel('Поле для столбца «Компания»').locator('option:checked');
  await expect(target).toHaveText('ФИО');
  await owner.getByRole('radio', { name: 'Компании' }).check();
  await expect(target).toHaveText('Название компании');
  await checkAndStart(owner);
  await expect(owner.getByRole('dialog', { name: 'Импорт завершён' })).toContainText('Создано 1');
  await owner.goto(`/clients?q=${its}`);
  await owner.getByRole('link', { name: `Ромашка ${its}` }).click();
  await expect(owner.locator('.fields').getByRole('button', { name: 'Вид Компания' })).toBeVisible();
});

test('the template is downloaded, filled in and understood', async ({ owner }) => {
  await owner.goto('/settings/import');
  for (const [noun, name, heading, target] of [
    ['Сделки', 'Шаблон импорта сделок.xlsx', 'Бюджет сделки', 'budget'],
    ['Клиенты', 'Шаблон импорта клиентов.xlsx', 'Номер телефона', 'phone'],
  ]) {
    await owner.getByRole('radio', { name: noun }).check();
    const coming = owner.waitForEvent('download');
    await owner.getByRole('link', { name: 'Скачать шаблон Excel' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(name);
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    await upload(owner, noun as 'Клиенты' | 'Сделки', { name, mimeType: 'application/octet-stream', buffer: bytes });
    await expect(owner.getByLabel(`Поле для столбца «${heading}»`)).toHaveValue(target);
    await owner.goto('/settings/import');
  }
});

test('a file that is no table is refused with a sentence', async ({ owner }) => {
  await upload(owner, 'Клиенты', file('renamed.xlsx'));
  await expect(owner.getByText('Это текстовый файл с расширением таблицы.')).toBeVisible();
  await owner.getByRole('link', { name: 'Выбрать другой файл' }).click();
  await owner.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) });
  await owner.getByRole('button', { name: 'Загрузить файл' }).click();
  await expect(owner.getByRole('alert').getByText('Файл пуст')).toBeVisible();
});

test('problems come page by page, where the file is checked and in the report', async ({ owner }) => {
  const nameless = Array.from({ length: 1_200 }, (_, row) => `;+99890${1_000_000 + row}`);
  const buffer = Buffer.from(`ФИО;Телефон\nАнна ${randomUUID().slice(0, 8)};\n${nameless.join('\n')}\n`);
  await upload(owner, 'Клиенты', { name: 'nameless.csv', mimeType: 'text/csv', buffer });
  await owner.getByRole('button', { name: 'Проверить' }).click();
  const lines = owner.locator('table.issues tbody tr');
  const further = owner.getByRole('button', { name: 'Показать ещё' });
  for (const next of ['start', 'end']) {
    await expect(owner.getByRole('heading', { name: /^Ошибки: первые 1\s000 из 1\s200$/ })).toBeVisible();
    await expect(lines).toHaveCount(1_000);
    await further.click();
    await expect(lines).toHaveCount(1_200);
    await expect(lines.last().getByRole('cell').first()).toHaveText('1202');
    await expect(owner.getByRole('heading', { name: /^Ошибки: 1\s200$/ })).toBeVisible();
    await expect(further).toHaveCount(0);
    if (next === 'end') break;
    await owner.getByRole('button', { name: /^Импортировать/ }).click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Посмотреть отчёт' }).click();
  }
});

test('an import is cancelled and says how far it came', async ({ owner }) => {
  const rows = Array.from({ length: 90_000 }, (_, row) => `Клиент ${row};`);
  const buffer = Buffer.from(`ФИО;Телефон\n${rows.join('\n')}\n`);
  await upload(owner, 'Клиенты', { name: 'many.csv', mimeType: 'text/csv', buffer });
  await checkAndStart(owner);
  // How far it is grows under the eyes of whoever waits.
  const bar = owner.getByRole('progressbar');
  const done = () => bar.evaluate((element) => (element as HTMLProgressElement).value);
  await expect.poll(done).toBeGreaterThan(0);
  const before = await done();
  await expect.poll(done).toBeGreaterThan(before);
  await owner.getByRole('button', { name: 'Отменить импорт' }).click();
  await expect(owner.getByRole('heading', { name: 'Импорт отменён' })).toBeVisible();
  await expect(owner.getByText('Остальные строки')).toBeVisible();
});

test('whoever is not signed in cannot upload', async ({ page, crm }) => {
  const answer = await page.request.post(`${crm.baseURL}/upload/import`, {
    multipart: { noun: 'client', file: { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('ФИО\nИван\n') } },
  });
  expect(answer.status()).toBe(401);
});

test('what is changed while the file is checked is checked first @desktop', async ({ owner }) => {
  const its = randomUUID().slice(0, 8);
  const buffer = Buffer.from(`ФИО;Телефон\nЛи ${its};901234567\n`);
  await upload(owner, 'Клиенты', { name: `${its}.csv`, mimeType: 'text/csv', buffer });
  const { asked, go } = await hold(owner, '**/api/check_import', 1);
  await owner.getByRole('button', { name: 'Проверить' }).click();
  await asked;
  await owner.getByLabel('Поле для столбца «Телефон»').selectOption('skip');
  go();
  const check = owner.getByRole('button', { name: 'Проверить' });
  await expect(check).not.toHaveAttribute('aria-busy', 'true');
  await check.click();
  await owner.getByRole('button', { name: /^Импортировать/ }).click();
  await expect(owner.getByRole('dialog', { name: 'Импорт завершён' })).toContainText('Создано 1');
  await owner.goto(`/clients?q=${its}`);
  await expect(owner.locator('tbody tr[aria-rowindex] .c-phone')).toHaveText('');
});
