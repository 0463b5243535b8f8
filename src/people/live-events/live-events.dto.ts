import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class EventsQuery {
  /** As `Last-Event-ID`, which goes before it: a browser that opens a new stream cannot send that. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  lastEventId: string = '';
}
