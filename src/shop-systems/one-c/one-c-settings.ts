import { IsBoolean, IsIn, IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { errorDetail } from '../../platform/error-texts.js';

/** It is held in memory while it comes. */
const LARGEST_PART = 15_000_000;
const SMALLEST_PART = 100_000;

const ENCODINGS = ['utf-8', 'windows-1251'] as const;
const SCHEMA_VERSIONS = ['2.05', '2.08', '2.10', '3.1'] as const;

/** What an administrator chooses for the exchange with one 1C. */
export class OneCSettings {
  @IsIn(ENCODINGS)
  encoding: (typeof ENCODINGS)[number] = 'utf-8';

  /** Of CommerceML. */
  @IsIn(SCHEMA_VERSIONS)
  schemaVersion: (typeof SCHEMA_VERSIONS)[number] = '2.05';

  /** The word by which 1C knows it. */
  @IsString()
  @Length(1, 16)
  currency = 'руб';

  /** A rate in percent such as `20`, which prices include, or `Без НДС`. */
  @Matches(/^(\d{1,2}|Без НДС)$/, { context: errorDetail('pattern') })
  vat = 'Без НДС';

  /** What becomes of lines of which nothing is to be delivered any more. */
  @IsIn(['left_out', 'zero'])
  refusedPositions: 'left_out' | 'zero' = 'left_out';

  /** Of one part that 1C sends, in bytes. */
  @IsInt()
  @Min(SMALLEST_PART)
  @Max(LARGEST_PART)
  fileLimit = 10_000_000;

  /** Lines that 1C gives back smaller or not at all are refused without a person. */
  @IsBoolean()
  applyMissingLines = false;
}
