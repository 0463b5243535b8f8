import { ArrayMaxSize, IsArray, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { IsOptionalDefined, IsId } from '../../platform/http/validation.js';
import { errorDetail } from '../../platform/error-texts.js';

/** A slip (an empty-looking name, a shared phone) must not empty the whole database. */
const MOST_AT_ONCE = 1_000;

export const SHORTEST_NAME = 3;

/** An empty search field says nothing. */
const IfFilled = () => ValidateIf((_, value) => value !== undefined && value !== '');

/** Who asks to be forgotten. An order or a message matches when any of what is given is found in it. */
export class SearchBuyer {
  /** However it is written; the last ten digits count. */
  @IfFilled()
  @IsString()
  @Matches(/^(?:\D*\d){10,15}\D*$/, { context: errorDetail('phone') })
  phone?: string;

  @IfFilled()
  @IsString()
  @Matches(/^[^\s@]{1,200}@[^\s@]{1,200}$/, { context: errorDetail('email') })
  email?: string;

  /** As a whole, in any case. Namesakes match too: look at what was found. */
  @IfFilled()
  @IsString()
  @Length(SHORTEST_NAME, 255)
  name?: string;

  /** Goes on from there: what the last answer called `next`. */
  @IsOptionalDefined()
  @Matches(/^(?:orders:\d{1,15}|messages:\d{1,15}:\d{1,15})$/, { context: errorDetail('next') })
  after?: string;
}

/** What is to be erased; at least one. */
export class DeletePersonalData {
  /** Up to 1,000. */
  @IsOptionalDefined()
  @IsId({ each: true })
  @ArrayMaxSize(MOST_AT_ONCE)
  @IsArray()
  externalOrderIds?: string[];

  /** Messages of the journal that became no external order, up to 1,000. */
  @IsOptionalDefined()
  @IsId({ each: true })
  @ArrayMaxSize(MOST_AT_ONCE)
  @IsArray()
  messageIds?: string[];
}

export class FoundBuyerView {
  name: string;
  phone: string;
  email: string;
}

export class ErasedExternalOrderView {
  id: string;
  /** Its id at the marketplace. */
  externalId: string;
  receivedAt: string;
}

export class FoundExternalOrderView extends ErasedExternalOrderView {
  customer: FoundBuyerView;
}

/** What one call found; the calls together find everything. */
export class BuyerSearchView {
  /** One that is named in several places may come again in a later answer. */
  externalOrders: FoundExternalOrderView[];
  /** Messages of the journal that name the buyer and belong to no external order. */
  messageIds: string[];
  /** How far the search is, in percent, about. */
  progress: number;
  /** To be given to the next call as `after`; null = everything was looked through. */
  next: string | null;
}

export class PersonalDataView {
  externalOrders: ErasedExternalOrderView[];
  /** How many messages of those that were named. */
  messages: number;
  /** External orders that were not done in time, that failed, or about which something was being sent all the while: repeat the call for them. */
  incomplete: string[];
}
