import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ForAllRegions } from './allow.decorator.js';
import { mapPage } from '../platform/http/paging.dto.js';
import { AuditPage, AuditQuery, presentAuditEntry } from './audit.dto.js';
import { AuditService } from './audit.service.js';

@ApiTags('audit')
@ForAllRegions()
@Controller('api/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  /** Who changed what, and when. */
  @Get()
  async list(@Query() query: AuditQuery): Promise<AuditPage> {
    return mapPage(await this.audit.list(query), presentAuditEntry);
  }
}
