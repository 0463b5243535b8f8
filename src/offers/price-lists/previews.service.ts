import { Injectable } from '@nestjs/common';
import { detailOf } from '../../platform/error-texts.js';
import { InvalidInputError, TooManyRequestsError } from '../../platform/errors.js';
import { WaitingLine } from '../../platform/waiting-line.js';
import type { PriceListPreview } from './price-list-import.dto.js';
import { FileFailed } from './reading/file-failed.js';
import { ListReading } from './reading/list-reading.js';

const BUSY = 'Other files are looked into: try again in a moment.';

/** Shows how files begin, so that people can say which column is what. */
@Injectable()
export class Previews {
  private readonly line = new WaitingLine({
    atOnce: 2,
    waiting: 10,
    waitMs: 20_000,
    full: () => new TooManyRequestsError(BUSY, 5),
  });

  /** @throws InvalidInputError for what is no list */
  of(file: string, folder: string): Promise<PriceListPreview> {
    return this.line.run(async () => {
      const reading = new ListReading({ file, folder });
      try {
        const { encoding, separator, rows } = await reading.preview();
        return { encoding, separator, rows };
      } catch (error) {
        if (error instanceof FileFailed) throw InvalidInputError.of('file', detailOf(error.error));
        throw error;
      } finally {
        reading.stop();
      }
    });
  }
}
