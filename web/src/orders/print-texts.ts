import { defineTexts } from '../i18n/texts';

/** Words of the printed sheet. */
export const { useTexts: usePrintTexts } = defineTexts('order-print', {
  ru: {
    print: 'Печать',
    printTitle: 'Печатная форма заказа № {{number}}',
    printExternalId: '№ GettZap',
    fromDay: 'от {{day}}',
    partTitle: 'Наименование',
    printTotal: 'Итого',
    notIncluded: 'Не входит в заказ: {{parts}}',
    handedOut: 'Выдал',
    takenBy: 'Получил, претензий не имею',
    signatureHint: 'подпись, фамилия, дата',
  },
  en: {
    print: 'Print',
    printTitle: 'Print form of order {{number}}',
    printExternalId: 'GettZap no.',
    fromDay: 'of {{day}}',
    partTitle: 'Name',
    printTotal: 'Total',
    notIncluded: 'Not part of the order: {{parts}}',
    handedOut: 'Handed out by',
    takenBy: 'Received by',
    signatureHint: 'signature, name, date',
  },
});
