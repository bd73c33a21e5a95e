// The README's pictures, and what a screen reader hears of the two main screens. With VORONKA_PICTURES set the pictures
// go to docs/images, otherwise to the test's own folder.
import { join } from 'node:path';
import { alive, createCompany, expect, test, type Page } from '../fixtures';

test('the table and the board of a company with demo data @desktop', async ({ page, freshCrm }, info) => {
  const folder = process.env.VORONKA_PICTURES ? join(__dirname, '..', '..', 'docs', 'images') : info.outputDir;
  const picture = (of: Page, name: string) => of.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Северный ветер');
  await page.waitForURL('**/clients');
  await alive(page);
  await page.getByRole('button', { name: 'Загрузить демо-данные' }).click();
  await page.locator('button[aria-expanded=false]').nth(2).click();
  await expect(page.locator('button[aria-expanded=true]')).toHaveCount(1);
  await page.mouse.move(0, 0);
  await picture(page, 'clients');
  await expect(page.locator('nav').first()).toMatchAriaSnapshot(`
    - navigation "Разделы":
      - text: Северный ветер
      - link "Воронка"
      - link "Клиенты"
      - link "Настройки"
      - button /Анна Каримова/
  `);
  await expect(page.locator('main')).toMatchAriaSnapshot(`
    - heading "Клиенты" [level=1]
    - button "Добавить клиента"
    - searchbox "Фильтр и поиск"
  `);

  await page.goto(`${freshCrm.baseURL}/deals`);
  await expect(page.locator('.card').first()).toBeVisible();
  await picture(page, 'board');
  await expect(page.locator('main')).toMatchAriaSnapshot(`
    - heading "Воронка" [level=1]
    - region:
      - heading [level=2]
  `);
});
