import type { Server } from 'node:http';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { OutboxWorker } from './outbox/outbox-worker.service.js';

/** So long proxies may still send over the connections that they keep. */
export const PARTING_MS = 1_000;
/** Then connections that are still open are closed, whatever goes on over them … */
const CLOSE_ALL_AFTER_MS = 15_000;
/** … and then the process ends, whatever hangs: a receiver has had its time limit by then, and its outcome was written down. */
const END_AFTER_MS = 18_500;

/** Ends the process at these signals, once: with 0 when the outcomes of all that was sent are recorded, else with 1. */
export function endOnSignals(app: NestFastifyApplication, signals: readonly NodeJS.Signals[]): void {
  const logger = new Logger('Shutdown');
  const server = app.getHttpServer() as Server;
  let isEnding = false;

  const end = (): void => {
    const unrecorded = app.get(OutboxWorker).inFlight;
    if (unrecorded > 0) {
      logger.error(`${unrecorded} deliveries were under way at the end: they are sent again under the same key.`);
    }
    process.exit(unrecorded > 0 ? 1 : 0);
  };

  const begin = (): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => server.closeAllConnections(), CLOSE_ALL_AFTER_MS);
    setTimeout(() => {
      logger.warn(`Stopping failed: not everything had ended after ${END_AFTER_MS / 1_000} s.`);
      end();
    }, END_AFTER_MS);
    app.close().then(end, (error: Error) => {
      logger.error({ err: error }, `Stopping failed: ${error.message}`);
      process.exit(1);
    });
  };
  for (const signal of signals) process.on(signal, begin);
}
