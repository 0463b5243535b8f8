import type { Type } from '@nestjs/common';
import type { ObjectLiteral } from 'typeorm';

/** A column with sealed secrets, as the module that owns it describes it. "" = there is none. */
export interface SealedColumn<T extends ObjectLiteral & { id: number } = ObjectLiteral & { id: number }> {
  entity: Type<T>;
  column: keyof T & string;
  /** What a secret is bound to. */
  placeOf(row: T): string;
}
