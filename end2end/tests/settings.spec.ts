// Settings: limits of texts, custom fields.
import AxeBuilder from '@axe-core/playwright';
import { randomUUID } from 'node:crypto';
import { createCompany, expect, test, type Page } from '../fixtures';
import { newClient, newField } from '../seed';

async function addField(page: Page, section: string, name: string, kind: string, options = ''): Promise<void> {
  await page.getByRole('button', { name: section }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Название').fill(name);
  await dialog.getByLabel('Тип').selectOption({ label: kind });
  if (options) await dialog.getByLabel('Варианты').fill(options);
  await dialog.getByRole('button', { name: 'Добавить' }).click();
}

async function expectNoSeriousProblems(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).analyze();
  const serious = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  expect(serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
}

test('limits are raised, kept, and never beyond 255', async ({ owner }) => {
  await owner.goto('/settings/company');
  const name = owner.getByLabel('ФИО: не больше');
  await name.fill('300');
  await owner.getByRole('button', { name: 'Сохранить' }).click();
  await expect(owner.getByText('Нужно целое число от 30 до 255.')).toBeVisible();
  await name.fill('60');
  await owner.getByLabel('Текстовое поле: не больше').fill('120');
  await owner.getByRole('button', { name: 'Сохранить' }).click();
  await expect(owner.getByText('Настройки сохранены')).toBeVisible();
  await owner.reload();
  await expect(name).toHaveValue('60');
  await expect(owner.getByLabel('Текстовое поле: не больше')).toHaveValue('120');
  await name.fill('30');
  await owner.getByLabel('Текстовое поле: не больше').fill('30');
  await owner.getByRole('button', { name: 'Сохранить' }).click();
  await expect(owner.getByText('Сейчас 30').first()).toBeVisible();
});

test('a field of each kind is added, renamed, and its name is taken only once', async ({ owner }, info) => {
  const own = (name: string) => `${name} ${info.project.name}`;
  await owner.goto('/settings/fields');
  for (const kind of ['Текст', 'Число', 'Дата']) {
    await addField(owner, 'Добавить поле сделки', own(kind), kind);
    await expect(owner.getByRole('list').getByText(own(kind), { exact: true })).toBeVisible();
  }
  await addField(owner, 'Добавить поле сделки', own('Источник'), 'Список', 'Сайт\nЗвонок');
  const source = owner.getByRole('listitem').filter({ hasText: own('Источник') });
  await expect(source.getByText('Список · 2 варианта')).toBeVisible();

  await owner.getByLabel(`Новый вариант поля «${own('Источник')}»`).fill('Выставка');
  await owner.keyboard.press('Enter');
  await expect(source.getByText('Список · 3 варианта')).toBeVisible();
  await owner.getByLabel(`Новый вариант поля «${own('Источник')}»`).fill('сайт');
  await owner.keyboard.press('Enter');
  await expect(owner.getByText('Такое название уже есть.')).toBeVisible();

  await owner.getByRole('button', { name: `Переименовать поле «${own('Текст')}»` }).click();
  await owner.getByRole('textbox', { name: 'Название' }).fill(own('Адрес'));
  await owner.keyboard.press('Enter');
  await expect(owner.getByText(own('Адрес'), { exact: true })).toBeVisible();

  await addField(owner, 'Добавить поле сделки', own('адрес'), 'Текст');
  await expect(owner.getByRole('dialog').getByText('Такое название уже есть.')).toBeVisible();
  await expect(owner.getByRole('dialog').getByLabel('Название')).toHaveValue(own('адрес'));
  await owner.keyboard.press('Escape');
  await owner.reload();
  await expect(owner.getByText(own('Адрес'), { exact: true })).toBeVisible();
});

test('a field is deleted knowing what it holds, and comes back by its message and from the list', async ({ owner }) => {
  const name = `Город ${randomUUID().slice(0, 8)}`;
  const field = await newField(owner, 'client', 'text', name);
  const client = await newClient(owner, 'Бухарский Иван', { custom: { [field.id]: { text: 'Бухара' } } });
  await owner.goto('/settings/fields');
  const remove = owner.getByRole('button', { name: `Удалить поле «${name}»` });
  const restore = owner.getByRole('button', { name: `Восстановить поле «${name}»` });
  const dialog = owner.getByRole('dialog', { name: 'Удаление поля' });
  const confirm = dialog.getByRole('button', { name: 'Удалить', exact: true });
  await remove.click();
  await expect(dialog).toContainText(`Поле «${name}» заполнено у 1 записи.`);
  await expectNoSeriousProblems(owner);
  await owner.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await remove.click();
  await confirm.click();
  await expect(owner.getByText(`Поле «${name}» удалено`)).toBeVisible();
  await expect(remove).toHaveCount(0);
  await expect(restore).toBeVisible();
  await owner.locator('.toast').filter({ hasText: name }).getByRole('button', { name: 'Отменить' }).click();
  await expect(owner.getByText(`Поле «${name}» восстановлено`)).toBeVisible();
  await expect(restore).toHaveCount(0);

  await remove.click();
  await confirm.click();
  await expect(restore).toBeVisible();
  await owner.goto(`/clients/${client.id}`);
  await expect(owner.getByRole('heading', { level: 1 })).toHaveText('Бухарский Иван');
  await expect(owner.getByText(name)).toHaveCount(0);

  // Its name is free; while another field has it, it waits.
  await owner.goto('/settings/fields');
  await addField(owner, 'Добавить поле клиента', name, 'Текст');
  await expect(remove).toBeVisible();
  await restore.click();
  await expect(owner.getByText(`Поле с названием «${name}» уже есть.`)).toBeVisible();
  await owner.getByRole('button', { name: `Переименовать поле «${name}»` }).click();
  await owner.getByRole('textbox', { name: 'Название' }).fill(`Село ${name}`);
  await owner.keyboard.press('Enter');
  await expect(owner.getByText(`Село ${name}`, { exact: true })).toBeVisible();
  await restore.click();
  await expect(owner.getByText(`Поле «${name}» восстановлено`)).toBeVisible();
  await owner.goto(`/clients/${client.id}`);
  await expect(owner.locator('.fields').getByRole('button', { name: `${name} Бухара` })).toBeVisible();
});

test('settings have no serious accessibility problems and no sideways scroll', async ({ owner }) => {
  for (const page of ['/settings', '/settings/company', '/settings/fields', '/settings/import']) {
    await owner.goto(page);
    await expectNoSeriousProblems(owner);
    const wide = await owner.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide, page).toBe(false);
  }
});

test('on a phone the settings are a list that leads to a section @phone', async ({ owner }) => {
  await owner.goto('/settings');
  const list = owner.getByRole('navigation', { name: 'Настройки' });
  await list.getByRole('link', { name: 'Поля' }).click();
  await expect(owner.getByRole('heading', { name: 'Поля', level: 2 })).toBeVisible();
  await expect(list).toBeHidden();
  await owner.getByRole('link', { name: 'Все настройки' }).click();
  await expect(list).toBeVisible();
});

test('demo data is loaded into an empty company and taken out again', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Лисички');
  await page.goto(`${freshCrm.baseURL}/settings/company`);
  await page.getByRole('button', { name: 'Загрузить демо-данные' }).click();
  await expect(page.getByText('Загружено: клиенты – 60, сделки – 90')).toBeVisible();
  // The fields that came with it are columns at once.
  await page.getByRole('link', { name: 'Клиенты', exact: true }).filter({ visible: true }).click();
  await expect(page.locator('thead').getByText('Город')).toBeAttached();
  await page.goto(`${freshCrm.baseURL}/settings/company`);
  await page.getByRole('button', { name: 'Удалить демо-данные' }).click();
  await expect(page.getByText('Удалено: клиенты – 60, сделки – 90')).toBeVisible();
});
