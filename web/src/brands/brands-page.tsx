import { Badge, Button, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { rowCount } from '../i18n/format';
import { useMay } from '../session/session';
import { Page } from '../shared/page';
import { IconPlus } from '../shared/page-icons';
import { BrandFile } from './brand-file';
import { BrandForm } from './brand-form';
import { BrandList } from './brand-list';
import { type Brand, useUnknownBrands } from './brands';
import { useTexts } from './texts';
import { UnknownBrands } from './unknown-brands';

/** Makers of parts and their spellings. */
export default function BrandsPage() {
  const t = useTexts();
  const mayChange = useMay('changeBrands');
  const [params, setParams] = useSearchParams();
  const tab = params.get('tab') === 'unknown' ? 'unknown' : 'known';
  const [edited, setEdited] = useState<Brand | 'new'>();
  const { data: unknown } = useUnknownBrands({ page: 1, perPage: 1 });
  const count = unknown?.meta.total ?? 0;
  const add = mayChange && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('add')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <BrandFile mayUpload={mayChange} />
          {add}
        </>
      }
    >
      <Tabs
        value={tab}
        keepMounted={false}
        // Pages of one list are none of the other's.
        onChange={(chosen) => setParams(chosen === 'unknown' ? { tab: 'unknown' } : {})}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="known">{t('known')}</Tabs.Tab>
          <Tabs.Tab
            value="unknown"
            rightSection={
              count > 0 && (
                <Badge size="sm" variant="light" color="orange">
                  {rowCount(count)}
                </Badge>
              )
            }
          >
            {t('unknown')}
          </Tabs.Tab>
        </Tabs.List>
        <Text c="dimmed" size="sm" mb="md" maw={760}>
          {tab === 'known' ? t('hint') : t('unknownHint')}
        </Text>
        <Tabs.Panel value="known">
          <BrandList mayChange={mayChange} add={add} onEdit={setEdited} />
        </Tabs.Panel>
        <Tabs.Panel value="unknown">
          <UnknownBrands mayChange={mayChange} />
        </Tabs.Panel>
      </Tabs>
      {edited && <BrandForm brand={edited === 'new' ? null : edited} onClose={() => setEdited(undefined)} />}
    </Page>
  );
}
