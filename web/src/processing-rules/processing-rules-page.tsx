import { Anchor, Button, List, Menu, Select, Stack, Tabs, Text } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import { useMay } from '../session/session';
import { type ConnectionState, useConnectionName, useConnectionStatesQuery } from '../shared/connections';
import { IconChevronDown, IconPlus } from '../shared/page-icons';
import { Page } from '../shared/page';
import { Loaded, NothingFound, NothingYet } from '../shared/page-states';
import { useRegionChoice } from '../shell/regions';
import { type ProcessingRule, rulesOf, useRules } from './processing-rule';
import { NoConnection } from './no-connection';
import { RuleList } from './rule-list';
import { newRuleAddress, TEMPLATES } from './templates';
import { useTexts } from './texts';

/** More are chosen from a list, in which can be searched. */
const MOST_TABS = 6;

/** What becomes of external orders by itself, connection by connection. */
export default function ProcessingRulesPage() {
  const t = useTexts();
  const connections = useConnectionStatesQuery();
  const { regionId, choose } = useRegionChoice();
  const rules = useRules();
  return (
    <Loaded query={connections} skeleton={<Page title={t('title')}>{null}</Page>}>
      {(all) => {
        const ours = all.filter((each) => !regionId || each.regionId === regionId);
        return ours.length === 0 ? (
          <Page title={t('title')}>
            {all.length > 0 ? <NothingFound onReset={() => choose('')} /> : <NoConnection />}
          </Page>
        ) : (
          <Rules connections={ours} rules={rules} />
        );
      }}
    </Loaded>
  );
}

function Rules({ connections, rules }: { connections: ConnectionState[]; rules: ReturnType<typeof useRules> }) {
  const t = useTexts();
  const mayChange = useMay('administer');
  const nameOf = useConnectionName();
  const [params, setParams] = useSearchParams();
  const asked = params.get('connection');
  const { id } = connections.find((each) => each.id === asked) ?? connections[0]!;
  const hasRules = rules.data !== undefined && rulesOf(rules.data, id).length > 0;
  const choose = (chosen: string | null) => setParams(chosen ? { connection: chosen } : {});
  const content = (
    <Loaded query={rules}>
      {(all) => <OfConnection connectionId={id} rules={rulesOf(all, id)} mayChange={mayChange} />}
    </Loaded>
  );
  return (
    <Page title={t('title')} actions={mayChange && hasRules && <AddMenu connectionId={id} />}>
      {connections.length > MOST_TABS ? (
        <>
          <Select
            label={t('connection')}
            searchable
            allowDeselect={false}
            maw={480}
            mb="md"
            data={connections.map((each) => ({ value: each.id, label: nameOf(each.id) }))}
            value={id}
            onChange={choose}
          />
          {content}
        </>
      ) : connections.length > 1 ? (
        <Tabs
          value={id}
          keepMounted={false}
          styles={{ tab: { whiteSpace: 'normal' }, tabLabel: { overflowWrap: 'anywhere' } }}
          onChange={choose}
        >
          <Tabs.List mb="md" aria-label={t('connections')}>
            {connections.map((each) => (
              <Tabs.Tab key={each.id} value={each.id}>
                {nameOf(each.id)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={id}>{content}</Tabs.Panel>
        </Tabs>
      ) : (
        content
      )}
    </Page>
  );
}

interface OfConnectionProps {
  connectionId: string;
  rules: ProcessingRule[];
  mayChange: boolean;
}

function OfConnection({ connectionId, rules, mayChange }: OfConnectionProps) {
  const t = useTexts();
  if (rules.length === 0) return <Beginning connectionId={connectionId} mayChange={mayChange} />;
  return (
    <>
      <Text c="dimmed" size="sm" mb="md" maw={760}>
        {t('hint')}
      </Text>
      <RuleList connectionId={connectionId} rules={rules} mayChange={mayChange} />
    </>
  );
}

/** From the first price list to a rule that decides. */
function Beginning({ connectionId, mayChange }: Omit<OfConnectionProps, 'rules'>) {
  const t = useTexts();
  const step = (title: React.ReactNode, hint: string) => (
    <List.Item>
      {title}
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
    </List.Item>
  );
  return (
    <NothingYet
      title={t('nothing')}
      hint={mayChange ? t('nothingHint') : `${t('nothingHint')} ${t('nothingReader')}`}
      action={
        <Stack gap="lg" mt="sm" ta="left">
          <List type="ordered" size="sm" spacing="xs" aria-label={t('way')}>
            {step(
              <Anchor component={Link} href="/price-lists" size="sm" underline="always">
                {t('wayLists')}
              </Anchor>,
              t('wayListsHint'),
            )}
            {step(t('wayShadow'), t('wayShadowHint'))}
            {step(t('wayOn'), t('wayOnHint'))}
          </List>
          {mayChange && (
            <Stack gap="xs" role="group" aria-label={t('begin')}>
              {TEMPLATES.map((template) => (
                <Button
                  key={template}
                  component={Link}
                  href={newRuleAddress(connectionId, template)}
                  variant={template === 'own' ? 'subtle' : 'light'}
                  h="auto"
                  py={8}
                  styles={{ label: { whiteSpace: 'normal' } }}
                >
                  {t(`template.${template}`)}
                </Button>
              ))}
            </Stack>
          )}
        </Stack>
      }
    />
  );
}

function AddMenu({ connectionId }: { connectionId: string }) {
  const t = useTexts();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t('add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {TEMPLATES.map((template) => (
          <Menu.Item key={template} component={Link} href={newRuleAddress(connectionId, template)}>
            {t(`template.${template}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
