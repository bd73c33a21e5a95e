// Filters without scripts: an address is the filter, and the crosses of its chips are links.
import { randomUUID } from 'node:crypto';
import { expect, test } from '../fixtures';
import { newClient, newDeal, stages } from '../seed';

test('a filtered board and table are rendered and unfiltered without scripts', async ({ owner: page }) => {
  const [first, second] = await stages(page);
  const mark = randomUUID().slice(0, 8);
  const client = await newClient(page, `Клиент ${mark}`);
  await newDeal(page, `Видимая ${mark}`, { stage: first.id, client: client.id });
  await newDeal(page, `Прочая ${mark}`, { stage: second.id });
  await page.goto(`/deals?q=${mark}&owner=me&stage=${first.id}&created=today`);
  await expect(page.getByRole('link', { name: `Видимая ${mark}` })).toBeVisible();
  await expect(page.getByRole('link', { name: `Прочая ${mark}` })).toHaveCount(0);
  await page.getByRole('link', { name: 'Убрать фильтр: Этап' }).click();
  await expect(page).toHaveURL(/owner=me&created=today$/);
  await expect(page.getByRole('link', { name: `Прочая ${mark}` })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Фильтр и поиск' }).fill(`видимая ${mark}`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/owner=me/);
  await expect(page.getByRole('link', { name: `Прочая ${mark}` })).toHaveCount(0);
  await page.goto(`/clients?stage=${second.id}&q=${mark}`);
  await expect(page.getByRole('heading', { name: 'Ничего не найдено' })).toBeVisible();
  await page.getByRole('link', { name: 'Убрать фильтр: Этап сделки' }).click();
  await expect(page.getByRole('link', { name: `Клиент ${mark}` })).toBeVisible();
});
