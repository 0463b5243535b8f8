import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsObject,
  IsString,
  IsTimeZone,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { errorDetail } from '../../platform/error-texts.js';
import { PageOf } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined, ExpectedVersion, Trimmed } from '../../platform/http/validation.js';
import type { Region } from './region.entity.js';
import type { OpeningHours, WorkCalendar } from './working-time.js';

/** Of a region for which nobody has said otherwise. */
export const DEFAULT_TIME_ZONE = 'Europe/Moscow';

const DAYS_OF_A_WEEK = 7;
/** Holidays of a year, or every second day of two. */
const MOST_DAYS_OFF = 366;

/** By the clock of the region, `HH:MM`. */
export class WorkDay implements OpeningHours {
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { context: errorDetail('time_of_day') })
  from: string;

  /** After `from`; `24:00` = the end of the day. */
  @Matches(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { context: errorDetail('time_of_day') })
  to: string;
}

@ApiExtraModels(WorkDay)
export class WorkingHours implements WorkCalendar {
  /** From Monday on; null = a day off. At least one day is worked. */
  @ApiProperty({
    type: 'array',
    minItems: DAYS_OF_A_WEEK,
    maxItems: DAYS_OF_A_WEEK,
    items: { nullable: true, allOf: [{ $ref: getSchemaPath(WorkDay) }] },
  })
  @ArrayMinSize(DAYS_OF_A_WEEK)
  @ArrayMaxSize(DAYS_OF_A_WEEK)
  @IsArray()
  days: Array<WorkDay | null>;

  /** `YYYY-MM-DD`: nobody works, whatever the weekday. */
  @ApiPropertyOptional()
  @ArrayMaxSize(MOST_DAYS_OFF)
  @IsArray()
  daysOff: string[] = [];
}

/** null = around the clock; left out = as it is. */
const Calendar = (): PropertyDecorator => (target, property) => {
  ApiPropertyOptional({ nullable: true, type: () => WorkingHours })(target, property as string);
  ValidateIf((_, value) => value !== undefined && value !== null)(target, property as string);
  IsObject()(target, property as string);
  ValidateNested()(target, property as string);
  Type(() => WorkingHours)(target, property as string);
};

export class CreateRegion {
  @Trimmed()
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

  @Calendar()
  workingHours: WorkingHours | null = null;
}

export class UpdateRegion {
  @IsOptionalDefined()
  @Trimmed()
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

  @Calendar()
  workingHours?: WorkingHours | null;

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
  /** When it works; null = around the clock. */
  @ApiProperty({ nullable: true, type: () => WorkingHours })
  workingHours: WorkingHours | null;
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class RegionPage extends PageOf(RegionView) {}

export function presentRegion({ id, createdAt, ...region }: Region): RegionView {
  const { name, timeZone, shopName, shopAddress, shopPhone, workingHours, version } = region;
  const shop = { shopName, shopAddress, shopPhone };
  return { id: String(id), name, timeZone, ...shop, workingHours, createdAt: createdAt.toISOString(), version };
}
