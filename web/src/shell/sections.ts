import {
  IconArrowsExchange,
  IconAward,
  IconBuildingStore,
  IconBuildingWarehouse,
  IconChartBar,
  IconFileSpreadsheet,
  IconHeartbeat,
  IconHistory,
  IconInbox,
  IconKey,
  IconListDetails,
  IconMailForward,
  IconMessageDown,
  IconShieldLock,
  IconTags,
  IconUsers,
  IconWand,
} from '../shared/icons';
import type { ComponentType } from 'react';
import type { Permission } from '../session/permissions';
import type { text } from './texts';

type ShellText = Parameters<typeof text>[0];

export interface Section {
  href: string;
  label: ShellText;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Without it everybody who is signed in sees it. */
  needs?: Permission;
  /** Pressed after G: the position of the key. */
  key: string;
  /** A live number beside the name. */
  counts?: 'waiting' | 'undelivered';
}

interface SectionGroup {
  /** Null = it stands for itself. */
  label: ShellText | null;
  /** What the manual has one step further down: «Служебные → Справочники → …». It stays open, since every page is one press away. */
  inner?: { label: ShellText; sections: Section[] };
  sections: Section[];
}

/** The menu, named and nested as in the manual. */
export const MENU: SectionGroup[] = [
  { label: null, sections: [{ href: '/', label: 'dashboard', icon: IconChartBar, key: 'KeyD' }] },
  {
    label: 'orders',
    sections: [
      { href: '/external-orders', label: 'externalOrders', icon: IconInbox, key: 'KeyI', counts: 'waiting' },
      { href: '/orders', label: 'allOrders', icon: IconListDetails, key: 'KeyO' },
    ],
  },
  {
    label: 'delivery',
    sections: [
      {
        href: '/gettzap-notifications',
        label: 'notifications',
        icon: IconMailForward,
        key: 'KeyN',
        counts: 'undelivered',
      },
      { href: '/gettzap-messages', label: 'messages', icon: IconMessageDown, needs: 'readJournal', key: 'KeyM' },
    ],
  },
  {
    label: 'service',
    inner: {
      label: 'directories',
      sections: [
        { href: '/marketplaces', label: 'marketplaces', icon: IconBuildingStore, key: 'KeyC' },
        { href: '/exchanges', label: 'exchanges', icon: IconArrowsExchange, needs: 'workExchanges', key: 'KeyE' },
        { href: '/order-statuses', label: 'orderStatuses', icon: IconTags, key: 'KeyS' },
        { href: '/price-lists', label: 'priceLists', icon: IconFileSpreadsheet, needs: 'workPriceLists', key: 'KeyP' },
        { href: '/processing-rules', label: 'processingRules', icon: IconWand, needs: 'readRules', key: 'KeyW' },
        { href: '/brands', label: 'brands', icon: IconAward, needs: 'readBrands', key: 'KeyT' },
        { href: '/regions', label: 'regions', icon: IconBuildingWarehouse, key: 'KeyR' },
        { href: '/users', label: 'users', icon: IconUsers, needs: 'administerAll', key: 'KeyU' },
      ],
    },
    sections: [
      { href: '/integrations', label: 'integrations', icon: IconKey, needs: 'administerAll', key: 'KeyK' },
      { href: '/audit', label: 'audit', icon: IconHistory, needs: 'administerAll', key: 'KeyA' },
      { href: '/personal-data', label: 'personalData', icon: IconShieldLock, needs: 'administerAll', key: 'KeyB' },
      { href: '/system', label: 'system', icon: IconHeartbeat, needs: 'administerAll', key: 'KeyY' },
    ],
  },
];

/** All of them, from top to bottom. */
export const SECTIONS: Section[] = MENU.flatMap(({ inner, sections }) => [...(inner?.sections ?? []), ...sections]);
