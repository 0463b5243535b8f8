import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { FieldError } from '../../platform/field-error.dto.js';
import { PageOf, PageQuery } from '../../platform/http/paging.dto.js';
import { ExpectedVersion, IsOptionalDefined } from '../../platform/http/validation.js';
import { LONGEST_BRAND_NAME } from './brand.entity.js';
import type { KnownBrand } from './brand-directory.js';

/** Other spellings than the name. */
export const MAX_SYNONYMS = 200;

export class BrandQuery extends PickType(PageQuery, ['page', 'perPage'] as const) {
  /** By the name unless told otherwise. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['name', '-name', 'createdAt', '-createdAt'])
  sort: 'name' | '-name' | 'createdAt' | '-createdAt' = 'name';

  /** Looks anywhere in the name and the synonyms, in letters and digits alone. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(255)
  q?: string;
}

export class UnknownBrandQuery extends PickType(PageQuery, ['page', 'perPage'] as const) {}

export class CreateBrand {
  @IsString()
  @Length(1, LONGEST_BRAND_NAME)
  name: string;

  /** Other spellings, each up to 100 characters; those that differ from another one by no letter or digit are left out. */
  @ApiPropertyOptional()
  @IsString({ each: true })
  @ArrayMaxSize(MAX_SYNONYMS)
  @IsArray()
  synonyms: string[] = [];
}

export class UpdateBrand {
  @IsOptionalDefined()
  @IsString()
  @Length(1, LONGEST_BRAND_NAME)
  name?: string;

  /** All of them; when they are left out, a former name becomes one. */
  @IsOptionalDefined()
  @IsString({ each: true })
  @ArrayMaxSize(MAX_SYNONYMS)
  @IsArray()
  synonyms?: string[];

  /** Answered with 409 `changed_meanwhile` when it is not the current one. */
  @ExpectedVersion()
  version?: number;
}

export class BrandView {
  id: string;
  name: string;
  /** Other spellings than the name. */
  synonyms: string[];
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class BrandPage extends PageOf(BrandView) {}

/** A spelling that came in lists or orders and that no brand has. */
export class UnknownBrandView {
  /** As it came last. */
  name: string;
  /** Rows of lists and positions of orders that had it. */
  seen: number;
  lastSeenAt: string;
  /** A brand that may be meant; null = none is alike. */
  @ApiProperty({ type: BrandView, nullable: true })
  suggestion: BrandView | null;
}

export class UnknownBrandPage extends PageOf(UnknownBrandView) {}

export class BrandFileChange {
  /** From 1. */
  line: number;
  brand: string;
  @ApiProperty({ enum: ['added', 'updated'] })
  outcome: 'added' | 'updated';
}

export class BrandFileRefusal {
  /** From 1. */
  line: number;
  brand: string;
  /** What of the line is refused; "" = all of it. */
  spelling: string;
  error: FieldError;
}

/** What came of the lines of a file. */
export class BrandFileResult {
  added: number;
  updated: number;
  unchanged: number;
  refused: number;
  /** The first 1,000. */
  changes: BrandFileChange[];
  /** The first 1,000. */
  refusals: BrandFileRefusal[];
}

export function presentBrand({ id, name, synonyms, createdAt, version }: KnownBrand): BrandView {
  return { id: String(id), name, synonyms, createdAt: createdAt.toISOString(), version };
}
