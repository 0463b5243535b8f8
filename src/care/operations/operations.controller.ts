import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../access/actor.js';
import { AllowUnknownParameters } from '../../platform/http/unknown-parameters.js';
import { MetricsPage } from './metrics-page.service.js';
import { ReadinessService } from './readiness.service.js';

/** For whoever runs the service: probes of an orchestrator, Prometheus. */
@ApiExcludeController()
@Public()
@AllowUnknownParameters()
@Controller()
export class OperationsController {
  constructor(
    private readonly readiness: ReadinessService,
    private readonly metricsPage: MetricsPage,
  ) {}

  @Get('livez')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { isReady, parts } = await this.readiness.check();
    void reply.status(isReady ? 200 : 503);
    return { status: isReady ? 'ok' : 'unavailable', parts };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.metricsPage.render();
  }
}
