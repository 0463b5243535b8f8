import { applyDecorators } from '@nestjs/common';
import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsObject, IsString, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { definedOf } from '../../platform/collections.js';
import { detailOf, type ErrorParams, type StoredError } from '../../platform/error-texts.js';
import { ErrorParamsProperty } from '../../platform/field-error.dto.js';
import { IdFilter } from '../../platform/http/filters.js';
import { PageOf, PageQuery } from '../../platform/http/paging.dto.js';
import { ExpectedVersion, IsId, IsOptionalDefined, Trimmed } from '../../platform/http/validation.js';
import { PriceListColumns, PriceListGuard } from './list-settings.dto.js';
import { isStale, type PriceList, type PriceListFetch } from './price-list.entity.js';
import type { PriceListImport } from './price-list-import.entity.js';

const MOST_DAYS = 365;
const LATEST_FIRST_ROW = 1_000;
const MOST_HOURS = 8_760;

const Days = () => applyDecorators(Max(MOST_DAYS), Min(0), IsInt());

/** What is not said of a new list. */
const DEFAULTS = {
  isOwnStock: false,
  deliveryDaysMin: 0,
  deliveryDaysMax: 0,
  firstRow: 1,
  url: '',
  refreshMinutes: 60,
  staleAfterHours: 48,
  guard: { rows: 25, overlap: 50, median: 10, moved: 20 },
};

export class CreatePriceList {
  @Trimmed()
  @IsString()
  @Length(1, 255)
  name: string;

  @IsId()
  regionId: string;

  /** A stock of the shop's own; otherwise it is a supplier's. */
  @IsOptionalDefined()
  @IsBoolean()
  isOwnStock?: boolean;

  @IsOptionalDefined()
  @Days()
  deliveryDaysMin?: number;

  /** Not below `deliveryDaysMin`. */
  @IsOptionalDefined()
  @Days()
  deliveryDaysMax?: number;

  /** The first line of a file that is an offer, from 1. */
  @IsOptionalDefined()
  @Max(LATEST_FIRST_ROW)
  @Min(1)
  @IsInt()
  firstRow?: number;

  /** Which column of a file is what, from 1; all are different. Replaced as a whole. */
  @ValidateNested()
  @Type(() => PriceListColumns)
  @IsObject()
  columns: PriceListColumns;

  /** Where its file is fetched from, http or https; "" = it is only uploaded. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(2_000)
  url?: string;

  /** Between two times that it is fetched. */
  @IsOptionalDefined()
  @Max(7 * 24 * 60)
  @Min(5)
  @IsInt()
  refreshMinutes?: number;

  /** So long after its file came it is stale. */
  @IsOptionalDefined()
  @Max(MOST_HOURS)
  @Min(1)
  @IsInt()
  staleAfterHours?: number;

  /** Limits in percent, 0 = off: a file outside them waits for a person, and the former one stays in force. Replaced as a whole. */
  @IsOptionalDefined()
  @ValidateNested()
  @Type(() => PriceListGuard)
  @IsObject()
  guard?: PriceListGuard;
}

/** What is left out stays as it is; `columns` and `guard` are replaced as a whole. */
export class UpdatePriceList extends PartialType(CreatePriceList, { skipNullProperties: false }) {
  @ExpectedVersion()
  version?: number;
}

export class PriceListQuery extends PageQuery {
  @IdFilter()
  regionId?: number;
}

/** Why something of a list failed, by code. */
export class PriceListProblem {
  code: string;
  @ErrorParamsProperty()
  params: ErrorParams;
  message: string;
}

export class RunningImport {
  id: string;
  /** Percent. */
  progress: number;
}

export class PriceListView {
  id: string;
  name: string;
  regionId: string;
  isOwnStock: boolean;
  deliveryDaysMin: number;
  deliveryDaysMax: number;
  firstRow: number;
  columns: PriceListColumns;
  /** "" = it is only uploaded. */
  url: string;
  refreshMinutes: number;
  staleAfterHours: number;
  guard: PriceListGuard;
  /** The import that is in force; null = none is yet. */
  liveImportId: string | null;
  /** Of the import in force. */
  rows: number;
  /** Lines that the file in force had and that were not taken. */
  rejected: number;
  /** When the file came that is in force. */
  listedAt: string | null;
  isStale: boolean;
  /** The import that is being read. */
  @ApiProperty({ type: RunningImport, nullable: true })
  running: RunningImport | null;
  /** The import that waits for a person. */
  heldImportId: string | null;
  /** Why the newest import failed; null = it did not. */
  @ApiProperty({ type: PriceListProblem, nullable: true })
  lastFailure: PriceListProblem | null;
  /** When the address answered last; null = never. */
  checkedAt: string | null;
  nextFetchAt: string | null;
  /** Why its file cannot be fetched; null = it can. */
  @ApiProperty({ type: PriceListProblem, nullable: true })
  fetchError: PriceListProblem | null;
  fetchErrorSince: string | null;
  createdAt: string;
  /** Raised by every change, from 1. */
  version: number;
}

export class PriceListPage extends PageOf(PriceListView) {}

/** The settings of a new list. */
export function settingsOf({ regionId, name, columns, ...input }: CreatePriceList) {
  const given = definedOf(input) as typeof DEFAULTS;
  return { ...DEFAULTS, ...given, name, columns, regionId: Number(regionId) };
}

export function presentProblem(error: StoredError | null | undefined): PriceListProblem | null {
  return error ? detailOf(error) : null;
}

/** @param imports the newest one first; among them the one in force and the one that waits for a person */
export function presentPriceList(
  list: PriceList,
  imports: PriceListImport[],
  fetch: PriceListFetch | undefined,
  now: Date,
): PriceListView {
  const { id, regionId, createdAt, liveImportId, listedAt, staleToldAt: _, ...settings } = list;
  const [newest] = imports;
  const live = imports.find((each) => each.id === liveImportId);
  const held = imports.find(({ state }) => state === 'held');
  return {
    ...settings,
    id: String(id),
    regionId: String(regionId),
    liveImportId: liveImportId === null ? null : String(liveImportId),
    rows: live?.taken ?? 0,
    rejected: live?.rejected ?? 0,
    listedAt: listedAt?.toISOString() ?? null,
    isStale: isStale(list, now),
    running: newest?.state === 'running' ? { id: String(newest.id), progress: newest.progress } : null,
    heldImportId: held ? String(held.id) : null,
    lastFailure: newest?.state === 'failed' ? presentProblem(newest.error) : null,
    checkedAt: fetch?.checkedAt?.toISOString() ?? null,
    nextFetchAt: fetch?.nextAt.toISOString() ?? null,
    fetchError: presentProblem(fetch?.error),
    fetchErrorSince: fetch?.errorSince?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
