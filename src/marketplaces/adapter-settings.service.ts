import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Expressions } from '../expressions/expressions.service.js';
import type { FieldError } from '../shared/field-error.dto.js';
import { Adapter, adapterOrNull, CONTRACT_AS_IS } from './adapter.js';
import { adapterErrors } from './adapter-rules.js';
import type { UpdateAdapter } from './adapter.dto.js';

/** Checks a connection's adapter before it is saved. */
@Injectable()
export class AdapterSettings {
  constructor(
    private readonly expressions: Expressions,
    private readonly config: AppConfig,
  ) {}

  /**
   * What is wrong with the fields that are given; to be asked before the transaction, since a thread apart reads the expressions.
   * @throws UnavailableError `expressions_busy`
   */
  async check(given: UpdateAdapter | undefined): Promise<FieldError[]> {
    if (!given) return [];
    const errors: FieldError[] = [];
    for (const name of ['inbound', 'outbound'] as const) {
      const error = given[name] ? await this.expressions.check(given[name]) : undefined;
      if (error) errors.push(error.toFieldError(`adapter.${name}`));
    }
    return [...errors, ...adapterErrors(this.merge(null, given) ?? CONTRACT_AS_IS, this.config.allowPrivateTargets)];
  }

  /** Fields that are not given stay; what comes out as the contract's is none. */
  merge(present: Adapter | null, given: UpdateAdapter): Adapter | null {
    const fields = Object.entries(given).filter(([, value]) => value !== undefined);
    const merged = { ...(present ?? CONTRACT_AS_IS), ...(Object.fromEntries(fields) as Partial<Adapter>) };
    for (const name of ['inbound', 'outbound', 'url', 'positionUrl'] as const) merged[name] = merged[name].trim();
    return adapterOrNull(merged);
  }
}
