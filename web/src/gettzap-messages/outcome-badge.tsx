import { Badge } from '@mantine/core';
import type { Schemas } from '../api/client';
import { useWords } from '../i18n/words';

export type Outcome = Schemas['GettzapMessageSummary']['outcome'];

export const OUTCOMES: Outcome[] = [
  'created',
  'updated',
  'duplicate',
  'cancelled',
  'needs_attention',
  'changed_after_decision',
  'changed_after_deletion',
  'invalid_json',
  'invalid_body',
  'unsupported_type',
  'body_too_large',
  'connection_inactive',
];

const COLORS: Record<Outcome, string> = {
  created: 'green',
  updated: 'teal',
  duplicate: 'gray',
  cancelled: 'red',
  needs_attention: 'orange',
  changed_after_decision: 'yellow',
  changed_after_deletion: 'yellow',
  invalid_json: 'red',
  invalid_body: 'red',
  unsupported_type: 'red',
  body_too_large: 'red',
  connection_inactive: 'gray',
};

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const words = useWords();
  return <Badge color={COLORS[outcome]}>{words(`messageOutcome.${outcome}`)}</Badge>;
}
