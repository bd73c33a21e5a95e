// The section «Клиенты» without scripts: the list, the search and the order are links and forms.
import { createCompany, expect, test, type Page } from '../fixtures';

/** The names in the table, in order; an expectation on them waits for the page that a click opens. */
function names(page: Page) {
  return page.locator('td.c-name a');
}

/** Clients are made by the function that the form itself calls. */
async function addClient(page: Page, name: string, request: number): Promise<void> {
  const base = new URL(page.url()).origin;
  const id = `00000000-0000-4000-8000-${request.toString().padStart(12, '0')}`;
  const client = { kind: 'person', name, phones: [], emails: [], owner: null, custom: {} };
  const paths = await page.request.get(`${base}/clients`);
  expect(paths.ok()).toBe(true);
  const answer = await page.request.post(`${base}/api/create_client`, {
    headers: { origin: base },
    data: { request: id, new: client },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

test('the list is read, searched and sorted without scripts', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Лисички');
  await expect(page.getByRole('heading', { name: 'Клиентов пока нет' })).toBeVisible();
  await addClient(page, 'Борисова Вера', 1);
  await addClient(page, 'Яшина Пётра', 2);
  await addClient(page, 'Абрамова Юлия', 3);
  await page.reload();
  await expect(names(page)).toHaveText(['Абрамова Юлия', 'Яшина Пётра', 'Борисова Вера']);
  await page.getByRole('columnheader', { name: 'ФИО' }).getByRole('link').click();
  await expect(names(page)).toHaveText(['Абрамова Юлия', 'Борисова Вера', 'Яшина Пётра']);
  await page.getByRole('searchbox', { name: 'Фильтр и поиск' }).fill('петра');
  await page.keyboard.press('Enter');
  await expect(names(page)).toHaveText(['Яшина Пётра']);
  await expect(page).toHaveURL(/sort=name/);
});
