import { Injectable } from '@nestjs/common';
import { AuditService } from '../../access/audit.service.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError, NotFoundError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import type { Page } from '../../platform/http/paging.dto.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { partKey } from '../keys/part-key.js';
import { BrandQuery, CreateBrand, MAX_SYNONYMS, presentBrand, UpdateBrand } from './brand.dto.js';
import { Brand, BrandSynonym } from './brand.entity.js';
import { BrandDirectory, BRANDS, directoryOf, KnownBrand } from './brand-directory.js';
import { byKeys, MAX_BRANDS, MAX_SPELLINGS, spellingError, tidied } from './spellings.js';
import { UnknownBrandsService } from './unknown-brands.service.js';

const SUBJECT = 'brand';

/** A brand as it is to be. */
interface Wanted {
  name: string;
  synonyms: string[];
}

/** The directory of makers and their spellings. */
@Injectable()
export class BrandsService {
  constructor(
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly unknown: UnknownBrandsService,
    private readonly clock: Clock,
  ) {}

  /** Of the directory in memory, so that any part of any spelling is found at once. */
  list({ page, perPage, sort, q = '' }: BrandQuery): Page<KnownBrand> {
    const { brands, byKey } = this.configuration.current.get(BRANDS);
    const wanted = partKey(q);
    const found = new Set<KnownBrand>();
    for (const [key, brand] of byKey) if (key.includes(wanted)) found.add(brand);
    // A text that is all signs is the spelling of none.
    const matching = wanted === '' && q.trim() !== '' ? [] : brands.filter((brand) => found.has(brand));
    if (sort.endsWith('createdAt')) matching.sort((one, other) => one.id - other.id);
    if (sort.startsWith('-')) matching.reverse();
    const before = (page - 1) * perPage;
    return { data: matching.slice(before, before + perPage), meta: { page, perPage, total: matching.length } };
  }

  /** @throws InvalidInputError */
  create(input: CreateBrand): Promise<KnownBrand> {
    const wanted = { name: tidied(input.name), synonyms: input.synonyms.map(tidied) };
    return this.configuration.change(async (tx) => {
      const directory = await BRANDS.load(tx.manager);
      requirePossible(directory, wanted, null);
      const row = { name: wanted.name, createdAt: this.clock.now(), version: 1 };
      const created = await this.write(tx, { id: await tx.insert(Brand, row), ...row }, wanted);
      await this.audit.record(tx, 'create', SUBJECT, created.id, { after: presentBrand(created) });
      return created;
    });
  }

  /** @throws NotFoundError, InvalidInputError, ChangedMeanwhileError */
  update(id: number, { version: seen, ...change }: UpdateBrand): Promise<KnownBrand> {
    return this.configuration.change(async (tx) => {
      const directory = await BRANDS.load(tx.manager);
      const brand = brandOf(directory, id);
      await this.audit.requireVersion(tx, SUBJECT, brand, seen);
      const wanted = wantedOf(brand, change);
      requirePossible(directory, wanted, id);
      if (saysTheSame(brand, wanted)) return brand;
      await tx.manager.update(Brand, { id }, { name: wanted.name });
      await tx.manager.delete(BrandSynonym, { brandId: id });
      const row = { id, name: wanted.name, createdAt: brand.createdAt, version: brand.version + 1 };
      const updated = await this.write(tx, row, wanted);
      const sides = { before: presentBrand(brand), after: presentBrand(updated) };
      await this.audit.record(tx, 'update', SUBJECT, id, sides);
      return updated;
    });
  }

  /** Its spellings are unknown from then on. @throws NotFoundError */
  delete(id: number): Promise<void> {
    return this.configuration.change(async (tx) => {
      const brand = brandOf(await BRANDS.load(tx.manager), id);
      await tx.manager.delete(BrandSynonym, { brandId: id });
      await tx.manager.delete(Brand, { id });
      await this.audit.record(tx, 'delete', SUBJECT, id, { before: presentBrand(brand) });
    });
  }

  /** Writes the spellings of a brand that has none. */
  private async write(tx: Transaction, row: Brand, { name, synonyms }: Wanted): Promise<KnownBrand> {
    const spellings = [...byKeys([name, ...synonyms])].map(([key, text]) => ({ key, brandId: row.id, name: text }));
    await tx.insertMany(BrandSynonym, spellings);
    await this.unknown.forget(tx, spellings);
    return directoryOf([row], spellings).brands[0]!;
  }
}

function brandOf({ brands }: BrandDirectory, id: number): KnownBrand {
  const brand = brands.find((each) => each.id === id);
  if (!brand) throw new NotFoundError(`Brand ${id}`);
  return brand;
}

/** What is left out stays; a former name goes on to be a spelling unless all of them are given. */
function wantedOf(brand: KnownBrand, change: Omit<UpdateBrand, 'version'>): Wanted {
  const name = change.name === undefined ? brand.name : tidied(change.name);
  return { name, synonyms: change.synonyms?.map(tidied) ?? [...brand.synonyms, brand.name] };
}

/** @param id of the brand that is changed; null = it is made @throws InvalidInputError with all that is wrong */
function requirePossible(directory: BrandDirectory, { name, synonyms }: Wanted, id: number | null): void {
  const errors: FieldError[] = [];
  if (id === null && directory.brands.length >= MAX_BRANDS)
    errors.push({ path: 'name', ...errorDetail('too_many_brands', { max: MAX_BRANDS }) });
  [name, ...synonyms].forEach((text, index) => {
    const path = index === 0 ? 'name' : `synonyms[${index - 1}]`;
    const owner = directory.byKey.get(partKey(text));
    const isTaken = owner !== undefined && owner.id !== id;
    const error = spellingError(text) ?? (isTaken ? errorDetail('synonym_taken', { brand: owner.name }) : undefined);
    if (error) errors.push({ path, ...error });
  });
  const spellings = byKeys([name, ...synonyms]);
  if (spellings.size > MAX_SYNONYMS + 1)
    errors.push({ path: 'synonyms', ...errorDetail('too_many', { max: MAX_SYNONYMS }) });
  const added = [...spellings.keys()].filter((key) => !directory.byKey.has(key)).length;
  if (directory.byKey.size + added > MAX_SPELLINGS)
    errors.push({ path: 'synonyms', ...errorDetail('too_many_spellings', { max: MAX_SPELLINGS }) });
  if (errors.length > 0) throw new InvalidInputError(errors);
}

function saysTheSame(brand: KnownBrand, { name, synonyms }: Wanted): boolean {
  const spellingsOf = (one: Wanted) => [...byKeys([one.name, ...one.synonyms]).values()].sort().join('\n');
  return brand.name === name && spellingsOf(brand) === spellingsOf({ name, synonyms });
}
