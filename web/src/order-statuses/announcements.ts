import type { DndContextProps, UniqueIdentifier } from '@dnd-kit/core';
import { useTexts } from './texts';
import type { OrderStatus } from './use-statuses';

/** What is read out while a status is moved. */
export function useAnnouncements(statuses: OrderStatus[]): DndContextProps['accessibility'] {
  const t = useTexts();
  const name = (id: UniqueIdentifier) => statuses.find((status) => status.id === id)?.name ?? '';
  const place = (id: UniqueIdentifier) => statuses.findIndex((status) => status.id === id) + 1;
  return {
    screenReaderInstructions: { draggable: t('dragInstructions') },
    announcements: {
      onDragStart: ({ active }) =>
        t('dragBegun', { name: name(active.id), place: place(active.id), total: statuses.length }),
      onDragOver: ({ active, over }) =>
        over ? t('dragOver', { name: name(active.id), place: place(over.id), total: statuses.length }) : undefined,
      onDragEnd: ({ active, over }) =>
        t('dragEnded', { name: name(active.id), place: place((over ?? active).id), total: statuses.length }),
      onDragCancel: ({ active }) => t('dragCancelled', { name: name(active.id) }),
    },
  };
}
