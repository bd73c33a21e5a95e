// Cards and board without scripts: everything can be read, and links lead on.
import { expect, test } from '../fixtures';
import { newClient, newDeal } from '../seed';

test('cards and board are readable without scripts', async ({ owner }) => {
  const client = await newClient(owner, 'Читаемый Иван', { phones: ['+998901234567'] });
  const deal = await newDeal(owner, 'Читаемая сделка', { client: client.id, budget: 125_000_000 });
  await owner.goto(`/clients/${client.id}`);
  await expect(owner.getByRole('heading', { name: 'Читаемый Иван', level: 1 })).toBeVisible();
  await expect(owner.getByText('+998 90 123-45-67')).toBeVisible();
  await expect(owner.getByText('создание клиента')).toBeVisible();
  await owner.getByRole('link', { name: 'Читаемая сделка' }).click();
  await expect(owner).toHaveURL(new RegExp(`/deals/${deal.id}$`));
  await expect(owner.getByRole('heading', { name: 'Читаемая сделка', level: 1 })).toBeVisible();
  await expect(owner.getByText(/1\s250\s000/).first()).toBeVisible();
  await owner.goto('/deals');
  await expect(owner.getByRole('heading', { name: 'Сделки', level: 1 })).toBeVisible();
  await expect(owner.getByRole('link', { name: 'Читаемая сделка' })).toBeVisible();
});
