// «Воронка сделок»: stages renamed, coloured, added, put in order and deleted, and what the board makes of it.
import { randomUUID } from 'node:crypto';
import { alive, createCompany, expect, test, type Page } from '../fixtures';
import { expectAccessible, expectNoSideScroll } from '../axe';
import { finger, middle } from '../hand';
import { call, newDeal, stages } from '../seed';

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

test('a stage is dragged by a finger that rests on its three dots @phone', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  await page.getByRole('button', { name: 'Редактировать' }).click();
  const handle = (name: string) => page.getByRole('button', { name: `Переставить этап «${name}»` });
  await handle('Предложение').scrollIntoViewIfNeeded();
  const above = await middle(page, handle('Переговоры'));
  const { touch, glide, lift } = await finger(page);
  await touch(await middle(page, handle('Предложение')));
  await expect(page.locator('.hand')).toBeVisible();
  await glide({ x: above.x, y: above.y - 12 });
  await lift();
  await expect(page.locator('.hand')).toHaveCount(0);
  expect(await names(page)).toEqual(['Новая', 'Предложение', 'Переговоры', 'Оплачено', 'Отказ']);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  expect((await stages(page)).map((stage) => stage.name)).toEqual(['Новая', 'Предложение', 'Переговоры', 'Оплачено', 'Отказ']);
});

test('stages are put in order by pressing alone, from group to group', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  await page.getByRole('button', { name: 'Редактировать' }).click();
  const press = (name: string) => page.getByRole('button', { name, exact: true });
  await expect(press('Выше: Новая')).toHaveAttribute('aria-disabled', 'true');
  await expect(press('Ниже: Отказ')).toHaveAttribute('aria-disabled', 'true');
  await press('Выше: Предложение').click();
  expect(await names(page)).toEqual(['Новая', 'Предложение', 'Переговоры', 'Оплачено', 'Отказ']);
  await expect(press('Выше: Предложение')).toBeFocused();
  await press('Выше: Предложение').click();
  await expect(page.locator('[data-funnel-group=unprocessed] input.inp')).toHaveCount(2);
  await expect(press('Выше: Предложение')).toBeFocused();
  await expect(page.locator('p[aria-live=assertive]')).toHaveText('Группа «Необработанные», место 2.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  expect((await stages(page)).map((stage) => stage.name)).toEqual(['Новая', 'Предложение', 'Переговоры', 'Оплачено', 'Отказ']);
});

test('a stage with deals is deleted by saying where they go, an empty one without @desktop', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  const [first, second, third] = await stages(page);
  for (const title of ['Вторая', 'Первая']) await newDeal(page, title, { stage: second.id });
  await page.reload();
  await alive(page);
  await page.getByRole('button', { name: 'Редактировать' }).click();
  await page.getByRole('button', { name: `Удалить этап «${second.name}»` }).click();
  const where = page.getByLabel('Куда перенести 2 сделки?');
  await expect(where).toBeFocused();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(where).toHaveAccessibleDescription('Выберите этап');
  await page.getByRole('button', { name: `Вернуть этап «${second.name}»` }).click();
  expect(await names(page)).toContain(second.name);
  await page.getByRole('button', { name: `Удалить этап «${second.name}»` }).click();
  await where.selectOption(third.name);
  await page.getByRole('button', { name: `Удалить этап «${first.name}»` }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.locator('[data-funnel-group=unprocessed] ~ .err')).toBeVisible();
  await page.locator('[data-funnel-group=unprocessed]').getByRole('button', { name: 'Добавить этап' }).click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  expect((await stages(page)).map((stage) => stage.name)).toEqual(['Новый этап', 'Предложение', 'Оплачено', 'Отказ']);
  await page.goto(new URL('/deals', page.url()).href);
  const column = page.locator(`.board .col[data-stage="${third.id}"]`);
  await expect(column.locator('.card a')).toHaveText(['Первая', 'Вторая']);
});

test('a stage that got its first deal meanwhile is asked about, and its deals go to a new stage @desktop', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  const second = (await stages(page))[1];
  await page.getByRole('button', { name: 'Редактировать' }).click();
  await page.getByRole('button', { name: `Удалить этап «${second.name}»` }).click();
  await expect(page.locator('.leaving')).toBeHidden();
  await newDeal(page, 'Поздняя', { stage: second.id });
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('В удалённом этапе могут быть сделки.')).toBeVisible();
  await page.locator('[data-funnel-group=in_work]').getByRole('button', { name: 'Добавить этап' }).click();
  await page.getByLabel('Куда перенести 1 сделку?').selectOption('Новый этап');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  await page.goto(new URL('/deals', page.url()).href);
  await expect(page.locator('.board .col[aria-label="Новый этап"] .card a')).toHaveText(['Поздняя']);
});

test('stages that changed while another screen was open are told of on the board, whose menus have the new ones @desktop', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  await newDeal(page, 'Одинокая');
  await page.goto(new URL('/clients', page.url()).href);
  const { stages: seen } = await call<{ stages: { group: string }[] }>(page, 'open_funnel', {});
  const added = { id: null, group: seen[1].group, name: 'Договор', colour: '#123456', takes: [] };
  const drafts = [seen[0], seen[1], added, ...seen.slice(2)];
  await call(page, 'save_funnel', { request: randomUUID(), seen, stages: drafts });
  await page.getByRole('link', { name: 'Сделки', exact: true }).first().click();
  await expect(page.getByText('Этапы воронки изменились.')).toBeVisible();
  await page.getByRole('button', { name: 'Действия: Одинокая' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Переместить в этап' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Договор' }).press('Enter');
  await expect(page.locator('.board .col[aria-label="Договор"] .card a')).toHaveText(['Одинокая']);
});

test('the focus stays where the work on stages goes on @desktop', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await button('Редактировать').click();
  await expect(page.getByLabel('Название этапа').first()).toBeFocused();
  await button('Удалить этап «Переговоры»').press('Enter');
  await expect(button('Удалить этап «Предложение»')).toBeFocused();
  await button('Удалить этап «Отказ»').press('Enter');
  await expect(button('Удалить этап «Оплачено»')).toBeFocused();
  await button('Отменить').press('Enter');
  await expect(button('Редактировать')).toBeFocused();
  await button('Редактировать').press('Enter');
  await button('Сохранить').press('Enter');
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  await expect(button('Редактировать')).toBeFocused();

  await newDeal(page, 'Есть сделка', { stage: (await stages(page))[1].id });
  await page.reload();
  await button('Редактировать').press('Enter');
  await button('Удалить этап «Переговоры»').press('Enter');
  await expect(page.getByLabel('Куда перенести 1 сделку?')).toBeFocused();
  await button('Вернуть этап «Переговоры»').press('Enter');
  await expect(button('Удалить этап «Переговоры»')).toBeFocused();
});

test('what somebody else has saved meanwhile takes the place of an edit only when it is asked for @desktop', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  await page.getByRole('button', { name: 'Редактировать' }).click();
  await page.getByLabel('Название этапа').nth(1).fill('Моё имя');
  const { stages: seen } = await call<{ stages: object[] }>(page, 'open_funnel', {});
  const drafts = seen.map((stage, place) => (place === 0 ? { ...stage, name: 'Чужое имя' } : stage));
  await call(page, 'save_funnel', { request: randomUUID(), seen, stages: drafts });
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('alert').getByText('Этапы уже изменил другой человек.')).toBeVisible();
  expect(await names(page)).toEqual(['Новая', 'Моё имя', 'Предложение', 'Оплачено', 'Отказ']);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Загрузить новые этапы' }).click();
  await expect.poll(() => names(page)).toEqual(['Чужое имя', 'Переговоры', 'Предложение', 'Оплачено', 'Отказ']);
  await expect(page.getByLabel('Название этапа').first()).toBeFocused();
  await expect(page.getByText('Этапы уже изменил другой человек.')).toHaveCount(0);
  await page.getByLabel('Название этапа').nth(1).fill('Моё имя');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  expect((await stages(page)).map((stage) => stage.name)).toEqual(['Чужое имя', 'Моё имя', 'Предложение', 'Оплачено', 'Отказ']);
});

test('more stages than a funnel may have are refused with the reason @desktop', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  await page.getByRole('button', { name: 'Редактировать' }).click();
  const add = page.locator('[data-funnel-group=in_work]').getByRole('button', { name: 'Добавить этап' });
  for (let more = 0; more < 56; more += 1) await add.click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('alert').getByText('В воронке помещается не больше 60 этапов')).toBeVisible();
});

test('what is wrong with a stage stays with its line', async ({ page, freshCrm }) => {
  await company(page, freshCrm.setupLink);
  await page.getByRole('button', { name: 'Редактировать' }).click();
  const add = page.locator('[data-funnel-group=in_work]').getByRole('button', { name: 'Добавить этап' });
  await add.click();
  await add.click();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  const refused = page.locator('.funnel input[aria-invalid=true]');
  await expect(refused).toHaveCount(1);
  await expect(refused).toHaveValue('Новый этап');
  await page.getByRole('button', { name: 'Удалить этап «Новая»' }).click();
  await expect(refused).toHaveValue('Новый этап');
  await page.getByRole('button', { name: 'Удалить этап «Новый этап»' }).last().click();
  await expect(refused).toHaveCount(0);
});
