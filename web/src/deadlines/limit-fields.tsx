import { NumberInput, Radio, SimpleGrid, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from './texts';

/** What a field of minutes holds; "" = nothing. */
export type TypedMinutes = number | string;

interface Props {
  label: string;
  minutes: object;
  warn: object;
  hasLimit: boolean;
  isActing: boolean;
  /** What the service does by itself. */
  actionLabel: string;
  readOnly?: boolean;
  onAct(isActing: boolean): void;
  /** What the action needs. */
  children: ReactNode;
}

const MINUTES = { min: 1, max: 120_000, allowDecimal: false, allowNegative: false } as const;
const SIDE_BY_SIDE: Array<'label' | 'input' | 'description' | 'error'> = ['label', 'input', 'description', 'error'];

/** A limit in minutes of work, the warning before its end, and what is done then. */
export function LimitFields(props: Props) {
  const { label, minutes, warn, hasLimit, isActing, actionLabel, readOnly, onAct, children } = props;
  const t = useTexts();
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label={label}
          description={t('minutesHint')}
          inputWrapperOrder={SIDE_BY_SIDE}
          placeholder={t('noLimit')}
          readOnly={readOnly}
          {...MINUTES}
          {...minutes}
        />
        <NumberInput
          label={t('warnMinutes')}
          description={t('warnHint')}
          inputWrapperOrder={SIDE_BY_SIDE}
          disabled={!hasLimit}
          readOnly={readOnly}
          {...MINUTES}
          {...warn}
        />
      </SimpleGrid>
      {hasLimit && (
        <Radio.Group
          label={t('whenOverdue')}
          value={isActing ? 'act' : 'tell'}
          onChange={(value) => onAct(value === 'act')}
          readOnly={readOnly}
        >
          <Stack gap="xs" mt={6}>
            <Radio value="tell" label={t('onlyTell')} disabled={readOnly} />
            <Radio value="act" label={actionLabel} disabled={readOnly} />
          </Stack>
        </Radio.Group>
      )}
      {hasLimit && isActing && children}
    </Stack>
  );
}

/** @returns null = none */
export function minutesOf(typed: TypedMinutes): number | null {
  return typed === '' ? null : Number(typed);
}
