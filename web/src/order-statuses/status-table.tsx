import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { Table, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTexts as useListTexts } from '../shared/list-texts';
import table from '../shared/data-table.module.css';
import { MoveDialog } from '../shared/move-dialog';
import { useAnnouncements } from './announcements';
import { StatusRow } from './status-row';
import { useTexts } from './texts';
import type { OrderStatus } from './use-statuses';

interface Props {
  statuses: OrderStatus[];
  /** Those that are looked for; where they are not all, none is dragged. */
  shown: OrderStatus[];
  mayEdit: boolean;
  /** False while the service is away. */
  mayAct: boolean;
  /** @param ids all of them, in their new order */
  onReorder(ids: string[]): void;
  onDelete(status: OrderStatus): void;
}

const onlyUpAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/** A click on the handle is no dragging yet. */
const DRAG_FROM_PX = 4;

/** The directory in its order, which is changed by dragging or by keyboard: Space, arrows, Space. */
export function StatusTable({ statuses, shown, mayEdit, mayAct, onReorder, onDelete }: Props) {
  const t = useTexts();
  const list = useListTexts();
  const accessibility = useAnnouncements(statuses);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_FROM_PX } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = statuses.map(({ id }) => id);
  const [moved, setMoved] = useState<OrderStatus>();
  const move = (id: string, to: number) => {
    const from = ids.indexOf(id);
    if (from !== to) onReorder(arrayMove(ids, from, to));
  };
  const drop = ({ active, over }: DragEndEvent) => {
    if (over) move(String(active.id), ids.indexOf(String(over.id)));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[onlyUpAndDown]}
      accessibility={accessibility}
      onDragEnd={drop}
    >
      <div className={table.frame}>
        <Table verticalSpacing="xs" highlightOnHover aria-label={t('title')} className={table.table}>
          <Table.Thead>
            <Table.Tr>
              {mayEdit && (
                <Table.Th w={40}>
                  <VisuallyHidden>{t('order')}</VisuallyHidden>
                </Table.Th>
              )}
              <Table.Th>{t('name')}</Table.Th>
              <Table.Th visibleFrom="md">{t('group')}</Table.Th>
              <Table.Th visibleFrom="md">{t('manager')}</Table.Th>
              <Table.Th visibleFrom="md">{t('toldItem')}</Table.Th>
              <Table.Th visibleFrom="md">{t('toldOrder')}</Table.Th>
              {mayEdit && (
                <Table.Th w={56}>
                  <VisuallyHidden>{list('actions')}</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <SortableContext items={shown} strategy={verticalListSortingStrategy}>
            <Table.Tbody>
              {shown.map((status) => (
                <StatusRow
                  key={status.id}
                  status={status}
                  mayEdit={mayEdit}
                  mayAct={mayAct}
                  mayDrag={mayAct && shown.length === statuses.length}
                  onMove={setMoved}
                  onDelete={onDelete}
                />
              ))}
            </Table.Tbody>
          </SortableContext>
        </Table>
      </div>
      {moved && (
        <MoveDialog
          name={moved.name}
          place={ids.indexOf(moved.id) + 1}
          total={ids.length}
          onMove={(place) => move(moved.id, place - 1)}
          onClose={() => setMoved(undefined)}
        />
      )}
    </DndContext>
  );
}
