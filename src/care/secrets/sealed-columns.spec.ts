import { getMetadataArgsStorage } from 'typeorm';
import { ENTITIES } from '../../entities.js';
import { SEALED_COLUMNS } from './secret-rotation.service.js';

describe('the list of sealed columns', () => {
  it('leaves none out, so that an old key can be thrown away after a rotation', () => {
    const sealed = getMetadataArgsStorage()
      .columns.filter(({ target, propertyName }) => ENTITIES.includes(target as never) && /Sealed$/.test(propertyName))
      .map(({ target, propertyName }) => `${(target as { name: string }).name}.${propertyName}`);
    expect(SEALED_COLUMNS.map(({ entity, column }) => `${entity.name}.${column}`).sort()).toEqual(sealed.sort());
  });
});
