import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, IsTimeZone, Length } from 'class-validator';
import { PageOf } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined, ExpectedVersion } from '../../platform/http/validation.js';
import type { Region } from './region.entity.js';

export class CreateRegion {
  @IsString()
  @Length(1, 255)
  name: string;

  /** IANA name, e.g. `Europe/Moscow`, which it is when absent. */
  @ApiPropertyOptional()
  @IsTimeZone()
  timeZone: string = 'Europe/Moscow';
}

export class UpdateRegion {
  @IsOptionalDefined()
  @IsString()
  @Length(1, 255)
  name?: string;

  @IsOptionalDefined()
  @IsTimeZone()
  timeZone?: string;

  /** Answered with 409 `changed_meanwhile` when it is not the current one. */
  @ExpectedVersion()
  version?: number;
}

export class RegionView {
  id: string;
  name: string;
  timeZone: string;
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class RegionPage extends PageOf(RegionView) {}

export function presentRegion({ id, name, timeZone, createdAt, version }: Region): RegionView {
  return { id: String(id), name, timeZone, createdAt: createdAt.toISOString(), version };
}
