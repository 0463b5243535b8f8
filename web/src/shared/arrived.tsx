import { Button, Group } from '@mantine/core';
import { useTexts } from './list-texts';
import { IconArrowUp } from './page-icons';

interface Props {
  /** Rows that came in and are not shown yet. */
  count: number;
  onShow(): void;
}

/** Takes no room, over the edge of the table: the rows keep their places under the pointer. */
export function Arrived({ count, onShow }: Props) {
  const t = useTexts();
  if (count === 0) return null;
  return (
    <Group justify="center" wrap="nowrap" pos="sticky" top={82} h={0} style={{ zIndex: 10 }}>
      <Button
        radius="xl"
        size="sm"
        flex="none"
        leftSection={<IconArrowUp size={16} aria-hidden />}
        onClick={() => {
          onShow();
          scrollTo({ top: 0 });
        }}
      >
        {t('arrived', { count })}
      </Button>
    </Group>
  );
}
