import { IsBoolean, IsInt, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { errorDetail } from '../../platform/error-texts.js';

const SHORTEST_POLL_S = 10;
const LONGEST_POLL_S = 3_600;

/** A number of ABCP's, or nothing. */
const IsNumberThere = () => Matches(/^\d{0,15}$/, { context: errorDetail('id') });

/** What an administrator chooses for the exchange with a shop's ABCP; "" = nothing is chosen. */
export class AbcpSettings {
  /** Of the shop's own, e.g. `https://id0000.public.api.abcp.ru`. */
  @IsString()
  @MaxLength(255)
  apiUrl = '';

  @IsString()
  @MaxLength(255)
  login = '';

  /** The customer made for the marketplace; null = each buyer is a guest. */
  @Matches(/^\d{1,15}$/, { context: errorDetail('id') })
  @ValidateIf((_, value) => value !== null)
  customerId: string | null = null;

  @IsNumberThere()
  deliveryTypeId = '';

  /** Where buyers fetch their orders. */
  @IsNumberThere()
  officeId = '';

  @IsNumberThere()
  distributorId = '';

  @IsNumberThere()
  routeId = '';

  /** That new positions get. */
  @IsNumberThere()
  statusCode = '';

  @IsInt()
  @Min(SHORTEST_POLL_S)
  @Max(LONGEST_POLL_S)
  pollSeconds = 60;

  /** Pieces that ABCP will not deliver are refused without a person. */
  @IsBoolean()
  applyMissingLines = false;
}
