import { Autocomplete, Card, List, Stack, Tabs, Text, Title } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { suggestedTexts } from '../../../src/orders/order-statuses/suggested-texts';
import { IconAlertCircle } from '../shared/page-icons';
import type { StatusValues } from './status-values';
import { StepWarning } from './step-warning';
import { TemplateEditor } from './template-editor';
import type { TextScope } from './text-check';
import { useTexts } from './texts';
import { useStatuses } from './use-statuses';

interface Props {
  form: UseFormReturnType<StatusValues>;
  readOnly: boolean;
  tab: TextScope;
  onTab(tab: TextScope): void;
  /** Tabs whose text cannot be saved. */
  bad: ReadonlySet<TextScope>;
  validityOf(scope: TextScope): (isGood: boolean) => void;
}

/** What GettZap is told when an item, or the whole order, passes into the status. */
export function GettzapTexts({ form, readOnly, tab, onTab, bad, validityOf }: Props) {
  const t = useTexts();
  return (
    <Card padding="lg">
      <Title order={2} size="h4" mb={4}>
        {t('gettzap')}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t('gettzapHint')}
      </Text>
      <Tabs value={tab} onChange={(value) => value && onTab(value as TextScope)}>
        <Tabs.List mb="md">
          {(['item', 'order'] as const).map((scope) => (
            <Tabs.Tab
              key={scope}
              value={scope}
              px={{ base: 6, sm: 'md' }}
              rightSection={
                bad.has(scope) && (
                  <IconAlertCircle size={16} color="var(--mantine-color-error)" aria-label={t('textIsBad')} />
                )
              }
            >
              {t(scope === 'item' ? 'itemTab' : 'orderTab')}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="item">
          <ScopeFields scope="item" form={form} readOnly={readOnly} onValidity={validityOf('item')} />
        </Tabs.Panel>
        <Tabs.Panel value="order">
          <WholeOrderRule />
          <ScopeFields scope="order" form={form} readOnly={readOnly} onValidity={validityOf('order')} />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

interface ScopeProps {
  scope: TextScope;
  form: UseFormReturnType<StatusValues>;
  readOnly: boolean;
  onValidity(isGood: boolean): void;
}

function ScopeFields({ scope, form, readOnly, onValidity }: ScopeProps) {
  const t = useTexts();
  const { status, text } = form.values.gettzap[scope];
  return (
    <Stack>
      <Autocomplete
        label={t('gettzapStatus')}
        description={t('gettzapStatusHint')}
        data={useGettzapStatuses()}
        maxLength={255}
        readOnly={readOnly}
        maw={400}
        {...form.getInputProps(`gettzap.${scope}.status`)}
      />
      <StepWarning status={status} text={text} />
      <TemplateEditor
        label={t('gettzapText')}
        description={t('gettzapTextHint')}
        scope={scope}
        statusName={form.values.name}
        gettzapStatus={status}
        suggestion={suggestedTexts(form.values)[scope]}
        readOnly={readOnly}
        onValidity={onValidity}
        {...form.getInputProps(`gettzap.${scope}.text`)}
        value={text}
      />
    </Stack>
  );
}

/** GettZap's statuses that the directory names already. */
function useGettzapStatuses(): string[] {
  const { data = [] } = useStatuses();
  const named = data.flatMap(({ gettzap: { item, order } }) => [item.status, order.status]).filter(Boolean);
  return [...new Set(named)];
}

function WholeOrderRule() {
  const t = useTexts();
  return (
    <Stack gap={4} mb="md">
      <Text size="sm">{t('wholeOrder')}</Text>
      <List size="sm">
        <List.Item>{t('wholeOrderAll')}</List.Item>
        <List.Item>{t('wholeOrderRest')}</List.Item>
      </List>
      <Text size="sm" c="dimmed">
        {t('wholeOrderOnce')}
      </Text>
    </Stack>
  );
}
