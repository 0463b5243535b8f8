import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { NothingYet } from '../shared/page-states';
import { useTexts } from './texts';

/** A rule is of a connection, and there is none. */
export function NoConnection() {
  const t = useTexts();
  const toMarketplaces = (
    <Button component={Link} href="/marketplaces">
      {t('toMarketplaces')}
    </Button>
  );
  return <NothingYet title={t('noConnection')} hint={t('noConnectionHint')} action={toMarketplaces} />;
}
