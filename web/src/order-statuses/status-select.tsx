import { CheckIcon, Group, Select, type SelectProps, Text } from '@mantine/core';
import { ColorDot } from './color-dot';
import type { OrderStatus } from './use-statuses';

type Props = Omit<SelectProps, 'data' | 'renderOption' | 'leftSection' | 'multiple'> & {
  statuses: Array<Pick<OrderStatus, 'id' | 'name' | 'color'>>;
  value: string | null;
};

/** Chooses a status of the directory, each with its colour. */
export function StatusSelect({ statuses, ...props }: Props) {
  const colorOf = (statusId: string | null) => statuses.find(({ id }) => id === statusId)?.color;
  const chosen = colorOf(props.value);
  return (
    <Select
      searchable={statuses.length > 8}
      {...props}
      data={statuses.map(({ id, name }) => ({ value: id, label: name }))}
      leftSection={chosen && <ColorDot color={chosen} />}
      renderOption={({ option: { value, label }, checked }) => (
        <Group gap="xs" wrap="nowrap" w="100%">
          <ColorDot color={colorOf(value) ?? ''} />
          <Text size="sm" style={{ flex: 1, overflowWrap: 'anywhere' }}>
            {label}
          </Text>
          {checked && <CheckIcon size={12} aria-hidden />}
        </Group>
      )}
    />
  );
}
