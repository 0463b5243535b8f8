/** Addresses of the menu as an administrator sees it, from top to bottom. */
export const MENU = [
  '/',
  '/external-orders',
  '/orders',
  '/gettzap-notifications',
  '/gettzap-messages',
  '/marketplaces',
  '/exchanges',
  '/order-statuses',
  '/price-lists',
  '/brands',
  '/regions',
  '/users',
  '/integrations',
  '/audit',
  '/personal-data',
  '/system',
];
