import { ApiProperty } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';
import { ExpectedVersion, IsId } from '../../platform/http/validation.js';

export class SeeBuyerChanges {
  /** Of the newest change that the caller has seen; when there is a newer one: 409 `changed_meanwhile`. */
  @ExpectedVersion()
  version?: number;
}

export class AssignExternalOrder {
  /** An active user who may see the region; null = nobody. */
  @ApiProperty({ type: String, nullable: true })
  @ValidateIf((_, value) => value !== null)
  @IsId()
  userId: string | null;
}
