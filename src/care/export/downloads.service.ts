import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../access/actor.js';
import { RegionsService } from '../../access/regions/regions.service.js';
import { Clock } from '../../platform/clock.js';
import { csvOf } from './csv.js';
import type { Format } from './export.dto.js';
import { wallClock } from '../../platform/local-time.js';
import type { Table } from './table.js';
import { xlsxOf } from './xlsx.js';

export const CONTENT_TYPES: Record<Format, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Answers a table as a file, written while it is read: one that breaks off is seen as such by the browser. */
@Injectable()
export class Downloads {
  constructor(
    private readonly regions: RegionsService,
    private readonly clock: Clock,
  ) {}

  async send(table: Table, format: Format, actor: Actor, reply: FastifyReply): Promise<FastifyReply> {
    const timeZone = this.regions.timeZoneFor(undefined, actor);
    const today = wallClock(this.clock.now(), timeZone).toISOString().slice(0, 10);
    const name = `${table.title[table.language]} ${today}.${format}`;
    const asciiName = `${table.title.en} ${today}.${format}`.replaceAll(' ', '-').toLowerCase();
    return reply
      .header('Content-Type', CONTENT_TYPES[format])
      .header('Content-Disposition', attachment(name, asciiName))
      .send(format === 'csv' ? Readable.from(csvOf(table)) : xlsxOf(table));
  }
}

/**
 * `Content-Disposition` of a download (RFC 6266): the name with all its letters for browsers, an ASCII one for what is older.
 * @param asciiName without quotes and backslashes
 */
function attachment(name: string, asciiName: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${asciiName}"; filename*=UTF-8''${encoded.replace(/%[0-9a-f]{2}/g, (hex) => hex.toUpperCase())}`;
}
