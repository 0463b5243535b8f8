import { Injectable } from '@nestjs/common';
import { definedOf } from '../../platform/collections.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { ExpressionError } from '../../platform/expressions/expression-error.js';
import { Expressions } from '../../platform/expressions/expressions.service.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { Adapter, adapterOrNull, CONTRACT_AS_IS } from './adapter.js';
import { adapterErrors } from './adapter-rules.js';
import type { UpdateAdapter } from './adapter.dto.js';

/** Gives what the expressions of an adapter are tried on, each as JSON. */
export interface ExampleSource {
  /** @param connectionId none = of a new connection */
  inbound(connectionId: number | undefined): Promise<string[]>;
  outbound(): string[];
}

/** Examples for expressions, which the room that knows the messages gives. */
@Injectable()
export class AdapterExamples {
  private source: ExampleSource | undefined;

  register(source: ExampleSource): void {
    this.source = source;
  }

  async of(direction: 'inbound' | 'outbound', connectionId: number | undefined): Promise<string[]> {
    return (await this.source?.[direction](connectionId)) ?? [];
  }
}

/** Checks a connection's adapter before it is saved. */
@Injectable()
export class AdapterSettings {
  constructor(
    private readonly expressions: Expressions,
    private readonly examples: AdapterExamples,
    private readonly config: AppConfig,
  ) {}

  /**
   * What is wrong with the fields that are given; to be asked before the transaction, since a process apart reads the expressions.
   * @param connectionId whose latest message they are tried on, which the caller may see; none = a new connection
   * @throws UnavailableError `expressions_busy`
   */
  async check(given: UpdateAdapter | undefined, connectionId?: number): Promise<FieldError[]> {
    if (!given) return [];
    const errors: FieldError[] = [];
    for (const name of ['inbound', 'outbound'] as const) {
      const expression = given[name] ?? '';
      if (expression.trim() === '') continue;
      const wrong =
        (await this.expressions.check(expression)) ?? (await this.whyUnbearable(expression, name, connectionId));
      if (wrong) errors.push(wrong.toFieldError(`adapter.${name}`));
    }
    return [...errors, ...adapterErrors(this.merge(null, given) ?? CONTRACT_AS_IS, this.config.allowPrivateTargets)];
  }

  /** One that is merely no match for an example may be right; one that takes all time or memory would do so with every message. */
  private async whyUnbearable(
    expression: string,
    direction: 'inbound' | 'outbound',
    connectionId: number | undefined,
  ): Promise<ExpressionError | undefined> {
    for (const example of await this.examples.of(direction, connectionId)) {
      try {
        await this.expressions.evaluate(expression, example);
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        if (error.isLimit) return error;
      }
    }
    return undefined;
  }

  /** Fields that are not given stay; what comes out as the contract's is none. */
  merge(present: Adapter | null, given: UpdateAdapter): Adapter | null {
    const merged = { ...(present ?? CONTRACT_AS_IS), ...definedOf(given) };
    for (const name of ['inbound', 'outbound', 'url', 'positionUrl'] as const) merged[name] = merged[name].trim();
    return adapterOrNull(merged);
  }
}
