import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { IsOptionalDefined } from '../../platform/http/validation.js';
import {
  MAX_FILTER_NAME,
  MAX_FILTER_QUERY,
  SAVED_LISTS,
  type SavedFilter,
  type SavedList,
} from './saved-filter.entity.js';

export class SavedFilterQuery {
  /** Absent = of all lists. */
  @ApiPropertyOptional({ enum: SAVED_LISTS })
  @IsOptional()
  @IsIn(SAVED_LISTS)
  list?: SavedList;
}

const FilterName = (): PropertyDecorator => (target, property) => {
  Transform(({ value }) => (typeof value === 'string' ? value.trim() : value))(target, property as string);
  IsString()(target, property as string);
  Length(1, MAX_FILTER_NAME)(target, property as string);
};

export class SaveFilter {
  @ApiProperty({ enum: SAVED_LISTS })
  @IsIn(SAVED_LISTS)
  list: SavedList;

  /** Up to 60 characters; no other filter of the list has it, in capitals or not. */
  @FilterName()
  name: string;

  /**
   * What stands behind the `?` of the list's address in the panel, up to 2000 characters: filters and sorting of the list's call, without
   * its pages, ids and region; of external orders `view=positions`, too.
   */
  @IsString()
  @MaxLength(MAX_FILTER_QUERY)
  query: string;
}

export class UpdateSavedFilter {
  @IsOptionalDefined()
  @FilterName()
  name?: string;

  /** Takes the place of the former one. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(MAX_FILTER_QUERY)
  query?: string;
}

export class SavedFilterView {
  id: string;
  @ApiProperty({ enum: SAVED_LISTS })
  list: SavedList;
  name: string;
  /** Its parts are sorted by name. */
  query: string;
}

export function presentSavedFilter({ id, list, name, query }: SavedFilter): SavedFilterView {
  return { id: String(id), list, name, query };
}
