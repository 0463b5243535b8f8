import { useSortable } from '@dnd-kit/sortable';
import { ActionIcon, Anchor, Badge, Code, Group, Stack, Table, Text, Tooltip } from '@mantine/core';
import { IconBell } from '../shared/icons';
import { IconGripVertical } from '../shared/page-icons';
import { Link, useLocation } from 'wouter';
import { useWords } from '../i18n/words';
import { EditOrDelete } from '../shared/row-menu';
import { ColorDot } from './color-dot';
import classes from './status-table.module.css';
import { useTexts } from './texts';
import type { OrderStatus } from './use-statuses';

interface Props {
  status: OrderStatus;
  mayEdit: boolean;
  mayAct: boolean;
  mayDrag: boolean;
  onMove(status: OrderStatus): void;
  onDelete(status: OrderStatus): void;
}

export function StatusRow({ status, mayEdit, mayAct, mayDrag, onMove, onDelete }: Props) {
  const t = useTexts();
  const words = useWords();
  const { id, name, group, isInitial, notifyManager, gettzap } = status;
  const row = useSortable({ id, disabled: !mayEdit || !mayDrag, attributes: { roleDescription: t('draggable') } });
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } = row;
  const move = transform && `translate3d(0, ${transform.y}px, 0)`;
  return (
    <Table.Tr
      ref={setNodeRef}
      className={classes.row}
      data-dragging={isDragging || undefined}
      style={{ transform: move ?? undefined, transition }}
    >
      {mayEdit && (
        <Table.Td>
          <ActionIcon
            ref={setActivatorNodeRef}
            variant="subtle"
            color="gray"
            className={classes.handle}
            {...attributes}
            {...listeners}
            disabled={!mayDrag}
            aria-label={t('move', { name })}
          >
            <IconGripVertical size={16} aria-hidden />
          </ActionIcon>
        </Table.Td>
      )}
      <Table.Td>
        <Stack gap={4}>
          <Group gap="xs">
            <ColorDot color={status.color} />
            <Anchor component={Link} href={`/order-statuses/${id}`} className={classes.name} size="sm" fw={500}>
              {name}
            </Anchor>
            {isInitial && (
              <Tooltip label={t('initialHint')}>
                <Badge>{t('initial')}</Badge>
              </Tooltip>
            )}
          </Group>
          <Stack gap={2} hiddenFrom="md" fz="sm">
            <Text size="sm" c="dimmed">
              {words(`statusGroup.${group}`)}
              {notifyManager && ` · ${t('managerToldShort')}`}
            </Text>
            <Group gap={6}>
              <span>{t('toldItemShort')}</span>
              <Told {...gettzap.item} />
            </Group>
            <Group gap={6}>
              <span>{t('toldOrderShort')}</span>
              <Told {...gettzap.order} />
            </Group>
          </Stack>
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="md">{words(`statusGroup.${group}`)}</Table.Td>
      <Table.Td visibleFrom="md">
        {notifyManager && (
          <Group gap={4} wrap="nowrap">
            <IconBell size={16} aria-hidden />
            {t('managerTold')}
          </Group>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Told {...gettzap.item} />
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Told {...gettzap.order} />
      </Table.Td>
      {mayEdit && (
        <Table.Td ta="right">
          <RowActions status={status} mayAct={mayAct} onMove={onMove} onDelete={onDelete} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** The status that GettZap is given, and what is missing beside it. */
function Told({ status, text }: OrderStatus['gettzap']['item']) {
  const t = useTexts();
  const missing = status ? text === '' && t('withoutText') : text === '' ? t('notTold') : t('textNotTold');
  return (
    <Group gap={6} component="span">
      {status && <Code>{status}</Code>}
      {missing && (
        <Text size="sm" c="dimmed" component="span">
          {missing}
        </Text>
      )}
    </Group>
  );
}

function RowActions({ status, mayAct, onMove, onDelete }: Omit<Props, 'mayEdit' | 'mayDrag'>) {
  const t = useTexts();
  const [, navigate] = useLocation();
  return (
    <EditOrDelete
      label={t('actions', { name: status.name })}
      edit={t('edit')}
      onEdit={() => navigate(`/order-statuses/${status.id}`)}
      onMove={() => onMove(status)}
      onDelete={() => onDelete(status)}
      mayAct={mayAct}
    />
  );
}
