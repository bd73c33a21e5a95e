// What pages offer once they are alive: controls that the server does not draw, with the right and without it.
import { expect, test, type Page } from '../fixtures';
import { CHANGE_OWNER, managersLack, twoPeople, visit } from '../people';
import { newClient } from '../seed';

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
