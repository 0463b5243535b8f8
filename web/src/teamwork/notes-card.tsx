import { Box, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { fieldErrors } from '../api/field-words';
import { outOfDate } from '../api/queries';
import { dateTime } from '../i18n/format';
import { useMay, useMe } from '../session/session';
import { notifyFailure } from '../shared/notify';
import { Section } from '../shared/section';
import { SuggestingTextarea } from '../shared/suggesting-textarea';
import { useUnsavedGuard } from '../shared/unsaved';
import { useSuggestions } from '../shared/use-suggestions';
import { useIsOnline } from '../shell/connection-watch';
import { useColleagues } from './colleagues';
import { colleaguesLike, mentionPlace, writtenMention } from './mentions';
import classes from './teamwork.module.css';
import { useTexts } from './texts';

const MAX_NOTE = 4_000;

interface Props {
  externalOrderId: string;
  regionId: string;
  notes: Schemas['NoteView'][];
}

/** What the shop's people write about an order for each other, and a field for more. */
export function NotesCard({ externalOrderId, regionId, notes }: Props) {
  const t = useTexts();
  const mayWrite = useMay('decide');
  if (notes.length === 0 && !mayWrite) return null;
  return (
    <Section title={t('notes')}>
      {notes.length > 0 && (
        <Box component="ul" className={classes.notes} tabIndex={0} aria-label={t('notes')}>
          {notes.map(({ id, at, author, text }) => (
            <li key={id} className={classes.note}>
              <Text size="sm" className={classes.text}>
                {text}
              </Text>
              <Text size="xs" c="dimmed">
                {author} · <time dateTime={at}>{dateTime(at)}</time>
              </Text>
            </li>
          ))}
        </Box>
      )}
      {mayWrite && <NewNote externalOrderId={externalOrderId} regionId={regionId} />}
    </Section>
  );
}

function NewNote({ externalOrderId, regionId }: Omit<Props, 'notes'>) {
  const t = useTexts();
  const me = useMe();
  const isOnline = useIsOnline();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const colleagues = useColleagues([regionId]).filter(({ id }) => id !== me.id);
  const suggestions = useSuggestions(field, {
    placeAt: mentionPlace,
    matching: (typed) => colleaguesLike(colleagues, typed).map(({ id, name }) => ({ key: id, label: name })),
    written: ({ label }) => writtenMention(label),
  });
  const add = useMutation({
    mutationFn: (note: string) => {
      const params = { path: { id: externalOrderId } };
      return call(api.POST('/api/external-orders/{id}/notes', { params, body: { text: note } }));
    },
    onSuccess: async (_, note) => {
      // What was typed meanwhile is another one.
      setText((now) => (now === note ? '' : now));
      await outOfDate('external-orders', 'orders');
    },
    onError: (error) => notifyFailure(error),
  });
  useUnsavedGuard(text.trim() !== '' && !(add.isPending && text === add.variables));
  const canAdd = isOnline && text.trim() !== '' && !add.isPending;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (canAdd) add.mutate(text);
      }}
    >
      <SuggestingTextarea
        field={field}
        suggestions={suggestions}
        listLabel={t('colleagues')}
        countLabel={(count) => t('suggested', { count })}
        label={t('note')}
        description={t('noteHint')}
        error={fieldErrors(add.error)['text']}
        value={text}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={MAX_NOTE}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && canAdd) add.mutate(text);
        }}
      />
      <Group justify="flex-end" mt="xs">
        <Button type="submit" size="xs" disabled={!canAdd} loading={add.isPending}>
          {t('addNote')}
        </Button>
      </Group>
    </form>
  );
}
