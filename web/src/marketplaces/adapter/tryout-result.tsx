import { Alert, List, Stack, Table, Text } from '@mantine/core';
import { IconCheck } from '../../shared/icons';
import { IconAlertTriangle } from '../../shared/page-icons';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client';
import { money, number } from '../../i18n/format';
import { errorInWords } from '../../api/field-words';
import { CodeBlock } from './code-block';
import { useTexts } from './texts';

type Message = Schemas['TriedMessageView'];
type Request = Schemas['AttemptRequest'];

/** What came of a try: what was understood or would be sent, and what the expression gave. */
export function TryoutResult({ answer }: { answer: Schemas['AdapterTryView'] }) {
  const t = useTexts();
  const { message, request, result } = answer;
  return (
    <Stack gap="sm">
      {message && <Understood message={message} />}
      {request && (
        <Titled title={t('request')}>
          <CodeBlock label={t('request')}>{requestText(request)}</CodeBlock>
        </Titled>
      )}
      <Titled title={t('result')}>
        <CodeBlock label={t('result')}>
          {result === undefined ? t('nothingGiven') : JSON.stringify(result, null, 2)}
        </CodeBlock>
      </Titled>
    </Stack>
  );
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      {children}
    </div>
  );
}

function Understood({ message }: { message: Message }) {
  const t = useTexts();
  const { kind, externalId, problems, positionIds, reason } = message;
  if (kind === 'unreadable') {
    return (
      <Alert color="orange" icon={<IconAlertTriangle />} title={t('understoodNothing')}>
        <List size="sm">
          {problems.map((problem) => (
            <List.Item key={`${problem.path} ${problem.message}`}>
              <b>{problem.path}</b>: {errorInWords(problem)}
            </List.Item>
          ))}
        </List>
      </Alert>
    );
  }
  if (kind === 'cancellation') {
    return (
      <Alert color="green" icon={<IconCheck />} title={t('understoodCancellation', { id: externalId })}>
        <Text size="sm">
          {positionIds
            ? t('cancelledPositions', { count: positionIds.length, ids: positionIds.join(', ') })
            : t('wholeOrder')}
        </Text>
        {reason && <Text size="sm">{reason}</Text>}
      </Alert>
    );
  }
  return (
    <>
      <Alert color="green" icon={<IconCheck />} title={t('understoodOrder', { id: externalId })} />
      <Positions message={message} />
    </>
  );
}

function Positions({ message }: { message: Message }) {
  const t = useTexts();
  const { positions = [], total = '0' } = message;
  return (
    <Table.ScrollContainer minWidth={360}>
      <Table aria-label={t('positionsTable')} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('position')}</Table.Th>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th ta="right">{t('quantity')}</Table.Th>
            <Table.Th ta="right">{t('price')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {positions.map((position) => (
            <Table.Tr key={position.id}>
              <Table.Td>
                {position.brand} {position.number}
              </Table.Td>
              <Table.Td>{position.name}</Table.Td>
              <Table.Td ta="right">{number(position.quantity)}</Table.Td>
              <Table.Td ta="right">{money(position.price)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th colSpan={3}>
              {t('total')}, {t('pieces', { count: positions.length })}
            </Table.Th>
            <Table.Th ta="right">{money(total)}</Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </Table.ScrollContainer>
  );
}

function requestText({ method, url, headers, body }: Request): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...head, ...(body ? ['', pretty(body)] : [])].join('\n');
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
