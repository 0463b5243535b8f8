import { ActionIcon, Indicator, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect } from 'react';
import { IconBell } from '../shared/icons';
import { later, LaterWindow } from '../shared/later';
import { useTexts } from './texts';
import { useUnread } from './unread';

const BellMessages = later(() => import('./bell-messages'));

let openIt: () => void = () => undefined;

/** From outside of the page: by a click on what the browser shows. */
export function openBell(): void {
  openIt();
}

/** The user's messages: its number is of what has to be acted on, else, in another colour, of the rest. */
export function Bell() {
  const t = useTexts();
  const [isOpen, { toggle, open, close }] = useDisclosure();
  const { action = 0, newOrders = 0, news = 0 } = useUnread() ?? {};
  const count = action || newOrders + news;
  useEffect(() => {
    openIt = open;
  }, [open]);
  return (
    <Popover opened={isOpen} onChange={(opened) => !opened && close()} position="bottom-end" width={400} trapFocus>
      <Indicator
        disabled={count === 0}
        label={count > 99 ? '99+' : count}
        size={16}
        color={action ? 'red' : 'indigo'}
        offset={4}
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={count ? t('bellCount', { action, newOrders, news }) : t('bell')}
            onClick={toggle}
          >
            <IconBell size={18} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} maw="calc(100vw - 16px)" aria-label={t('bell')}>
        {isOpen && (
          <LaterWindow>
            <BellMessages onOpen={close} />
          </LaterWindow>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
