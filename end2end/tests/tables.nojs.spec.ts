// Tables before scripts run, or without them: read as they were arranged.
import { randomUUID } from 'node:crypto';
import { expect, test } from '../fixtures';
import { call, newDeal, stages } from '../seed';

test('the list of deals is read without scripts, sorted by a link and as wide as chosen', async ({ owner: page }) => {
  await newDeal(page, 'Бесскриптовая', { stage: (await stages(page))[0].id });
  const widths = [[{ builtin: 'name' }, 333]];
  await call(page, 'save_preference', { request: randomUUID(), chosen: { deal_table: { widths } } });
  await page.goto('/deals/list');
  const header = page.getByRole('columnheader', { name: 'Наименование' });
  expect(Math.round((await header.boundingBox())!.width)).toBe(333);
  await expect(page.locator('tbody tr[aria-rowindex]').first()).toContainText('Бесскриптовая');
  await header.getByRole('link').click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
});
