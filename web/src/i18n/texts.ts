import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { number } from './format';
import './language';

export interface TextTree {
  [key: string]: string | TextTree;
}

type WithoutPlural<K extends string> = K extends `${infer Base}_${'one' | 'few' | 'many' | 'other'}` ? Base : K;

/** Keys of a tree of texts, joined by dots; plural forms are one key. */
export type TextKey<T> = {
  [K in keyof T & string]: T[K] extends string ? WithoutPlural<K> : `${K}.${TextKey<T[K]>}`;
}[keyof T & string];

/** @param values what stands for `{{name}}`; `count` chooses the plural form and is written as the language writes numbers, or as `shownCount` */
export type Translate<T> = (key: TextKey<T>, values?: Record<string, string | number>) => string;

const defined = new Map<string, { ru: TextTree; en: TextTree }>();

/** Every text that was loaded, by its page group. */
export function definedTexts(): ReadonlyMap<string, { ru: TextTree; en: TextTree }> {
  return defined;
}

/**
 * Makes the texts of a page group known, in both languages.
 * @returns `useTexts` for components, `text` for code outside of them, and `known` for keys of which there may be no text: then undefined
 */
export function defineTexts<T extends TextTree>(group: string, texts: { ru: T; en: TextTree }) {
  defined.set(group, texts);
  i18next.addResourceBundle('ru', group, texts.ru);
  i18next.addResourceBundle('en', group, texts.en);
  const text: Translate<T> = (key, values) => i18next.t(key, { ns: group, ...values, replace: shown(values) });
  const useTexts = (): Translate<T> => {
    useTranslation(group); // draws again when the language changes
    return text;
  };
  const known = (key: string): string | undefined =>
    i18next.exists(key, { ns: group }) ? i18next.t(key, { ns: group }) : undefined;
  return { useTexts, text, known };
}

function shown(values: Record<string, string | number> | undefined) {
  if (typeof values?.count !== 'number') return values;
  return { ...values, count: values.shownCount ?? number(values.count) };
}
