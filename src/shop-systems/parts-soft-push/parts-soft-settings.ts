import { IsBoolean, IsIn, IsInt, IsNumber, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { errorDetail } from '../../platform/error-texts.js';

const OFFER_CHOICES = ['cheapest', 'fastest'] as const;

const SHORTEST_POLL_S = 60;
const LONGEST_POLL_S = 3_600;
const MOST_DEVIATION = 1_000;

/** What an administrator chooses for the push into a shop's PARTS SOFT; the key is the exchange's password. */
export class PartsSoftSettings {
  /** The shop's site, e.g. `https://shop.example`; "" = not said yet. */
  @IsString()
  @MaxLength(255)
  apiUrl = '';

  /** Where offers are looked for, behind that address. */
  @Matches(/^(\/[\w-]{1,40}){1,8}$/, { context: errorDetail('pattern') })
  searchPath = '/api/v1/search';

  /** Which of the offers of a part that have enough is taken. */
  @IsIn(OFFER_CHOICES)
  offer: (typeof OFFER_CHOICES)[number] = 'cheapest';

  /** Percent that an offer may be above the order's price; null = whatever it costs. */
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(MOST_DEVIATION)
  @ValidateIf((_, value) => value !== null)
  maxPriceDeviation: number | null = 0;

  @IsInt()
  @Min(SHORTEST_POLL_S)
  @Max(LONGEST_POLL_S)
  pollSeconds = 600;

  /** Pieces that PARTS SOFT will not deliver are refused without a person. */
  @IsBoolean()
  applyMissingLines = false;
}
