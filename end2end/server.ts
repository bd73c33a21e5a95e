// Starting and stopping one Voronka with data of its own. What a test sees of it is in fixtures.ts.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Database = 'sqlite' | 'postgres';

/** A running server: where it listens, and the link that creates its company. */
export interface Crm {
  baseURL: string;
  setupLink: string;
}

const START_MS = 30_000;
const STOP_MS = 15_000;

/** A server process, its data folder and all that it has printed so far. */
export class Server implements Crm {
  baseURL = '';
  setupLink = '';
  /** The token that signs in the director of demo data, once. */
  signInToken = '';
  #log = '';

  private constructor(
    private readonly data: string,
    private readonly options: string[],
    private process: ChildProcess,
  ) {}

  /** Starts a server on a free port and an empty database, with these options beside, and waits until it listens. */
  static async start(database: Database, more: string[] = []): Promise<Server> {
    const data = newFolder();
    const options = ['--data', data, ...more];
    if (database === 'postgres') options.push('--database-url', freshDatabase());
    return Server.#begin(data, options);
  }

  /** Starts a server on SQLite with a company of demo data. */
  static async startLarge(clients: number, deals: number): Promise<Server> {
    const data = newFolder();
    const size = ['--clients', `${clients}`, '--deals', `${deals}`, '--users', '20', '--seed', '1'];
    const said = execFileSync(needed('VORONKA_BIN'), ['demo-data', ...size, '--data', data], { encoding: 'utf8' });
    const token = /token=(\S+)/.exec(said)?.[1];
    if (!token) throw new Error(`demo-data gave no sign-in link:\n${said}`);
    const server = await Server.#begin(data, ['--data', data]);
    server.signInToken = token;
    return server;
  }

  /** Starts one more server on the PostgreSQL database of another. */
  static async beside(other: Server): Promise<Server> {
    const data = newFolder();
    const options = other.options.map((option) => (option === other.data ? data : option));
    return Server.#begin(data, options, other.setupLink);
  }

  static async #begin(data: string, options: string[], setupLink = ''): Promise<Server> {
    const server = new Server(data, options, run(['serve', '--addr', '127.0.0.1:0', ...options]));
    server.setupLink = setupLink;
    try {
      await server.#listening();
    } catch (error) {
      server.process.kill('SIGKILL');
      rmSync(data, { recursive: true, force: true });
      throw error;
    }
    return server;
  }

  /** Ends the server without a warning, as a power cut would. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await gone;
  }

  /** Starts the server anew on its data and at its address. */
  async restart(): Promise<void> {
    this.#log = '';
    this.process = run(['serve', '--addr', new URL(this.baseURL).host, ...this.options]);
    await this.#listening();
  }

  /** The link of the newest letter to this address, as soon as it is written. */
  async linkTo(email: string, page: 'activate' | 'reset'): Promise<string> {
    const folder = join(this.data, 'letters');
    for (let waited = 0; waited < START_MS; waited += 100) {
      const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : [];
      const letters = files.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
      const found = letters.reverse().filter((letter) => letter.includes(email)).map((letter) => linkIn(letter, page));
      if (found[0]) return found[0];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no letter to ${email} with a link to /${page}:\n${this.#log}`);
  }

  /** All that the server has printed. */
  get log(): string {
    return this.#log;
  }

  /** Stops the server as an operator would; a server that does not end in order is an error. */
  async stop(): Promise<void> {
    const code = await this.#ended();
    rmSync(this.data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`voronka ended with ${code} at SIGTERM:\n${this.#log}`);
  }

  #ended(): Promise<number | string | null> {
    const child = this.process;
    if (child.exitCode !== null || child.signalCode !== null) {
      return Promise.resolve(child.exitCode ?? child.signalCode);
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        resolve(code ?? signal);
      });
      child.kill('SIGTERM');
    });
  }

  #listening(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        clearTimeout(timer);
        reject(new Error(`voronka ${why}:\n${this.#log}`));
      };
      const timer = setTimeout(() => fail(`did not listen within ${START_MS / 1000} s`), START_MS);
      const read = (chunk: Buffer) => {
        this.#log += chunk.toString();
        if (!this.#findLinks()) return;
        clearTimeout(timer);
        resolve();
      };
      this.process.stdout?.on('data', read);
      this.process.stderr?.on('data', read);
      this.process.once('error', (error) => fail(`could not be started (${error.message})`));
      this.process.once('exit', (code) => fail(`ended at its start with ${code}`));
    });
  }

  /** Whole lines only: a chunk may end in the middle of the token. */
  #findLinks(): boolean {
    this.baseURL ||= /Voronka listens on (http:\/\/\S+)\r?\n/.exec(this.#log)?.[1] ?? '';
    this.setupLink ||= /Create your company: (http:\/\/\S+)\r?\n/.exec(this.#log)?.[1] ?? '';
    const listens = /Voronka listens on /.test(this.#log);
    // The link is only there while there is no company.
    return listens && this.baseURL !== '' && this.setupLink !== '';
  }
}

/** The letter's text is base64, as its first part. */
function linkIn(letter: string, page: string): string | undefined {
  const [, body = ''] = /text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(letter) ?? [];
  const text = Buffer.from(body.replaceAll('\r\n', ''), 'base64').toString('utf8');
  return text.split(/\s+/).find((word) => word.includes(`/${page}?token=`));
}

function run(args: string[]): ChildProcess {
  return spawn(needed('VORONKA_BIN'), args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'voronka-e2e-'));
}

function freshDatabase(): string {
  const url = new URL(needed('VORONKA_TEST_POSTGRES'));
  const name = `e2e_${randomUUID().replaceAll('-', '')}`;
  execFileSync('psql', ['-qX', url.href, '-c', `CREATE DATABASE ${name}`]);
  url.pathname = `/${name}`;
  return url.href;
}

function needed(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: start the browser tests by \`cargo xtask e2e\`.`);
  return value;
}
