import { defineTexts } from '../i18n/texts';

export const { useTexts } = defineTexts('search', {
  ru: {
    hint: 'Номер, покупатель, телефон, деталь, адрес, раздел или действие',
    nothing: 'Ничего не нашлось',
    start: 'Введите номер, имя, телефон или артикул',
    key: 'Действие',
  },
  en: {
    hint: 'Number, buyer, phone, part, address, page or action',
    nothing: 'Nothing found',
    start: 'Type a number, name, phone or part number',
    key: 'Action',
  },
});
