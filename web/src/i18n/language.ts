import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED = 'partsdesk-language';

function chosenLanguage(): Language {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'ru';
}

void i18next.use(initReactI18next).init({
  lng: chosenLanguage(),
  fallbackLng: 'ru',
  resources: {},
  interpolation: { escapeValue: false }, // React escapes
  returnNull: false,
  // A name that there are no words for, as an address may carry, stands for itself.
  parseMissingKeyHandler: (key) => key.slice(key.lastIndexOf('.') + 1),
});
document.documentElement.lang = chosenLanguage();

/** The language that the panel speaks now. */
export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'ru';
}

export function speak(chosen: Language): void {
  localStorage.setItem(STORED, chosen);
  document.documentElement.lang = chosen;
  void i18next.changeLanguage(chosen);
}
