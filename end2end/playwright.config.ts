// The browser tests' projects. Servers are started by the fixtures, never from here.
import { defineConfig } from '@playwright/test';
import type { CrmOptions } from './fixtures';

const desktop = { width: 1440, height: 900 };
const noJs = /\.nojs\.spec\.ts$/;
// Two servers have one database only where it is PostgreSQL.
const servers = /servers\.spec\.ts$/;
// What these try is the browser's alone: one database is enough. All that a database decides has stories on both.
const browserOnly = /(carry|comforts|drag|language|lists|patience|pictures|spoken|visit|xss)\.spec\.ts$/;
// Measured, so with nothing beside it.
const alone = /figures\.spec\.ts$/;

export default defineConfig<object, CrmOptions>({
  testDir: './tests',
  outputDir: './test-results',
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  // A test that passes at the second try is a race that a person will meet.
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    locale: 'ru-RU',
    timezoneId: 'Asia/Tashkent',
    screenshot: 'only-on-failure',
    // A trace costs a fifth of the whole run; `--trace retain-on-failure` takes one.
    trace: 'off',
    launchOptions: {
      executablePath: process.env.VORONKA_CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        // As on a screen of today: letters keep their distances.
        '--font-render-hinting=none',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // A title may say @desktop or @phone when a test makes no sense on the other.
  projects: [
    {
      name: 'sqlite',
      testIgnore: [noJs, alone, servers],
      grepInvert: /@phone/,
      use: { database: 'sqlite', viewport: desktop },
    },
    {
      name: 'postgres',
      testIgnore: [noJs, alone, browserOnly],
      grepInvert: /@phone/,
      use: { database: 'postgres', viewport: desktop },
    },
    {
      name: 'phone',
      testIgnore: [noJs, alone, servers],
      grepInvert: /@desktop/,
      use: { database: 'sqlite', viewport: { width: 390, height: 844 }, hasTouch: true },
    },
    {
      name: 'no-js',
      testMatch: noJs,
      use: { database: 'sqlite', viewport: desktop, javaScriptEnabled: false },
    },
    {
      name: 'figures',
      testMatch: alone,
      dependencies: ['sqlite', 'postgres', 'phone', 'no-js'],
      fullyParallel: false,
      use: { database: 'sqlite', viewport: desktop },
    },
  ],
});
