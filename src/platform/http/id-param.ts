import { Injectable, Param, PipeTransform } from '@nestjs/common';
import { NotFoundError } from '../errors.js';

/** Ids in paths are decimal strings; anything else names a thing that does not exist. */
@Injectable()
class ParseIdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (!/^[1-9]\d{0,14}$/.test(value)) throw new NotFoundError(`«${value.slice(0, 40)}»`);
    return Number(value);
  }
}

/** The id in the path of what is asked for. */
export const IdParam = () => Param('id', ParseIdPipe);

/** An id further on in the path. */
export const OtherIdParam = (name: string) => Param(name, ParseIdPipe);
