import { partKey } from '../keys/part-key.js';
import { directoryOf } from './brand-directory.js';
import { nearestBrand } from './nearest-brand.js';

const NAMES = ['BOSCH', 'MANN-FILTER', 'LEMFORDER', 'MAHLE', 'ATE', 'KYB', 'MANDO', 'GENERAL MOTORS'];
const DIRECTORY = directoryOf(
  NAMES.map((name, index) => ({ id: index + 1, name, createdAt: new Date(0), version: 1 })),
  NAMES.map((name, index) => ({ key: partKey(name), brandId: index + 1, name })),
);

describe('the brand that may be meant', () => {
  it.each([
    ['BOSHC', 'BOSCH'],
    ['BOSCHH', 'BOSCH'],
    ['BSCH', 'BOSCH'],
    ['Bosch Germany', 'BOSCH'],
    ['MANNFILTR', 'MANN-FILTER'],
    ['LEMFORDR ZF', null],
    ['LEMFÖRDER GMBH', 'LEMFORDER'],
    ['LEMFRODERR', 'LEMFORDER'],
    ['GENERAL', 'GENERAL MOTORS'],
    ['ATX', null],
    ['KYBX', null],
    ['SAKURA', null],
    ['MAND', 'MANDO'],
    ['', null],
  ])('%s is %s', (text, name) => expect(nearestBrand(DIRECTORY, partKey(text))?.name ?? null).toBe(name));
});
