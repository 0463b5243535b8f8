import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { TooManyRequestsError } from '../../platform/errors.js';
import { receiveFile, type UploadedFile } from '../../platform/http/file-upload.js';
import { WaitingLine } from '../../platform/waiting-line.js';
import { ImportRunner } from './import-runner.service.js';
import { ListFiles } from './list-files.service.js';
import type { PriceListPreview, StartedImportView } from './price-list-import.dto.js';
import type { PriceList } from './price-list.entity.js';
import { Previews } from './previews.service.js';

const MEGABYTE = 1_000_000;
/** Files that come in at a time: each may take its whole size of the disk. */
const AT_ONCE = 10;
const BUSY = 'Other files are being sent: try again in a moment.';

/** Takes files that people send. */
@Injectable()
export class ListUploads {
  private readonly line = new WaitingLine({
    atOnce: AT_ONCE,
    waiting: 0,
    full: () => new TooManyRequestsError(BUSY, 30),
  });

  constructor(
    private readonly files: ListFiles,
    private readonly previews: Previews,
    private readonly runner: ImportRunner,
    private readonly config: AppConfig,
  ) {}

  /** @throws InvalidInputError; NotFoundError; ConflictError `price_list_busy` */
  async load(list: PriceList, request: FastifyRequest, actor: Actor): Promise<StartedImportView> {
    const folder = await this.files.make();
    try {
      const file = await this.receive(request, folder);
      const importId = await this.runner.start(list, { ...file, folder }, 'upload', actor.name);
      return { importId: String(importId) };
    } catch (error) {
      await this.files.remove(folder);
      throw error;
    }
  }

  /** @throws InvalidInputError */
  async preview(request: FastifyRequest): Promise<PriceListPreview> {
    const folder = await this.files.make();
    try {
      const { path } = await this.receive(request, folder);
      return await this.previews.of(path, folder);
    } finally {
      await this.files.remove(folder);
    }
  }

  private receive(request: FastifyRequest, folder: string): Promise<UploadedFile> {
    return this.line.run(() => receiveFile(request, folder, this.config.priceListMegabytes * MEGABYTE));
  }
}
