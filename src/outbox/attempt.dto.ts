import { ApiProperty } from '@nestjs/swagger';

/** As sent, secrets masked. */
export class AttemptRequest {
  method: string;
  url: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Record<string, string>;
  body: string;
}

/** As answered; the body is cut to 16 KiB. */
export class AttemptResponse {
  status: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Record<string, string>;
  body: string;
}
