import { Anchor, Card, SimpleGrid, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { exactDuration, money, number } from '../i18n/format';
import { reasonInWords } from '../processing-rules/mark-words';
import { useRuleTexts } from '../processing-rules/rule-texts';
import classes from './breakdowns.module.css';
import { listOf } from './links';
import { useTexts } from './texts';

type Dashboard = Schemas['DashboardView'];

const WITH_REFUSED = 'refused,partially_accepted,partially_decided';

/** Why it was refused, and who decided. */
export function Breakdowns({ data }: { data: Dashboard }) {
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <Refusals data={data} />
      <Managers data={data} />
      <RefusedBrands data={data} />
      {data.refusalsByRules.length > 0 && <RefusalsByRules data={data} />}
    </SimpleGrid>
  );
}

function Refusals({ data }: { data: Dashboard }) {
  const t = useTexts();
  const linkOf = ({ kind, reason }: Schemas['RefusalsOfReason']) => {
    if (kind === 'smaller') return listOf(data, { state: 'partially_accepted,partially_decided' });
    if (kind === 'others') return listOf(data, { state: WITH_REFUSED });
    return listOf(data, { state: WITH_REFUSED, refusalReason: reason || '-' });
  };
  return (
    <Breakdown title={t('refusals')} nothing={data.refusals.length === 0 && t('noRefusals')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('reason')}</Table.Th>
          <Table.Th ta="right">{t('orders')}</Table.Th>
          <Table.Th ta="right">{t('sum')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.refusals.map((each) => (
          <Table.Tr key={`${each.kind}/${each.reason}`}>
            <Table.Td className={classes.name}>
              <Anchor component={Link} href={linkOf(each)} size="sm">
                {each.kind === 'reason' ? each.reason : t(`reasonKind.${each.kind}`)}
              </Anchor>
            </Table.Td>
            <Table.Td className={classes.figure}>{number(each.orders)}</Table.Td>
            <Table.Td className={classes.figure}>{money(each.amount)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Breakdown>
  );
}

function Managers({ data }: { data: Dashboard }) {
  const t = useTexts();
  return (
    <Breakdown title={t('decisions')} nothing={data.decisions.length === 0 && t('noDecisions')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('manager')}</Table.Th>
          <Table.Th ta="right">{t('decided')}</Table.Th>
          <Table.Th ta="right" visibleFrom="sm">
            {t('accepted')}
          </Table.Th>
          <Table.Th ta="right" visibleFrom="sm">
            {t('refused')}
          </Table.Th>
          <Table.Th ta="right">{t('median')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.decisions.map(({ by, userId, name, decided, accepted, refused, medianSeconds }) => (
          <Table.Tr key={`${by}/${userId}`}>
            <Table.Td className={classes.name}>
              <Anchor
                component={Link}
                href={listOf(data, { decidedBy: userId ?? (by === 'rules' ? by : 'none') })}
                size="sm"
              >
                {userId ? name || t('unknownManager', { id: userId }) : t(by === 'rules' ? by : 'programs')}
              </Anchor>
            </Table.Td>
            <Table.Td className={classes.figure}>{number(decided)}</Table.Td>
            <Table.Td className={classes.figure} visibleFrom="sm">
              {number(accepted)}
            </Table.Td>
            <Table.Td className={classes.figure} visibleFrom="sm">
              {number(refused)}
            </Table.Td>
            <Table.Td className={classes.figure}>
              {medianSeconds === null ? '—' : exactDuration(medianSeconds)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Breakdown>
  );
}

function RefusedBrands({ data }: { data: Dashboard }) {
  const t = useTexts();
  return (
    <Breakdown title={t('refusedBrands')} nothing={data.refusedBrands.length === 0 && t('noRefusals')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('brand')}</Table.Th>
          <Table.Th ta="right">{t('positions')}</Table.Th>
          <Table.Th ta="right">{t('sum')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.refusedBrands.map(({ brand, positions, amount }) => (
          <Table.Tr key={brand}>
            <Table.Td className={classes.name}>
              {brand ? (
                <Anchor component={Link} href={listOf(data, { state: WITH_REFUSED, q: brand })} size="sm">
                  {brand}
                </Anchor>
              ) : (
                t('brandless')
              )}
            </Table.Td>
            <Table.Td className={classes.figure}>{number(positions)}</Table.Td>
            <Table.Td className={classes.figure}>{money(amount)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Breakdown>
  );
}

function RefusalsByRules({ data }: { data: Dashboard }) {
  const t = useTexts();
  useRuleTexts(); // draws again when the language changes
  return (
    <Breakdown title={t('refusalsByRules')} nothing={false}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('reason')}</Table.Th>
          <Table.Th ta="right">{t('positions')}</Table.Th>
          <Table.Th ta="right">{t('sum')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.refusalsByRules.map(({ reasonCode, positions, amount }) => (
          <Table.Tr key={reasonCode}>
            <Table.Td className={classes.name}>{capitalised(reasonInWords(reasonCode))}</Table.Td>
            <Table.Td className={classes.figure}>{number(positions)}</Table.Td>
            <Table.Td className={classes.figure}>{money(amount)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Breakdown>
  );
}

const capitalised = (words: string) => words.charAt(0).toLocaleUpperCase() + words.slice(1);

interface BreakdownProps {
  title: string;
  /** Said instead of an empty table. */
  nothing: string | false;
  children: ReactNode;
}

function Breakdown({ title, nothing, children }: BreakdownProps) {
  return (
    <Card padding="md">
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      {nothing ? (
        <Text c="dimmed" size="sm">
          {nothing}
        </Text>
      ) : (
        <Table aria-label={title} horizontalSpacing="xs" verticalSpacing={6}>
          {children}
        </Table>
      )}
    </Card>
  );
}
