import { Injectable } from '@nestjs/common';
import { Liquid, LiquidError, Template } from 'liquidjs';
import type { FieldError } from '../shared/field-error.dto.js';
import { MAX_TEMPLATE_LENGTH, TEXT_VARIABLES, TextScope, TextValues } from './text-variables.js';

/** Tags that would reach for other templates. */
const FORBIDDEN_TAGS = ['include', 'render', 'layout', 'block'];
const MAX_COMPILED = 500;
const TOOK_TOO_LONG = 'template render limit exceeded';
/** Above the longest value that a text can print; a loop that multiplies it must not fill the database. */
const MAX_RENDERED_LENGTH = 32_000;

/** Checks and renders the shop's notification texts: Liquid without files, with limits on size, time and memory. */
@Injectable()
export class TextTemplates {
  private readonly engine = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    parseLimit: MAX_TEMPLATE_LENGTH,
    renderLimit: 200,
    memoryLimit: 1_000_000,
  });
  private readonly compiled = new Map<string, Template[]>();

  constructor() {
    for (const tag of FORBIDDEN_TAGS) delete this.engine.tags[tag];
  }

  /**
   * @param path the field that the errors are to name
   * @returns what is wrong with the text, each with its place; empty when it can be saved
   */
  check(text: string, scope: TextScope, path: string): FieldError[] {
    let templates: Template[];
    try {
      templates = this.engine.parse(text);
    } catch (error) {
      return [describe(error, path)];
    }
    const known = new Set(TEXT_VARIABLES.filter(({ scopes }) => scopes.includes(scope)).map(({ name }) => name));
    const { globals } = this.engine.analyzeSync(templates, { partials: false });
    return Object.values(globals)
      .flat()
      .filter(({ segments }) => !isKnown(known, segments))
      .map(({ segments, location: { row: line, col: column } }) => ({
        path,
        message: `unknown variable ${segments.map(String).join('.')}`,
        line,
        column,
      }));
  }

  /** @throws Error when the text fails on these values (it takes too long, becomes too long, a filter refuses its argument) */
  render(text: string, values: TextValues): string {
    const templates = this.compile(text);
    let rendered: string;
    try {
      rendered = this.engine.renderSync(templates, values);
    } catch (error) {
      if (!(error as Error).message.startsWith(TOOK_TOO_LONG)) throw error;
      rendered = this.engine.renderSync(templates, values); // the machine may have paused, for which no text may get lost
    }
    if (rendered.length > MAX_RENDERED_LENGTH) {
      throw new Error(`the text becomes longer than ${MAX_RENDERED_LENGTH} characters`);
    }
    return rendered;
  }

  /** Renders for the preview: the error comes with its place. */
  tryRender(text: string, values: TextValues, path: string): { text: string } | { error: FieldError } {
    try {
      return { text: this.render(text, values) };
    } catch (error) {
      return { error: describe(error, path) };
    }
  }

  private compile(text: string): Template[] {
    const known = this.compiled.get(text);
    if (known) return known;
    if (this.compiled.size >= MAX_COMPILED) this.compiled.clear();
    const templates = this.engine.parse(text);
    this.compiled.set(text, templates);
    return templates;
  }
}

/** `order_item` alone may be tested, `order_item.status.name` printed; computed names are not followed. */
function isKnown(known: Set<string>, segments: unknown[]): boolean {
  if (!segments.every((segment) => typeof segment === 'string')) return false;
  const name = segments.join('.');
  return known.has(name) || [...known].some((variable) => variable.startsWith(`${name}.`));
}

function describe(error: unknown, path: string): FieldError {
  const { message, token } = error as LiquidError & { token?: { getPosition?: () => number[] } };
  const [line, column] = token?.getPosition?.() ?? [];
  return {
    path,
    message: message.replace(/, line:\d+, col:\d+$/, ''),
    ...(line !== undefined && column !== undefined && { line, column }),
  };
}
