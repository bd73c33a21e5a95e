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
  await expect(page.getByRole('columnheader', { name: 'Город' })).toBeVisible();
  await alive(page);
  await page.locator('tbody tr').filter({ hasText: 'Караван Логистик 84' }).locator('button[aria-expanded=false]').click();
  await expect(page.locator('button[aria-expanded=true]')).toHaveCount(1);
  await page.mouse.move(0, 0);
  await picture(page, 'clients');
  await expect(page.locator('nav').first()).toMatchAriaSnapshot(`
    - navigation "Разделы":
      - text: Северный ветер
      - link "Сделки":
        - /url: /deals
      - link "Клиенты":
        - /url: /clients
      - link "Настройки":
        - /url: /settings
      - button /Анна Каримова/
  `);
  await expect(page.locator('main')).toMatchAriaSnapshot(`
    - main:
      - heading "Клиенты" [level=1]
      - text: "60"
      - button "Добавить клиента"
      - search:
        - searchbox "Фильтр и поиск"
      - region "Клиенты":
        - table:
          - rowgroup:
            - row:
              - columnheader "ФИО"
              - columnheader "Город"
  `);

  await page.goto(`${freshCrm.baseURL}/deals`);
  await expect(page.locator('.card').first()).toBeVisible();
  await picture(page, 'board');
  await frames(page, (name, clip) => page.screenshot({ path: join(folder, `${name}.png`), clip }));
  await expect(page.locator('main')).toMatchAriaSnapshot(`
    - main:
      - heading "Сделки" [level=1]
      - region "Новая"
  `);
});

/** A drag in three pictures: lifted, over its place, dropped. */
async function frames(page: Page, picture: (name: string, clip: { x: number; y: number; width: number; height: number }) => Promise<unknown>) {
  const [from, to] = [page.locator('.board .col').nth(0), page.locator('.board .col').nth(1)];
  const [at, target] = [await from.locator('.card').nth(1).boundingBox(), await to.locator('.card').nth(0).boundingBox()];
  const clip = { x: at!.x - 20, y: at!.y - 130, width: 2 * (target!.x - at!.x) + 20, height: 400 };
  await page.mouse.move(at!.x + 90, at!.y + 24);
  await page.mouse.down();
  await page.mouse.move(at!.x + 140, at!.y + 50, { steps: 6 });
  await expect(page.locator('.hand')).toBeVisible();
  await picture('drag-1', clip);
  await page.mouse.move(target!.x + 120, target!.y + 90, { steps: 12 });
  await expect(to.locator('.slot')).toBeVisible();
  await picture('drag-2', clip);
  await page.mouse.up();
  await expect(page.locator('.hand')).toHaveCount(0);
  await expect(page.locator('.toast')).toBeVisible();
  await picture('drag-3', clip);
}
