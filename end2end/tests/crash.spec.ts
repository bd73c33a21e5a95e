// A server that dies in the middle of an import.
import { createCompany, expect, test } from '../fixtures';

interface Report {
  state: string;
  outcomes: { rows: number; created: number; updated: number; skipped: number; failed: number };
}

const ROWS = 20_000;

test('after kill -9 in the middle of an import no row is lost and none is doubled @desktop', async ({ page, freshCrm }) => {
  test.setTimeout(120_000);
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Обрыв');
  await page.waitForURL('**/clients');
  const rows = Array.from({ length: ROWS }, (_, row) => `Клиент ${row}`);
  await page.goto(`${freshCrm.baseURL}/settings/import`);
  const buffer = Buffer.from(`ФИО\n${rows.join('\n')}\n`);
  await page.locator('input[type=file]').setInputFiles({ name: 'many.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Загрузить файл' }).click();
  await page.getByRole('button', { name: 'Проверить' }).click();
  await page.getByRole('button', { name: /^Импортировать/ }).click();
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const report = async () => {
    const answer = await page.request.post(`${freshCrm.baseURL}/api/get_import`, { data: { id } });
    expect(answer.status()).toBe(200);
    return (await answer.json()) as Report;
  };
  await expect.poll(async () => (await report()).outcomes.created, { intervals: [20] }).toBeGreaterThan(0);
  await freshCrm.kill();
  await freshCrm.restart();
  const before = (await report()).outcomes.created;
  expect(before, 'the server died before the end').toBeLessThan(ROWS);
  await expect.poll(async () => (await report()).state, { timeout: 90_000 }).toBe('finished');
  expect((await report()).outcomes).toMatchObject({ rows: ROWS, created: ROWS, updated: 0, skipped: 0, failed: 0 });
  await page.goto(`${freshCrm.baseURL}/clients`);
  await expect(page.locator('.top .count')).toHaveText(/20\s000/);
  for (const name of ['Клиент 0', 'Клиент 9999', 'Клиент 19999']) {
    await page.goto(`${freshCrm.baseURL}/clients?q=${encodeURIComponent(name)}`);
    await expect(page.getByRole('link', { name, exact: true })).toHaveCount(1);
  }
});
