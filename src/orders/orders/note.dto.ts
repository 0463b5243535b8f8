import { IsString, Length } from 'class-validator';
import { Trimmed } from '../../platform/http/validation.js';

const MAX_NOTE = 4_000;

export class WriteNote {
  /** `@` and the name of a colleague sends them a message. The marketplace is never told of it. */
  @Trimmed()
  @IsString()
  @Length(1, MAX_NOTE)
  text: string;
}

/** What the shop's people write about an order, for each other. */
export class NoteView {
  id: string;
  at: string;
  /** Name of the user, or of the API key. */
  author: string;
  text: string;
}
