/**
 * SQLite takes any value of an index for rare unless it has statistics, and would gather and sort half a table for a page. It is told
 * those of a shop with a million orders once and for all, so that its plans are the same in every shop: rows of a table, and by index
 * how many of them share the first column, the first two and so on.
 */
export const STATISTICS = {
  external_orders: {
    external_orders_identity: '1000000 500000 1',
    external_orders_external_id: '1000000 2',
    external_orders_created: '1000000 10 1',
    external_orders_state: '1000000 100000 10 1',
    external_orders_region: '1000000 300000 50000 5 1',
    external_orders_days: '1000000 10 5 5 5 5 5 5',
    external_orders_decided_by: '1000000 50000 10 1',
    external_orders_changed: '1000000 1000 10 1',
    external_orders_conflict: '1000000 1000 10 1',
    external_orders_cancelled: '1000000 1000 10 1',
    external_orders_assignee: '1000000 50000 10 1',
    external_orders_customer_name: '1000000 100',
    external_orders_customer_name_rest: '1000000 100',
    external_orders_customer_phone: '1000000 5',
    external_orders_region_created: '1000000 300000 10 1',
    external_orders_connection_created: '1000000 500000 10 1',
    external_orders_connection_state: '1000000 500000 80000 10 1',
  },
  external_order_positions: {
    external_order_positions_number_bare: '2000000 10',
    external_order_positions_state: '2000000 2 2 2',
    external_order_positions_refused: '2000000 10000 2',
  },
  external_order_history_entries: {
    external_order_history_entries_order: '3000000 3',
    external_order_history_entries_kind: '3000000 500000 10 1',
  },
  orders: {
    orders_external_order: '1000000 1',
    orders_created: '1000000 10 1',
    orders_status_created: '1000000 100000 10 1',
    orders_region: '1000000 300000 50000',
    orders_conflict: '1000000 1000 10 1',
    orders_cancelled: '1000000 1000 10 1',
    orders_changed: '1000000 1000 10 1',
    orders_assignee: '1000000 50000 10 1',
    orders_connection: '1000000 500000 10 1',
    orders_region_created: '1000000 300000 10 1',
  },
  order_items: {
    order_items_order: '2000000 2',
    order_items_position: '2000000 1',
    order_items_status: '2000000 200000',
  },
  outbox_messages: {
    outbox_messages_claim: '5000000 2000000 100000 10 1',
    outbox_messages_ordering_key: '5000000 5 2 1',
    outbox_messages_leases: '5000000 1000000 10',
    outbox_messages_created: '5000000 2000000 10 1',
    outbox_messages_kind: '5000000 2000000 500000 10 1',
    outbox_messages_region: '5000000 1500000 10 1',
    outbox_messages_subject: '5000000 5',
    outbox_messages_hold: '5000000 1',
    outbox_messages_endpoint_created: '5000000 2000000 10 1',
    outbox_messages_state_created: '5000000 2000000 200000 10 1',
  },
  gettzap_messages: {
    gettzap_messages_external_order: '1000000 2',
    gettzap_messages_bodies: '1000000 500000 10',
    gettzap_messages_created: '1000000 10 1',
    gettzap_messages_connection: '1000000 500000 10',
    gettzap_messages_outcome: '1000000 100000 10 1',
    gettzap_messages_region: '1000000 300000 10 1',
  },
};
