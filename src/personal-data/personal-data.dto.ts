import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { IfGiven, IsId } from '../shared/validation.js';

/** An empty search field says nothing. */
const IfFilled = () => ValidateIf((_, value) => value !== undefined && value !== '');

/** Who asks to be forgotten. An order matches when any of what is given is found in it. */
export class DeletePersonalData {
  /** However it is written; the last ten digits count. */
  @IfFilled()
  @IsString()
  @Matches(/^(?:\D*\d){10,15}\D*$/, { message: 'must be a phone number of 10 to 15 digits' })
  phone?: string;

  @IfFilled()
  @IsString()
  @Matches(/^[^\s@]{1,200}@[^\s@]{1,200}$/, { message: 'must be an e-mail address' })
  email?: string;

  /** As a whole, in any case. Namesakes match too: look at a dry run first. */
  @IfFilled()
  @IsString()
  @Length(3, 255)
  name?: string;

  /** Up to 1,000. */
  @IfGiven()
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @IsArray()
  externalOrderIds?: string[];

  /** Changes nothing and answers what matches. */
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}

export class FoundBuyerView {
  name: string;
  phone: string;
  email: string;
}

export class FoundExternalOrderView {
  id: string;
  /** Its id at the marketplace. */
  externalId: string;
  receivedAt: string;
  /** In a dry run only. */
  customer?: FoundBuyerView;
}

export class PersonalDataView {
  dryRun: boolean;
  externalOrders: FoundExternalOrderView[];
  /** Messages of the journal that match and belong to no external order. */
  messages: number;
  /** External orders about which something was being sent all the time: repeat the call for them. */
  incomplete: string[];
}
