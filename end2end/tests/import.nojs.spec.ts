// The import's form without scripts.
import { join } from 'node:path';
import { expect, test } from '../fixtures';

test('a plain form uploads a file and shows its columns, and says why it refuses one', async ({ owner }) => {
  await owner.goto('/settings/import');
  await owner.locator('input[type=file]').setInputFiles(join(__dirname, '..', 'fixtures', 'clients.csv'));
  await owner.getByRole('button', { name: 'Загрузить файл' }).click();
  await expect(owner.getByRole('heading', { name: 'Импорт клиентов' })).toBeVisible();
  await expect(owner.locator('.map').getByText('Отчество')).toBeVisible();
  await owner.goto('/settings/import');
  await owner.getByRole('button', { name: 'Загрузить файл' }).click();
  await expect(owner.getByRole('heading', { name: 'Файл не подходит' })).toBeVisible();
});
