// The section «Клиенты»: the table, the new client, the deals under a client.
import AxeBuilder from '@axe-core/playwright';
import { alive, createCompany, expect, test, type Page } from '../fixtures';
import { newClient, resetTable } from '../seed';

let counter = 0;

/** A name that no other test of the run has. */
function surname(stem: string): string {
  counter += 1;
  return `${stem}${Date.now().toString(36)}${counter}`;
}

async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Добавить клиента' }).first().click();
  await expect(page.getByRole('textbox', { name: 'Фамилия' })).toBeFocused();
}

async function addClient(page: Page, last: string, first = 'Анна', phone = ''): Promise<void> {
  await openForm(page);
  await page.getByRole('textbox', { name: 'Фамилия' }).fill(last);
  await page.getByRole('textbox', { name: 'Имя' }).fill(first);
  if (phone) await page.getByRole('textbox', { name: 'Номер телефона' }).fill(phone);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

const rows = (page: Page) => page.locator('tbody tr[aria-rowindex]');
const found = (page: Page) => page.getByRole('searchbox', { name: 'Фильтр и поиск' });

test('a saved client stands on top of the list', async ({ owner: page }) => {
  await page.goto('/clients');
  const last = surname('Верхова');
  await addClient(page, last, 'Анна', '901234567');
  await expect(page.getByText('Клиент добавлен')).toBeVisible();
  await expect(rows(page).first()).toContainText(`${last} Анна`);
  await expect(rows(page).first()).toContainText('+998 90 123-45-67');
  await page.reload();
  await expect(rows(page).first()).toContainText(`${last} Анна`);
});

test('the search finds by a phone fragment and by е instead of ё', async ({ owner: page }) => {
  await page.goto('/clients');
  const last = surname('Звёздная');
  await addClient(page, last, 'Пётр', '977654321');
  await found(page).fill(last.replace('ё', 'е').toUpperCase());
  await expect(page).toHaveURL(/\?q=/);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText(last);
  await found(page).fill('765-43');
  await expect(rows(page).filter({ hasText: last })).toHaveCount(1);
  await found(page).fill('такого точно нет');
  await expect(page.getByRole('heading', { name: 'Ничего не найдено' })).toBeVisible();
  await page.getByRole('link', { name: 'Сбросить поиск' }).click();
  await expect(page).toHaveURL(/\/clients$/);
  await expect(found(page)).toHaveValue('');
  await expect(rows(page).first()).toBeVisible();
});

test('a header sorts, the address keeps it, and back returns', async ({ owner: page }) => {
  await page.goto('/clients');
  await addClient(page, surname('Аааа'));
  await addClient(page, surname('Яяяя'));
  const header = page.getByRole('columnheader', { name: 'ФИО' });
  await header.getByRole('link').click();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page).first()).toContainText('Аааа');
  await header.getByRole('link').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page).first()).toContainText('Яяяя');
  await page.goBack();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page).first()).toContainText('Аааа');
  // The order is remembered, and other tests of this company expect the usual one.
  await resetTable(page, 'client_table');
});

test('a quick deal appears under its client, and its stage tells about it', async ({ owner: page }) => {
  await page.goto('/clients');
  const last = surname('Сделкина');
  await addClient(page, last);
  const fold = page.getByRole('button', { name: new RegExp(`Сделки: ${last}`) });
  await fold.click();
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await page.getByRole('button', { name: 'Быстрая сделка' }).click();
  await expect(page.getByLabel('Наименование')).toBeFocused();
  await page.getByLabel('Бюджет сделки').fill('много');
  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(page.getByText('Заполните поле')).toBeVisible();
  await page.getByLabel('Наименование').fill('Поставка станка');
  await page.getByLabel('Бюджет сделки').fill('1 250,5');
  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  const deal = page.locator('tr.deal').filter({ hasText: 'Поставка станка' });
  await expect(deal).toContainText('1 250,50');
  await expect(rows(page).filter({ hasText: last }).locator('.dot')).toHaveCount(1);
  await deal.locator('.pill').hover();
  await expect(page.getByRole('tooltip')).toContainText('Анна Каримова');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toBeHidden();
  await page.mouse.move(0, 0);
  await deal.locator('.pill').focus();
  await expect(page.getByRole('tooltip')).toContainText('в этапе');
  await fold.click();
  await expect(page.locator('tr.deal')).toHaveCount(0);
});

test('a name over the limit is refused with both numbers, and nothing typed is lost', async ({ owner: page }) => {
  await page.goto('/clients');
  await openForm(page);
  await page.getByRole('textbox', { name: 'Фамилия' }).fill('я'.repeat(20));
  await page.getByRole('textbox', { name: 'Имя' }).fill('ю'.repeat(10));
  await page.getByRole('textbox', { name: 'Номер телефона' }).fill('90123');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Не больше 30 символов, сейчас 31')).toBeVisible();
  await expect(page.getByText('В номере должно быть 9 цифр после кода, сейчас 5')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Фамилия' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Номер телефона' })).toHaveValue('90123');
});

test('a client is created and found by the keyboard alone @desktop', async ({ owner: page }) => {
  await page.goto('/clients');
  const last = surname('Клавишина');
  await page.getByRole('button', { name: 'Добавить клиента' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Фамилия' })).toBeFocused();
  await page.keyboard.type(last);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Инна');
  await page.keyboard.press('Control+Enter');
  await expect(rows(page).first()).toContainText(`${last} Инна`);
  await page.keyboard.press('/');
  await expect(found(page)).toBeFocused();
  await page.keyboard.type(last);
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(found(page)).toHaveValue('');
});

test('whoever scrolls to the end meets each client once, in a page that stays small', async ({ page, freshCrm }) => {
  test.slow();
  const count = 320;
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Лисички');
  await page.waitForURL('**/clients');
  const names = Array.from({ length: count }, (_, at) => `Клиент ${String(at + 1).padStart(3, '0')}`);
  for (let at = 0; at < count; at += 20) {
    await Promise.all(names.slice(at, at + 20).map((name) => newClient(page, name)));
  }
  await page.goto(`${freshCrm.baseURL}/clients?sort=name&dir=asc`);
  const wrap = page.locator('.tablewrap');
  const seen = new Map<number, string>();
  for (let bottom = false; !bottom; ) {
    const shown = await rows(page).evaluateAll((lines) =>
      lines.map((line) => [Number(line.getAttribute('aria-rowindex')), /Клиент \d{3}/.exec(line.textContent ?? '')?.[0] ?? ''] as const),
    );
    expect(shown.length).toBeLessThan(120);
    for (const [place, name] of shown) {
      expect(seen.get(place) ?? name, `line ${place}`).toBe(name);
      seen.set(place, name);
    }
    bottom = [...seen.values()].includes(names[count - 1]);
    // Farther than a step of the window, nearer than the lines that are drawn below.
    await wrap.evaluate((element) => element.scrollBy(0, element.clientHeight * 0.9));
    // Either the next lines are there already, or they are on their way.
    if (!bottom) await expect.poll(async () => Number(await rows(page).last().getAttribute('aria-rowindex'))).toBeGreaterThan(Math.max(...seen.keys()));
  }
  const inOrder = [...seen].sort(([one], [other]) => one - other).map(([, name]) => name);
  expect(inOrder).toEqual(names);
});

test('the section has no serious accessibility problems', async ({ owner: page }) => {
  await page.goto('/clients');
  await addClient(page, surname('Доступная'), 'Анна', '901112233');
  await serious(page);
  await openForm(page);
  await serious(page);
});

async function serious(page: Page): Promise<void> {
  await alive(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}
