import { defineTexts } from '../i18n/texts';

export const { useTexts } = defineTexts('regions', {
  ru: {
    title: 'Регионы',
    hint: 'Регион — филиал магазина. К региону относится подключение, а пользователя можно ограничить регионами.',
    add: 'Добавить регион',
    edit: 'Изменить регион',
    name: 'Название',
    timeZone: 'Часовой пояс',
    timeZoneHint: 'По нему считаются дни на дашборде и в экспорте.',
    nothing: 'Регионов пока нет',
    created: 'Добавлен',
    deleteTitle: 'Удалить регион «{{name}}»?',
    deleteHint: 'Удалить можно только регион без подключений и заказов.',
    deleted: 'Регион удалён',
    actions: 'Действия: {{name}}',
  },
  en: {
    title: 'Regions',
    hint: 'A region is a branch of the shop. Each connection belongs to a region, and users can be limited to some.',
    add: 'Add a region',
    edit: 'Edit the region',
    name: 'Name',
    timeZone: 'Time zone',
    timeZoneHint: 'Days on the dashboard and in exports are counted in it.',
    nothing: 'No regions yet',
    created: 'Added',
    deleteTitle: 'Delete the region “{{name}}”?',
    deleteHint: 'Only a region without connections and orders can be deleted.',
    deleted: 'Region deleted',
    actions: 'Actions: {{name}}',
  },
});
