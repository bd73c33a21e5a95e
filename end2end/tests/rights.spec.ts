// What pages offer once they are alive: controls that the server does not draw, with the right and without it.
import { expect, test, type Page } from '../fixtures';
import { CHANGE_OWNER, SET_UP_FIELDS, SET_UP_FUNNEL, managersLack, managersMay, twoPeople, visit } from '../people';
import { newClient, newDeal, newField, stages } from '../seed';

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

test('dialogs that open in the browser offer only what the role allows', async ({ browser, freshCrm }) => {
  // Two people at work, one step after the other.
  test.slow();
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna, boris] = await twoPeople(newPage, freshCrm);
  await managersLack(anna, CHANGE_OWNER);
  for (const [page, may] of [[anna, true], [boris, false]] as const) {
    await newClient(page, 'Хасанова Дилноза');
    await visit(page, `${freshCrm.baseURL}/clients`);
    await page.getByRole('button', { name: 'Добавить клиента' }).click();
    const adding = dialog(page, 'Новый клиент');
    // The code of a dialog comes when it is first opened.
    await adding.waitFor();
    await expect(adding.getByLabel('Ответственный')).toBeEnabled({ enabled: may });
    await page.keyboard.press('Escape');
    await expect(adding).toBeHidden();
    await page.getByRole('button', { name: 'Настройки', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Настройки таблиц' }).click();
    const settings = dialog(page, 'Настройки таблиц');
    await settings.getByRole('button', { name: 'Сбросить' }).waitFor();
    await expect(settings.getByRole('button', { name: 'Сделать таблицей по умолчанию для всех' })).toHaveCount(may ? 1 : 0);
    await page.context().close();
  }
});

test('who sets up stages and fields and sees only their own records is told no number of the others @desktop', async ({ browser, freshCrm }) => {
  // Two people at work, one step after the other.
  test.slow();
  const newPage = async () => (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const [anna, boris] = await twoPeople(newPage, freshCrm);
  await managersMay(anna, SET_UP_FUNNEL, SET_UP_FIELDS);
  const [, second, third] = await stages(anna);
  await newDeal(anna, 'Её сделка', { stage: second.id });
  await newField(anna, 'client', 'text', 'Город');
  await visit(boris, `${freshCrm.baseURL}/settings/funnel`);
  await boris.getByRole('button', { name: 'Редактировать' }).click();
  // The one with a deal that he does not see, and the empty one: the same question.
  for (const stage of [second, third]) {
    await boris.getByRole('button', { name: `Удалить этап «${stage.name}»` }).click();
    await expect(boris.locator(`.leaving:has([data-stage="${stage.id}"]) label`)).toHaveText('Куда перенести сделки этого этапа?');
  }
  await boris.getByRole('button', { name: `Вернуть этап «${third.name}»` }).click();
  await boris.getByRole('button', { name: 'Сохранить' }).click();
  await expect(boris.locator('.leaving .err')).toHaveText('Выберите этап');
  await boris.getByLabel('Куда перенести сделки этого этапа?').selectOption(third.name);
  await boris.getByRole('button', { name: 'Сохранить' }).click();
  await expect(boris.getByRole('status').getByText('Воронка сохранена')).toBeVisible();
  await visit(boris, `${freshCrm.baseURL}/settings/fields`);
  await boris.getByRole('button', { name: 'Удалить поле «Город»' }).click();
  await expect(dialog(boris, 'Удаление поля').getByText('Поле «Город» исчезнет у всех записей.')).toBeVisible();
  await visit(anna, `${freshCrm.baseURL}/deals`);
  await expect(anna.locator(`.board .col[data-stage="${third.id}"] .card a`)).toHaveText(['Её сделка']);
  for (const page of [anna, boris]) await page.context().close();
});
