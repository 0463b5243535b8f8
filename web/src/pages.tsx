import { type ComponentType, lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import type { Permission } from './session/permissions';
import { useMay } from './session/session';
import { ListSkeleton, NoRights, NotFound } from './shared/page-states';
import { ErrorBoundary } from './shell/error-boundary';

interface PageRoute {
  path: string;
  page: ComponentType;
  needs?: Permission;
}

/** Every page by its address; each is loaded when it is first opened. */
const PAGES: PageRoute[] = [
  { path: '/external-orders', page: lazy(() => import('./external-orders/external-orders-page')) },
  { path: '/external-orders/:id', page: lazy(() => import('./external-orders/external-order-page')) },
  { path: '/orders', page: lazy(() => import('./orders/orders-page')) },
  { path: '/orders/print', page: lazy(() => import('./orders/orders-print-page')) },
  { path: '/orders/picking', page: lazy(() => import('./orders/picking-page')) },
  { path: '/orders/:id', page: lazy(() => import('./orders/order-page')) },
  { path: '/orders/:id/print', page: lazy(() => import('./orders/order-print-page')) },
  { path: '/marketplaces', page: lazy(() => import('./marketplaces/marketplaces-page')) },
  { path: '/marketplaces/:id', page: lazy(() => import('./marketplaces/connection-page')) },
  { path: '/exchanges', page: lazy(() => import('./exchanges/exchanges-page')), needs: 'workExchanges' },
  { path: '/exchanges/new', page: lazy(() => import('./exchanges/new-exchange-page')), needs: 'administerAll' },
  { path: '/exchanges/:id', page: lazy(() => import('./exchanges/exchange-page')), needs: 'workExchanges' },
  { path: '/price-lists', page: lazy(() => import('./price-lists/price-lists-page')), needs: 'workPriceLists' },
  { path: '/price-lists/new', page: lazy(() => import('./price-lists/new-price-list-page')), needs: 'administer' },
  { path: '/price-lists/:id', page: lazy(() => import('./price-lists/price-list-page')), needs: 'workPriceLists' },
  {
    path: '/price-lists/:id/imports/:importId',
    page: lazy(() => import('./price-lists/import-page')),
    needs: 'workPriceLists',
  },
  {
    path: '/processing-rules',
    page: lazy(() => import('./processing-rules/processing-rules-page')),
    needs: 'readRules',
  },
  {
    path: '/processing-rules/new',
    page: lazy(() => import('./processing-rules/new-rule-page')),
    needs: 'administer',
  },
  { path: '/processing-rules/:id', page: lazy(() => import('./processing-rules/rule-page')), needs: 'readRules' },
  { path: '/order-statuses', page: lazy(() => import('./order-statuses/order-statuses-page')) },
  { path: '/order-statuses/:id', page: lazy(() => import('./order-statuses/order-status-page')) },
  { path: '/', page: lazy(() => import('./dashboard/dashboard-page')) },
  {
    path: '/gettzap-notifications',
    page: lazy(() => import('./gettzap-notifications/gettzap-notifications-page')),
  },
  {
    path: '/gettzap-messages',
    page: lazy(() => import('./gettzap-messages/gettzap-messages-page')),
    needs: 'readJournal',
  },
  { path: '/brands', page: lazy(() => import('./brands/brands-page')), needs: 'readBrands' },
  { path: '/regions', page: lazy(() => import('./regions/regions-page')) },
  { path: '/users', page: lazy(() => import('./users/users-page')), needs: 'administerAll' },
  { path: '/integrations', page: lazy(() => import('./integrations/integrations-page')), needs: 'administerAll' },
  { path: '/audit', page: lazy(() => import('./audit/audit-page')), needs: 'administerAll' },
  { path: '/personal-data', page: lazy(() => import('./personal-data/personal-data-page')), needs: 'administerAll' },
  { path: '/system', page: lazy(() => import('./system/system-page')), needs: 'administerAll' },
  { path: '/profile', page: lazy(() => import('./profile/profile-page')) },
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
