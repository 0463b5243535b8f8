import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { detailOf } from '../../platform/error-texts.js';
import { InvalidInputError, TooManyRequestsError } from '../../platform/errors.js';
import { receiveFile, type UploadedFile } from '../../platform/http/file-upload.js';
import { WaitingLine } from '../../platform/waiting-line.js';
import { ImportRunner } from './import-runner.service.js';
import { ListFiles } from './list-files.service.js';
import type { PriceListPreview, StartedImportView } from './price-list-import.dto.js';
import type { PriceList } from './price-list.entity.js';
import { FileFailed } from './reading/file-failed.js';
import { ListReading } from './reading/list-reading.js';

const MEGABYTE = 1_000_000;
/** Files that come in at a time: each may take its whole size of the disk. */
const AT_ONCE = 10;
const BUSY_RECEIVING = 'Other files are being sent: try again in a moment.';
const BUSY_PREVIEWING = 'Other files are looked into: try again in a moment.';

/** Takes files that people send. */
@Injectable()
export class ListUploads {
  private readonly receiving = new WaitingLine({
    atOnce: AT_ONCE,
    waiting: 0,
    full: () => new TooManyRequestsError(BUSY_RECEIVING, 30),
  });
  private readonly previewing = new WaitingLine({
    atOnce: 2,
    waiting: 10,
    waitMs: 20_000,
    full: () => new TooManyRequestsError(BUSY_PREVIEWING, 5),
  });

  constructor(
    private readonly files: ListFiles,
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

  /** How a file begins, so that people can say which column is what. @throws InvalidInputError for what is no list */
  async preview(request: FastifyRequest): Promise<PriceListPreview> {
    const folder = await this.files.make();
    try {
      const { path } = await this.receive(request, folder);
      return await this.previewing.run(() => previewOf(path, folder));
    } catch (error) {
      throw error instanceof FileFailed ? InvalidInputError.of('file', detailOf(error.error)) : error;
    } finally {
      await this.files.remove(folder);
    }
  }

  private receive(request: FastifyRequest, folder: string): Promise<UploadedFile> {
    return this.receiving.run(() => receiveFile(request, folder, this.config.priceListMegabytes * MEGABYTE));
  }
}

/** @throws FileFailed */
async function previewOf(file: string, folder: string): Promise<PriceListPreview> {
  const reading = new ListReading({ file, folder });
  try {
    return await reading.preview();
  } finally {
    reading.stop();
  }
}
