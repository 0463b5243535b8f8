import type { CDPSession, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.js';

/** What each key of a letter prints in the Russian layout. */
const RUSSIAN: Record<string, string> = {
  ...letters('QWERTYUIOP', 'йцукенгшщз'),
  ...letters('ASDFGHJKL', 'фывапролд'),
  ...letters('ZXCVBNM', 'ячсмить'),
  BracketLeft: 'х',
  BracketRight: 'ъ',
  Semicolon: 'ж',
  Quote: 'э',
  Comma: 'б',
  Period: 'ю',
  Space: ' ',
};
/** The keys that print something else with Shift than a capital letter. */
const WITH_SHIFT: Record<string, string> = { Digit7: '?', Slash: ',' };
const WITHOUT_SHIFT: Record<string, string> = { Digit7: '7', Slash: '.' };
const MODIFIERS = { ctrl: 2, shift: 8 };

interface Held {
  ctrl?: boolean;
  shift?: boolean;
}

/** A keyboard in the Russian layout: the page hears the position of a key and the Russian letter, as from a real one. */
export class RussianKeyboard {
  /** How many keys were pressed, each that was held as one. */
  private struck = 0;

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async of(page: Page): Promise<RussianKeyboard> {
    return new RussianKeyboard(page, await page.context().newCDPSession(page));
  }

  /** Presses keys of letters after each other, by their positions: `KeyG`, `KeyI`. */
  async press(...codes: string[]): Promise<void> {
    for (const code of codes) await this.strike(code);
  }

  /** Presses one key while others are held. */
  async strike(code: string, { ctrl = false, shift = false }: Held = {}): Promise<void> {
    this.struck += 1 + Number(ctrl) + Number(shift);
    const key = printed(code, shift);
    const modifiers = (ctrl ? MODIFIERS.ctrl : 0) + (shift ? MODIFIERS.shift : 0);
    const virtual = /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.charCodeAt(0);
    const event = { key, code, modifiers, ...(virtual && { windowsVirtualKeyCode: virtual }) };
    await this.session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...(!ctrl && { text: key }) });
    await this.session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  /** Types Russian words into what has the focus. */
  async type(words: string): Promise<void> {
    for (const letter of words) {
      const code = Object.keys(RUSSIAN).find((each) => RUSSIAN[each] === letter.toLowerCase());
      if (!code) throw new Error(`No key prints «${letter}»`);
      await this.strike(code, { shift: letter !== letter.toLowerCase() });
    }
  }

  /** Types what is written in Latin letters and digits: in the English layout. */
  async typeLatin(words: string): Promise<void> {
    this.struck += words.length;
    await this.page.keyboard.type(words);
  }

  /** Keys that are the same in every layout: `Enter`, `Tab`, `Shift+Tab`, `ArrowDown`. */
  async also(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.struck += key.split('+').length;
      await this.page.keyboard.press(key);
    }
  }

  /** How many keys some work takes. */
  async counted(work: () => Promise<unknown>): Promise<number> {
    const before = this.struck;
    await work();
    return this.struck - before;
  }

  /** Goes on with Tab until something called so has the focus. @throws Error with what had it, when nothing is */
  async tabTo(name: string | RegExp, atMost = 80): Promise<void> {
    const been: string[] = [];
    for (let n = 0; n < atMost; n += 1) {
      await this.also('Tab');
      const focused = await this.focused();
      if (isCalled(focused, name)) return;
      been.push(focused);
    }
    throw new Error(`Tab does not come to ${name}, but to:\n${been.join('\n')}`);
  }

  /** Walks down the rows with J, from the first, until one with this text has the focus. */
  async walkTo(text: string, atMost = 30): Promise<void> {
    const been: string[] = [];
    for (let n = 0; n < atMost; n += 1) {
      const row = await this.focusedRow();
      if (row?.includes(text)) return;
      been.push(row ?? '');
      await this.press('KeyJ');
    }
    throw new Error(`J does not come to ${text}, but to:\n${been.join('\n')}`);
  }

  /** What is in the row that has the focus. */
  async focusedRow(): Promise<string | undefined> {
    return this.page.evaluate(
      () => document.activeElement?.closest<HTMLElement>('[data-row]')?.innerText.replace(/\s+/g, ' ') ?? undefined,
    );
  }

  /** What has the focus, by the name that is read out; '' = nothing. */
  async focused(): Promise<string> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return '';
      const { labels } = element as HTMLInputElement;
      const words = element.getAttribute('aria-label') ?? labels?.[0]?.innerText ?? element.textContent;
      return words.replace(/\s+/g, ' ').trim() || element.outerHTML.slice(0, 100);
    });
  }

  /** Waits until something called so has the focus, since what opens takes it, and what closes gives it back, a moment later. */
  async arriveAt(name: string | RegExp): Promise<void> {
    await eventually(async () => {
      const focused = await this.focused();
      if (!isCalled(focused, name)) throw new Error(`The focus is not at ${name}, but at «${focused}»`);
    });
  }

  /** Whether it can be seen what has the focus: it has a frame, lies in the window and nothing covers it. */
  async isFocusSeen(): Promise<boolean> {
    return this.page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return false;
      // Of a switch with several places it is the label that can be seen.
      const label = (focused as HTMLInputElement).type === 'radio' && (focused as HTMLInputElement).labels?.[0];
      const element = label || focused;
      const { left, top, width, height } = element.getBoundingClientRect();
      const above = document.elementFromPoint(left + width / 2, top + height / 2);
      const isOnTop = above !== null && (element.contains(above) || above.contains(element));
      // A field shows it by its border, a field of several parts by that of the whole.
      const isField = element.matches('input, textarea') && element.matches(':focus');
      return isOnTop && (isField || getComputedStyle(element).outlineStyle !== 'none');
    });
  }
}

function isCalled(focused: string, name: string | RegExp): boolean {
  return typeof name === 'string' ? focused === name : name.test(focused);
}

function printed(code: string, isShifted: boolean): string {
  const letter = RUSSIAN[code];
  if (letter !== undefined) return isShifted ? letter.toUpperCase() : letter;
  const other = (isShifted ? WITH_SHIFT : WITHOUT_SHIFT)[code];
  if (other === undefined) throw new Error(`No such key: ${code}`);
  return other;
}

function letters(keys: string, prints: string): Record<string, string> {
  return Object.fromEntries([...keys].map((key, index) => [`Key${key}`, prints[index]!]));
}
