import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, IsTimeZone, Length, MaxLength } from 'class-validator';
import { PageOf } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined, ExpectedVersion } from '../../platform/http/validation.js';
import type { Region } from './region.entity.js';

/** Of a region for which nobody has said otherwise. */
export const DEFAULT_TIME_ZONE = 'Europe/Moscow';

export class CreateRegion {
  @IsString()
  @Length(1, 255)
  name: string;

  /** IANA name, e.g. `Europe/Moscow`, which it is when absent. */
  @ApiPropertyOptional()
  @IsTimeZone()
  timeZone: string = DEFAULT_TIME_ZONE;

  /** The shop's own name on what is printed of the region's orders; "" = none. */
  @ApiPropertyOptional()
  @IsString()
  @MaxLength(255)
  shopName: string = '';

  @ApiPropertyOptional()
  @IsString()
  @MaxLength(1_000)
  shopAddress: string = '';

  @ApiPropertyOptional()
  @IsString()
  @MaxLength(255)
  shopPhone: string = '';
}

export class UpdateRegion {
  @IsOptionalDefined()
  @IsString()
  @Length(1, 255)
  name?: string;

  @IsOptionalDefined()
  @IsTimeZone()
  timeZone?: string;

  @IsOptionalDefined()
  @IsString()
  @MaxLength(255)
  shopName?: string;

  @IsOptionalDefined()
  @IsString()
  @MaxLength(1_000)
  shopAddress?: string;

  @IsOptionalDefined()
  @IsString()
  @MaxLength(255)
  shopPhone?: string;

  /** Answered with 409 `changed_meanwhile` when it is not the current one. */
  @ExpectedVersion()
  version?: number;
}

export class RegionView {
  id: string;
  name: string;
  timeZone: string;
  /** What stands on printed orders of the region; "" = nothing. */
  shopName: string;
  shopAddress: string;
  shopPhone: string;
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class RegionPage extends PageOf(RegionView) {}

export function presentRegion({ id, createdAt, ...region }: Region): RegionView {
  const { name, timeZone, shopName, shopAddress, shopPhone, version } = region;
  const shop = { shopName, shopAddress, shopPhone };
  return { id: String(id), name, timeZone, ...shop, createdAt: createdAt.toISOString(), version };
}
