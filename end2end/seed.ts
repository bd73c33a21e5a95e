// Records made behind the interface, by the requests that the interface itself sends.
import { randomUUID } from 'node:crypto';
import { expect, type Page } from './fixtures';

/** A stage as the board knows it. */
export interface Stage {
  id: string;
  name: string;
}

/** A record that was just made. */
export interface Made {
  id: string;
  number: number;
  version: number;
}

/** Calls a server function as the person of this page. */
export async function call<T>(page: Page, name: string, body: object): Promise<T> {
  // The server that the page is at; before the first page it is the worker's.
  const origin = page.url().startsWith('http') ? new URL(page.url()).origin : '';
  const answer = await page.request.post(`${origin}/api/${name}`, { data: body });
  expect(answer.ok(), `${name}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

/** A new client. */
export function newClient(page: Page, name: string, more: object = {}): Promise<Made> {
  const client = { kind: 'person', name, phones: [], emails: [], owner: null, custom: {}, ...more };
  return call(page, 'create_client', { request: randomUUID(), new: client });
}

/** A new deal; its budget in minor units. */
export function newDeal(page: Page, title: string, more: object = {}): Promise<Made> {
  const deal = { title, client: null, budget: null, currency: null, stage: null, owner: null, custom: {}, ...more };
  return call(page, 'create_deal', { request: randomUUID(), new: deal });
}

/** A new custom field of clients or deals. */
export function newField(page: Page, noun: string, kind: string, name: string, options: string[] = []): Promise<Made> {
  return call(page, 'create_field', { request: randomUUID(), new: { noun, kind, name, options } });
}

/** The company's stages in order. */
export async function stages(page: Page): Promise<Stage[]> {
  const board = await call<{ stages: Stage[] }>(page, 'open_board', {});
  return board.stages;
}

/** Returns a table of this page's person to the company's look. */
export function resetTable(page: Page, subject: 'client_table' | 'deal_table'): Promise<null> {
  return call(page, 'reset_preference', { request: randomUUID(), subject });
}
