import { ConfigurationPart } from '../../platform/configuration/configuration.service.js';
import { groupBy } from '../../platform/collections.js';
import { partKey } from '../keys/part-key.js';
import { Brand, BrandSynonym } from './brand.entity.js';

/** A brand with all that is known of it. */
export interface KnownBrand extends Brand {
  /** Of its name: two spellings are one brand when this is the same. */
  key: string;
  /** Other spellings than its name, as they were typed, in the order of the alphabet. */
  synonyms: string[];
  /** Of all its spellings. */
  keys: string[];
}

/** All brands, by the keys of their spellings. */
export interface BrandDirectory {
  readonly byKey: ReadonlyMap<string, KnownBrand>;
  /** In the order of their names. */
  readonly brands: readonly KnownBrand[];
}

const { compare } = new Intl.Collator('ru', { numeric: true });

export const BRANDS = new ConfigurationPart(async (manager): Promise<BrandDirectory> => {
  const [brands, synonyms] = await Promise.all([manager.find(Brand), manager.find(BrandSynonym)]);
  return directoryOf(brands, synonyms);
});

export function directoryOf(rows: Brand[], synonyms: BrandSynonym[]): BrandDirectory {
  const byBrand = groupBy(synonyms, ({ brandId }) => brandId);
  const byKey = new Map<string, KnownBrand>();
  const brands = rows.map(({ id, name, createdAt, version }): KnownBrand => {
    const spellings = byBrand.get(id) ?? [];
    const key = partKey(name);
    const others = spellings.filter((each) => each.key !== key).map((each) => each.name);
    const keys = spellings.map((each) => each.key);
    const brand = { id, key, name, createdAt, version, synonyms: others.sort(compare), keys };
    for (const spelling of spellings) byKey.set(spelling.key, brand);
    return brand;
  });
  return { byKey, brands: brands.sort((one, other) => compare(one.name, other.name)) };
}

/**
 * The key of the brand that has a spelling; where none has it, it is one of its own.
 * @param key `partKey` of the spelling; "" names none
 */
export function canonicalKey({ byKey }: Pick<BrandDirectory, 'byKey'>, key: string): string {
  return byKey.get(key)?.key ?? key;
}

/** The keys of all spellings of a brand. @param key its canonical one */
export function keysOf({ byKey }: Pick<BrandDirectory, 'byKey'>, key: string): string[] {
  return byKey.get(key)?.keys ?? [key];
}
