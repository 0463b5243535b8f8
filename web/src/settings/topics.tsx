import { Accordion, Badge, Group, Text } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useTexts } from '../shared/texts';
import classes from './topics.module.css';

export interface Topic {
  /** `?topic=` with it opens it. */
  name: string;
  title: string;
  /** How it is set, in one line. */
  summary: ReactNode;
  /** Before the title: how it is. */
  mark?: ReactNode;
  isUnsaved?: boolean;
  /** It opens, and what is wrong gets the focus. */
  hasError?: boolean;
  isOpenAtFirst?: boolean;
  children: ReactNode;
}

/** Settings folded by topic. What is folded stays in the page, so that nothing typed is lost, and says what is unsaved or wrong in it. */
export function Topics({ topics }: { topics: Topic[] }) {
  const t = useTexts();
  const id = useId();
  const [params] = useSearchParams();
  const asked = params.get('topic') ?? '';
  const root = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(() =>
    topics.filter(({ name, isOpenAtFirst }) => name === asked || (!asked && isOpenAtFirst)).map(({ name }) => name),
  );
  const show = (names: string[]) => setOpen((old) => [...new Set([...old, ...names])]);
  useEffect(() => {
    if (!asked) return;
    show([asked]);
    root.current?.querySelector(`[data-topic="${CSS.escape(asked)}"]`)?.scrollIntoView({ block: 'start' });
  }, [asked]);
  const wrong = topics.filter(({ hasError }) => hasError).map(({ name }) => name);
  const wrongNames = wrong.join(' ');
  useEffect(() => {
    if (wrongNames) show(wrongNames.split(' '));
  }, [wrongNames]);
  const isWrongShown = wrong.length > 0 && wrong.every((name) => open.includes(name));
  useEffect(() => {
    if (!isWrongShown) return;
    const field = root.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (field && !field.contains(document.activeElement)) field.focus();
  }, [isWrongShown, wrongNames]);
  return (
    <Accordion
      ref={root}
      multiple
      order={2}
      variant="separated"
      keepMountedMode="display-none"
      value={open}
      onChange={setOpen}
      classNames={{ item: classes.item, control: classes.control, label: classes.label }}
    >
      {topics.map(({ name, title, summary, mark, isUnsaved, hasError, children }) => (
        <Accordion.Item key={name} value={name} data-topic={name}>
          <Accordion.Control icon={mark}>
            <Group gap="xs" component="span">
              <Text span fw={600} id={`${id}-${name}`}>
                {title}
              </Text>
              {hasError && <Badge color="red">{t('topicWrong')}</Badge>}
              {isUnsaved && <Badge color="yellow">{t('topicUnsaved')}</Badge>}
            </Group>
            <Text span size="sm" c="dimmed" className={classes.summary}>
              {summary}
            </Text>
          </Accordion.Control>
          {/* Not by all that the control says, the summary too. */}
          <Accordion.Panel aria-labelledby={`${id}-${name}`}>{children}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}
