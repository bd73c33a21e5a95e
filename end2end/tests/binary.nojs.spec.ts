// The program itself: one file in an empty folder, its settings, its commands, and its end. Once, on SQLite, by plain forms.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCompany, expect, signIn, test, OWNER, type Page } from '../fixtures';
import { call, newClient } from '../seed';

/** A service manager kills whatever has not ended by then. */
const PATIENCE = 10_000;

/** A folder that holds nothing but the program, and what is done with it there. */
class Alone {
  readonly folder = mkdtempSync(join(tmpdir(), 'voronka-alone-'));
  #running: ChildProcess[] = [];

  constructor() {
    copyFileSync(process.env.VORONKA_BIN ?? '', join(this.folder, 'voronka'));
  }

  /** Runs a command to its end. */
  runs(args: string[], env: object = {}): string {
    return execFileSync('./voronka', args, { cwd: this.folder, env: { ...env }, encoding: 'utf8', stdio: 'pipe' });
  }

  /** Serves; what it printed until it listened, and its process. */
  async serves(args: string[] = [], env: object = {}): Promise<{ said: string; server: ChildProcess }> {
    const server = spawn('./voronka', ['serve', ...args], { cwd: this.folder, env: { ...env }, stdio: 'pipe' });
    this.#running.push(server);
    let said = '';
    server.stderr.resume();
    await new Promise<void>((resolve, reject) => {
      server.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
      server.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        // The set-up link, if there is one, is printed right after.
        if (/listens on .*\n/.test(said)) setTimeout(resolve, 300);
      });
    });
    return { said, server };
  }

  clear(): void {
    for (const server of this.#running) server.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ends a server as a service manager does: with which code, and after how many milliseconds. */
function ends(server: ChildProcess): Promise<{ code: number | null; after: number }> {
  const from = Date.now();
  return new Promise((resolve) => {
    server.once('exit', (code) => resolve({ code, after: Date.now() - from }));
    server.kill('SIGTERM');
  });
}

const listensOn = (said: string) => /listens on (\S+)/.exec(said)?.[1] ?? '';
const setUpLink = (said: string) => /Create your company: (\S+)/.exec(said)?.[1];

const it = test.extend<{ alone: Alone }>({
  alone: async ({}, use) => {
    const alone = new Alone();
    await use(alone);
    alone.clear();
  },
});

it('the file alone serves; an option goes before the environment, that before voronka.toml', async ({ alone, page }) => {
  writeFileSync(join(alone.folder, 'voronka.toml'), 'addr = "127.0.0.1:0"\ndata = "of-file"\nbase_url = "http://localhost:1"\nsignup = true\n');
  const env = { VORONKA_DATA: 'of-env', VORONKA_BASE_URL: 'http://localhost:2', VORONKA_SIGNUP: 'false' };
  for (const [args, given, folder, url] of [
    [[], {}, 'of-file', 'http://localhost:1'],
    [[], env, 'of-env', 'http://localhost:2'],
    [['--data', 'of-option', '--base-url', 'http://localhost:3'], env, 'of-option', 'http://localhost:3'],
  ] as [string[], object, string, string][]) {
    expect(existsSync(join(alone.folder, folder)), folder).toBe(false);
    const { said, server } = await alone.serves(args, given);
    expect((await fetch(`${listensOn(said)}/healthz`)).status, said).toBe(200);
    expect(said).toContain(`People reach it at ${url}\n`);
    expect(setUpLink(said)).toMatch(new RegExp(`^${url}/setup\\?token=`));
    expect(existsSync(join(alone.folder, folder, 'voronka.db')), folder).toBe(true);
    expect((await ends(server)).code).toBe(0);
  }
  // What is on in the file can be turned off, and on again.
  writeFileSync(join(alone.folder, 'voronka.toml'), 'addr = "127.0.0.1:0"\nsignup = true\n');
  const off = { VORONKA_SIGNUP: 'false' };
  const first = await alone.serves();
  expect((await fetch(`${listensOn(first.said)}/signup`)).status, 'the first company comes by the link').toBe(404);
  await page.goto(setUpLink(first.said) ?? '');
  await createCompany(page, 'Первая');
  await page.waitForURL('**/clients');
  expect((await ends(first.server)).code).toBe(0);
  for (const [args, given, status] of [[[], {}, 200], [[], off, 404], [['--signup'], off, 200]] as [string[], object, number][]) {
    const { said, server } = await alone.serves(args, given);
    expect((await fetch(`${listensOn(said)}/signup`)).status, said).toBe(status);
    expect((await ends(server)).code).toBe(0);
  }
  // A word that is no setting is told, not passed over.
  writeFileSync(join(alone.folder, 'voronka.toml'), 'adress = "127.0.0.1:0"\n');
  await expect(alone.serves()).rejects.toThrow(/ended with 1/);
});

it('a company is backed up, restored elsewhere, examined, and asked for no second set-up', async ({ alone, page }) => {
  expect(alone.runs(['migrate'])).toBe('The database is up to date.\n');
  expect(existsSync(join(alone.folder, 'data', 'voronka.db'))).toBe(true);
  const first = await alone.serves(['--addr', '127.0.0.1:0']);
  await page.goto(setUpLink(first.said) ?? '');
  await createCompany(page, 'Одна');
  await page.waitForURL('**/clients');
  await newClient(page, 'Сохранённый Клиент');
  mkdirSync(join(alone.folder, 'copy'));
  // While people work.
  expect(alone.runs(['backup', '--to', 'copy/voronka.db'])).toContain('copy/voronka.db');
  expect(() => alone.runs(['backup', '--to', 'copy/voronka.db']), 'no copy is written over').toThrow();
  await newClient(page, 'Слишком Поздний');
  expect((await ends(first.server)).code).toBe(0);

  expect(alone.runs(['doctor', '--data', 'copy'])).not.toBe('');
  const second = await alone.serves(['--addr', '127.0.0.1:0', '--data', 'copy']);
  expect(setUpLink(second.said)).toBeUndefined();
  await page.goto(`${listensOn(second.said)}/login`);
  await signIn(page, OWNER);
  await expect(page.getByRole('link', { name: 'Сохранённый Клиент' })).toBeVisible();
  await expect(page.getByText('Слишком Поздний')).toHaveCount(0);
  expect((await ends(second.server)).code).toBe(0);

  const url = 'postgres://voronka@db.example/voronka';
  expect(alone.runs(['backup', '--to', 'crm.dump', '--database-url', url])).toContain(`\npg_dump --format=custom --file='crm.dump' '${url}'\n`);
});

interface Report {
  state: string;
  outcomes: { created: number };
}

/** So many that a fast machine is still busy with them when it is told to end. */
const ROWS = 60_000;

/** Begins an import of many rows. */
async function beginImport(page: Page, origin: string): Promise<string> {
  const rows = Array.from({ length: ROWS }, (_, row) => `Клиент ${row}`).join('\n');
  const file = { name: 'many.csv', mimeType: 'text/csv', buffer: Buffer.from(`ФИО\n${rows}\n`) };
  const headers = { 'x-request-id': randomUUID() };
  const answer = await page.request.post(`${origin}/upload/import`, { headers, multipart: { noun: 'client', file } });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { id } = (await answer.json()) as { id: string };
  const { guess } = await call<{ guess: object }>(page, 'glimpse_import', { id, sheet: null });
  await call(page, 'start_import', { request: randomUUID(), id, plan: guess });
  return id;
}

it('SIGTERM finishes a request, lets pages go and leaves an import to the next start, within ten seconds', async ({ alone, page }) => {
  const first = await alone.serves(['--addr', '127.0.0.1:0']);
  const origin = listensOn(first.said);
  await page.goto(setUpLink(first.said) ?? '');
  await createCompany(page, 'Конец');
  await page.waitForURL('**/clients');
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');

  const live = await fetch(`${origin}/live?since=${Date.now()}`, { headers: { cookie } });
  expect(live.status).toBe(200);
  const letGo = live.text();
  // A request of which the server has half.
  const body = JSON.stringify({ request: randomUUID(), new: { kind: 'person', name: 'Недосказанный', phones: [], emails: [], owner: null, custom: {} } });
  const headers = { cookie, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const asked = plainRequest(`${origin}/api/create_client`, { method: 'POST', headers });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    asked.once('response', (answer) => resolve(answer.resume().statusCode));
    asked.once('error', reject);
  });
  await new Promise<void>((resolve) => asked.write(body.slice(0, 20), () => resolve()));
  const id = await beginImport(page, origin);
  const created = async () => (await call<Report>(page, 'get_import', { id })).outcomes.created;
  await expect.poll(created, { intervals: [20] }).toBeGreaterThan(0);

  const ended = ends(first.server);
  await letGo;
  asked.end(body.slice(20));
  expect(await answered).toBe(200);
  const { code, after } = await ended;
  expect([code, after < PATIENCE]).toEqual([0, true]);

  const second = await alone.serves(['--addr', new URL(origin).host]);
  const report = () => call<Report>(page, 'get_import', { id });
  expect((await report()).outcomes.created, 'the server ended before the import').toBeLessThan(ROWS);
  await expect.poll(async () => (await report()).state, { timeout: 40_000 }).toBe('finished');
  expect((await report()).outcomes.created).toBe(ROWS);
  await page.goto(`${origin}/clients?q=${encodeURIComponent('Недосказанный')}`);
  await expect(page.getByRole('link', { name: 'Недосказанный' })).toBeVisible();
  expect((await ends(second.server)).code).toBe(0);
});

it('a mail server that says nothing does not keep the program from ending', async ({ alone, page }) => {
  let heard: () => void = () => {};
  const called = new Promise<void>((resolve) => (heard = resolve));
  const silent = createServer(() => heard()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const { said, server } = await alone.serves(['--addr', '127.0.0.1:0', '--smtp-url', `smtp://127.0.0.1:${port}`]);
  await page.goto(setUpLink(said) ?? '');
  await createCompany(page, 'Тишина');
  await page.waitForURL('**/clients');
  await page.goto(`${listensOn(said)}/forgot`);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.locator('form button').click();
  await called;
  const { code, after } = await ends(server);
  expect([code, after < PATIENCE]).toEqual([0, true]);
  silent.close();
});
