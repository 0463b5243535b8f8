import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { MoreThan } from 'typeorm';
import { AuditService, type Change } from '../../access/audit.service.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { BYTE_ORDER_MARK, withoutFormula } from '../../platform/csv.js';
import { inTurns } from '../../platform/in-turns.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { partKey } from '../keys/part-key.js';
import type { BrandFileResult } from './brand.dto.js';
import { Brand, BrandSynonym } from './brand.entity.js';
import { BRANDS } from './brand-directory.js';
import { type BrandLine, readBrandLines } from './brand-lines.js';
import { type BrandDraft, planBrands } from './brand-plan.js';
import { UnknownBrandsService } from './unknown-brands.service.js';

const HEADER = ['brand', 'synonyms'];
/** Others have their turn between the transactions of a large file. */
const LINES_AT_ONCE = 500;
const SYNONYMS_AT_ONCE = 2_000;
const MOST_TOLD = 1_000;

/** The directory as a file, and files that add to it. */
@Injectable()
export class BrandFiles {
  constructor(
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly unknown: UnknownBrandsService,
    private readonly clock: Clock,
  ) {}

  /** All brands by their names; a comma within a synonym becomes a space, which says the same. */
  write(): string {
    const { brands } = this.configuration.current.get(BRANDS);
    const rows = brands.map(({ name, synonyms }) => [
      withoutFormula(name),
      withoutFormula(synonyms.map((synonym) => synonym.replaceAll(',', ' ')).join(', ')),
    ]);
    return BYTE_ORDER_MARK + stringify([HEADER, ...rows], { delimiter: ';', record_delimiter: '\r\n' });
  }

  /** Adds to the directory what a file has. Where no line was refused, it changes nothing when it is read once more. @throws InvalidInputError */
  async read(bytes: Buffer): Promise<BrandFileResult> {
    const lines = await inTurns(readBrandLines(bytes));
    const result: BrandFileResult = { added: 0, updated: 0, unchanged: 0, refused: 0, changes: [], refusals: [] };
    for (const some of parts(lines)) {
      const outcome = await this.configuration.change((tx) => this.take(tx, some), { repeatable: true });
      for (const count of ['added', 'updated', 'unchanged', 'refused'] as const) result[count] += outcome[count];
      result.changes.push(...outcome.changes.slice(0, MOST_TOLD - result.changes.length));
      result.refusals.push(...outcome.refusals.slice(0, MOST_TOLD - result.refusals.length));
    }
    return result;
  }

  private async take(tx: Transaction, lines: BrandLine[]): Promise<BrandFileResult> {
    const { drafts, outcome } = planBrands(await BRANDS.load(tx.manager), lines);
    const ids = await this.make(tx, drafts);
    const synonyms = drafts.flatMap((draft) =>
      [...draft.added].map(([key, name]) => ({ key, brandId: ids.get(draft)!, name })),
    );
    for (const draft of drafts) await respell(tx, draft);
    await tx.insertMany(BrandSynonym, synonyms);
    await this.unknown.forget(tx, synonyms);
    const changes = drafts.map((draft) => changeOf(draft, ids.get(draft)!));
    await this.audit.recordAll(tx, changes);
    return outcome;
  }

  /** Nobody else makes any meanwhile. @returns the ids of all drafts */
  private async make(tx: Transaction, drafts: BrandDraft[]): Promise<Map<BrandDraft, number>> {
    const made = drafts.filter(({ brand }) => brand === null);
    const last = (await tx.manager.maximum(Brand, 'id', {})) ?? 0;
    const added = made.map(({ name }) => ({ name, createdAt: this.clock.now(), version: 1 }));
    await tx.insertMany(Brand, added);
    const rows = await tx.manager.find(Brand, { select: { id: true, name: true }, where: { id: MoreThan(last) } });
    const byName = new Map(rows.map(({ id, name }) => [name, id]));
    return new Map(drafts.map((draft) => [draft, draft.brand?.id ?? byName.get(draft.name)!]));
  }
}

/** In the order of the file, few enough for one transaction each. */
function* parts(lines: BrandLine[]): Generator<BrandLine[]> {
  let part: BrandLine[] = [];
  let synonyms = 0;
  for (const line of lines) {
    synonyms += line.synonyms.length;
    if (part.length === LINES_AT_ONCE || (part.length > 0 && synonyms > SYNONYMS_AT_ONCE)) {
      yield part;
      [part, synonyms] = [[], line.synonyms.length];
    }
    part.push(line);
  }
  if (part.length > 0) yield part;
}

/** What is changed of a brand counts as one change of it. */
async function respell(tx: Transaction, { brand, name }: BrandDraft): Promise<void> {
  if (!brand) return;
  await tx.manager.update(Brand, { id: brand.id }, { name });
  if (name !== brand.name) await tx.manager.update(BrandSynonym, { key: partKey(name) }, { name });
}

function changeOf({ brand, name, added }: BrandDraft, subjectId: number): Change {
  const synonyms = [
    ...(brand?.synonyms ?? []),
    ...[...added].flatMap(([key, text]) => (key === partKey(name) ? [] : text)),
  ];
  const before = brand && { before: { name: brand.name, synonyms: brand.synonyms } };
  return { action: brand ? 'update' : 'create', subject: 'brand', subjectId, ...before, after: { name, synonyms } };
}
