import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults, Result } from 'axe-core';
import type { BrowserContext, ConsoleMessage, Page, Request } from 'playwright-core';
import { eventually } from '../../support/eventually.js';

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice', 'experimental'];
/** Only what never comes takes so long; a busy machine may take some seconds for anything. */
const WAIT_MS = 120_000;
const QUIET_MS = 300;
/** More than the panel takes it that a person needs to see something. */
const NOTICED_MS = 1_100;
/** For how long a decision of a slow journey can be undone; the panel's own some seconds are for people. */
const OFFERED_S = 600;
/** Characters of a page that are printed. */
const MOST_WORDS = 3_000;
/** Of a column, in pixels: three letters and its padding. */
const LEAST_COLUMN = 40;
/** Of the service, but without any script: from anywhere else the browser would go on in another process. */
const NO_PAGE = '/livez';
const HELD_BACK = /\/api\/(external-orders\/.*(accept|refuse)|order-items\/status)$/;

/** Asking who is signed in, before anybody is, is answered so; the browser reports every such answer. */
const ALWAYS_ALLOWED = [/status of 401 .*\/api\/auth\/me/];

let folder: string | undefined;

/** Runs in the window: what fades in has no contrast yet; what turns for ever is not waited for. */
function isStill(): boolean {
  return document
    .getAnimations()
    .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity);
}

/** Somebody who can sign in. */
export interface Person {
  email: string;
  password: string;
}

/** One browser window with what went wrong in it. */
export class Visit {
  private readonly complaints: string[] = [];
  private readonly allowed = [...ALWAYS_ALLOWED];
  private readonly underWay = new Set<Request>();
  private lastRequestAt = 0;

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly size: { width: number; height: number },
  ) {}

  static async begin(context: BrowserContext): Promise<Visit> {
    context.setDefaultTimeout(WAIT_MS);
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`Content-Security-Policy: ${event.effectiveDirective} refused ${event.blockedURI}`);
      });
    });
    return Visit.in(await context.newPage());
  }

  /** A visit in the window that another one left: of that it knows nothing any more but the files of the panel. */
  static async beginAgain(page: Page, origin: string): Promise<Visit> {
    const context = page.context();
    await page.unrouteAll();
    await context.clearCookies();
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await session.detach();
    return Visit.in(page);
  }

  private static in(page: Page): Visit {
    const visit = new Visit(page.context(), page, page.viewportSize()!);
    page.context().on('page', (further) => visit.listenTo(further));
    visit.listenTo(page);
    return visit;
  }

  /** Opens a page and signs in by the form that stands in its place for nobody; waits until the form has gone. */
  async signIn({ email, password }: Person, path = '/'): Promise<void> {
    await this.goto(path);
    await this.page.getByLabel('Эл. почта').fill(email);
    await this.page.getByRole('textbox', { name: 'Пароль' }).fill(password);
    const button = this.page.getByRole('button', { name: 'Войти' });
    await button.click();
    await button.waitFor({ state: 'detached' });
  }

  /** Signs in past the page. @throws Error with the answer, when it was refused */
  async beginSession(data: Person): Promise<void> {
    const answer = await this.context.request.post('/api/auth/login', { data });
    if (!answer.ok()) throw new Error(`${answer.status()}: ${await answer.text()}`);
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(path);
  }

  /** What is decided from here on can be undone for a second alone, for a journey that waits until GettZap is told. */
  async tellsSoon(): Promise<void> {
    await this.holdsFor(1);
  }

  /** What is decided on this page can be undone for minutes, for a journey that does so on a machine that may be slow. */
  async tellsLate(): Promise<void> {
    await this.holdsFor(OFFERED_S);
    await this.page.evaluate(
      ([shortest, longest, instead]) => {
        const after = window.setTimeout.bind(window);
        window.setTimeout = ((work: () => void, ms = 0) =>
          after(work, ms > shortest && ms < longest ? instead : ms)) as typeof window.setTimeout;
      },
      [6_000, 8_000, OFFERED_S * 1_000] as const,
    );
  }

  /** Takes the network away from the window, or gives it back; what fails meanwhile is the journey's to allow. */
  async offline(isOffline: boolean): Promise<void> {
    await this.context.setOffline(isOffline);
  }

  /** Waits until a text can be seen. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Waits as long as a person needs to see what has just come up: before that no press is taken for a decision about it. */
  async hasLooked(): Promise<void> {
    // By the page's own timers, which are behind on a busy machine.
    await this.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), NOTICED_MS);
  }

  /** Waits until the page has asked the service nothing for a while; the stream of events does not count. */
  async settles(): Promise<void> {
    // Counted from now at the earliest: what was just clicked may not have asked yet.
    this.lastRequestAt = performance.now();
    const isQuiet = () => this.underWay.size === 0 && performance.now() - this.lastRequestAt > QUIET_MS;
    await eventually(() => {
      if (!isQuiet()) throw new Error(`Still asking: ${[...this.underWay].map((request) => request.url()).join(', ')}`);
    }, WAIT_MS);
  }

  /** Lets the browser complain of this in this window: console errors, exceptions, refusals of the CSP, failed requests. */
  allow(...complaints: RegExp[]): void {
    this.allowed.push(...complaints);
  }

  /** What the browser complained of and nobody allowed. */
  get findings(): string[] {
    return this.complaints.filter((complaint) => !this.allowed.some((pattern) => pattern.test(complaint)));
  }

  /** Makes the window as wide as this, and waits until the page has its form for it. */
  async resize(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: this.page.viewportSize()!.height });
    // In the first frame the page learns of it, before the second it is drawn anew.
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  /** Looks for barriers to people with disabilities; empty = none found. Each names the rule and the elements. */
  async axe(): Promise<string[]> {
    const findings = await this.axeOnce();
    // What came up while it looked was half faded in.
    return findings.length === 0 ? findings : this.axeOnce();
  }

  private async axeOnce(): Promise<string[]> {
    await eventually(async () => expect(await this.page.evaluate(isStill)).toBe(true));
    // As a statement of the debugger, which no Content-Security-Policy concerns.
    const isThere = await this.page.evaluate(() => 'axe' in globalThis);
    if (!isThere) await this.page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = await this.page.evaluate(
      (runOnly) =>
        (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
          runOnly,
          resultTypes: ['violations'],
        }),
      AXE_TAGS,
    );
    return violations.map(describeViolation);
  }

  /** What cannot be seen or read for want of room, or takes room that it should not; empty = nothing. */
  lacksRoom(): Promise<string[]> {
    return this.page.evaluate((least) => {
      const beyond = document.documentElement.scrollWidth - window.innerWidth;
      const narrow = [...document.querySelectorAll<HTMLElement>('th')].filter(
        ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth && clientWidth < least,
      );
      const cutOff = [...document.querySelectorAll('table')].filter(
        ({ parentElement: frame, scrollWidth }) =>
          getComputedStyle(frame!).overflowX === 'clip' && scrollWidth > frame!.clientWidth,
      );
      // A table is as wide as it needs whatever it is told to be, and Firefox shows the caption of one that is clipped.
      const aloud = [...document.querySelectorAll<HTMLElement>('.read-only-aloud')].filter(
        ({ offsetWidth }) => offsetWidth > 1,
      );
      return [
        ...(beyond > 0 ? [`the page goes ${beyond} px beyond the window`] : []),
        ...narrow.map(({ innerText, clientWidth }) => `the column «${innerText.trim()}» is ${clientWidth} px wide`),
        ...aloud.map(
          ({ offsetWidth, innerText }) => `«${innerText.slice(0, 40)}», only read aloud, takes ${offsetWidth} px`,
        ),
        ...cutOff.map(({ scrollWidth }) => `the end of a table that is ${scrollWidth} px wide cannot be seen`),
      ];
    }, LEAST_COLUMN);
  }

  /** Saves what the window shows. @returns the path of the picture */
  async screenshot(name: string): Promise<string> {
    const path = fileFor(name, 'png');
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** Keeps picture and HTML of a window in which a test failed, and prints where, and the words that it shows. */
  async keep(name: string): Promise<void> {
    try {
      const picture = await this.screenshot(name);
      const html = fileFor(name, 'html');
      writeFileSync(html, await this.page.content());
      const words = (await this.page.innerText('body')).replace(/\s*\n\s*/g, ' · ').slice(0, MOST_WORDS);
      process.stderr.write(`\n${this.page.url()}\n  ${picture}\n  ${html}\n  ${words}\n`);
    } catch (error) {
      process.stderr.write(`\nNothing could be kept of ${this.page.url()}: ${(error as Error).message}\n`);
    }
  }

  /**
   * Leaves the page, which nobody is asked about; what is unfinished by that is nobody's fault. The window stays, since a new one costs
   * more than what most journeys do in it. @returns what `beginAgain` takes
   */
  async end(): Promise<Page> {
    const { context, page } = this;
    context.removeAllListeners();
    for (const each of context.pages()) {
      each.removeAllListeners();
      if (each !== page) await each.close();
    }
    await context.setOffline(false);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    page.on('dialog', (question) => void question.accept());
    await page.goto(NO_PAGE);
    page.removeAllListeners();
    await page.evaluate(() => sessionStorage.clear());
    await page.setViewportSize(this.size);
    return page;
  }

  private listenTo(page: Page): void {
    page.on('console', (message) => this.heed(message));
    page.on('pageerror', (error) => this.complaints.push(`exception: ${error.stack ?? error.message}`));
    page.on('request', (request) => this.begin(request));
    page.on('requestfinished', (request) => this.finish(request));
    page.on('requestfailed', (request) => {
      this.finish(request);
      this.heedFailed(request);
    });
  }

  private heed(message: ConsoleMessage): void {
    if (message.type() !== 'error') return;
    this.complaints.push(`console: ${message.text()} ${message.location().url}`.trim());
  }

  private async holdsFor(seconds: number): Promise<void> {
    await this.page.route(HELD_BACK, (route, request) =>
      route.continue({ postData: JSON.stringify({ ...request.postDataJSON(), hold: seconds }) }),
    );
  }

  private begin(request: Request): void {
    // Of a worker that tabs share, the tab is not told that its script has come.
    const isOfAllTabs = /\/live-worker-/.test(request.url());
    if (request.resourceType() !== 'eventsource' && !isOfAllTabs) this.underWay.add(request);
  }

  private finish(request: Request): void {
    if (this.underWay.delete(request)) this.lastRequestAt = performance.now();
  }

  /** Not what the page itself gave up, as it does with everything when it is left. */
  private heedFailed(request: Request): void {
    const reason = request.failure()?.errorText ?? '';
    if (reason !== 'net::ERR_ABORTED') this.complaints.push(`request: ${request.method()} ${request.url()} ${reason}`);
  }
}

function describeViolation({ id, help, nodes }: Result): string {
  const places = nodes.map(
    ({ any, html, target }) => `  ${target.join(' ')} ${html.slice(0, 120)} ${any[0]?.message ?? ''}`,
  );
  return [`${id}: ${help}`, ...places].join('\n');
}

/** In `JOURNEYS_DIR`, or a new folder of the system's for temporary files. */
function fileFor(name: string, extension: string): string {
  folder ??= process.env.JOURNEYS_DIR ?? mkdtempSync(join(tmpdir(), 'partsdesk-journeys-'));
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 120)}.${extension}`);
}
