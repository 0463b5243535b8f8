import { Box, Button, Group, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, call } from '../api/client';
import { errorInWords } from '../api/field-words';
import { IconPencil } from '../shared/page-icons';
import { SuggestingTextarea } from '../shared/suggesting-textarea';
import { typeInto } from '../shared/type-into';
import { useSuggestions } from '../shared/use-suggestions';
import { matching, type TextVariable, variablePlace, written } from './suggestions';
import classes from './template-editor.module.css';
import { type TextScope, useTellValidity, useTextCheck } from './text-check';
import { TextPreview, useExample } from './text-preview';
import { text as translate, useTexts } from './texts';

interface Props {
  label: string;
  description?: string;
  value: string;
  onChange(value: string): void;
  /** What the text is about: variables of an item exist only in `item`. */
  scope: TextScope;
  /** The status that the text belongs to. */
  statusName?: string;
  /** GettZap's status that it goes with; "" = none is set, and nothing is sent. */
  gettzapStatus: string;
  /** What could be written there, shown as the buyer would read it while nothing is. */
  suggestion: string;
  /** Under which the form knows it, to find it when it is wrong. */
  'data-path'?: string;
  /** What the service said of it when it was saved. */
  error?: React.ReactNode;
  /** Told false while it is known that the text cannot be saved. See `useTextsValidity` for forms with several. */
  onValidity?(isGood: boolean): void;
  readOnly?: boolean;
}

const NONE: TextVariable[] = [];

/** The text of a notification: suggests variables, says at once what is wrong, and shows what the buyer will read. */
export function TemplateEditor(props: Props) {
  const { label, description, value, onChange, scope, statusName = '', error, onValidity, readOnly } = props;
  const { gettzapStatus, suggestion } = props;
  const t = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const variables = useVariables(scope);
  const suggestions = useSuggestions(field, {
    placeAt: variablePlace,
    matching: (typed) => matching(readOnly ? NONE : variables, typed).map(suggestionOf),
    written: ({ code }) => written(code),
  });
  const example = useExample(scope);
  const settled = useSettled(value, suggestions.found.length > 0);
  const isEmpty = value === '';
  const title = isEmpty ? 'suggestion' : gettzapStatus === '' ? 'previewUnsent' : 'preview';
  // Only who may save a text may let the service render one.
  const shown = readOnly ? '' : isEmpty ? suggestion : settled;
  const found = useTextCheck(scope, shown, { orderItemId: example.itemId, statusName });
  // What was wrong with a text that is gone is no matter any more.
  const check = isEmpty ? { ...found, errors: [], isBad: false } : found;
  useTellValidity(!check.isBad, onValidity);
  const wrong = check.errors.map((each) => (
    <span key={each.message + each.line + each.column}>
      {errorInWords(each)}
      <br />
    </span>
  ));
  return (
    <Box>
      <SuggestingTextarea
        field={field}
        suggestions={suggestions}
        listLabel={t('variables')}
        countLabel={(count) => t('suggested', { count })}
        className={classes.field}
        label={label}
        description={description}
        error={wrong.length > 0 ? wrong : error}
        value={value}
        readOnly={readOnly}
        data-path={props['data-path']}
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        onChange={onChange}
      />
      {!readOnly && <VariableChips variables={variables} field={field} />}
      {!readOnly && (
        <TextPreview title={t(title)} check={check} example={example}>
          {isEmpty && (
            <Button
              size="compact-sm"
              variant="default"
              mt={6}
              leftSection={<IconPencil size={14} aria-hidden />}
              onClick={() => typeInto(field.current!, 0, 0, suggestion)}
            >
              {t('takeSuggestion')}
            </Button>
          )}
        </TextPreview>
      )}
    </Box>
  );
}

const suggestionOf = ({ name, label }: TextVariable) => ({ key: name, label, code: name });

/** The text as it was before a variable was begun: an unfinished one is no mistake. */
function useSettled(text: string, isBegun: boolean): string {
  const [settled, setSettled] = useState(text);
  if (!isBegun && settled !== text) setSettled(text);
  return isBegun ? settled : text;
}

interface ChipsProps {
  variables: TextVariable[];
  field: React.RefObject<HTMLTextAreaElement | null>;
}

/** Every variable that the text may name; pressing one writes it where the caret stands. */
function VariableChips({ variables, field }: ChipsProps) {
  const t = useTexts();
  // A field that nobody has been in yet is continued at its end.
  const wasEntered = useRef(false);
  useEffect(() => {
    const element = field.current!;
    const enter = () => (wasEntered.current = true);
    element.addEventListener('focus', enter);
    return () => element.removeEventListener('focus', enter);
  }, [field]);
  const insert = ({ name }: TextVariable) => {
    const { value, selectionStart, selectionEnd } = field.current!;
    const [from, to] = wasEntered.current ? [selectionStart, selectionEnd] : [value.length, value.length];
    const begun = from === to ? variablePlace(value, from) : undefined;
    typeInto(field.current!, begun?.from ?? from, begun?.to ?? to, written(name));
  };
  return (
    <Group gap={4} mt={6} role="group" aria-label={t('variables')}>
      {variables.map((variable) => (
        <Tooltip key={variable.name} label={written(variable.name)} ff="monospace">
          <Button
            size="compact-xs"
            h={24}
            variant="default"
            fw={400}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => insert(variable)}
          >
            {variable.label}
          </Button>
        </Tooltip>
      ))}
    </Group>
  );
}

function useVariables(scope: TextScope): TextVariable[] {
  useTexts(); // draws again when the language changes
  const { data = NONE } = useQuery({
    queryKey: ['text-variables'],
    queryFn: ({ signal }) => call(api.GET('/api/order-statuses/variables', { signal })),
    staleTime: Infinity,
  });
  return data
    .filter(({ scopes }) => scopes.includes(scope))
    .map((variable) => ({ ...variable, label: labelOf(variable) }));
}

type VariableText = Extract<Parameters<typeof translate>[0], `variable.${string}`>;

/** What a variable is called in the reader's language; one without words here goes by the name that the service gives it. */
function labelOf({ name, label }: TextVariable): string {
  const key = `variable.${name}` as VariableText;
  const words = translate(key);
  return words === key ? label : words;
}
