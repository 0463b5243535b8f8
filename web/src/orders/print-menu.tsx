import { ActionIcon, Menu } from '@mantine/core';
import { Link } from 'wouter';
import { IconListDetails } from '../shared/icons';
import { IconPrinter } from '../shared/page-icons';
import { usePrintTexts } from './print-texts';

/** Prints chosen orders: a sheet of each, or what is to be fetched for all of them. */
export function PrintMenu({ orderIds }: { orderIds: string[] }) {
  const p = usePrintTexts();
  const ids = orderIds.join(',');
  return (
    <Menu position="top" width={240}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} disabled={orderIds.length === 0} aria-label={p('printChosen')}>
          <IconPrinter size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPrinter size={16} aria-hidden />}
          component={Link}
          href={`/orders/print?ids=${ids}`}
        >
          {p('printForms')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconListDetails size={16} aria-hidden />}
          component={Link}
          href={`/orders/picking?ids=${ids}`}
        >
          {p('picking')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
