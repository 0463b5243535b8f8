import { type ComponentType, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import type { Permission } from './session/permissions';
import { useMay } from './session/session';
import { later } from './shared/later';
import { ListSkeleton, NoRights, NotFound } from './shared/page-states';
import { ErrorBoundary } from './shell/error-boundary';

interface PageRoute {
  path: string;
  page: ComponentType;
  needs?: Permission;
}

/** Every page by its address; each is loaded when it is first opened. */
const PAGES: PageRoute[] = [
  { path: '/external-orders', page: later(() => import('./external-orders/external-orders-page')) },
  { path: '/external-orders/:id', page: later(() => import('./external-orders/external-order-page')) },
  { path: '/orders', page: later(() => import('./orders/orders-page')) },
  { path: '/orders/print', page: later(() => import('./orders/orders-print-page')) },
  { path: '/orders/picking', page: later(() => import('./orders/picking-page')) },
  { path: '/orders/:id', page: later(() => import('./orders/order-page')) },
  { path: '/orders/:id/print', page: later(() => import('./orders/order-print-page')) },
  { path: '/marketplaces', page: later(() => import('./marketplaces/marketplaces-page')) },
  { path: '/marketplaces/:id', page: later(() => import('./marketplaces/connection-page')) },
  { path: '/exchanges', page: later(() => import('./exchanges/exchanges-page')), needs: 'workExchanges' },
  { path: '/exchanges/new', page: later(() => import('./exchanges/new-exchange-page')), needs: 'administerAll' },
  { path: '/exchanges/:id', page: later(() => import('./exchanges/exchange-page')), needs: 'workExchanges' },
  { path: '/price-lists', page: later(() => import('./price-lists/price-lists-page')), needs: 'workPriceLists' },
  { path: '/price-lists/new', page: later(() => import('./price-lists/new-price-list-page')), needs: 'administer' },
  { path: '/price-lists/:id', page: later(() => import('./price-lists/price-list-page')), needs: 'workPriceLists' },
  {
    path: '/price-lists/:id/imports/:importId',
    page: later(() => import('./price-lists/import-page')),
    needs: 'workPriceLists',
  },
  {
    path: '/processing-rules',
    page: later(() => import('./processing-rules/processing-rules-page')),
    needs: 'readRules',
  },
  {
    path: '/processing-rules/new',
    page: later(() => import('./processing-rules/new-rule-page')),
    needs: 'administer',
  },
  { path: '/processing-rules/:id', page: later(() => import('./processing-rules/rule-page')), needs: 'readRules' },
  { path: '/order-statuses', page: later(() => import('./order-statuses/order-statuses-page')) },
  { path: '/order-statuses/:id', page: later(() => import('./order-statuses/order-status-page')) },
  { path: '/', page: later(() => import('./dashboard/dashboard-page')) },
  {
    path: '/gettzap-notifications',
    page: later(() => import('./gettzap-notifications/gettzap-notifications-page')),
  },
  {
    path: '/gettzap-messages',
    page: later(() => import('./gettzap-messages/gettzap-messages-page')),
    needs: 'readJournal',
  },
  { path: '/brands', page: later(() => import('./brands/brands-page')), needs: 'readBrands' },
  { path: '/regions', page: later(() => import('./regions/regions-page')) },
  { path: '/users', page: later(() => import('./users/users-page')), needs: 'administerAll' },
  { path: '/integrations', page: later(() => import('./integrations/integrations-page')), needs: 'administerAll' },
  { path: '/audit', page: later(() => import('./audit/audit-page')), needs: 'administerAll' },
  { path: '/personal-data', page: later(() => import('./personal-data/personal-data-page')), needs: 'administerAll' },
  { path: '/system', page: later(() => import('./system/system-page')), needs: 'administerAll' },
  { path: '/profile', page: later(() => import('./profile/profile-page')) },
];

export function Pages() {
  const [place] = useLocation();
  return (
    <ErrorBoundary place={place}>
      <Suspense fallback={<ListSkeleton />}>
        <Switch>
          {PAGES.map(({ path, page: Page, needs }) => (
            <Route key={path} path={path}>
              {needs ? (
                <Allowed needs={needs}>
                  <Page />
                </Allowed>
              ) : (
                <Page />
              )}
            </Route>
          ))}
          <Route>
            <NotFound isPage />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}

function Allowed({ needs, children }: { needs: Permission; children: React.ReactNode }) {
  return useMay(needs) ? children : <NoRights />;
}
