import { Injectable } from '@nestjs/common';
import type { LiquidError, Template } from 'liquidjs';
import type { FieldError } from '../../platform/field-error.dto.js';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { createBoundedLiquid, TextLimitError } from './bounded-liquid.js';
import { TEXT_VARIABLES, TextScope, TextValues } from './text-variables.js';

const MAX_COMPILED = 500;

/** Checks and renders the shop's notification texts. */
@Injectable()
export class TextTemplates {
  private readonly engine = createBoundedLiquid();
  private readonly compiled = new Map<string, Template[]>();

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
        ...errorDetail('template_unknown_variable', { name: segments.map(String).join('.') }),
        line,
        column,
      }));
  }

  /** @throws Error when the text fails on these values (it takes too much, becomes too long, a filter refuses its argument) */
  render(text: string, values: TextValues): string {
    return this.engine.renderSync(this.compile(text), values) as string;
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
  const { message, token, originalError } = error as Partial<LiquidError> & Fault;
  const [line, column] = token?.getPosition?.() ?? [];
  const detail = originalError instanceof TextLimitError ? originalError.detail : detailOfSentence(message ?? '');
  return { path, ...detail, ...(line !== undefined && column !== undefined && { line, column }) };
}

interface Fault {
  token?: { getPosition?: () => number[] };
  originalError?: unknown;
}

/** The library has sentences and no codes. */
const SENTENCES: Array<[sentence: RegExp, detail: (name: string) => ErrorDetail]> = [
  [/^undefined variable: (.+)$/s, (name) => errorDetail('template_unknown_variable', { name })],
  [/^undefined filter: (.+)$/s, (name) => errorDetail('template_unknown_filter', { name })],
  [
    /^(?:tag "(?=.*" not found)|illegal tag: )(.+?)(?:" not found)?$/s,
    (name) => errorDetail('template_unknown_tag', { name }),
  ],
  [/^(?:output |tag )?"?(.+?)"? not closed$/s, (name) => errorDetail('template_not_closed', { name })],
  [/limit exceeded$/, () => errorDetail('template_too_much')],
  [
    /^((?:unexpected|expected|invalid|illegal|unbalanced|duplicated) .+)$/s,
    (reason) => errorDetail('template_syntax', { reason }),
  ],
];

function detailOfSentence(said: string): ErrorDetail {
  const sentence = said.replace(/, line:\d+, col:\d+$/, '');
  for (const [pattern, detail] of SENTENCES) {
    const found = pattern.exec(sentence);
    if (found) return detail(found[1] ?? '');
  }
  return errorDetail('template_failed', { reason: sentence });
}
