// What the first visit costs, and that what is loaded later is there when it is needed.
import { expect, test } from '../fixtures';
import { newClient } from '../seed';

const KB = 1_000;

test('the first visit is light: 400 kB in twelve requests @desktop', async ({ owner }) => {
  await newClient(owner, 'Лёгкая Загрузка');
  const session = await owner.context().newCDPSession(owner);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const types = new Map<string, string>();
  const sizes = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, response, type }) => {
    types.set(requestId, `${type} ${new URL(response.url).pathname}`);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await owner.goto('/clients');
  await owner.waitForLoadState('networkidle');
  const loaded = [...types].map(([id, name]) => ({ name, bytes: sizes.get(id) ?? 0 }));
  // What every visit loads: code, style, font, words. Data is measured by the table's rows.
  const files = loaded.filter(({ name }) => !/^(Document|Fetch) /.test(name));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const said = loaded.map(({ name, bytes }) => `${bytes} ${name}`).join('\n');
  expect(files.length, said).toBeGreaterThan(3);
  expect(loaded.length, said).toBeLessThanOrEqual(12);
  expect(bytes, said).toBeLessThanOrEqual(400 * KB);
  const largest = Math.max(...loaded.filter(({ name }) => name.startsWith('Document')).map(({ bytes }) => bytes));
  expect(largest, said).toBeLessThanOrEqual(150 * KB);
});

test('a page is seen before it is taken over @desktop', async ({ owner }) => {
  await newClient(owner, 'Скорый Показ');
  await owner.addInitScript(() => {
    const hydrated = new MutationObserver(() => performance.mark('hydrated'));
    const begin = () => hydrated.observe(document.documentElement, { attributeFilter: ['data-hydrated'] });
    document.addEventListener('readystatechange', begin, { once: true });
  });
  await owner.goto('/clients');
  const at = await owner.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    hydrated: performance.getEntriesByName('hydrated')[0].startTime,
  }));
  expect(at.painted).toBeLessThan(at.hydrated);
});

test('code that cannot be loaded any more is told, with a way on @desktop', async ({ owner }) => {
  await newClient(owner, 'Пропавшая Страница');
  await owner.goto('/clients');
  await owner.route(/\.wasm$/, (route) => route.abort());
  await owner.getByRole('link', { name: 'Сделки', exact: true }).first().click();
  await expect(owner.getByRole('alert').getByText('Страница перестала работать.')).toBeVisible();
  await owner.unroute(/\.wasm$/);
  await owner.getByRole('link', { name: 'Обновить страницу' }).click();
  await expect(owner.locator('html[data-hydrated]')).toBeAttached();
});
