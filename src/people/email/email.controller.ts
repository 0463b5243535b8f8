import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, ForAllRegions } from '../../access/actor.js';
import { EmailStatusView, TestLetterView } from './email-delivery.dto.js';
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

  /** Sends a letter to the caller at once, whatever waits, and says what the mail server answered. */
  @Post('test')
  @HttpCode(200)
  sendTest(@CurrentActor() actor: Actor): Promise<TestLetterView> {
    return this.email.sendTest(actor);
  }
}
