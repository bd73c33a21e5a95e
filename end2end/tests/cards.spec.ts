// The cards of clients and deals: fields edited in place, the feed, drawer and page.
import { randomUUID } from 'node:crypto';
import { expectAccessible, expectNoSideScroll } from '../axe';
import { expect, test, type Page } from '../fixtures';
import { call, newClient, newDeal, newField, stages, type Made } from '../seed';

const field = (page: Page, name: string | RegExp) => page.locator('.fields').getByRole('button', { name });
const feed = (page: Page) => page.getByRole('region', { name: 'Лента' });

async function type(page: Page, name: string | RegExp, text: string): Promise<void> {
  await field(page, name).click();
  await page.locator('.f.edit input').fill(text);
  await page.keyboard.press('Enter');
  // It stays open until the server has it.
  await expect(page.locator('.f.edit')).toHaveCount(0);
}

test('each kind of field is edited in place, saves itself and is told in the feed', async ({ owner }) => {
  const mark = randomUUID().slice(0, 8);
  await newField(owner, 'client', 'text', `Город ${mark}`);
  await newField(owner, 'client', 'number', `Скидка ${mark}`);
  await newField(owner, 'client', 'date', `День ${mark}`);
  await newField(owner, 'client', 'choice', `Источник ${mark}`, ['Сайт', 'Звонок']);
  const { id } = await newClient(owner, 'Хасанова Дилноза');
  await owner.goto(`/clients/${id}`);

  await type(owner, /^ФИО/, 'Хасанова Дилноза Рустамовна');
  await expect(owner.getByRole('heading', { level: 1 })).toHaveText('Хасанова Дилноза Рустамовна');
  await expect(owner.locator('.saved')).toHaveCount(1);
  await type(owner, /^Номер телефона/, '90 123 45 67');
  await expect(field(owner, /^Номер телефона \+998 90 123-45-67/)).toBeVisible();
  await type(owner, /^Ещё номер/, '+7 916 123-45-67');
  await expect(field(owner, /^Ещё номер \+7 916 123-45-67/)).toBeVisible();
  await type(owner, /^E-mail/, 'dilnoza@example.uz');
  await type(owner, `Город ${mark} Добавить`, 'Бухара');
  await type(owner, `Скидка ${mark} Добавить`, '1234,5');
  await type(owner, `День ${mark} Добавить`, '1988-03-14');
  await expect(field(owner, `День ${mark} 14.03.1988`)).toBeVisible();
  await expect(field(owner, /Скидка .* 1\s234,5/)).toBeVisible();
  await field(owner, `Источник ${mark} Добавить`).click();
  await owner.locator('.f.edit select').selectOption({ label: 'Звонок' });
  await expect(field(owner, `Источник ${mark} Звонок`)).toBeVisible();

  await expect(feed(owner).locator('.ev').filter({ hasText: `Источник ${mark}` })).toContainText('Звонок');
  const renamed = feed(owner).locator('.ev').filter({ hasText: 'ФИО' });
  await expect(renamed.locator('s')).toHaveText('Хасанова Дилноза');
  await expect(renamed).toContainText('Хасанова Дилноза Рустамовна');
  await expect(feed(owner).getByRole('heading', { name: 'Сегодня' })).toHaveCount(1);

  await owner.reload();
  await expect(field(owner, `Город ${mark} Бухара`)).toBeVisible();
  await expect(owner.getByText('dilnoza@example.uz').first()).toBeVisible();
});

test('a date that is half typed stays half typed, and is never taken for no date', async ({ owner }) => {
  const day = `День ${randomUUID().slice(0, 8)}`;
  const { id: dayField } = await newField(owner, 'deal', 'date', day);
  const deal = await newDeal(owner, 'С датой', { custom: { [dayField]: { date: '2026-02-15' } } });
  const kept = async () => {
    const { custom } = await call<{ custom: Record<string, { date: string }> }>(owner, 'get_deal', { id: deal.id });
    return custom[dayField]?.date;
  };
  await owner.goto(`/deals/${deal.id}`);
  await field(owner, `${day} 15.02.2026`).click();
  await expect(owner.locator('.f.edit input')).toBeFocused();
  // The day or the month, whichever the browser shows first: the others stay.
  await owner.keyboard.press('Backspace');
  await owner.keyboard.press('Enter');
  await expect(owner.locator('.f.edit').getByRole('alert')).toBeVisible();
  await owner.getByRole('textbox', { name: 'Оставьте комментарий' }).click();
  await expect(owner.locator('.f.edit').getByRole('alert')).toBeVisible();
  expect(await kept()).toBe('2026-02-15');
  await owner.locator('.f.edit input').focus();
  await owner.keyboard.type('12');
  await owner.keyboard.press('Enter');
  await expect(owner.locator('.f.edit')).toHaveCount(0);
  expect(await kept()).toMatch(/^2026-(02-12|12-15)$/);
  // Emptied as a whole it is no date.
  await field(owner, new RegExp(`^${day}`)).click();
  await owner.locator('.f.edit input').fill('');
  await owner.keyboard.press('Enter');
  await expect(field(owner, `${day} Добавить`)).toBeVisible();
  expect(await kept()).toBeUndefined();
});

test('a new deal whose date is half typed waits for the rest of it', async ({ owner }) => {
  const day = `Срок ${randomUUID().slice(0, 8)}`;
  await newField(owner, 'deal', 'date', day);
  const { id } = await newClient(owner, 'Датский Иван');
  await owner.goto(`/clients/${id}`);
  await owner.getByRole('button', { name: 'Быстрая сделка' }).click();
  const dialog = owner.getByRole('dialog', { name: 'Быстрая сделка' });
  await dialog.getByLabel('Наименование').fill('Со сроком');
  const date = dialog.getByLabel(day);
  await date.focus();
  await owner.keyboard.type('12');
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(date).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.locator('.field').filter({ hasText: day }).getByRole('alert')).toBeVisible();
  await date.fill('2026-12-12');
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(owner.locator('.deal-lines')).toContainText('Со сроком');
  // The next one begins without it.
  await owner.getByRole('button', { name: 'Быстрая сделка' }).click();
  await expect(date).toHaveValue('');
});

test('a second phone is removed and the main one stays', async ({ owner }) => {
  const phones = ['+998901234567', '+998907654321'];
  const { id } = await newClient(owner, 'Двухтрубный Иван', { phones });
  await owner.goto(`/clients/${id}`);
  await field(owner, /^Ещё номер \+998 90 765-43-21/).click();
  await owner.locator('.f.edit').getByRole('button', { name: 'Удалить' }).click();
  await expect(field(owner, /765-43-21/)).toHaveCount(0);
  await expect(field(owner, /^Номер телефона \+998 90 123-45-67/)).toBeVisible();
});

test('another phone becomes the main one, and the list under the drawer follows', async ({ owner }) => {
  const name = `Главный ${randomUUID().slice(0, 8)}`;
  await newClient(owner, name, { phones: ['+998901234567', '+998907654321'] });
  await owner.goto('/clients');
  const row = owner.locator('tbody tr[aria-rowindex]').filter({ hasText: name });
  await expect(row).toContainText('123-45-67');
  await row.getByRole('link', { name }).click();
  await field(owner, /^Ещё номер \+998 90 765-43-21/).click();
  await owner.locator('.f.edit').getByRole('button', { name: 'Сделать основным' }).click();
  await expect(field(owner, /^Номер телефона \+998 90 765-43-21/)).toBeVisible();
  await expect(field(owner, /^Ещё номер \+998 90 123-45-67/)).toBeVisible();
  await type(owner, /^ФИО/, `${name} Пётр`);
  await owner.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).click();
  await expect(row).toContainText(`${name} Пётр`);
  await expect(row).toContainText('765-43-21');
});

test('a quick deal from a card that is a page is counted once in the list opened after it', async ({ owner }) => {
  const name = `Однажды ${randomUUID().slice(0, 8)}`;
  const { id } = await newClient(owner, name);
  await owner.goto(`/clients/${id}`);
  await owner.getByRole('button', { name: 'Быстрая сделка' }).click();
  await owner.getByLabel('Наименование').fill('Единственная');
  await owner.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(owner.locator('.deal-lines')).toContainText('Единственная');
  await owner.locator('.crumb').click();
  const row = owner.locator('tbody tr[aria-rowindex]').filter({ hasText: name });
  await expect(row.getByRole('cell', { name: '1', exact: true })).toBeAttached();
  await row.getByRole('button', { name: /^Сделки/ }).click();
  await expect(owner.getByRole('link', { name: 'Единственная' })).toHaveCount(1);
});

test('what is over the limit is refused under its field and stays typed', async ({ owner }) => {
  const { id } = await newClient(owner, 'Короткий Иван');
  await owner.goto(`/clients/${id}`);
  await owner.getByRole('button', { name: 'Изменить', exact: true }).click();
  const input = owner.getByRole('textbox', { name: 'ФИО' });
  await expect(input).toBeFocused();
  await input.fill('я'.repeat(31));
  await expect(owner.locator('.f.edit .count')).toHaveText('31/30');
  await input.press('Enter');
  await expect(owner.getByText('Не больше 30 символов, сейчас 31')).toBeVisible();
  await expect(input).toHaveValue('я'.repeat(31));
  await input.press('Escape');
  await expect(field(owner, 'ФИО Короткий Иван')).toBeFocused();
});

test('leaving a field saves it, Escape gives it up', async ({ owner }) => {
  const { id } = await newClient(owner, 'Уходящий Иван');
  await owner.goto(`/clients/${id}`);
  await field(owner, /^ФИО/).click();
  await owner.getByRole('textbox', { name: 'ФИО' }).fill('Ушедший Иван');
  await owner.getByRole('textbox', { name: 'Оставьте комментарий' }).click();
  await expect(field(owner, 'ФИО Ушедший Иван')).toBeVisible();
  await field(owner, /^ФИО/).click();
  await owner.getByRole('textbox', { name: 'ФИО' }).fill('Передумал');
  await owner.keyboard.press('Escape');
  await expect(field(owner, 'ФИО Ушедший Иван')).toBeVisible();
});

test('a change by somebody else shows the fresh values and keeps what was typed', async ({ owner }) => {
  const { id, version } = await newClient(owner, 'Общий Иван');
  await owner.goto(`/clients/${id}`);
  await field(owner, /^ФИО/).click();
  const input = owner.getByRole('textbox', { name: 'ФИО' });
  await input.fill('Общий Сидор');
  // What a colleague does while the field is open is not shown under it.
  const patch = { name: 'Общий Пётр' };
  await call(owner, 'edit_client', { request: randomUUID(), id, seen: version, patch });
  const edits: string[] = [];
  owner.on('request', (request) => request.url().endsWith('/api/edit_client') && edits.push(request.url()));
  await input.press('Enter');
  await expect(owner.getByText('Запись уже изменил другой человек')).toBeVisible();
  await expect(owner.getByRole('heading', { level: 1 })).toHaveText('Общий Пётр');
  await expect(owner.locator('.f.edit')).toContainText('Сейчас: Общий Пётр');
  await expect(input).toHaveValue('Общий Сидор');
  // Whoever merely leaves the field writes over nothing.
  await owner.getByRole('textbox', { name: 'Оставьте комментарий' }).click();
  expect(await call(owner, 'get_client', { id })).toMatchObject({ name: 'Общий Пётр' });
  expect(edits).toHaveLength(1);
  await expect(input).toHaveValue('Общий Сидор');
  await input.press('Enter');
  await expect(owner.getByRole('heading', { level: 1 })).toHaveText('Общий Сидор');
});

test('a comment appears at once, a failed one stays in its place', async ({ owner }) => {
  const { id } = await newClient(owner, 'Сказанный Иван');
  await owner.goto(`/clients/${id}`);
  const comment = owner.getByRole('textbox', { name: 'Оставьте комментарий' });
  await comment.fill('Просит счёт до пятницы');
  await comment.press('Control+Enter');
  await expect(owner.locator('.said')).toHaveText('Просит счёт до пятницы');
  await expect(comment).toHaveValue('');
  await owner.route('**/api/comment_client', (route) => route.abort());
  await comment.fill('Этого не будет');
  await owner.getByRole('button', { name: 'Отправить' }).click();
  await expect(feed(owner).getByRole('alert')).toContainText('Сервер не отвечает');
  await expect(comment).toHaveValue('Этого не будет');
  await owner.unroute('**/api/comment_client');
  await comment.fill('я'.repeat(1000));
  await expect(owner.locator('.compose .count')).toHaveText('1000/999');
  await owner.getByRole('button', { name: 'Отправить' }).click();
  await expect(owner.locator('.said')).toHaveCount(1);
});

test('from the list a card is a drawer that Escape closes, by its link it is a page', async ({ owner }) => {
  const name = `Ящик ${randomUUID().slice(0, 8)}`;
  await newClient(owner, name);
  await owner.goto('/clients');
  await owner.getByRole('link', { name }).first().click();
  const drawer = owner.getByRole('dialog', { name: 'Карточка клиента' });
  await expect(drawer.getByRole('heading', { name })).toBeVisible();
  await expectNoSideScroll(owner);
  await expectAccessible(owner);
  await owner.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
  await expect(owner).toHaveURL(/\/clients(\?.*)?$/);
  await owner.getByRole('link', { name }).first().click();
  await expect(drawer).toBeVisible();
  await owner.reload();
  await expect(owner.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(drawer).toHaveCount(0);
});

test('a drawer opens on the whole page @desktop', async ({ owner }) => {
  const title = `Широкая ${randomUUID().slice(0, 8)}`;
  await newDeal(owner, title);
  await owner.goto('/deals');
  await owner.getByRole('link', { name: title }).click();
  await owner.getByRole('button', { name: 'Открыть на всю страницу' }).click();
  await expect(owner.getByRole('dialog')).toHaveCount(0);
  await expect(owner.getByRole('heading', { name: title, level: 1 })).toBeVisible();
});

test('an unknown card says so', async ({ owner }) => {
  await owner.goto(`/clients/${randomUUID()}`);
  await expect(owner.getByText('Клиент не найден')).toBeVisible();
  await owner.goto('/deals/nonsense');
  await expect(owner.getByText('Сделка не найдена')).toBeVisible();
});

test('a deal moves along its bar, takes a client and a budget', async ({ owner }) => {
  const name = `Покупатель ${randomUUID().slice(0, 8)}`;
  const client = await newClient(owner, name);
  const deal: Made = await newDeal(owner, 'Поставка оборудования');
  const [, second] = await stages(owner);
  await owner.goto(`/deals/${deal.id}`);
  await owner.getByRole('group', { name: 'Этап' }).getByRole('button', { name: second.name }).click();
  await expect(owner.locator('.stages .now')).toContainText(second.name);
  await expect(feed(owner).locator('.ev').filter({ hasText: 'смена этапа' }).locator('.pill')).toHaveCount(2);
  await type(owner, /^Бюджет сделки/, '1 250 000');
  await expect(field(owner, /Бюджет сделки 1\s250\s000/)).toBeVisible();
  await field(owner, /^Клиент/).click();
  await owner.getByRole('combobox', { name: 'Клиент' }).fill(name);
  await owner.getByRole('option', { name }).click();
  await expect(owner.getByRole('link', { name })).toHaveAttribute('href', `/clients/${client.id}`);
  await expectAccessible(owner);
  await expectNoSideScroll(owner);
  await owner.getByRole('link', { name }).click();
  await expect(owner.locator('.deal-lines')).toContainText('Поставка оборудования');
  await expect(owner.locator('.deal-lines')).toContainText(second.name);
});

test('a budget has a currency of its own, and undo brings both back', async ({ owner }) => {
  const deal = await newDeal(owner, 'Заграничная', { budget: 700_00 });
  await owner.goto(`/deals/${deal.id}`);
  await field(owner, /^Бюджет сделки 700\sсум/).click();
  const amount = owner.locator('.f.edit input');
  await expect(amount).toBeFocused();
  await amount.fill('1250,5');
  // From the amount to its currency is not out of the field.
  await owner.getByRole('combobox', { name: 'Валюта', exact: true }).selectOption({ label: '$' });
  await expect(amount).toHaveValue('1250,5');
  await expectAccessible(owner);
  await expectNoSideScroll(owner);
  await amount.press('Enter');
  await expect(field(owner, /^Бюджет сделки 1\s250,50\s\$/)).toBeVisible();
  await expect(feed(owner).locator('.ev').filter({ hasText: 'Бюджет сделки' })).toContainText(/1\s250,50\s\$/);
  await owner.locator('.toast').getByRole('button', { name: 'Отменить' }).click();
  await expect(field(owner, /^Бюджет сделки 700\sсум/)).toBeVisible();
  await owner.reload();
  await expect(field(owner, /^Бюджет сделки 700\sсум/)).toBeVisible();
});

test('a quick deal takes a currency and custom fields, and says what is wrong with them', async ({ owner }) => {
  const mark = randomUUID().slice(0, 8);
  await newField(owner, 'deal', 'number', `Объём ${mark}`);
  await newField(owner, 'deal', 'choice', `Продукт ${mark}`, ['Лес', 'Уголь']);
  const { id } = await newClient(owner, 'Разносторонний Иван');
  await owner.goto(`/clients/${id}`);
  await owner.getByRole('button', { name: 'Быстрая сделка' }).click();
  const dialog = owner.getByRole('dialog', { name: 'Быстрая сделка' });
  await dialog.getByLabel('Наименование').fill(`Поставка ${mark}`);
  await dialog.getByLabel('Бюджет сделки').fill('900');
  await expect(dialog.getByLabel('Валюта')).toHaveValue('UZS');
  await dialog.getByLabel('Валюта').selectOption({ label: '₽' });
  await dialog.getByLabel(`Объём ${mark}`).fill('много');
  await dialog.getByLabel(`Продукт ${mark}`).selectOption({ label: 'Уголь' });
  await expectAccessible(owner);
  await expectNoSideScroll(owner);
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(dialog.getByLabel(`Объём ${mark}`)).toBeFocused();
  await expect(dialog.getByLabel(`Объём ${mark}`)).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel(`Объём ${mark}`).fill('12,5');
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(owner.locator('.deal-lines')).toContainText(/900\s₽/);
  // The next deal begins as the first one did.
  await owner.getByRole('button', { name: 'Быстрая сделка' }).click();
  await expect(dialog.getByLabel('Валюта')).toHaveValue('UZS');
  await expect(dialog.getByLabel(`Объём ${mark}`)).toHaveValue('');
  await owner.keyboard.press('Escape');
  await owner.getByRole('link', { name: `Поставка ${mark}` }).click();
  await expect(field(owner, `Объём ${mark} 12,5`)).toBeVisible();
  await expect(field(owner, `Продукт ${mark} Уголь`)).toBeVisible();
});
