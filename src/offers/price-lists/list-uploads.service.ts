import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { receiveFile } from '../../platform/http/file-upload.js';
import { ImportRunner } from './import-runner.service.js';
import { ListFiles } from './list-files.service.js';
import type { PriceListPreview, StartedImportView } from './price-list-import.dto.js';
import type { PriceList } from './price-list.entity.js';
import { Previews } from './previews.service.js';

const MEGABYTE = 1_000_000;

/** Takes files that people send. */
@Injectable()
export class ListUploads {
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
      const file = await receiveFile(request, folder, this.config.priceListMegabytes * MEGABYTE);
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
      const { path } = await receiveFile(request, folder, this.config.priceListMegabytes * MEGABYTE);
      return await this.previews.of(path, folder);
    } finally {
      await this.files.remove(folder);
    }
  }
}
