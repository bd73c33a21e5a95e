// «Воронка сделок»: stages renamed, coloured, added, put in order and deleted, and what the board makes of it.
import { alive, createCompany, expect, test, type Page } from '../fixtures';
import { expectAccessible, expectNoSideScroll } from '../axe';
import { newDeal, stages } from '../seed';

async function company(page: Page, setupLink: string): Promise<void> {
  await page.goto(setupLink);
  await createCompany(page, 'Этапы');
  await page.waitForURL('**/clients');
  await page.goto(new URL('/settings/funnel', page.url()).href);
  await alive(page);
}

const names = (page: Page) => page.locator('.funnel input.inp').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));

test('stages are renamed, added, coloured and saved, and the board follows', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Редактировать' }).click();
  await expectAccessible(page);
  await expectNoSideScroll(page);
  await page.locator('[data-funnel-group=in_work]').getByRole('button', { name: 'Добавить этап' }).click();
  const added = page.getByLabel('Название этапа').nth(3);
  await expect(added).toHaveValue('Новый этап');
  await added.fill('я'.repeat(51));
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Не больше 50 символов, сейчас 51')).toBeVisible();
  await added.fill('Договор');
  await page.getByRole('button', { name: 'Цвет этапа «Договор»' }).click();
  await page.getByRole('button', { name: 'Цвет 5', exact: true }).click();
  await page.getByLabel('Другие палитры').fill('#ff0000');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Договор' })).toBeVisible();
  await newDeal(page, 'Первая');
  expect((await stages(page)).map((stage) => stage.name)).toEqual(['Новая', 'Переговоры', 'Предложение', 'Договор', 'Оплачено', 'Отказ']);
  await page.goto(new URL('/deals', page.url()).href);
  await expect(page.locator('.board .col[aria-label="Договор"]')).toBeAttached();
});

test('a stage is dragged by its three dots, by mouse and by keyboard @desktop', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  await page.getByRole('button', { name: 'Редактировать' }).click();
  const handle = page.getByRole('button', { name: 'Переставить этап «Предложение»' });
  const above = await page.getByRole('button', { name: 'Переставить этап «Переговоры»' }).boundingBox();
  await handle.hover();
  await page.mouse.down();
  await page.mouse.move(above!.x + 20, above!.y + 2, { steps: 8 });
  await expect(page.locator('.hand')).toBeVisible();
  await page.mouse.up();
  expect(await names(page)).toEqual(['Новая', 'Предложение', 'Переговоры', 'Оплачено', 'Отказ']);
  await handle.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  expect(await names(page)).toEqual(['Новая', 'Предложение', 'Переговоры', 'Оплачено', 'Отказ']);
  await expect(handle).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  const saved = await stages(page);
  expect(saved.map((stage) => stage.name)).toEqual(['Новая', 'Предложение', 'Переговоры', 'Оплачено', 'Отказ']);
});

test('a stage with deals is kept, an empty one is deleted @desktop', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  const [first, second] = await stages(page);
  await newDeal(page, 'Держит этап', { stage: second.id });
  await page.getByRole('button', { name: 'Редактировать' }).click();
  await page.getByRole('button', { name: `Удалить этап «${second.name}»` }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('В этом этапе есть сделки.')).toBeVisible();
  await page.locator('.savebar').getByRole('button', { name: 'Отменить' }).click();
  await page.getByRole('button', { name: 'Редактировать' }).click();
  expect(await names(page)).toContain(second.name);
  await page.getByRole('button', { name: `Удалить этап «${first.name}»` }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.locator('[data-funnel-group=unprocessed] ~ .err')).toBeVisible();
  await page.locator('[data-funnel-group=unprocessed]').getByRole('button', { name: 'Добавить этап' }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  expect((await stages(page)).map((stage) => stage.name)).toEqual(['Новый этап', 'Переговоры', 'Предложение', 'Оплачено', 'Отказ']);
});
