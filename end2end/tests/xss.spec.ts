// Texts that would run, in every field a person can fill in: on every screen they are shown letter by letter, nothing runs,
// no address of theirs is asked, and no link leads anywhere but to the web, a mailbox or a phone.
import { randomUUID } from 'node:crypto';
import { alive, createCompany, expect, OWNER, test, type Page } from '../fixtures';
import { LONG, seen, SHORT } from '../payloads';
import { call, newClient, newDeal, newField } from '../seed';
import type { Server } from '../server';

const COMPANY = '</script><svg onload=alert(0)>';

interface Staff {
  roles: { id: string; kind: string }[];
  members: { user: { id: string; first_name: string } }[];
}
interface Funnel {
  stages: { id: string; group: string; name: string; colour: string }[];
}

/** What happened on a page that should not have. */
interface Watched {
  page: Page;
  trouble: string[];
}

/** A page that notices dialogs, broken policies, errors, and requests that leave the server. */
async function watched(page: Page, server: Server): Promise<Watched> {
  const trouble: string[] = [];
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    const own = origin === server.baseURL || protocol === 'data:' || protocol === 'blob:';
    if (!own) trouble.push(`request: ${request.url()}`);
  });
  await page.exposeFunction('told', (what: string) => trouble.push(what));
  await page.addInitScript(() => {
    const tell = (what: string) => void (window as unknown as { told: (what: string) => void }).told(what);
    window.print = () => tell('print');
    document.addEventListener('securitypolicyviolation', (broken) => {
      tell(`policy: ${broken.violatedDirective} ${broken.blockedURI} ${broken.sample} at ${broken.sourceFile}`);
    });
  });
  return { page, trouble };
}

/** Everything on the page that runs or leads elsewhere. */
async function suspicious(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const schemes = ['http:', 'https:', 'mailto:', 'tel:'];
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) found.push(`${element.tagName} ${name}`);
        if (['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'srcdoc'].includes(name)) {
          const url = new URL(value, location.href);
          const link = element.tagName === 'A' && name === 'href';
          if (link ? !schemes.includes(url.protocol) : url.origin !== location.origin) found.push(`${element.tagName} ${value}`);
        }
      }
      if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'MATH', 'MARQUEE'].includes(element.tagName)) found.push(element.tagName);
    }
    return found;
  });
}

/** The page shows these texts letter by letter, in its texts or in what can be typed over, and nothing of them runs. */
async function shows({ page, trouble }: Watched, url: string, texts: string[]): Promise<void> {
  await page.goto(url);
  await alive(page);
  await showsNow({ page, trouble }, texts);
}

async function showsNow({ page, trouble }: Watched, texts: string[]): Promise<void> {
  const all = async () => {
    const shown = await page.evaluate(() => {
      const typed = [...document.querySelectorAll<HTMLInputElement>('input, textarea, option')].map((one) => one.value);
      return [document.body.textContent ?? '', ...typed].join('\n');
    });
    const plain = seen(shown);
    return texts.filter((text) => !plain.includes(seen(text)));
  };
  await expect.poll(all, { message: page.url() }).toEqual([]);
  expect(await suspicious(page), page.url()).toEqual([]);
  expect(trouble, page.url()).toEqual([]);
}

/** A company whose every name is hostile, and its director's page. */
async function found(page: Page, server: Server): Promise<Watched> {
  const safe = await watched(page, server);
  await page.goto(server.setupLink);
  await createCompany(page, COMPANY, { ...OWNER, firstName: SHORT[0], lastName: SHORT[3] });
  await page.waitForURL('**/clients');
  await alive(page);
  await call(page, 'set_limits', { request: randomUUID(), seen: 1, limits: { name_limit: 200, text_limit: 255 } });
  return safe;
}

/** Halves a list, so that each half fits a page of a feed. */
function halves<T>(list: T[]): [T[], T[]] {
  return [list.slice(0, Math.ceil(list.length / 2)), list.slice(Math.ceil(list.length / 2))];
}

async function comment(page: Page, noun: 'client' | 'deal', id: string, texts: string[]): Promise<void> {
  for (const text of texts) await call(page, `comment_${noun}`, { request: randomUUID(), id, text });
}

test('clients, deals, comments and custom fields show hostile texts letter by letter @desktop', async ({ page, freshCrm }) => {
  test.slow();
  const safe = await found(page, freshCrm);
  const at = (path: string) => `${freshCrm.baseURL}${path}`;
  const text = await newField(page, 'client', 'text', SHORT[1]);
  const choice = await newField(page, 'client', 'choice', SHORT[2], [SHORT[4], SHORT[6]]);
  const ofDeal = await newField(page, 'deal', 'text', SHORT[9]);
  for (const name of SHORT) await newClient(page, name);
  const [first, second] = halves([...LONG, ...SHORT]);
  const options = await call<{ id: string; options: { id: string }[] }[]>(page, 'list_fields', { noun: 'client' });
  const option = options.find(({ id }) => id === choice.id)?.options[0].id;
  const custom = { [text.id]: { text: LONG[0] }, [choice.id]: { choice: option } };
  const one = await newClient(page, LONG[1], { custom });
  const other = await newClient(page, LONG[3], { custom: { [text.id]: { text: LONG[6] } } });
  await comment(page, 'client', one.id, first);
  await comment(page, 'client', other.id, second);
  const deals = [];
  for (const title of LONG) deals.push(await newDeal(page, title, { client: one.id, custom: { [ofDeal.id]: { text: title } } }));
  await comment(page, 'deal', deals[0].id, first);

  await shows(safe, at('/clients'), [...SHORT, LONG[0], LONG[1], SHORT[1], SHORT[2]]);
  await shows(safe, at(`/clients/${one.id}`), [...first, LONG[0], LONG[1], SHORT[4]]);
  await shows(safe, at(`/clients/${other.id}`), [...second, LONG[6]]);
  await shows(safe, at('/deals'), LONG.slice(-10));
  await shows(safe, at('/deals/list'), LONG);
  await shows(safe, at(`/deals/${deals[0].id}`), [...first, LONG[0]]);
  await shows(safe, at(`/deals/list/${deals[4].id}`), [LONG[4]]);
  for (const query of [LONG[0], SHORT[1], SHORT[10]]) {
    await shows(safe, at(`/clients?q=${encodeURIComponent(query)}`), [query]);
    await shows(safe, at(`/deals/list?q=${encodeURIComponent(query)}`), [query]);
  }
});

test('settings, people and every address show hostile names letter by letter @desktop', async ({ page, freshCrm }) => {
  test.slow();
  const safe = await found(page, freshCrm);
  const at = (path: string) => `${freshCrm.baseURL}${path}`;
  const funnel = await call<Funnel>(page, 'open_funnel', {});
  const drafts = funnel.stages.map((stage, index) => ({ ...stage, name: SHORT[index] }));
  await call(page, 'save_funnel', { request: randomUUID(), seen: funnel.stages, stages: drafts });
  for (const name of SHORT.slice(0, 12)) await newField(page, 'deal', 'text', name);
  await newField(page, 'client', 'choice', SHORT[12], SHORT.slice(13, 20));
  for (const name of SHORT) await call(page, 'create_group', { request: randomUUID(), name });
  for (const name of SHORT) await call(page, 'create_role', { request: randomUUID(), draft: { name, rights: 0 } });
  const { roles } = await call<Staff>(page, 'get_staff', {});
  const role = roles.find(({ kind }) => kind === 'manager')?.id;
  for (const [index, name] of SHORT.entries()) {
    const names = { first_name: name, last_name: SHORT[(index + 1) % SHORT.length] };
    const profile = { ...names, role, group: null, rank: 'manager', superior: null, access: 'forbid' };
    await call(page, 'create_user', { request: randomUUID(), new: { email: `user${index}@example.com`, profile } });
  }
  const names = drafts.map(({ name }) => name);

  await shows(safe, at('/settings/company'), []);
  await shows(safe, at('/settings/funnel'), names);
  await shows(safe, at('/settings/fields'), SHORT.slice(0, 20));
  await shows(safe, at('/settings/users'), SHORT);
  await shows(safe, at('/settings/users/groups'), SHORT);
  await shows(safe, at('/settings/users/roles'), SHORT);
  await shows(safe, at('/settings/sessions'), []);
  await shows(safe, at('/deals'), names);
  await shows(safe, at('/deals/list'), []);
  for (const payload of [SHORT[0], SHORT[3], SHORT[10], LONG[0], LONG[18], LONG[20]]) {
    const text = encodeURIComponent(payload);
    await page.goto(at(`/clients?q=${text}&sort=${text}&owner=${text}#${text}`));
    await page.goto(at(`/login?next=${text}`));
    await page.goto(at(`/enter?token=${text}&token=${text}`));
  }
  expect(safe.trouble).toEqual([]);
  await page.goto(await freshCrm.linkTo('user3@example.com', 'activate'));
  await showsNow(safe, [COMPANY]);
});

test('people, groups, roles, their log, the bell and managers show hostile names letter by letter @desktop', async ({
  page,
  browser,
  freshCrm,
}) => {
  test.slow();
  const safe = await found(page, freshCrm);
  const at = (path: string) => `${freshCrm.baseURL}${path}`;
  const made = (name: string, body: object) => call<{ id: string }>(page, name, { request: randomUUID(), ...body });
  const names = SHORT.slice(0, 12);
  const group = await made('create_group', { name: SHORT[13] });
  const role = await made('create_role', { draft: { name: SHORT[14], rights: 0 } });
  const { roles, members } = await call<Staff>(page, 'get_staff', {});
  const manager = roles.find(({ kind }) => kind === 'manager')?.id;
  const people: string[] = [];
  for (const [index, name] of names.entries()) {
    const profile = { first_name: name, last_name: SHORT[12 + index], rank: 'manager', superior: null, access: 'forbid' };
    const as = { role: index ? role.id : manager, group: group.id };
    const hired = { email: `user${index}@example.com`, profile: { ...profile, ...as } };
    const { user } = await call<{ user: { id: string } }>(page, 'create_user', { request: randomUUID(), new: hired });
    people.push(user.id);
  }
  const link = await freshCrm.linkTo('user0@example.com', 'activate');
  const client = await newClient(page, LONG[1], { owner: people[0] });
  await newDeal(page, LONG[4], { client: client.id, owner: people[0] });
  await made('edit_client', { id: client.id, seen: 1, patch: { managers: people.slice(1) } });

  await shows(safe, at(`/clients/${client.id}`), [...names, ...SHORT.slice(12, 24)]);
  await shows(safe, at(`/settings/users/groups/${group.id}`), [SHORT[13], ...names]);
  await shows(safe, at(`/settings/users/roles/${role.id}`), [SHORT[14]]);
  await shows(safe, at(`/settings/users/${people[0]}`), [names[0], SHORT[12]]);
  for (const [text, option] of [
    [LONG[1], LONG[1]],
    [at(`/clients/${client.id}`), LONG[1]],
  ]) {
    await page.getByRole('combobox', { name: 'Что можно сделать с клиентом или сделкой' }).fill(text);
    await expect(page.getByRole('option').filter({ hasText: option, visible: true })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.locator('#why-answer')).toContainText(option);
    await showsNow(safe, [LONG[1], names[0]]);
  }
  expect(members.map(({ user }) => user.first_name)).toContain(SHORT[0]);

  // Whoever was given a client and a deal hears of both, and by whom.
  const theirs = await watched(await (await browser.newContext({ locale: 'ru-RU' })).newPage(), freshCrm);
  await theirs.page.goto(link);
  await theirs.page.getByLabel('Придумайте пароль').fill('Совсем-новый-2027');
  await theirs.page.getByRole('button', { name: 'Начать работу' }).click();
  await theirs.page.waitForURL('**/clients');
  await shows(theirs, at('/notifications'), [LONG[1], LONG[4], SHORT[0], SHORT[3]]);

  // What a browser calls itself is anybody's text: the log shows it as it came.
  const agents = [...SHORT, ...LONG].filter((text) => /^[\x20-\x7e]+$/.test(text)).slice(0, 40);
  const strangers = await browser.newContext();
  for (const [index, agent] of agents.entries()) {
    // After ten tries an account is closed for a while, which the log tells as well.
    const form = { email: index % 2 ? OWNER.email : 'user0@example.com', password: 'не тот пароль' };
    const answer = await strangers.request.post(at('/login'), { form, headers: { 'user-agent': agent } });
    expect(answer.status(), agent).toBe(index < 20 ? 401 : 429);
  }
  await shows(safe, at('/settings/users/log'), agents);
});

test('an imported file shows its hostile name, headings and cells letter by letter @desktop', async ({ page, freshCrm }) => {
  test.slow();
  const safe = await found(page, freshCrm);
  const cell = (value: string) => `"${value.replaceAll('"', '""')}"`;
  const headings = ['ФИО', SHORT[1], SHORT[6], SHORT[26]];
  const rows = LONG.map((value, index) => [`Клиент ${index}`, value, SHORT[index % SHORT.length], value]);
  const text = [headings, ...rows].map((row) => row.map(cell).join(';')).join('\n');
  const name = '<img src=x onerror=alert(200)>.csv';
  await page.goto(`${freshCrm.baseURL}/settings/import`);
  await alive(page);
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Загрузить файл' }).click();
  await expect(page.getByLabel(`Поле для столбца «${SHORT[1]}»`)).toBeVisible();
  await showsNow(safe, [name, ...headings.slice(1), LONG[0], LONG[1]]);
  for (const heading of headings.slice(1)) await page.getByLabel(`Поле для столбца «${heading}»`).selectOption('new:text');
  await page.getByRole('button', { name: 'Проверить' }).click();
  await page.getByRole('button', { name: /^Импортировать/ }).click();
  await expect(page.getByRole('dialog', { name: 'Импорт завершён' })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Посмотреть отчёт' }).click();
  await showsNow(safe, [name]);
  await shows(safe, `${freshCrm.baseURL}/settings/import`, [name]);
  await shows(safe, `${freshCrm.baseURL}/clients`, [...headings.slice(1), LONG[0], LONG[5]]);
});
