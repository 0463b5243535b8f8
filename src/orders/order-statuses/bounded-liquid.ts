import { Context, Emitter, FilterImplOptions, Liquid } from 'liquidjs';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { MAX_TEMPLATE_LENGTH } from './text-variables.js';

/** What texts need. What keeps a result for later use (`capture`) or reaches for other templates is not among it. */
const TAGS = new Set(['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'comment', 'raw', '#']);
/** Above the longest value that a text can print; a loop that multiplies it must not fill the database. */
const MAX_RENDERED_LENGTH = 32_000;
/** Of all that filters and ranges make in one rendering, in characters and entries. */
const MAX_MADE = 200_000;
/** Bodies of loops and conditions that one rendering may go through, however they are nested. */
const MAX_BLOCKS = 150;
/** Pieces of text, values, tags and filters that one rendering may go through. */
const MAX_STEPS = 5_000;

type Filter = (this: { context: Context }, ...values: unknown[]) => unknown;

/** A text asks for more than one rendering may use. */
export class TextLimitError extends Error {
  constructor(readonly detail: ErrorDetail) {
    super(detail.message);
  }
}

/** What one rendering has used: counted, since a limit of time would cost a text when the machine pauses. */
class Budget {
  private blocks = 0;
  private steps = 0;

  /** @throws TextLimitError */
  use(blocks: number, steps: number): void {
    this.blocks += blocks;
    this.steps += steps;
    if (this.blocks > MAX_BLOCKS || this.steps > MAX_STEPS) throw new TextLimitError(errorDetail('template_too_much'));
  }
}

class BoundedEmitter implements Emitter {
  buffer = '';

  write(html: unknown): void {
    this.buffer += String(html ?? '');
    requireLength(this.buffer.length);
  }
}

/** Liquid without files and prototypes, in which every result, intermediate result and loop is bounded. */
export function createBoundedLiquid(): Liquid {
  const engine = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    parseLimit: MAX_TEMPLATE_LENGTH,
    memoryLimit: MAX_MADE,
  });
  for (const tag of Object.keys(engine.tags)) if (!TAGS.has(tag)) delete engine.tags[tag];
  const budgets = new WeakMap<Context, Budget>();
  const budgetOf = (context: Context) => {
    const budget = budgets.get(context) ?? new Budget();
    budgets.set(context, budget);
    return budget;
  };
  boundBlocks(engine, budgetOf);
  for (const [name, filter] of Object.entries(engine.filters)) boundFilter(engine, name, filter, budgetOf);
  return engine;
}

function boundBlocks({ renderer }: Liquid, budgetOf: (context: Context) => Budget): void {
  const renderTemplates = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = function* (templates, context, emitter = new BoundedEmitter()) {
    if (templates.length > 0) budgetOf(context).use(1, templates.length);
    else budgetOf(context).use(0, 1);
    return (yield renderTemplates(templates, context, emitter)) as unknown;
  };
}

function boundFilter(
  engine: Liquid,
  name: string,
  filter: FilterImplOptions,
  budgetOf: (context: Context) => Budget,
): void {
  const { handler, raw } = typeof filter === 'function' ? { handler: filter, raw: false } : filter;
  const bounded: Filter = function (...values) {
    budgetOf(this.context).use(0, 1);
    const result = (handler as Filter).apply(this, values);
    if (typeof result === 'string') requireLength(result.length);
    return result;
  };
  engine.registerFilter(name, { handler: bounded as never, raw: raw ?? false });
}

/** @throws TextLimitError */
function requireLength(length: number): void {
  if (length > MAX_RENDERED_LENGTH)
    throw new TextLimitError(errorDetail('template_too_long', { max: MAX_RENDERED_LENGTH }));
}
