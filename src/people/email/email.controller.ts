import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ForAllRegions } from '../../access/actor.js';
import { EmailStatusView } from './email-delivery.dto.js';
import { EmailService } from './email.service.js';

@ApiTags('system')
@ForAllRegions()
@Controller('api/email')
export class EmailController {
  constructor(private readonly email: EmailService) {}

  /** Ends the pause after the mail server refused the sign-in. */
  @Post('resume')
  @HttpCode(200)
  resume(): Promise<EmailStatusView> {
    return this.email.resume();
  }
}
