// Answers that come late, as late as a test wants.
import type { Page } from './fixtures';

/** Holds what the server answers to these requests, to so many of them only if that is said, until `go` is called. */
export async function hold(page: Page, path: string, times?: number): Promise<{ asked: Promise<void>; go: () => void }> {
  let [go, ask] = [() => {}, () => {}];
  const gone = new Promise<void>((resolve) => (go = resolve));
  // The first of them was answered by the server.
  const asked = new Promise<void>((resolve) => (ask = resolve));
  await page.route(
    path,
    async (route) => {
      const answer = await route.fetch();
      ask();
      await gone;
      await route.fulfill({ response: answer });
    },
    { times },
  );
  return { asked, go };
}
