import { withoutFormula } from '../../platform/csv.js';
import { errorDetail, type ErrorDetail } from '../../platform/error-texts.js';
import { partKey } from '../keys/part-key.js';
import { type BrandFileResult, MAX_SYNONYMS } from './brand.dto.js';
import type { BrandDirectory, KnownBrand } from './brand-directory.js';
import type { BrandLine } from './brand-lines.js';
import { byKeys, MAX_BRANDS, MAX_SPELLINGS } from './spellings.js';

/** What a brand is to become; null as `brand` = it is made. */
export interface BrandDraft {
  brand: KnownBrand | null;
  name: string;
  /** By their keys; those that it has are not among them. */
  added: Map<string, string>;
}

/** What the lines of a file make of the directory: each adds to it, or is refused as a whole; nothing is taken away. */
export function planBrands(directory: BrandDirectory, lines: readonly BrandLine[]): Planning {
  const plan = new Planning(directory);
  for (const line of lines) plan.take(line);
  return plan;
}

class Planning {
  readonly drafts: BrandDraft[] = [];
  readonly outcome: BrandFileResult = { added: 0, updated: 0, unchanged: 0, refused: 0, changes: [], refusals: [] };
  /** By all spellings that there are. */
  private readonly byKey = new Map<string, BrandDraft>();
  private brands: number;

  constructor({ brands }: BrandDirectory) {
    this.brands = brands.length;
    for (const brand of brands) {
      const draft = { brand, name: brand.name, added: new Map<string, string>() };
      for (const key of brand.keys) this.byKey.set(key, draft);
    }
  }

  take({ line, name, synonyms, error }: BrandLine): void {
    const refuse = (what: ErrorDetail, path = 'synonyms') => {
      this.outcome.refused += 1;
      const [, index] = /\[(\d+)\]$/.exec(path) ?? [];
      const spelling = (index !== undefined && synonyms[Number(index)]) || '';
      this.outcome.refusals.push({ line, brand: name, spelling, error: { path, ...what } });
    };
    if (error) return refuse(error, error.path);
    const draft = this.byKey.get(partKey(name));
    const owners = synonyms.map((synonym) => this.byKey.get(partKey(synonym)));
    const taken = owners.findIndex((owner) => owner !== undefined && owner !== draft);
    if (taken >= 0) return refuse(errorDetail('synonym_taken', { brand: owners[taken]!.name }), `synonyms[${taken}]`);
    const added = [...byKeys([name, ...synonyms])].filter(([key]) => !this.byKey.has(key));
    const known = (draft?.brand ? draft.brand.synonyms.length + 1 : 0) + (draft?.added.size ?? 0);
    if (!draft && this.brands >= MAX_BRANDS) return refuse(errorDetail('too_many_brands', { max: MAX_BRANDS }), 'name');
    if (known + added.length > MAX_SYNONYMS + 1) return refuse(errorDetail('too_many', { max: MAX_SYNONYMS }));
    if (this.byKey.size + added.length > MAX_SPELLINGS)
      return refuse(errorDetail('too_many_spellings', { max: MAX_SPELLINGS }));
    this.keep(line, name, draft, added);
  }

  private keep(line: number, name: string, found: BrandDraft | undefined, added: Array<[string, string]>): void {
    // Its name is spelled otherwise, and that is no other spelling of it.
    const isRenamed =
      !!found && partKey(found.name) === partKey(name) && ![found.name, withoutFormula(found.name)].includes(name);
    if (found && !isRenamed && added.length === 0) {
      this.outcome.unchanged += 1;
      return;
    }
    const draft = found ?? { brand: null, name, added: new Map<string, string>() };
    if (isRenamed) draft.name = name;
    if (isRenamed && !draft.brand) draft.added.set(partKey(name), name);
    for (const [key, text] of added) {
      draft.added.set(key, text);
      this.byKey.set(key, draft);
    }
    if (!this.drafts.includes(draft)) this.drafts.push(draft);
    if (!found) this.brands += 1;
    this.outcome[found ? 'updated' : 'added'] += 1;
    this.outcome.changes.push({ line, brand: draft.name, outcome: found ? 'updated' : 'added' });
  }
}
