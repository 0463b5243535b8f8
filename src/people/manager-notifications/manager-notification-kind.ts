import { definedOf } from '../../platform/collections.js';

export const MANAGER_NOTIFICATION_KINDS = [
  'items_in_status',
  'external_order_received',
  'cancelled_by_client',
  'conflict',
  'needs_attention',
  'connection_paused',
  'replaced_link',
  'breaker_opened',
  'breaker_closed',
  'delivery_given_up',
  'exchange_trouble',
  'price_list_trouble',
  'deadline',
  'mentioned',
  'assigned',
] as const;
export type ManagerNotificationKind = (typeof MANAGER_NOTIFICATION_KINDS)[number];

/** What is shown apart: what somebody has to act on, new orders (which would drown all the rest), and the rest. */
export const NOTIFICATION_PARTS = ['action', 'new_orders', 'news'] as const;
export type NotificationPart = (typeof NOTIFICATION_PARTS)[number];

const PARTS: Record<ManagerNotificationKind, NotificationPart> = {
  items_in_status: 'news',
  external_order_received: 'new_orders',
  cancelled_by_client: 'action',
  conflict: 'action',
  needs_attention: 'action',
  connection_paused: 'action',
  replaced_link: 'action',
  // Sending goes on by itself.
  breaker_opened: 'news',
  breaker_closed: 'news',
  delivery_given_up: 'action',
  exchange_trouble: 'action',
  price_list_trouble: 'action',
  deadline: 'action',
  mentioned: 'action',
  assigned: 'action',
};

export function partOf(kind: ManagerNotificationKind): NotificationPart {
  return PARTS[kind];
}

export function kindsOf(part: NotificationPart): ManagerNotificationKind[] {
  return MANAGER_NOTIFICATION_KINDS.filter((kind) => PARTS[kind] === part);
}

/** Where a message of a kind goes. */
export interface ChannelChoice {
  panel: boolean;
  email: boolean;
}

export type KindChoices = Record<ManagerNotificationKind, ChannelChoice>;

/** What differs from the defaults. */
export type ChosenChannels = Partial<Record<ManagerNotificationKind, Partial<ChannelChoice>>>;

const PANEL_ONLY: ChannelChoice = { panel: true, email: false };
const BOTH: ChannelChoice = { panel: true, email: true };

/** The everyday is shown in the panel; by e-mail comes what somebody has to act on. */
const DEFAULTS: KindChoices = {
  items_in_status: PANEL_ONLY,
  external_order_received: PANEL_ONLY,
  cancelled_by_client: BOTH,
  conflict: BOTH,
  needs_attention: BOTH,
  connection_paused: BOTH,
  replaced_link: BOTH,
  breaker_opened: BOTH,
  breaker_closed: BOTH,
  delivery_given_up: BOTH,
  exchange_trouble: BOTH,
  price_list_trouble: BOTH,
  deadline: BOTH,
  mentioned: BOTH,
  assigned: PANEL_ONLY,
};

/** The channels in force for each kind. */
export function choicesOf(chosen: ChosenChannels): KindChoices {
  const entries = MANAGER_NOTIFICATION_KINDS.map((kind) => [kind, { ...DEFAULTS[kind], ...chosen[kind] }]);
  return Object.fromEntries(entries) as KindChoices;
}

/** What was chosen before with a change laid over it. */
export function withChange(chosen: ChosenChannels, change: ChosenChannels): ChosenChannels {
  const merged: ChosenChannels = { ...chosen };
  for (const kind of MANAGER_NOTIFICATION_KINDS) {
    if (change[kind]) merged[kind] = { ...chosen[kind], ...definedOf(change[kind]) };
  }
  return merged;
}
