import { defineTexts } from '../i18n/texts';

export const { useTexts } = defineTexts('regions', {
  ru: {
    title: 'Регионы',
    hint: 'Регион — филиал магазина. К региону относится подключение, а пользователя можно ограничить регионами.',
    add: 'Добавить регион',
    edit: 'Изменить регион',
    name: 'Название',
    timeZone: 'Часовой пояс',
    timeZoneHint: 'Например, Europe/Moscow. По нему считаются дни на дашборде и в экспорте.',
    nothing: 'Регионов пока нет',
    created: 'Добавлен',
    deleteTitle: 'Удалить регион «{{name}}»?',
    deleteHint: 'Удалить можно только регион, к которому ничего не относится.',
    deleted: 'Регион удалён',
    actions: 'Действия: {{name}}',
  },
  en: {
    title: 'Regions',
    hint: 'A region is a branch of the shop. A connection belongs to one, and users can be limited to some.',
    add: 'Add a region',
    edit: 'Edit the region',
    name: 'Name',
    timeZone: 'Time zone',
    timeZoneHint: 'For example Europe/Moscow. Days on the dashboard and in exports go by it.',
    nothing: 'No regions yet',
    created: 'Added',
    deleteTitle: 'Delete the region “{{name}}”?',
    deleteHint: 'Only a region that nothing belongs to can be deleted.',
    deleted: 'The region was deleted',
    actions: 'Actions: {{name}}',
  },
});
